"""Figures and dates as the scorecard writes them, a missing and a hidden one in words."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sosu_pipeline.progress.evidence import MONEY, Unit
from sosu_pipeline.progress.words import amount, bare, distance, number, percent

MISSING, HIDDEN = "ingen", "skjult"
UNKNOWN_OWNER = "ikke angivet"
EMPTY_CELL = "–"
_CHART_UNITS = {"andel": "procent", "skala 1-5": "skala 1–5", MONEY: "1.000 kr."}
_THOUSAND = 1000


def shown(value: Decimal | None, enhed: str | None, *, is_hidden: bool) -> str:
    """Write a figure with its unit, or say in a word that it is hidden or missing."""
    if value is None:
        return HIDDEN if is_hidden else MISSING
    return amount(value, Unit(enhed)) if enhed else number(value, 2)


def difference(before: Decimal | None, after: Decimal | None, enhed: str | None) -> str:
    """Write how far a figure moved, with its sign; nothing where one end is missing."""
    if before is None or after is None:
        return EMPTY_CELL
    moved = after - before
    sign = "+" if moved > 0 else "−" if moved < 0 else ""
    size = distance(Fraction(moved), Unit(enhed)) if enhed else number(abs(moved), 2)
    return f"{sign}{size}"


def plain(value: Decimal, enhed: str) -> str:
    """Write a figure as it stands beside another one of the same unit."""
    return bare(value, Unit(enhed))


def chart_text(value: Decimal, enhed: str) -> str:
    """Write a figure as it stands in a chart, money in thousands."""
    return plain(value / _THOUSAND if enhed == MONEY else value, enhed)


def chart_unit(enhed: str) -> str:
    """Name the unit of a chart's figures."""
    return _CHART_UNITS.get(enhed, enhed)


def interval(fra: Decimal | None, til: Decimal | None, enhed: str) -> str:
    """Write an interval's ends, or nothing where there is none."""
    if fra is None or til is None:
        return ""
    return f"{plain(fra, enhed)} til {plain(til, enhed)}"


def counted(value: int | None) -> str:
    """Write a count with point between thousands."""
    return EMPTY_CELL if value is None else number(Decimal(value))


def share(value: Decimal | None) -> str:
    """Write a share in percent."""
    return EMPTY_CELL if value is None else percent(value)


def day(dato: date | None) -> str:
    """Write a date as 31-12-2026."""
    return EMPTY_CELL if dato is None else f"{dato:%d-%m-%Y}"


def years_of(fra: int | None, til: int | None) -> str:
    """Write a period of years."""
    years = [str(year) for year in (fra, til) if year is not None]
    return "–".join(dict.fromkeys(years)) or UNKNOWN_OWNER


def told(text: str | None) -> str:
    """Return a published text as running sentences; an empty cell is no text."""
    return "" if text in {None, EMPTY_CELL} else str(text).replace(".; ", ". ")


def plural(count: int, one: str, several: str) -> str:
    """Write a count with its noun."""
    return f"{counted(count)} {one if count == 1 else several}"


def joined(parts: Iterable[str], between: str = " · ") -> str:
    """Join what is there."""
    return between.join(part for part in parts if part)
