"""Reasons: the one Danish sentence that says why a goal has its status, with its figures."""

from fractions import Fraction

from sosu_pipeline.declarations.goal import Direction, Range, Value
from sosu_pipeline.progress.aims import first_year
from sosu_pipeline.progress.cases import Baseline, Case
from sosu_pipeline.progress.evidence import Evidence, Uncertainty
from sosu_pipeline.progress.figures import Figure
from sosu_pipeline.progress.forecasts import Forecast
from sosu_pipeline.progress.judgements import Judgement
from sosu_pipeline.progress.remarks import remarks, reservations
from sosu_pipeline.progress.status import Status
from sosu_pipeline.progress.verdict import Verdict
from sosu_pipeline.progress.words import (
    amount,
    amounts,
    bare,
    feeds,
    number,
    sentence,
    too_old,
    written,
)

NO_GOAL = "Planen lover ikke noget, der kan måles."


def nothing_delivered(evidence: Evidence) -> str:
    """Say that no feed has brought anything."""
    return sentence([f"der er ingen tal{_sources(evidence)}, så målet kan ikke måles"])


def late(case: Case, verdict: Verdict) -> str:
    """Say which feeds are late, and what the last figure was."""
    return sentence([too_old(case.evidence.late_feeds), _last_figure(case, verdict)])


def no_baseline(case: Case, baseline: Baseline) -> str:
    """Say that the baseline year has no figures."""
    known = f"der er ingen tal{_sources(case.evidence)} for basisåret {baseline.year}"
    return sentence([f"{known}, så målet kan ikke måles"])


def zero_baseline(case: Case, baseline: Baseline) -> str:
    """Say that a percentage of nothing is nothing."""
    nothing = amount(Fraction(0), case.unit)
    said = f"basisåret {baseline.year} gav {nothing}{_sources(case.evidence)}"
    return sentence([f"{said}, så en ændring i procent kan ikke måles"])


def not_begun(case: Case) -> str:
    """Say that neither the goal's first year nor its baseline year has begun."""
    reach = f"tallene går til og med {written(case.day)}"
    if case.baseline:
        return sentence([f"basisåret {case.baseline.year} er ikke begyndt, og {reach}"])
    return sentence([f"målet er {_asked(case)} {_period(case)}, og {reach}"])


def building_baseline(case: Case, baseline: Baseline) -> str:
    """Say how far the baseline is, and what it asks once it is whole."""
    if baseline.is_provisional:
        so_far = _counted(baseline.whole, case) if baseline.whole.is_counted else "ingen tal"
        known = f"basisåret {baseline.year} har foreløbig {so_far} til og med {written(case.day)}"
        then = f"så målet for {case.year} kan først regnes ud, når året er omme"
        return sentence([f"{known}, {then}", *reservations(case)])
    known = f"basisåret {baseline.year} gav {_counted(baseline.whole, case)}"
    target = f"målet for {case.year} er {_asked(case)}"
    reach = f"tallene går kun til og med {written(case.day)}"
    return sentence([f"{known}, og {target}, men {reach}", *reservations(case)])


def nothing_counted(case: Case) -> str:
    """Say that nobody has been counted in the judged year."""
    if case.is_complete:
        said = f"der er ingen tal{_sources(case.evidence)} for {case.year}, så målet kan ikke måles"
        return sentence([said])
    said = f"der er ingen tal for {case.year} til og med {written(case.day)}"
    if case.baseline is None:
        return sentence([f"{said}, og målet er {_asked(case)}"])
    base = case.baseline
    return sentence([f"{said}, og basisåret {base.year} gav {_counted(base.whole, case)}"])


def judged(judgement: Judgement) -> str:
    """Say what the figures are, what was asked, and all that a reader must know of them."""
    case, status, outlook = judgement.case, judgement.status, judgement.outlook
    if outlook is None:
        said = _ended(case, judgement.actual, status)
    elif status is Status.NAAET:
        so_far = f"{_counted(case.actual, case)} til og med {written(case.last_day)}"
        said = f"målet på {_asked(case, judgement.actual)} er nået med {so_far}"
    elif case.vaerdi is Value.SENESTE:
        said = f"seneste tal er {_against_target(case, judgement.actual)}"
    else:
        said = _forecast(case, status, outlook)
    return sentence([said, *remarks(judgement)])


