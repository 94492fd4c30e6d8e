"""Comparing: what moved a figure between two nights, the code's part told apart from the data's.

A comparison has up to two steps. The step of the code goes from a night as readers saw it to the
same night by today's code, goals and declarations; the step of the data from a night to a later
one, both by today's. What the steps move adds up to the whole, which is held here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sosu_pipeline.publishing.moves import ZERO, Cause, Pair
from sosu_pipeline.publishing.moving import PARTS, NamedPair

KEY: Final = ("skole", "art", "plan", "navn", "opdeling", "aar")
OF_DATA: Final[Mapping[str, tuple[Cause, ...]]] = {
    column: (cause,) for cause, column in PARTS.items()
}
OF_CODE: Final[Mapping[str, tuple[Cause, ...]]] = {
    "kode_maal": (Cause.MAAL,),
    "kode_definition": (Cause.DEFINITION,),
    "kode_oevrig": (Cause.DATA, Cause.RETTELSE),
}
"""The causes behind each part; of the same archive nothing is new or corrected but the reading."""

NAMED: Final = (*KEY, "titel", "enhed")
ENDS: Final = ("foer", "efter", "forskel")
BESIDE: Final = ("status_foer", "status_efter", "skjult_aarsag")
"""What is told of a figure: its names, its ends, then the parts, and this."""

Key = tuple[Any, ...]


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A figure between two nights; ``kode`` and ``data`` are its steps, at least one of them."""

    row: Mapping[str, Any]
    kode: Pair | None = None
    data: Pair | None = None

    @property
    def steps(self) -> tuple[Pair, ...]:
        """Return the steps in order."""
        return tuple(each for each in (self.kode, self.data) if each is not None)

    @property
    def has_moved(self) -> bool:
        """Tell whether a step moved the figure or the status, also where the two cancel out."""
        return any(step.has_moved for step in self.steps)

    @property
    def is_told(self) -> bool:
        """Tell whether the figure may be shown at the end of every step."""
        return all(step.difference is not None for step in self.steps)

    @property
    def foer(self) -> Decimal | None:
        """Return the figure as it was; None where it is hidden at any end."""
        return self.steps[0].foer if self.is_told else None

    @property
    def efter(self) -> Decimal | None:
        """Return the figure as it is; None where it is hidden at any end."""
        return self.steps[-1].efter if self.is_told else None

    @property
    def forskel(self) -> Decimal | None:
        """Return how far the figure moved; None where it is hidden at any end."""
        if self.foer is None or self.efter is None:
            return None
        return self.efter - self.foer

    @property
    def parts(self) -> Mapping[str, Decimal]:
        """Return what each cause moved, by part; nothing where it is hidden."""
        if not self.is_told or not all(step.parts for step in self.steps):
            return {}
        told: dict[str, Decimal] = {}
        for step, named in ((self.data, OF_DATA), (self.kode, OF_CODE)):
            if step is not None:
                told |= {part: _sum(step, causes) for part, causes in named.items()}
        return told

    @property
    def part_names(self) -> tuple[str, ...]:
        """Return the parts there are, told or not."""
        return part_names(of_data=self.data is not None, of_code=self.kode is not None)

    @property
    def problem(self) -> str | None:
        """Return, in Danish, why the parts are not the whole; None where nothing is wrong."""
        if self.kode and self.data and self.is_told and self.kode.efter != self.data.foer:
            return "det første trin ender et andet sted, end det næste begynder"
        if self.parts and sum(self.parts.values(), ZERO) != self.forskel:
            return "delene giver tilsammen noget andet end forskellen"
        return None

    @property
    def status_foer(self) -> str | None:
        """Return the goal's status as it was."""
        return self.steps[0].status_foer

    @property
    def status_efter(self) -> str | None:
        """Return the goal's status as it is."""
        return self.steps[-1].status_efter

    @property
    def skjult_aarsag(self) -> str | None:
        """Return why the figure, or what moved it, is not told."""
        return next((each.skjult_aarsag for each in self.steps if each.skjult_aarsag), None)

    def as_row(self) -> dict[str, Any]:
        """Return what is told of the figure, in the order it is written."""
        return {
            **{name: self.row[name] for name in NAMED},
            **{name: getattr(self, name) for name in ENDS},
            **{name: self.parts.get(name) for name in self.part_names},
            **{name: getattr(self, name) for name in BESIDE},
        }


def part_names(*, of_data: bool, of_code: bool) -> tuple[str, ...]:
    """Return the names of the parts of the steps that are taken."""
    return (*(OF_DATA if of_data else ()), *(OF_CODE if of_code else ()))


def compare(
    kode: Sequence[NamedPair] | None = None, data: Sequence[NamedPair] | None = None
) -> list[Compared]:
    """Return every figure that each step that was taken has at both its ends."""
    if data is None:
        return [Compared(row=row, kode=pair) for row, pair in kode or ()]
    if kode is None:
        return [Compared(row=row, data=pair) for row, pair in data]
    by_code = {_key(row): pair for row, pair in kode}
    return [
        Compared(row=row, kode=by_code[_key(row)], data=pair)
        for row, pair in data
        if _key(row) in by_code
    ]


def _key(row: Mapping[str, Any]) -> Key:
    """Return what a figure is known by; a goal is the same one in whichever year it is judged."""
    return tuple(row[name] for name in KEY if name != "aar" or row["art"] == "kpi")


def _sum(pair: Pair, causes: Iterable[Cause]) -> Decimal:
    return sum((pair.parts[cause] for cause in causes), ZERO)
