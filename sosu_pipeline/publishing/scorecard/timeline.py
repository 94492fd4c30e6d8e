"""A milestone as a drawing: its period, its deadline and the day it is judged."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sosu_pipeline.publishing.scorecard.scale import Axis

WIDTH, HEIGHT = 380, 84
LINE = 42
START, END = 8, 372
HALF_A_LABEL = 60


class Label(NamedTuple):
    """Where a text begins, ends or has its middle."""

    x: float
    anchor: str


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """A timeline as drawn in ``WIDTH`` × ``HEIGHT``; ``overdue`` is from deadline to today."""

    frist: float
    today: float
    frist_text: str
    today_text: str
    years: tuple[tuple[float, str], ...]
    overdue: bool

    @property
    def frist_label(self) -> Label:
        """Return where the deadline's text stands."""
        return _label(self.frist)

    @property
    def today_label(self) -> Label:
        """Return where today's text stands."""
        return _label(self.today)

    width, height, line, start, end = WIDTH, HEIGHT, LINE, START, END


def draw_timeline(*, frist: date, as_of: date, from_year: int, is_met: bool) -> Timeline:
    """Draw whole years from ``from_year`` to the deadline's or today's, whichever is later."""
    first, last = min(from_year, frist.year), max(frist.year, as_of.year)
    begin, finish = date(first, 1, 1), date(last + 1, 1, 1)
    axis = Axis(Decimal(begin.toordinal()), Decimal(finish.toordinal()), START, END)
    years = [(year, axis.place(date(year, 1, 1).toordinal())) for year in range(first, last + 1)]
    return Timeline(
        frist=axis.place(frist.toordinal()),
        today=axis.place(as_of.toordinal()),
        frist_text=f"Frist {frist:%d-%m-%Y}",
        today_text=f"Bedømt {as_of:%d-%m-%Y}",
        years=tuple((place, str(year)) for year, place in years),
        overdue=as_of > frist and not is_met,
    )


def _label(x: float) -> Label:
    """Keep a text inside the drawing."""
    if x < START + HALF_A_LABEL:
        return Label(START, "start")
    if x > END - HALF_A_LABEL:
        return Label(END, "end")
    return Label(x, "middle")
