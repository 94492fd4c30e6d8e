"""Remarks: what a reader must know beside the figures, each as a clause of the reason."""

import math
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from sosu_pipeline.declarations.goal import (
    AbsoluteChange,
    BetterThanBaseline,
    Direction,
    Range,
    RelativeChange,
    Value,
)
from sosu_pipeline.progress.aims import promises_agree, sign_of
from sosu_pipeline.progress.cases import Case
from sosu_pipeline.progress.comparisons import Comparison
from sosu_pipeline.progress.evidence import Uncertainty
from sosu_pipeline.progress.figures import read_figure
from sosu_pipeline.progress.judgements import Judgement
from sosu_pipeline.progress.seasons import covers
from sosu_pipeline.progress.words import amount, distance, number, percent, written


def remarks(judgement: Judgement) -> Iterator[str]:
    """Yield the clauses that follow a verdict's main one, in a fixed order."""
    case, outlook = judgement.case, judgement.outlook
    if judgement.lack > 0:
        yield _lacking(judgement)
    if judgement.comparison:
        yield from _difference(case, judgement.comparison)
    yield from _baseline(case)
    yield from _outside_the_range(case)
    if outlook and outlook.counted_to < case.last_day:
        yield (
            f"prognosen bygger på tallene til og med {written(outlook.counted_to)}, "
            "fordi startdage flytter sig fra år til år"
        )
    if case.evidence.as_of > case.deadline > case.day:
        yield f"fristen er passeret, men tallene går kun til og med {written(case.day)}"
    yield from _other_wordings(case)
    yield from reservations(case)


def _lacking(judgement: Judgement) -> str:
    case, lack = judgement.case, judgement.lack
    far = distance(lack, case.unit)
    if case.is_complete:
        return f"der manglede {far}"
    if case.vaerdi is not Value.SUM:
        return f"der mangler {far}{_in_people(case, lack)}"
    way = "op" if case.goal.retning is Direction.OP else "ned"
    said = f"der mangler {far}" if judgement.climbs else f"prognosen skal {far} {way}"
    if judgement.lack_a_month is None:
        return said
    left = judgement.months_left
    months = "den måned" if left == 1 else f"de {left} måneder"
    each = distance(judgement.lack_a_month, case.unit)
    return f"{said}, {each} om måneden i {months}, der er tilbage"


def _in_people(case: Case, lack: Fraction) -> str:
    """Say how many of those counted it would take."""
    if case.unit.uncertainty is not Uncertainty.ANDEL or case.vaerdi is not Value.FORHOLD:
        return ""
    people = math.ceil(lack * case.actual.n)
    return f", svarende til {number(Decimal(people))} af de {number(case.actual.n)}"


def _difference(case: Case, comparison: Comparison) -> Iterator[str]:
    """Say what the difference is; it is progress only when it is no noise."""
    other = "målet"
    if case.baseline:
        other = f"{'' if case.is_complete else 'samme dag i '}{case.baseline.name}"
    far = distance(comparison.difference, case.unit)
    if comparison.difference == 0:
        yield f"der er ingen forskel til {other}"
    elif comparison.is_noise:
        yield f"forskellen til {other} på {far} er mindre end den statistiske usikkerhed"
    elif case.baseline and comparison.interval:
        better = sign_of(case.goal.retning) * comparison.difference > 0
        yield f"{'fremgangen' if better else 'tilbagegangen'} fra {other} er {far}"


def _baseline(case: Case) -> Iterator[str]:
    baseline = case.baseline
    if baseline is None or baseline.whole.value is None:
        return
    if not isinstance(case.goal, BetterThanBaseline):
        yield f"basisåret {baseline.year} gav {amount(baseline.whole.value, case.unit)}"
    if baseline.is_provisional:
        reach = f"tallene går kun til og med {written(baseline.counted_to)}"
        yield f"basisåret {baseline.year} er foreløbigt, for {reach}"
    first = baseline.series.first
    if case.vaerdi is Value.SUM and first and not covers(baseline.series, baseline.year):
        yield f"basisårets tal begynder først {written(first)}"


def _outside_the_range(case: Case) -> Iterator[str]:
    goal, value = case.goal, case.actual.value
    if not isinstance(goal, Range) or value is None:
        return
    if goal.retning is Direction.OP and value > goal.hoejst:
        yield "det er over intervallet, og det tæller som nået"
    if goal.retning is Direction.NED and value < goal.mindst:
        yield "det er under intervallet, og det tæller som nået"


def _other_wordings(case: Case) -> Iterator[str]:
    """Tell where another wording of the promise, or a year it is said to equal, differs."""
    goal, other, baseline = case.goal, case.evidence.agrees_with, case.baseline
    if baseline is None or baseline.whole.value is None:
        return
    base = baseline.whole.value
    if isinstance(goal, AbsoluteChange) and other and not promises_agree(goal, other, base):
        more = distance(Fraction(goal.aendring), case.unit)
        share = percent(Fraction(goal.aendring) / base) if base else "ikke en procent"
        yield f"{more} er her {share}, hvor {other.id} lover {percent(other.aendring)}"
    if isinstance(goal, RelativeChange) and goal.svarer_til_aar:
        year = baseline.year.beside(goal.svarer_til_aar)
        level = read_figure(baseline.series, case.vaerdi, year.first, year.last)
        if level.is_counted and level.value is not None:
            said = f"planen siger, at målet svarer til {year}"
            yield f"{said}, som gav {amount(level.value, case.unit)}"


def reservations(case: Case) -> Iterator[str]:
    """Tell who still has time, and which setting the figure rests on."""
    waiting = case.evidence.waiting
    if waiting:
        people = "1 person" if waiting == 1 else f"{number(Decimal(waiting))} personer"
        yield f"{people} har stadig tid, så tallet er foreløbigt"
    if case.evidence.rests_on:
        yield case.evidence.rests_on
