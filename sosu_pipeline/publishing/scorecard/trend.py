"""A goal's years as a drawing: values against baseline, expected path, target and forecast."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from sosu_pipeline.publishing.scorecard.scale import Axis, spread, value_axis

WIDTH, HEIGHT = 380, 210
TOP, BOTTOM, EDGE = 34, 30, 10
LETTER = 7
LABEL_GAP = 15
BETWEEN = 2 * LETTER
BESIDE = 9
OVER, UNDER, ASIDE = 9, 18, 4

Words = Callable[[Decimal], str]


class YearValue(NamedTuple):
    """A year's figure; None where it is hidden or missing."""

    aar: int
    vaerdi: Decimal | None
    er_foreloebig: bool = False
    er_skjult: bool = False


class Forecast(NamedTuple):
    """What the year is heading for, with its interval where there is one."""

    aar: int
    vaerdi: Decimal
    fra: Decimal | None = None
    til: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class TrendFigures:
    """What a trend shows; the path goes from the baseline in its year to the target in its."""

    years: tuple[YearValue, ...]
    basis: Decimal | None = None
    basisaar: int | None = None
    maaltal: Decimal | None = None
    maalaar: int | None = None
    forecast: Forecast | None = None


class Dot(NamedTuple):
    """A year's figure as drawn; ``text`` is empty where a label would crowd the drawing."""

    x: float
    y: float
    text: str
    text_x: float
    text_y: float
    anchor: str
    er_foreloebig: bool


class Level(NamedTuple):
    """A line or forecast named at the right edge."""

    kind: str
    y: float
    label_y: float
    text: str


class Segment(NamedTuple):
    """A straight piece of the years' line."""

    x1: float
    y1: float
    x2: float
    y2: float
    er_foreloebig: bool


class Bar(NamedTuple):
    """The forecast: its place, and its interval's ends, the same where there is none."""

    x: float
    y: float
    fra: float
    til: float


@dataclass(frozen=True, kw_only=True)
class Trend:
    """A trend as drawn in ``WIDTH`` × ``HEIGHT``."""

    left: float
    right: float
    ticks: tuple[tuple[float, str], ...]
    years: tuple[tuple[float, str], ...]
    segments: tuple[Segment, ...]
    dots: tuple[Dot, ...]
    hidden: tuple[float, ...]
    levels: tuple[Level, ...]
    path: Segment | None
    bar: Bar | None

    width, height, top, bottom = WIDTH, HEIGHT, TOP, HEIGHT - BOTTOM


def draw_trend(figures: TrendFigures, words: Words) -> Trend | None:
    """Draw a goal's years, or nothing where no year has a figure."""
    if not any(year.vaerdi is not None for year in figures.years):
        return None
    upright = value_axis(_values(figures), bottom=HEIGHT - BOTTOM, top=TOP)
    named = _named(figures)
    labels = [f"{name} {words(value)}" for _, name, value in named]
    left = EDGE + LETTER * max(len(words(tick)) for tick in upright.ticks)
    right = WIDTH - EDGE - LETTER * max((len(label) for label in labels), default=0)
    years = _year_axis(figures, left + 2 * EDGE, right - 2 * EDGE)
    places = [upright.place(value) for *_, value in named]
    apart = spread(places, gap=LABEL_GAP, lowest=HEIGHT - BOTTOM)
    return Trend(
        left=round(left, 1),
        right=round(right, 1),
        ticks=tuple((upright.place(tick), words(tick)) for tick in upright.ticks),
        years=_year_labels(years),
        segments=_segments(figures.years, years, upright),
        dots=_dots(figures, years, upright, words),
        hidden=tuple(years.place(year.aar) for year in figures.years if year.er_skjult),
        levels=tuple(
            Level(kind, place, label, text)
            for (kind, *_), place, label, text in zip(named, places, apart, labels, strict=True)
        ),
        path=_path(figures, years, upright),
        bar=_bar(figures.forecast, years, upright),
    )


def _values(figures: TrendFigures) -> list[Decimal]:
    forecast = figures.forecast
    values = (
        *(year.vaerdi for year in figures.years),
        *(figures.basis, figures.maaltal),
        *((forecast.vaerdi, forecast.fra, forecast.til) if forecast else ()),
    )
    return [value for value in values if value is not None]


