"""Words: numbers, amounts and dates as Danish readers write them."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from sosu_pipeline.progress.evidence import MONEY, Uncertainty, Unit

Number = Decimal | Fraction

_MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)
_ONE = {
    "personer": "person",
    "holdkursister": "holdkursist",
    "kursister": "kursist",
    "elever": "elev",
    "aftaler": "aftale",
    "årselever": "årselev",
    "dage": "dag",
}
_MOST_PLACES = 8


def decimal(value: Number) -> Decimal:
    """Return a number as a decimal, exact where 28 digits hold it."""
    return Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else value


def number(value: Number, places: int = 1, *, is_fixed: bool = False) -> str:
    """Write a number with point and comma; closing zeros only where the places are fixed."""
    rounded = decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{abs(rounded):,f}".translate(str.maketrans(",.", ".,"))
    if not is_fixed and "," in text:
        text = text.rstrip("0").rstrip(",")
    return f"−{text}" if rounded < 0 else text


def percent(share: Number, places: int = 1) -> str:
    """Write a share, 0-1, in percent."""
    return f"{number(share * 100, places)} %"


def written(dato: date) -> str:
    """Write a date in words."""
    return f"{dato.day}. {_MONTHS[dato.month - 1]} {dato.year}"


def bare(value: Number, unit: Unit, places: int | None = None) -> str:
    """Write an amount as it stands beside another one of the same unit."""
    places = _usual_places(unit) if places is None else places
    match unit.uncertainty:
        case Uncertainty.ANDEL:
            return percent(value, places)
        case Uncertainty.SKALA:
            return number(value, places, is_fixed=True)
        case _:
            return number(value, places)


def amount(value: Number, unit: Unit, places: int | None = None) -> str:
    """Write an amount with its unit."""
    text = bare(value, unit, places)
    if unit.uncertainty in {Uncertainty.ANDEL, Uncertainty.SKALA}:
        return text
    return f"{text} {_ONE.get(unit.navn, unit.navn) if text == '1' else unit.navn}"


def amounts(values: Sequence[Fraction], unit: Unit) -> tuple[str, ...]:
    """Write amounts so that those that differ also look different."""
    places = _places_to_tell_apart(values, unit)
    return tuple(amount(value, unit, places) for value in values)


def distance(between: Fraction, unit: Unit) -> str:
    """Write the size of a difference with its unit."""
    size = abs(between)
    places = _places_to_tell_apart((size, Fraction(0)), unit)
    match unit.uncertainty:
        case Uncertainty.ANDEL:
            return f"{number(size * 100, places)} procentpoint"
        case Uncertainty.SKALA:
            return f"{number(size, places, is_fixed=True)} point"
        case _:
            return amount(size, unit, places)


def listed(names: Iterable[str]) -> str:
    """Write a list as a sentence does: a, b og c."""
    *before, last = names
    return f"{', '.join(before)} og {last}" if before else last


def feeds(names: Sequence[str]) -> str:
    """Name the feeds something comes from."""
    return f"kilden {names[0]}" if len(names) == 1 else f"kilderne {listed(names)}"


def too_old(names: Sequence[str]) -> str:
    """Say that feeds are older than their contracts allow."""
    return f"{feeds(names)} er for {'gammel' if len(names) == 1 else 'gamle'} til at vurdere målet"


def sentence(parts: Iterable[str]) -> str:
    """Join parts into one sentence."""
    text = "; ".join(parts).removesuffix(".")
    return f"{text[0].upper()}{text[1:]}."


def _usual_places(unit: Unit) -> int:
    return 2 if unit.uncertainty is Uncertainty.SKALA else 0 if unit.navn == MONEY else 1


def _places_to_tell_apart(values: Sequence[Fraction], unit: Unit) -> int:
    """Return the fewest places, no fewer than usual, at which different values look different."""
    for places in range(_usual_places(unit), _MOST_PLACES):
        if len({bare(value, unit, places) for value in values}) == len(set(values)):
            return places
    return _MOST_PLACES
