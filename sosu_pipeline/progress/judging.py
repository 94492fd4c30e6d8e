"""Judging: a goal and its evidence become a verdict, each status by its rule."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from sosu_pipeline.declarations.goal import MeasuredGoal
from sosu_pipeline.progress import reasons
from sosu_pipeline.progress.aims import needs_more_than_zero
from sosu_pipeline.progress.cases import Case, case_of
from sosu_pipeline.progress.evidence import Evidence
from sosu_pipeline.progress.judgements import Judgement
from sosu_pipeline.progress.status import Status
from sosu_pipeline.progress.verdict import Verdict
from sosu_pipeline.progress.words import decimal
from sosu_pipeline.progress.years import Year


def judge(goal: MeasuredGoal, evidence: Evidence) -> Verdict:
    """Judge a goal by its figures as of a day; a late feed leaves the figures and no judgement."""
    if evidence.data_date is None:
        return Verdict(
            status=Status.MANGLER_DATA,
            reason=reasons.nothing_delivered(evidence),
            frist=Year(goal.last_year, evidence.year_starts_in).last,
        )
    case = case_of(goal, evidence, evidence.data_date)
    verdict = _judge_case(case)
    if not evidence.late_feeds:
        return verdict
    reason = reasons.late(case, verdict)
    return replace(verdict, status=Status.MANGLER_DATA, reason=reason)


def no_goal() -> Verdict:
    """Return the verdict of an indsats that promises nothing."""
    return Verdict(status=Status.INTET_MAAL, reason=reasons.NO_GOAL)


def _judge_case(case: Case) -> Verdict:
    if not case.is_begun:
        return _before_the_first_year(case)
    if fault := _fault_of_baseline(case):
        return _told(case, Status.MANGLER_DATA, fault)
    if case.actual.value is None:
        status = Status.MANGLER_DATA if case.is_complete else _not_yet(case)
        return _told(case, status, reasons.nothing_counted(case))
    return _by_figures(Judgement(case=case, actual=case.actual.value))


def _before_the_first_year(case: Case) -> Verdict:
    baseline = case.baseline
    if baseline is None or case.day < baseline.year.first:
        return _told(case, Status.IKKE_STARTET, reasons.not_begun(case))
    if not baseline.is_provisional and (fault := _fault_of_baseline(case)):
        return _told(case, Status.MANGLER_DATA, fault)
    return _told(case, Status.BASELINE_OPBYGGES, reasons.building_baseline(case, baseline))


def _not_yet(case: Case) -> Status:
    """Return the status of a year that has begun and in which nobody is counted yet."""
    return Status.BASELINE_OPBYGGES if case.baseline else Status.IKKE_STARTET


def _fault_of_baseline(case: Case) -> str | None:
    """Return why the baseline cannot be used, or None."""
    baseline = case.baseline
    if baseline is None:
        return None
    if not baseline.whole.is_counted:
        return reasons.no_baseline(case, baseline)
    if needs_more_than_zero(case.goal) and baseline.whole.value == 0:
        return reasons.zero_baseline(case, baseline)
    return None


def _has_target(case: Case) -> bool:
    """Tell whether what is asked can be reckoned: not from a baseline that is wrong or growing."""
    baseline = case.baseline
    if baseline is None:
        return True
    return _fault_of_baseline(case) is None and (case.is_begun or not baseline.is_provisional)


def _told(case: Case, status: Status, reason: str) -> Verdict:
    """Return a verdict with what is known before the judged year is looked at."""
    baseline = case.baseline
    return Verdict(
        status=status,
        reason=reason,
        basis=_known(baseline.whole.value) if baseline and baseline.whole.is_counted else None,
        basis_er_foreloebig=baseline is not None and baseline.is_provisional,
        maaltal=decimal(case.aim.target) if _has_target(case) else None,
        frist=case.deadline,
    )


def _by_figures(judgement: Judgement) -> Verdict:
    case, outlook = judgement.case, judgement.outlook
    interval = outlook.interval if outlook else None
    same_day = case.same_day_basis
    return replace(
        _told(case, judgement.status, reasons.judged(judgement)),
        aktuel=decimal(judgement.actual),
        samme_dag_basis=_known(same_day.value if same_day else None),
        forventet_nu=decimal(outlook.expected if outlook else case.aim.target),
        prognose=_known(outlook.value if outlook else None),
        prognose_fra=_known(interval.fra if interval else None),
        prognose_til=_known(interval.til if interval else None),
        fremdrift=_known(judgement.progress),
        mangler=decimal(judgement.lack),
        mangler_pr_maaned=_known(judgement.lack_a_month),
        maaneder_tilbage=judgement.months_left,
        taeller=case.actual.taeller,
        naevner=case.actual.naevner,
    )


def _known(value: Fraction | None) -> Decimal | None:
    return None if value is None else decimal(value)
