"""Seasons: how a sum spread over an earlier year, laid over the year under way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from sosu_pipeline.progress.cases import Case
from sosu_pipeline.progress.series import Day, Series
from sosu_pipeline.progress.years import DAY, Year, same_day


@dataclass(frozen=True, kw_only=True)
class Season:
    """An earlier year's sums; ``years`` is how far back it lies from the year under way.

    ``months`` are its twelve sums, none where nothing is known and every day counts the same.
    """

    series: Series
    year: Year
    years: int
    months: tuple[Fraction, ...]

    @cached_property
    def whole(self) -> Fraction:
        """Return the year's sum."""
        return Fraction(self.series.within(self.year.first, self.year.last).taeller)

    @cached_property
    def _is_additive(self) -> bool:
        """Tell whether the sum goes both up and down, so that a part of it is no share of it."""
        signs = {month > 0 for month in self.months if month}
        return len(signs) > 1 or self.whole == 0

    def whole_from(self, counted: Fraction, day: date) -> Fraction:
        """Return what a year ends at that has come this far on a day."""
        before = self._to(day)
        if self._is_additive or before == 0:
            return counted + self.whole - before
        return counted * self.whole / before

    def part_of(self, whole: Fraction, day: date) -> Fraction:
        """Return how far a year is on a day when it is on its way to ``whole``."""
        before = self._to(day)
        if self._is_additive:
            return whole - (self.whole - before)
        return whole * before / self.whole

    def daily(self) -> Iterator[tuple[date, Decimal]]:
        """Yield the year's days with figures as days of the year under way."""
        for day, taeller in self.series.daily(self.year.first, self.year.last):
            yield same_day(day, self.years), taeller

    def _to(self, day: date) -> Fraction:
        to = same_day(day, -self.years)
        return Fraction(self.series.within(self.year.first, to).taeller)


def season_of(case: Case) -> Season:
    """Return the baseline year's season, else that of the year before, else an even one."""
    baseline, own = case.baseline, case.evidence.series
    if baseline:
        return _season(baseline.series, baseline.year, case.year)
    before = _season(own, case.year.beside(case.year.number - 1), case.year)
    if covers(own, before.year) and before.whole:
        return before
    days = (case.year.last - case.year.first).days + 1
    even = Series(Day(case.year.first + DAY * number, Decimal(1)) for number in range(days))
    return Season(series=even, year=case.year, years=0, months=())


def covers(series: Series, year: Year) -> bool:
    """Tell whether a series begins no later than the year's first month."""
    _, end_of_first_month = year.months()[0]
    return series.first is not None and series.first <= end_of_first_month


def month_sums(series: Series, year: Year) -> tuple[Fraction, ...]:
    """Return the sum of each of a year's months."""
    return tuple(Fraction(series.within(first, last).taeller) for first, last in year.months())


def _season(series: Series, year: Year, current: Year) -> Season:
    return Season(
        series=series,
        year=year,
        years=current.number - year.number,
        months=month_sums(series, year),
    )
