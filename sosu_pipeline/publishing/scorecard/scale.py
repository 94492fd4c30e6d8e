"""The way from figures to places in a drawing: axes with round steps, and labels kept apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
MOST_TICKS = 5
HALF_A_SPAN_OF_NOTHING = Decimal(1)


@dataclass(frozen=True)
class Axis:
    """A scale from values to places: ``first`` is drawn at ``start`` and ``last`` at ``end``."""

    first: Decimal
    last: Decimal
    start: float
    end: float
    ticks: tuple[Decimal, ...] = ()

    def place(self, value: Decimal | int) -> float:
        """Return where a value is drawn, to a tenth."""
        share = float((Decimal(value) - self.first) / (self.last - self.first))
        return round(self.start + share * (self.end - self.start), 1)


def value_axis(values: Sequence[Decimal], *, bottom: float, top: float) -> Axis:
    """Return an axis with round ticks around all the values; it does not have to begin at zero."""
    low, high = min(values), max(values)
    if low == high:
        half = abs(low) / 2 or HALF_A_SPAN_OF_NOTHING
        low, high = low - half, high + half
    step = _step((high - low) / (MOST_TICKS - 1))
    first = (low / step).to_integral_value(ROUND_FLOOR) * step
    last = (high / step).to_integral_value(ROUND_CEILING) * step
    count = int((last - first) / step)
    ticks = tuple(first + step * number for number in range(count + 1))
    return Axis(first, last, bottom, top, ticks)


def spread(places: Sequence[float], *, gap: float, lowest: float) -> tuple[float, ...]:
    """Move labels' places apart so that they never overlap, in the order they came.

    The first keeps its place where it can, and all are moved up where the last would pass
    ``lowest``.
    """
    order = sorted(range(len(places)), key=lambda index: places[index])
    settled: list[float] = []
    for index in order:
        floor = settled[-1] + gap if settled else places[index]
        settled.append(max(places[index], floor))
    if settled and settled[-1] > lowest:
        settled[-1] = lowest
        for right, left in pairwise(reversed(range(len(settled)))):
            settled[left] = min(settled[left], settled[right] - gap)
    return tuple(round(settled[order.index(index)], 1) for index in range(len(places)))


def _step(at_least: Decimal) -> Decimal:
    """Return the smallest round step that is no less than this."""
    magnitude = Decimal(1).scaleb(at_least.adjusted())
    return next(magnitude * step for step in STEPS if magnitude * step >= at_least)
