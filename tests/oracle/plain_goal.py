"""Goals judged once more, day by day and without any of the code that judges them."""

import math
from calendar import isleap, monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from statistics import stdev
from typing import NamedTuple

Counts = Mapping[date, tuple[int, int]]
Bound = float | Fraction | None
Z = 1.959963984540054
DAY = timedelta(days=1)


class Asked(NamedTuple):
    """A goal as the plan says it: its kind, way, years and figure, and the unit of its measure."""

    kind: str
    up: bool
    ratio: bool
    unit: str
    base_year: int
    first: int
    last: int
    figure: Fraction


class Answer(NamedTuple):
    """What plain reckoning finds; ``None`` where there is nothing to reckon."""

    status: str
    maaltal: Fraction | None = None
    prognose: Fraction | None = None
    fra: Bound = None
    til: Bound = None


def total(counts: Counts, first: date, last: date, part: int = 0) -> Fraction:
    return Fraction(sum(each[part] for day, each in counts.items() if first <= day <= last))


def seen(counts: Counts, first: date, last: date) -> bool:
    return any(first <= day <= last for day in counts)


def value(asked: Asked, counts: Counts, first: date, last: date) -> Fraction | None:
    taeller = total(counts, first, last)
    if not asked.ratio:
        return taeller
    naevner = total(counts, first, last, 1)
    return taeller / naevner if naevner else None


def shifted(day: date, year: int) -> date:
    if (day.month, day.day) == (2, 29) and not isleap(year):
        return date(year, 2, 28)
    return date(year, day.month, day.day)


def month_totals(counts: Counts, year: int) -> list[Fraction]:
    ends = [date(year, month, monthrange(year, month)[1]) for month in range(1, 13)]
    return [total(counts, end.replace(day=1), end) for end in ends]


def judge(asked: Asked, counts: Counts, today: date) -> Answer:
    if asked.kind == "level" and today.year < asked.first:
        return Answer("ikke_startet", asked.figure)
    settled = None if asked.kind == "level" else by_baseline(asked, counts, today)
    return settled or judge_year(asked, counts, today, judged_year(asked, counts, today))


def by_baseline(asked: Asked, counts: Counts, today: date) -> Answer | None:
    """Return what the baseline year alone decides."""
    begin, end = date(asked.base_year, 1, 1), date(asked.base_year, 12, 31)
    if today < begin:
        return Answer("ikke_startet")
    if today < end:
        return Answer("baseline_opbygges")
    base = value(asked, counts, begin, end) if seen(counts, begin, end) else None
    if base is None or (base == 0 and asked.kind in {"relative", "growth"}):
        return Answer("mangler_data")
    if today.year < asked.first:
        return Answer("baseline_opbygges", target(asked, counts, asked.first))
    return None


def judged_year(asked: Asked, counts: Counts, today: date) -> int:
    def has(year: int) -> bool:
        first, last = date(year, 1, 1), min(date(year, 12, 31), today)
        return seen(counts, first, last) and value(asked, counts, first, last) is not None

    if today >= date(asked.last, 12, 31):
        return asked.last
    with_figures = [year for year in range(asked.first, today.year + 1) if has(year)]
    return max(with_figures, default=today.year)


def target(asked: Asked, counts: Counts, year: int) -> Fraction:
    if asked.kind == "level":
        return asked.figure
    base = value(asked, counts, date(asked.base_year, 1, 1), date(asked.base_year, 12, 31))
    assert base is not None
    match asked.kind:
        case "relative":
            return base + asked.figure * (base if base > 0 else -base)
        case "absolute":
            return base + asked.figure
        case "growth":
            for _ in range(year - asked.base_year):
                base += asked.figure * abs(base)
    return base


def judge_year(asked: Asked, counts: Counts, today: date, year: int) -> Answer:
    goal = target(asked, counts, year)
    first, end = date(year, 1, 1), date(year, 12, 31)
    now = value(asked, counts, first, min(today, end))

    def met(figure: Fraction) -> bool:
        if asked.kind == "better":
            return figure > goal if asked.up else figure < goal
        return figure >= goal if asked.up else figure <= goal

    over = today >= end
    if now is None:
        if over:
            return Answer("mangler_data", goal)
        return Answer("ikke_startet" if asked.kind == "level" else "baseline_opbygges", goal)
    last_one = year == asked.last
    if over and met(now):
        return Answer("naaet" if last_one else "paa_sporet", goal)
    if over:
        return Answer("ikke_naaet" if last_one else "bagud", goal)
    likely, low, high = look_ahead(asked, counts, today, now)
    reached = not asked.ratio and asked.unit != "kr." and asked.up and last_one and met(now)
    status = "naaet" if reached else "paa_sporet"
    if not reached and not met(likely):
        inside = low is None or high is None or low <= goal <= high
        status = "i_risiko" if inside else "bagud"
    return Answer(status, goal, likely, low, high)


