"""Figures: a measure's value in a window, read from its daily series."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sosu_pipeline.declarations.goal import Value
from sosu_pipeline.progress.series import Series


@dataclass(frozen=True)
class Figure:
    """A value with its parts; ``value`` is None where it is not defined.

    A sum of no days is zero, and ``is_counted`` tells it from a zero that was counted.
    """

    value: Fraction | None
    taeller: Decimal
    naevner: Decimal | None
    is_counted: bool

    @property
    def n(self) -> Fraction:
        """Return the denominator as a number, 0 where there is none."""
        return Fraction(self.naevner or 0)


def read_figure(series: Series, vaerdi: Value, first: date, last: date) -> Figure:
    """Return a measure's value from ``first`` to ``last``; the latest may be older than both."""
    tally = series.latest(last) if vaerdi is Value.SENESTE else series.within(first, last)
    value: Fraction | None = Fraction(tally.taeller)
    if vaerdi is Value.FORHOLD:
        value = Fraction(tally.taeller) / Fraction(tally.naevner) if tally.naevner else None
    elif vaerdi is Value.SENESTE and not tally.dage_antal:
        value = None
    return Figure(value, tally.taeller, tally.naevner, tally.dage_antal > 0 and value is not None)
