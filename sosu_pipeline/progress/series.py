"""Daily series: a measure's additive parts by day, summed over any window at once."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple


class Day(NamedTuple):
    """What one day adds to a measure's numerator, and to its denominator where it has one."""

    dato: date
    taeller: Decimal
    naevner: Decimal | None = None


class Tally(NamedTuple):
    """A window's sums, and how many days in it have figures."""

    taeller: Decimal
    naevner: Decimal | None
    dage_antal: int


class Series:
    """A measure by day, in order of date; several entries of one day are added together."""

    def __init__(self, days: Iterable[Day] = ()) -> None:
        """Sort the days and sum them from the first."""
        taeller: defaultdict[date, Decimal] = defaultdict(Decimal)
        naevner: defaultdict[date, Decimal] = defaultdict(Decimal)
        for day in days:
            taeller[day.dato] += day.taeller
            if day.naevner is not None:
                naevner[day.dato] += day.naevner
        self._dates = sorted(taeller)
        self._taeller = _sums(taeller, self._dates)
        self._naevner = _sums(naevner, self._dates) if naevner else None

    @property
    def first(self) -> date | None:
        """Return the first day with figures."""
        return self._dates[0] if self._dates else None

    @property
    def last(self) -> date | None:
        """Return the last day with figures."""
        return self._dates[-1] if self._dates else None

    def last_until(self, day: date) -> date | None:
        """Return the last day with figures, no later than another."""
        end = bisect_right(self._dates, day)
        return self._dates[end - 1] if end else None

    def within(self, first: date, last: date) -> Tally:
        """Return the sums from ``first`` to ``last``, both included."""
        start, end = self._span(first, last)
        return Tally(
            self._taeller[end] - self._taeller[start],
            None if self._naevner is None else self._naevner[end] - self._naevner[start],
            end - start,
        )

    def latest(self, last: date) -> Tally:
        """Return the figures of the latest day that has any, no later than ``last``."""
        day = self.last_until(last) or last
        return self.within(day, day)

    def daily(self, first: date, last: date) -> Iterator[tuple[date, Decimal]]:
        """Yield each day with figures in a window and its numerator."""
        start, end = self._span(first, last)
        for index in range(start, end):
            yield self._dates[index], self._taeller[index + 1] - self._taeller[index]

    def _span(self, first: date, last: date) -> tuple[int, int]:
        start = bisect_left(self._dates, first)
        return start, max(start, bisect_right(self._dates, last))


def _sums(by_day: Mapping[date, Decimal], days: Sequence[date]) -> list[Decimal]:
    return list(accumulate((by_day.get(day, Decimal()) for day in days), initial=Decimal()))
