"""Forecasts: what the year under way will end at, and how sure that is."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sosu_pipeline.declarations.goal import Value
from sosu_pipeline.progress.cases import Case
from sosu_pipeline.progress.evidence import Uncertainty
from sosu_pipeline.progress.intervals import (
    Interval,
    Scale,
    around,
    half_of_months,
    poisson,
    wilson,
)
from sosu_pipeline.progress.seasons import Season, month_sums, season_of
from sosu_pipeline.progress.years import DAY

START_DAY_SHARE = Fraction(1, 20)
"""A day with this share of a year's people is one many begin on: evenly spread, it would be 18."""
START_DAY_PEOPLE = 5
"""And no fewer than this: in a small year two people make 5 %, and they are no intake."""
START_DAY_MOVES = timedelta(days=14)
SCALES = {
    Uncertainty.ANDEL: Scale(Fraction(0), Fraction(1)),
    Uncertainty.SKALA: Scale(Fraction(1), Fraction(5)),
}
_FEWEST_MONTHS = 2


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What the year will end at, and what would have been the figure by now on the way to the aim.

    ``interval`` is None while too little is known to say how wide it is. ``counted_to`` is the
    last day the forecast looks at.
    """

    value: Fraction
    interval: Interval | None
    expected: Fraction
    counted_to: date


def forecast(case: Case, actual: Fraction) -> Forecast:
    """Return the forecast of a case whose figure so far is ``actual``."""
    match case.vaerdi:
        case Value.SUM:
            return _of_sum(case, actual)
        case Value.FORHOLD:
            return _of_ratio(case, actual)
        case Value.SENESTE:
            return Forecast(
                value=actual,
                interval=Interval(actual, actual),
                expected=case.aim.target,
                counted_to=case.last_day,
            )


def ratio_interval(value: Fraction, naevner: Fraction, unit: Uncertainty) -> Interval:
    """Return the interval of a share or a mean; other ratios are taken as they stand."""
    scale = SCALES.get(unit)
    return wilson(value, naevner, scale) if scale else Interval(value, value)


def _of_ratio(case: Case, actual: Fraction) -> Forecast:
    """Let the figure move over the rest of the year as it did in the baseline year."""
    shift = Fraction(0)
    if case.baseline and case.same_day_basis and case.same_day_basis.value is not None:
        shift = (case.baseline.whole.value or Fraction(0)) - case.same_day_basis.value
    unit = case.unit.uncertainty
    around_actual = ratio_interval(actual, case.actual.n, unit)
    return Forecast(
        value=_clipped(actual + shift, unit),
        interval=Interval(*(_clipped(bound + shift, unit) for bound in around_actual)),
        expected=_clipped(case.aim.target - shift, unit),
        counted_to=case.last_day,
    )


def _clipped(value: Fraction, unit: Uncertainty) -> Fraction:
    return SCALES[unit].clip(value) if unit in SCALES else value


def _of_sum(case: Case, actual: Fraction) -> Forecast:
    """Let the sum grow over the rest of the year as the year it is held against did."""
    season = season_of(case)
    cut = _before_start_days(case, season)
    counted = Fraction(case.to(cut).taeller)
    value = season.whole_from(counted, cut)
    interval = _interval_of_sum(case, season, value - counted, cut)
    if interval:
        interval = interval.moved(counted)
    if case.only_adds_up:
        value = max(value, actual)
        interval = interval and Interval(max(interval.fra, actual), max(interval.til, actual))
    expected = season.part_of(case.aim.target, case.last_day)
    return Forecast(value=value, interval=interval, expected=expected, counted_to=cut)


def _interval_of_sum(case: Case, season: Season, rest: Fraction, cut: date) -> Interval | None:
    """Return the interval of what is still to come."""
    match case.unit.uncertainty:
        case Uncertainty.TAELLING:
            return poisson(rest)
        case Uncertainty.MAANEDER:
            months = season.months or _own_months(case)
            if len(months) < _FEWEST_MONTHS:
                return None
            return around(rest, half_of_months(months, case.year.months_left(cut)))
        case _:
            return Interval(rest, rest)


def _own_months(case: Case) -> tuple[Fraction, ...]:
    """Return the sums of the judged year's months that are over."""
    over = sum(last <= case.last_day for _, last in case.year.months())
    return month_sums(case.evidence.series, case.year)[:over]


def _before_start_days(case: Case, season: Season) -> date:
    """Return the last day no start day lies shortly before, in either year.

    Start days move by some days from year to year, so a forecast shortly after one would compare
    a year that has begun with one that has not. The year under way has no sum yet, so its days
    are held against the other year's. Money and days are booked, and do not begin.
    """
    cut = case.last_day
    if case.unit.uncertainty is not Uncertainty.TAELLING or not season.months:
        return cut
    many = max(season.whole * START_DAY_SHARE, Fraction(START_DAY_PEOPLE))
    own = case.evidence.series.daily(case.year.first, case.last_day)
    starts = {day for day, taeller in (*own, *season.daily()) if taeller >= many}
    while near := [day for day in starts if day <= cut <= day + START_DAY_MOVES]:
        cut = min(near) - DAY
    return cut
