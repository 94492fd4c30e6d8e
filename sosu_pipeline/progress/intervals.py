"""Intervals of 95 %: of counts, of shares and means, of their differences, and of sums of months.

Poisson's is searched here, since the library that has it takes a second to import.
"""

import math
from collections.abc import Sequence
from fractions import Fraction
from statistics import NormalDist, stdev
from typing import NamedTuple

CONFIDENCE = 0.95
Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
_TAIL_SDS = 10
"""Where the search for a Poisson quantile begins: what lies further out is below 1e-15."""


class Interval(NamedTuple):
    """A lower and an upper bound, both inside."""

    fra: Fraction
    til: Fraction

    def __contains__(self, value: object) -> bool:
        """Tell whether a number lies inside."""
        return isinstance(value, Fraction) and self.fra <= value <= self.til

    def moved(self, by: Fraction) -> "Interval":
        """Return the interval so much further up."""
        return Interval(self.fra + by, self.til + by)


class Scale(NamedTuple):
    """The least and the greatest a mean can be."""

    low: Fraction
    high: Fraction

    def clip(self, value: Fraction) -> Fraction:
        """Return the value, no further out than the scale goes."""
        return min(max(value, self.low), self.high)


def around(value: Fraction, half: float) -> Interval:
    """Return the interval that reaches ``half`` to either side."""
    return Interval(value - Fraction(half), value + Fraction(half))


def poisson(mean: Fraction) -> Interval:
    """Return the interval a Poisson count falls in when its mean is known, the mean included."""
    if mean <= 0:
        return Interval(mean, mean)
    tail = (1 - CONFIDENCE) / 2
    low, high = _quantile(tail, float(mean)), _quantile(1 - tail, float(mean))
    return Interval(min(low, mean), max(high, mean))


def wilson(mean: Fraction, n: Fraction, scale: Scale) -> Interval:
    """Return Wilson's score interval of a mean of ``n`` values on a scale.

    For a share it is Wilson's own; for another mean it is an upper bound, since no spread on a
    scale is greater than that of answers at its two ends (Bhatia-Davis).
    """
    width, at = scale.high - scale.low, scale.clip(mean)
    p, size = float((at - scale.low) / width), float(n)
    middle = (p + Z**2 / (2 * size)) / (1 + Z**2 / size)
    half = Z / (1 + Z**2 / size) * math.sqrt(p * (1 - p) / size + Z**2 / (4 * size**2))
    return Interval(
        min(scale.low + width * Fraction(max(middle - half, 0.0)), at),
        max(scale.low + width * Fraction(min(middle + half, 1.0)), at),
    )


def newcombe(one: Fraction, of_one: Interval, other: Fraction, of_other: Interval) -> Interval:
    """Return the interval of ``one - other`` from the score interval of each (Newcombe 1998)."""
    difference = one - other
    down = math.hypot(one - of_one.fra, of_other.til - other)
    up = math.hypot(of_one.til - one, other - of_other.fra)
    return Interval(difference - Fraction(down), difference + Fraction(up))


def half_of_count(count: Fraction) -> float:
    """Return half the interval's width for a count, or for a difference of counts with that sum."""
    return Z * math.sqrt(abs(count))


def half_of_months(months: Sequence[Fraction], number: int) -> float:
    """Return half the interval's width for a sum of ``number`` months that spread like these."""
    return Z * float(stdev(months)) * math.sqrt(number)


def _quantile(probability: float, mean: float) -> Fraction:
    """Return the least count that a Poisson count does not exceed with that probability."""
    count = max(0, math.floor(mean - _TAIL_SDS * math.sqrt(mean)))
    reached = _mass(count, mean)
    while reached < probability:
        count += 1
        reached += _mass(count, mean)
    return Fraction(count)


def _mass(count: int, mean: float) -> float:
    return math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
