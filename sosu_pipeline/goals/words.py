"""A goal in Danish words: what it promises and what it is measured by."""

from collections.abc import Mapping
from decimal import Decimal

from sosu_pipeline.declarations.goal import (
    AbsoluteChange,
    Beside,
    BetterThanBaseline,
    Direction,
    Goal,
    Level,
    Measure,
    Milestone,
    NoGoal,
    Range,
    RelativeChange,
    Share,
    Value,
    YearlyGrowth,
)
from sosu_pipeline.declarations.kpi_shape import KpiShape, measures_of
from sosu_pipeline.progress.words import number, percent

SHARE_UNIT = "andel"
PLACES = 4
_VALUES = {Value.SUM: "sum", Value.FORHOLD: "forhold", Value.SENESTE: "seneste tal"}


def promise_of(goal: Goal, kpis: Mapping[str, KpiShape]) -> str:  # noqa: PLR0911  one each
    """Say what a goal promises."""
    unit = _first_unit(goal, kpis)
    match goal:
        case RelativeChange():
            return f"{_signed(goal.aendring, SHARE_UNIT)} fra {goal.basisaar} til {goal.maalaar}"
        case AbsoluteChange():
            return f"{_signed(goal.aendring, unit)} fra {goal.basisaar} til {goal.maalaar}"
        case Level() | Share():
            bound = "mindst" if goal.retning is Direction.OP else "højst"
            return f"{bound} {figure(goal.maaltal, unit)} i {_years(goal)}"
        case Range():
            return f"{number(goal.mindst)}–{figure(goal.hoejst, unit)} i {_years(goal)}"
        case BetterThanBaseline():
            word = "højere" if goal.retning is Direction.OP else "lavere"
            baseline = f"{kpis[goal.basis.kpi].titel.lower()} " if goal.basis else ""
            return f"{word} i {_years(goal)} end {baseline}i {goal.basisaar}"
        case YearlyGrowth():
            growth = _signed(goal.aarlig, SHARE_UNIT)
            return f"{growth} om året fra {goal.basisaar}, hvert år i {_years(goal)}"
        case Milestone():
            after = f", efter {goal.afhaenger_af}" if goal.afhaenger_af else ""
            return f"nået senest {goal.frist:%d-%m-%Y}{after}"
        case NoGoal():
            return "intet mål"


def documented(goal: Goal, kpis: Mapping[str, KpiShape]) -> str:
    """Say the figures a goal's document gives; empty where it gives none."""
    unit = _first_unit(goal, kpis)
    figures = (f"{when}: {figure(value, unit)}" for when, value in goal.dokumentets_tal.items())
    return ", ".join(figures)


def measure_words(measure: Measure, kpis: Mapping[str, KpiShape]) -> str:
    """Say which rows of a KPI count and how they become one value."""
    titel, unit = kpis[measure.kpi].titel, unit_of(measure, kpis)
    rows = (f"{name} {' + '.join(values)}" for name, values in measure.filter.items())
    words = f"{', '.join((titel, *rows))} ({_VALUES[measure.vaerdi]}, {unit})"
    if not isinstance(measure, Beside):
        return words
    return f"ved siden af: {words}" + (f" i {measure.aar}" if measure.aar else "")


def unit_of(measure: Measure, kpis: Mapping[str, KpiShape]) -> str:
    """Return the unit of a measure's value: its own, or the KPI's."""
    return measure.enhed or kpis[measure.kpi].enhed


def figure(value: Decimal, unit: str) -> str:
    """Write a figure with its unit, a share in per cent."""
    return percent(value) if unit == SHARE_UNIT else f"{number(value, PLACES)} {unit}"


def _signed(change: Decimal, unit: str) -> str:
    return f"{'+' if change > 0 else '−'}{figure(abs(change), unit)}"


def _first_unit(goal: Goal, kpis: Mapping[str, KpiShape]) -> str:
    return next((unit_of(measure, kpis) for _, measure in measures_of(goal)), "")


def _years(goal: Level | Share | Range | BetterThanBaseline | YearlyGrowth) -> str:
    first, last = goal.fra_aar, goal.til_aar
    return str(first) if first == last else f"{first}–{last}"