def look_ahead(
    asked: Asked, counts: Counts, today: date, now: Fraction
) -> tuple[Fraction, Bound, Bound]:
    if asked.ratio:
        return look_ahead_by_shift(asked, counts, today, now)
    year = asked.base_year
    if asked.kind == "level":
        year = today.year - 1
        begins = min(counts, default=date.max)
        if begins > date(year, 1, 31) or not total(counts, date(year, 1, 1), date(year, 12, 31)):
            return look_ahead_by_days(asked, counts, today, now)
    return look_ahead_by_season(asked, counts, today, year, now)


def look_ahead_by_shift(
    asked: Asked, counts: Counts, today: date, now: Fraction
) -> tuple[Fraction, Fraction, Fraction]:
    n, p = float(total(counts, date(today.year, 1, 1), today, 1)), float(now)
    shift = Fraction(0)
    if asked.kind != "level":
        begin, end = date(asked.base_year, 1, 1), date(asked.base_year, 12, 31)
        by_now = value(asked, counts, begin, shifted(today, asked.base_year))
        whole = value(asked, counts, begin, end)
        if by_now is not None and whole is not None:
            shift = whole - by_now
    centre, spread = p + Z * Z / 2 / n, Z * math.sqrt(p * (1 - p) / n + Z * Z / 4 / n / n)
    low = (centre - spread) / (1 + Z * Z / n) if p > 0 else 0.0
    high = (centre + spread) / (1 + Z * Z / n) if p < 1 else 1.0
    ends = now, Fraction(low), Fraction(high)
    likely, least, most = (min(max(each + shift, Fraction(0)), Fraction(1)) for each in ends)
    return likely, least, most


def look_ahead_by_days(
    asked: Asked, counts: Counts, today: date, now: Fraction
) -> tuple[Fraction, float | None, float | None]:
    first, end = date(today.year, 1, 1), date(today.year, 12, 31)
    likely = now * ((end - first).days + 1) / ((today - first).days + 1)
    if asked.unit == "personer":
        return (likely, *with_poisson(now, likely))
    whole = today.month if (today + DAY).day == 1 else today.month - 1
    months = month_totals(counts, today.year)[:whole]
    if len(months) < 2:
        return likely, None, None
    return (likely, *with_months(asked, months, today, now, likely))


def look_ahead_by_season(
    asked: Asked, counts: Counts, today: date, year: int, now: Fraction
) -> tuple[Fraction, float, float]:
    begin, end = date(year, 1, 1), date(year, 12, 31)
    whole, months = total(counts, begin, end), month_totals(counts, year)
    both_signs = min(months) < 0 < max(months)
    stop = before_starts(counts, today, year) if asked.unit == "personer" else today
    so_far = total(counts, date(today.year, 1, 1), stop)
    lay_before = total(counts, begin, shifted(stop, year)) if stop.year == today.year else 0
    if both_signs or not lay_before or not whole:
        likely = so_far + whole - lay_before
    else:
        likely = so_far / (lay_before / whole)
    if asked.unit == "personer":
        low, high = with_poisson(so_far, likely)
        return max(likely, now), max(low, float(now)), max(high, float(now))
    return (max(likely, now) if asked.unit != "kr." else likely,
            *with_months(asked, months, today, now, likely))  # fmt: skip


def before_starts(counts: Counts, today: date, year: int) -> date:
    whole = total(counts, date(year, 1, 1), date(year, 12, 31))
    starts = []
    for day, (taeller, _) in counts.items():
        if taeller >= 5 and taeller * 20 >= whole:
            starts += [day] if day.year == today.year and day <= today else []
            starts += [shifted(day, today.year)] if day.year == year else []
    stop = today
    while True:
        close = [day for day in starts if 0 <= (stop - day).days <= 14]
        if not close:
            return stop
        stop = max(close) - DAY


def with_poisson(so_far: Fraction, likely: Fraction) -> tuple[float, float]:
    from scipy.stats import poisson  # noqa: PLC0415 - takes a second to import

    rest = float(likely - so_far)
    low, high = (float(poisson.ppf(part, rest)) if rest else 0.0 for part in (0.025, 0.975))
    return float(so_far) + min(low, rest), float(so_far) + max(high, rest)


def with_months(
    asked: Asked, months: list[Fraction], today: date, now: Fraction, likely: Fraction
) -> tuple[float, float]:
    left = 12 - today.month + ((today + DAY).day != 1)
    half = Z * float(stdev(months)) * math.sqrt(left)
    low, high = float(likely) - half, float(likely) + half
    if asked.unit == "kr.":
        return low, high
    return max(low, float(now)), max(high, float(now))
