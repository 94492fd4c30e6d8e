"""Calendar days: months, Mondays and the days on which files are delivered."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from pydantic import Field

from sosu_pipeline.declarations.model import Declaration

MONTHS = 12
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


class Rhythm(Declaration):
    """Deliver every ``tidligere_hver`` months, and every ``seneste_hver`` in the last months."""

    tidligere_hver: int = Field(ge=1, le=MONTHS)
    seneste_hver: int = Field(ge=1, le=MONTHS)
    seneste_maaneder: int = Field(ge=0)


def add_months(day: date, months: int) -> date:
    """Add calendar months; 31 January and one month is the last of February."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """Return the last day of the month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def month_ends(first: date, last: date) -> Iterator[date]:
    """Yield the last day of each month that ends from ``first`` to ``last``."""
    end = month_end(first)
    while end <= last:
        yield end
        end = month_end(end + DAY)


def monday_from(day: date) -> date:
    """Return the day itself when it is a Monday, else the next one."""
    return day + timedelta(days=-day.weekday() % 7)


def intake_day(year: int, month: int) -> date:
    """Return the second Monday of January and the first one of any other month."""
    return monday_from(date(year, month, 8 if month == 1 else 1))


def quarter_start(day: date, *, back: int = 0) -> date:
    """Return the first day of the quarter, ``back`` quarters earlier."""
    return add_months(day.replace(day=1), -((day.month - 1) % 3) - 3 * back)


def delivery_days(rhythm: Rhythm, first: date, last: date) -> list[date]:
    """Return the days of delivery in order: ends of months, and always the last day."""
    edge = add_months(last, -rhythm.seneste_maaneder)
    days = {
        end
        for end in month_ends(first, last)
        if end.month % (rhythm.seneste_hver if end > edge else rhythm.tidligere_hver) == 0
    }
    return sorted(days | {last})
