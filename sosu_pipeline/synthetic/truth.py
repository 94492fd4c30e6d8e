"""The true figures: counted from what was drawn, before a single file is written."""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

DECIMALS = Decimal("0.000001")
Number: TypeAlias = int | Decimal | Fraction
Weight: TypeAlias = int | Decimal
Group: TypeAlias = Mapping[str, str | int]


@dataclass
class _Cell:
    helt: int | Fraction = 0
    decimaler: Decimal = Decimal(0)
    naevner: Weight | None = None
    personer: set[Hashable] = field(default_factory=set)


class Truth:
    """Sums by KPI and group while a school is drawn.

    A group is the dimensions by name, ``aar`` first. ``personer`` are the distinct people
    behind the naevner, or behind the taeller where there is none; money has none.
    """

    def __init__(self) -> None:
        """Begin with no figures."""
        self._cells: dict[str, dict[tuple[tuple[str, Any], ...], _Cell]] = defaultdict(dict)

    def add(
        self,
        kpi: str,
        group: Group,
        taeller: Number,
        naevner: Weight | None = None,
        *,
        personer: Collection[Hashable] = (),
    ) -> None:
        """Add to a group, with the people behind what is added."""
        cell = self._cells[kpi].setdefault(tuple(group.items()), _Cell())
        if isinstance(taeller, Decimal):
            cell.decimaler += taeller
        else:
            cell.helt += taeller
        if naevner is not None:
            cell.naevner = (cell.naevner or 0) + naevner
        cell.personer.update(personer)

    def figures(self) -> dict[str, list[dict[str, Any]]]:
        """Return the figures by KPI, groups in order; a taeller is text, exact to six decimals."""
        return {
            kpi: [_figure(dict(group), cell) for group, cell in sorted(cells.items(), key=_order)]
            for kpi, cells in sorted(self._cells.items())
        }


def _order(item: tuple[tuple[tuple[str, Any], ...], _Cell]) -> list[str]:
    return [str(value) for _, value in item[0]]


def _figure(group: dict[str, Any], cell: _Cell) -> dict[str, Any]:
    total = cell.helt + Fraction(cell.decimaler)
    exact = Decimal(total.numerator) / total.denominator
    taeller = format(exact.quantize(DECIMALS).normalize(), "f")
    return group | {
        "taeller": taeller,
        "naevner": cell.naevner,
        "personer": len(cell.personer) or None,
    }


@dataclass(frozen=True)
class SkoleSandhed:
    """What is true of one school's deliveries.

    ``linjer`` counts the lines of each readable file by sort, ``karantaene`` the lines that must be
    refused by rule, ``afvist`` names the files that must be refused whole by their rule, ``venter``
    those still being written, ``uden_kontrakt`` those of a folder nobody knows, and ``kopier``
    those whose bytes came before.
    """

    kpi: Mapping[str, list[dict[str, Any]]]
    filer: Mapping[str, str]
    linjer: Mapping[str, Mapping[str, int]]
    karantaene: Mapping[str, Mapping[str, int]]
    afvist: Mapping[str, str]
    venter: tuple[str, ...]
    uden_kontrakt: tuple[str, ...]
    kopier: Mapping[str, str]

    def quarantined(self) -> Counter[str]:
        """Return the lines that must be refused, by rule, of all files."""
        total: Counter[str] = Counter()
        for rules in self.karantaene.values():
            total.update(rules)
        return total


@dataclass(frozen=True)
class Sandhed:
    """The truth of every school that was drawn."""

    skoler: Mapping[str, SkoleSandhed]