def _ended(case: Case, actual: Fraction, status: Status) -> str:
    said = f"{case.year} endte på {_against_target(case, actual)}"
    held = {
        Status.NAAET: "så målet er nået",
        Status.IKKE_NAAET: "så målet er ikke nået",
        Status.PAA_SPORET: f"så målet holdt i {case.year}",
        Status.BAGUD: f"så målet holdt ikke i {case.year}",
    }[status]
    left = "" if case.is_final else f", og det gælder til og med {case.goal.last_year}"
    return f"{said}, {held}{left}"


def _forecast(case: Case, status: Status, outlook: Forecast) -> str:
    said = f"prognosen for {case.year} er {_against_target(case, outlook.value, outlook)}"
    if status is Status.I_RISIKO and outlook.interval is None:
        said += ", og det er for tidligt at sige, hvor sikker den er"
    elif status is Status.I_RISIKO:
        said += ", som ligger inden for usikkerheden"
    elif status is Status.BAGUD:
        said += ", som ligger uden for usikkerheden"
    so_far = f"til og med {written(case.last_day)} er tallet {_counted(case.actual, case)}"
    earlier = case.same_day_basis
    if earlier and case.baseline and earlier.value is not None:
        so_far += f" mod {bare(earlier.value, case.unit)} samme dag i {case.baseline.name}"
    return f"{said}; {so_far}"


def _against_target(case: Case, value: Fraction, outlook: Forecast | None = None) -> str:
    """Write a value and the target so that they differ in writing when they differ."""
    text, _ = amounts((value, case.aim.target), case.unit)
    if outlook and outlook.interval and case.unit.uncertainty is not Uncertainty.INGEN:
        low, high = (bare(bound, case.unit) for bound in outlook.interval)
        text += f" (95 %: {low} til {high})"
    return f"{text} mod et mål på {_asked(case, value)}"


def _asked(case: Case, beside: Fraction | None = None) -> str:
    """Write what is asked."""
    goal, upward = case.goal, case.goal.retning is Direction.OP
    if isinstance(goal, Range):
        least, most = Fraction(goal.mindst), Fraction(goal.hoejst)
        return f"{bare(least, case.unit)} til {amount(most, case.unit)}"
    target = case.aim.target
    text, _ = amounts((target, target if beside is None else beside), case.unit)
    if case.aim.is_strict:
        return f"{'over' if upward else 'under'} {text}"
    return f"{'mindst' if upward else 'højst'} {text}"


def _counted(figure: Figure, case: Case) -> str:
    """Write a figure, a share with the people behind it."""
    if figure.value is None:
        return "ukendt"
    text = amount(figure.value, case.unit)
    if case.vaerdi is not Value.FORHOLD or figure.naevner is None:
        return text
    if case.unit.uncertainty is Uncertainty.ANDEL:
        return f"{text} ({number(figure.taeller)} af {number(figure.naevner)})"
    return f"{text} (af {number(figure.naevner)})"


def _last_figure(case: Case, verdict: Verdict) -> str:
    if verdict.aktuel is not None:
        last = f"seneste tal er {_counted(case.actual, case)}"
        return f"{last} til og med {written(case.last_day)}"
    if verdict.basis is not None and case.baseline:
        return f"basisåret {case.baseline.year} har {_counted(case.baseline.whole, case)}"
    return "der er ingen tal endnu"


def _period(case: Case) -> str:
    first, last = first_year(case.goal), case.goal.last_year
    return f"i {case.year}" if first == last else f"fra {first} til {last}"


def _sources(evidence: Evidence) -> str:
    return f" fra {feeds(evidence.sources)}" if evidence.sources else ""
