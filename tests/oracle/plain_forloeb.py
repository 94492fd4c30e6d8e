"""Intake, exits and transitions in plain Python, read from the domain and not from the SQL."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

COMPLETED = {*(str(code) for code in range(10, 20)), "32", "50"}
BROKEN_OFF = {"2", *(str(code) for code in range(20, 30))}
TECHNICAL = {"0FÆ", "0GH", "0RK"}
OUTSIDE_CODES = {"1", "31", "66"}
OUTSIDE_TYPES = {"RKV", "BROBYG", "INTRO"}

Cell = tuple[date, str, str]


@dataclass(frozen=True)
class Forloeb:
    """One row of uddannelsesforhold."""

    person: str
    uddannelse: str
    uddannelsesdel: str
    startdato: date
    elevtype: str
    afgangsdato: date | None
    afgangsaarsag: str | None

    @property
    def place(self) -> tuple[str, str, str]:
        """Return the person in an education's part."""
        return self.person, self.uddannelse, self.uddannelsesdel

    def code(self, day: date) -> str | None:
        """Return the exit code that holds on a day."""
        has_happened = self.afgangsdato is None or self.afgangsdato <= day
        return self.afgangsaarsag if has_happened else None


def add_months(day: date, months: int) -> date:
    """Return the same day some calendar months later, or that month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def population(rows: Iterable[Forloeb], day: date) -> list[Forloeb]:
    """Return the rows that have begun and are in the population."""
    return [
        row
        for row in rows
        if row.startdato <= day
        and row.elevtype not in OUTSIDE_TYPES
        and row.code(day) not in OUTSIDE_CODES
    ]


def starts(rows: Sequence[Forloeb], day: date) -> list[Forloeb]:
    """Return the rows that are starts: those that do not continue a technical exit."""
    found = []
    for row in rows:
        before = [o for o in rows if o.place == row.place and o.startdato < row.startdato]
        last = max(before, key=lambda each: each.startdato, default=None)
        if last is None or last.code(day) not in TECHNICAL:
            found.append(row)
    return found


def intake(rows: Iterable[Forloeb], day: date) -> dict[Cell, int]:
    """Return persons per day, education and part: each one's first start of a calendar year."""
    first: dict[tuple[object, ...], date] = {}
    for row in starts(population(rows, day), day):
        key = (*row.place, row.startdato.year)
        first[key] = min(first.get(key, row.startdato), row.startdato)
    return dict(Counter((dato, str(key[1]), str(key[2])) for key, dato in first.items()))


def exits(
    rows: Iterable[Forloeb], day: date, *, resume: int, switch: int
) -> list[tuple[Forloeb, bool]]:
    """Return the exits that count, each with whether it was broken off."""
    inside = population(rows, day)
    begun = starts(inside, day)
    found = []
    for row in inside:
        if row.afgangsdato is None or row.afgangsdato > day:
            continue
        if row.afgangsaarsag in COMPLETED:
            found.append((row, False))
        if row.afgangsaarsag in BROKEN_OFF and not any(
            _takes_up(row, row.afgangsdato, later, resume=resume, switch=switch) for later in begun
        ):
            found.append((row, True))
    return found


def transitions(
    rows: Iterable[Forloeb], day: date, *, part: str, following: str, months: int
) -> list[tuple[Forloeb, bool]]:
    """Return the completed exits of a part whose window has passed, each with whether it led on."""
    inside = population(rows, day)
    begun = [row for row in starts(inside, day) if row.uddannelsesdel == following]
    found = []
    for row in inside:
        left, has_no_gf2 = row.afgangsdato, part == "GF2" and row.elevtype == "EUV1"
        if row.uddannelsesdel != part or left is None or has_no_gf2:
            continue
        window_end = add_months(left, months)
        if window_end < day and row.afgangsaarsag in COMPLETED:
            went = (
                left <= one.startdato <= window_end for one in begun if one.person == row.person
            )
            found.append((row, any(went)))
    return found


def _takes_up(row: Forloeb, left: date, later: Forloeb, *, resume: int, switch: int) -> bool:
    if later.person != row.person or later.startdato < left:
        return False
    if later.uddannelse == row.uddannelse:
        is_later = later.startdato > row.startdato
        if is_later and later.startdato <= add_months(left, resume):
            return True
        if later.uddannelsesdel in {row.uddannelsesdel, "HF"}:
            return False
    return later.startdato <= add_months(left, switch)