def _named(figures: TrendFigures) -> list[tuple[str, str, Decimal]]:
    levels = (
        ("maal", "Mål", figures.maaltal),
        ("basis", "Baseline", figures.basis),
        ("prognose", "Prognose", figures.forecast.vaerdi if figures.forecast else None),
    )
    return [(kind, name, value) for kind, name, value in levels if value is not None]


def _year_axis(figures: TrendFigures, start: float, end: float) -> Axis:
    years = {year.aar for year in figures.years}
    years |= {year for year in (figures.basisaar, figures.maalaar) if year is not None}
    if figures.forecast:
        years.add(figures.forecast.aar)
    first, last = min(years), max(years)
    ticks = tuple(Decimal(year) for year in range(first, last + 1))
    if first == last:
        first, last = first - 1, last + 1
    return Axis(Decimal(first), Decimal(last), start, end, ticks)


def _year_labels(years: Axis) -> tuple[tuple[float, str], ...]:
    every = ceil((LETTER * len(str(years.last)) + BETWEEN) / _apart(years))
    chosen = years.ticks[::-1][::every][::-1]
    return tuple((years.place(year), str(year)) for year in chosen)


def _apart(years: Axis) -> float:
    return years.place(years.first + 1) - years.place(years.first)


def _segments(known: Sequence[YearValue], years: Axis, upright: Axis) -> tuple[Segment, ...]:
    """Join neighbouring years that both have a figure; a gap stays a gap."""
    drawn = [(year, years.place(year.aar)) for year in known]
    return tuple(
        Segment(
            here_x,
            upright.place(here.vaerdi),
            there_x,
            upright.place(there.vaerdi),
            there.er_foreloebig,
        )
        for (here, here_x), (there, there_x) in pairwise(drawn)
        if here.vaerdi is not None and there.vaerdi is not None and there.aar == here.aar + 1
    )


def _dots(figures: TrendFigures, years: Axis, upright: Axis, words: Words) -> tuple[Dot, ...]:
    shown = [(year, year.vaerdi) for year in figures.years if year.vaerdi is not None]
    heights = [upright.place(value) for _, value in shown]
    texts = [words(value) for _, value in shown]
    if _apart(years) < LETTER * max(map(len, texts)) + BETWEEN:
        texts[1:-1] = [""] * len(texts[1:-1])
    return tuple(
        _dot(years.place(year.aar), heights, number, texts[number], so_far=year.er_foreloebig)
        for number, (year, _) in enumerate(shown)
    )


def _dot(x: float, heights: Sequence[float], number: int, text: str, *, so_far: bool) -> Dot:
    """Write beside what comes to the figure: left of one so far, under one lower than others."""
    here = heights[number]
    neighbours = (*heights[max(number - 1, 0) : number], *heights[number + 1 : number + 2])
    is_low = bool(neighbours) and here > max(neighbours) and here + UNDER < HEIGHT - BOTTOM
    text_x, anchor = (x - ASIDE, "end") if so_far and number else (x, "middle")
    text_y = here + UNDER if is_low else here - OVER
    return Dot(x, here, text, round(text_x, 1), round(text_y, 1), anchor, so_far)


def _path(figures: TrendFigures, years: Axis, upright: Axis) -> Segment | None:
    if (
        figures.basis is None
        or figures.maaltal is None
        or figures.basisaar is None
        or figures.maalaar is None
        or figures.basisaar >= figures.maalaar
    ):
        return None
    return Segment(
        years.place(figures.basisaar),
        upright.place(figures.basis),
        years.place(figures.maalaar),
        upright.place(figures.maaltal),
        er_foreloebig=False,
    )


def _bar(forecast: Forecast | None, years: Axis, upright: Axis) -> Bar | None:
    """Place the forecast a little to the right of its year's figure so far."""
    if forecast is None:
        return None
    ends = (forecast.vaerdi if end is None else end for end in (forecast.fra, forecast.til))
    fra, til = (upright.place(end) for end in ends)
    return Bar(years.place(forecast.aar) + BESIDE, upright.place(forecast.vaerdi), fra, til)
