"""Teaching weeks: the weeks that have school, and which one a pupil has come to."""

from datetime import date, timedelta
from functools import cache

from sosu_pipeline.synthetic.days import DAY, WEEK

WEEKS_OFF = frozenset({7, 28, 29, 30, 31, 42})
SUNDAY = 6


def teaching_monday(start: date, number: int) -> date:
    """Return the Monday of a pupil's n-th teaching week; the week of the start may be the first."""
    monday = start - timedelta(days=start.weekday())
    while (number := number - is_teaching_week(monday)) > 0:
        monday += WEEK
    return monday


@cache
def is_teaching_week(monday: date) -> bool:
    """Tell whether there is school in the week.

    There is none in weeks 7, 28-31 and 42, the week that ends on Easter Sunday, and those that
    hold 25 December or 1 January.
    """
    days = [monday + place * DAY for place in range(7)]
    is_festive = any((day.month, day.day) in {(12, 25), (1, 1)} for day in days)
    is_off = monday.isocalendar().week in WEEKS_OFF
    return not (is_off or is_festive or days[SUNDAY] == _easter(monday.year))


def _easter(year: int) -> date:
    """Return Easter Sunday by the anonymous Gregorian computus of 1876."""
    century, place = divmod(year, 100)
    skipped = (8 * century + 13) // 25
    golden = year % 19
    epact = (19 * golden + century - century // 4 - skipped + 15) % 30
    epact -= (golden + 11 * epact) // 319
    weekday = (2 * (century % 4) + 2 * (place // 4) - place % 4 - epact + 32) % 7
    month = (epact + weekday + 90) // 25
    return date(year, month, (epact + weekday + month + 19) % 32)
