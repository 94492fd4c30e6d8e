"""What plain reckoning says of a window of daily rows, and of the year that it is part of."""

import math
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from statistics import NormalDist, stdev
from typing import NamedTuple

Days = Mapping[date, tuple[Fraction, Fraction]]
Bounds = tuple[float, float] | None
DAY, MOVES = timedelta(days=1), timedelta(days=14)
Z = NormalDist().inv_cdf(0.975)
MONTHLY = {"kr.", "årselever", "dage"}
SCALES = {"andel": (0, 1), "skala 1-5": (1, 5)}


class Asked(NamedTuple):
    """A measured goal; ``figure`` is what its kind needs, ``base_days`` its baseline's own rows."""

    kind: str
    up: bool
    how: str
    unit: str
    base: int | None
    first: int
    last: int
    figure: Fraction
    days: Days
    base_days: Days
    whole_base: bool


def begin(year: int) -> date:
    return date(year, 1, 1)


def end(year: int) -> date:
    return date(year, 12, 31)


def same_day(day: date, year: int) -> date:
    return date(year, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def total(days: Days, first: date, last: date, part: int = 0) -> Fraction:
    return sum((row[part] for day, row in days.items() if first <= day <= last), Fraction(0))


def value(how: str, days: Days, first: date, last: date) -> Fraction | None:
    if how == "seneste":
        known = [day for day in days if day <= last]
        return days[max(known)][0] if known else None
    taeller, naevner = total(days, first, last), total(days, first, last, 1)
    if how == "sum":
        return taeller
    return taeller / naevner if naevner else None


def counted(asked: Asked, days: Days, first: date, last: date) -> bool:
    """Tell whether anything is known of a window; a sum of no rows is not a sum that is zero."""
    seen = asked.how == "seneste" or any(first <= day <= last for day in days)
    return seen and value(asked.how, days, first, last) is not None


def adds_up(asked: Asked, year: int, day: date) -> bool:
    """Tell whether a sum can never come back: no money, and nothing taken back so far."""
    rows = [row[0] for each, row in asked.days.items() if begin(year) <= each <= day]
    apart = {"kr.", "stk.", *SCALES}
    return asked.how == "sum" and asked.unit not in apart and all(row >= 0 for row in rows)


def look_ahead(asked: Asked, now: Fraction, year: int, day: date) -> tuple[Fraction, Bounds]:
    """Return what the year will end at, and how sure that is."""
    if asked.how == "seneste":
        return now, (float(now), float(now))
    if asked.how == "forhold":
        return ahead_by_shift(asked, now, year, day)
    return ahead_by_season(asked, now, year, day)


def ahead_by_shift(asked: Asked, now: Fraction, year: int, day: date) -> tuple[Fraction, Bounds]:
    """Let a ratio move as it moved after this day of the baseline year."""
    shift = Fraction(0)
    if asked.base is not None:
        window = begin(asked.base), same_day(day, asked.base)
        whole = value(asked.how, asked.base_days, begin(asked.base), end(asked.base))
        by_now = value(asked.how, asked.base_days, *window)
        shift = whole - by_now if whole is not None and by_now is not None else shift
    low, high = SCALES[asked.unit]
    bounds = score_bounds(now, total(asked.days, begin(year), day, 1), low, high - low)
    likely, least, most = (min(max(each + shift, low), high) for each in (now, *bounds))
    return Fraction(likely), (float(least), float(most))


def score_bounds(mean: Fraction, n: Fraction, low: int, width: int) -> tuple[float, float]:
    """Return Wilson's bounds: where the distance from the mean is Z times its own deviation."""
    p, per = float((mean - low) / width), Z * Z / float(n)
    # (1 + per) x² - (2p + per) x + p² = 0
    middle, square = 2 * p + per, 4 * (1 + per)
    root = math.sqrt(max(middle * middle - square * p * p, 0.0))
    ends = ((middle + sign * root) / (2 + 2 * per) for sign in (-1, 1))
    least, most = (low + width * x for x in ends)
    return min(least, float(mean)), max(most, float(mean))


def ahead_by_season(asked: Asked, now: Fraction, year: int, day: date) -> tuple[Fraction, Bounds]:
    """Let a sum grow as the baseline year did, else as last year, else evenly."""
    of, season = asked.base, asked.base_days
    if of is None:
        of, season = year - 1, asked.days
        is_known = min(season, default=date.max) <= date(of, 1, 31)
        if not (is_known and total(season, begin(of), end(of))):
            of, season = year, {each: (Fraction(1), Fraction(0)) for each in days_of(year)}
    is_even = season is not asked.days and season is not asked.base_days
    months = month_sums(asked.days, year, day) if is_even else month_sums(season, of, end(of))
    stop = day
    if not is_even and asked.unit not in {*MONTHLY, *SCALES, "stk."}:
        stop = before_starts(asked.days, season, of, year, day)
    so_far, whole = total(asked.days, begin(year), stop), total(season, begin(of), end(of))
    before = total(season, begin(of), same_day(stop, of + stop.year - year))
    goes_both_ways = not is_even and min(months) < 0 < max(months)
    if goes_both_ways or not before or not whole:
        likely = so_far + whole - before
    else:
        likely = so_far * whole / before
    left = sum(last > stop for last in month_ends(year))
    bounds = sum_bounds(asked.unit, so_far, likely, months, left)
    if not adds_up(asked, year, day):
        return likely, bounds
    at_least = float(now)
    held = bounds and (max(bounds[0], at_least), max(bounds[1], at_least))
    return max(likely, now), held


def before_starts(days: Days, season: Days, of: int, year: int, day: date) -> date:
    """Return the last day that no day on which many begin lies in the 14 days before.

    Many are five, and a twentieth of all the season's people.
    """
    many = max(total(season, begin(of), end(of)) / 20, Fraction(5))
    own = {each for each in days if begin(year) <= each <= day and days[each][0] >= many}
    then = {each for each in season if each.year == of and season[each][0] >= many}
    starts = own | {same_day(each, each.year + year - of) for each in then}
    while any(start <= day <= start + MOVES for start in starts):
        day -= DAY
    return day


def sum_bounds(
    unit: str, so_far: Fraction, likely: Fraction, months: list[Fraction], left: int
) -> Bounds:
    """Return where a sum ends in 95 of 100 years: by its months, or as a count that is to come."""
    rest = float(likely - so_far)
    if unit in MONTHLY:
        if len(months) < 2:
            return None
        half = Z * float(stdev(months)) * math.sqrt(left)
        return float(likely) - half, float(likely) + half
    if unit in {*SCALES, "stk."} or rest <= 0:
        return float(likely), float(likely)
    chance = reached = math.exp(-rest)
    low = high = 0
    while reached < 0.975:
        high += 1
        low += reached < 0.025
        chance *= rest / high
        reached += chance
    return float(so_far) + min(low, rest), float(so_far) + max(high, rest)


def days_of(year: int) -> list[date]:
    return [begin(year) + DAY * number for number in range((end(year) - begin(year)).days + 1)]


def month_ends(year: int) -> list[date]:
    return [each for each in days_of(year) if (each + DAY).day == 1]


def month_sums(days: Days, year: int, to: date) -> list[Fraction]:
    """Return the sums of a year's months that are over on a day."""
    ends = [each for each in month_ends(year) if each <= to]
    return [total(days, each.replace(day=1), each) for each in ends]
