"""Which of a KPI's units are asked for: a school's, of some days, in some groups."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlglot import exp

from sosu_pipeline.warehouse.models import DIALECT


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A part of a KPI; ``steder`` has the values of each dimension that count."""

    skole: str
    fra: date
    til: date
    steder: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def conditions(self) -> dict[str, str]:
        """Return the condition on each column, as SQL with the column left open."""
        days = f"{{}} between date '{self.fra}' and date '{self.til}'"
        groups = {
            name: f"{{}} in ({', '.join(map(literal, values))})"
            for name, values in self.steder.items()
        }
        return {"skole": f"{{}} = {literal(self.skole)}", "dato": days, **groups}

    def condition(self) -> str:
        """Return the condition on a KPI's rows, as SQL."""
        return " and ".join(text.format(name) for name, text in self.conditions().items())


def literal(text: str) -> str:
    """Return a text as SQL."""
    return exp.Literal.string(text).sql(DIALECT)
