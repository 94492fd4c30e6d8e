"""Comparisons: how far a figure lies from what it is held against, and whether that is noise."""

from dataclasses import dataclass
from fractions import Fraction

from sosu_pipeline.declarations.goal import Value
from sosu_pipeline.progress.cases import Case
from sosu_pipeline.progress.evidence import Uncertainty
from sosu_pipeline.progress.figures import Figure
from sosu_pipeline.progress.forecasts import SCALES, ratio_interval
from sosu_pipeline.progress.intervals import (
    Interval,
    around,
    half_of_count,
    half_of_months,
    newcombe,
)
from sosu_pipeline.progress.seasons import month_sums

_NOTHING = Fraction(0)


@dataclass(frozen=True)
class Comparison:
    """A difference from the baseline, or from the target where there is none, and its interval."""

    difference: Fraction
    interval: Interval | None

    @property
    def is_noise(self) -> bool:
        """Tell whether the difference may be chance."""
        return self.interval is not None and _NOTHING in self.interval


def compare(case: Case, actual: Fraction) -> Comparison | None:
    """Compare with the same day of the baseline year, or its whole once the year is complete.

    A goal without a baseline is compared with its target, once the year is complete.
    """
    if case.baseline:
        other = case.baseline.whole if case.is_complete else case.same_day_basis
        if other is None or other.value is None:
            return None
        return Comparison(actual - other.value, _interval(case, actual, other))
    if not case.is_complete:
        return None
    return Comparison(actual - case.aim.target, _interval(case, actual, None))


def _interval(case: Case, actual: Fraction, other: Figure | None) -> Interval | None:
    """Return the difference's interval, or None where the figures have none."""
    unit = case.unit.uncertainty
    value = case.aim.target if other is None or other.value is None else other.value
    match case.vaerdi, unit:
        case Value.FORHOLD, _ if unit in SCALES:
            its_own = ratio_interval(actual, case.actual.n, unit)
            if other is None:
                return its_own.moved(-value)
            of_other = ratio_interval(value, other.n, unit)
            return newcombe(actual, its_own, value, of_other)
        case Value.SUM, Uncertainty.TAELLING:
            counts = actual if other is None else actual + value
            return around(actual - value, half_of_count(counts))
        case Value.SUM, Uncertainty.MAANEDER:
            year = case.baseline.year if case.baseline else case.year
            series = case.baseline.series if case.baseline else case.evidence.series
            number = case.year.months_begun(case.last_day)
            return around(actual - value, half_of_months(month_sums(series, year), number))
        case _:
            return None
