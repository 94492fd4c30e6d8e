"""Steps: every goal's figure and target between the night before and this one.

The night before is reckoned again from tonight's data, as the goal was worded then and no further
than its data reached then; after that with all of tonight's data, still as it was worded then.
What moved the figure is told by the differences.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

import duckdb
import pyarrow as pa

from sosu_pipeline.declarations.goal import (
    BetterThanBaseline,
    Goal,
    MeasuredGoal,
    Milestone,
    NoGoal,
)
from sosu_pipeline.goals.asking import GoalKey
from sosu_pipeline.goals.judging import Judged, SchoolGoals
from sosu_pipeline.goals.rows import COUNT, DAY, NUMBER, PLACES, TEXT
from sosu_pipeline.progress.cases import case_of
from sosu_pipeline.progress.evidence import Evidence, Unit
from sosu_pipeline.progress.judging import judge
from sosu_pipeline.warehouse.nights import BEFORE

MARK_LENGTH: Final = 12
WORDS: Final = {
    *("titel", "gyldig_fra", "grund", "vilkaar", "forbehold"),
    *("ved_siden_af", "dokumentets_tal"),
}
"""What a goal says beside its promise: changing it moves nothing."""
ROWS = pa.schema(
    {
        **dict.fromkeys(
            ("skole", "plan", "maal", "kpi", "basis_kpi", "ordlyd", "ordlyd_foer"), TEXT
        ),
        "dato": DAY,
        "aar": COUNT,
        "personer": COUNT,
        **dict.fromkeys(("genregnet", "med_gammel_ordlyd"), NUMBER),
        **dict.fromkeys(("maaltal_genregnet", "maaltal_med_gammel_ordlyd"), NUMBER),
    }
)


@dataclass(frozen=True)
class Before:
    """A goal the night before: which night that was, and how far its data reached."""

    skole: str
    plan: str
    maal: str
    dato: date
    datadato: date | None


@dataclass(frozen=True)
class _Step:
    """A goal's figure and target at a step, and the fewest people behind them."""

    aktuel: Decimal | None
    maaltal: Decimal | None
    personer: int | None = None


def goals_before(connection: duckdb.DuckDBPyConnection) -> list[Before]:
    """Return every goal that readers were told of the night before."""
    rows = connection.execute(
        f"select skole, plan, navn, dato, datadato from {BEFORE} where art = 'maal' order by all"
    ).fetchall()
    return [Before(*row) for row in rows]


def step_rows(
    school: SchoolGoals,
    judged: Iterable[Judged],
    before: Mapping[GoalKey, Before],
    worded: Mapping[GoalKey, Goal],
) -> pa.Table:
    """Return one row per goal; ``worded`` are the goals as they were worded the night before."""
    rows = [
        {
            "skole": school.skole,
            "plan": each.asked.plan,
            "maal": each.asked.goal.id,
            "dato": school.as_of,
            "ordlyd": _mark(each.asked.goal),
            **dict(_measured(school, each, before.get(each.asked.key), worded)),
        }
        for each in judged
    ]
    return pa.Table.from_pylist(rows, schema=ROWS)


def _measured(
    school: SchoolGoals,
    each: Judged,
    before: Before | None,
    worded: Mapping[GoalKey, Goal],
) -> Iterator[tuple[str, Any]]:
    """Yield what is known of the goal's year and KPIs, and of the steps to it."""
    goal, was = each.asked.goal, worded.get(each.asked.key) if before else None
    if was is not None:
        yield "ordlyd_foer", _mark(was)
    if isinstance(goal, Milestone | NoGoal):
        return
    yield "kpi", goal.maaling.kpi
    yield (
        "basis_kpi",
        goal.basis.kpi if isinstance(goal, BetterThanBaseline) and goal.basis else None,
    )
    if each.data_date is None:
        return
    year = case_of(goal, _evidence(school, goal, each.data_date), each.data_date).year.number
    yield "aar", year
    if before and before.datadato and was and not isinstance(was, Milestone | NoGoal):
        yield from _steps(school, each, was, (before.datadato, each.data_date), year)


def _steps(
    school: SchoolGoals,
    each: Judged,
    was: MeasuredGoal,
    reached: tuple[date, date],
    year: int,
) -> Iterator[tuple[str, Any]]:
    """Yield the steps from how far the data reached the night before to how far they do now."""
    then, now = reached
    again = _step(school, was, then, year)
    if _mark(was) == _mark(each.asked.goal):
        latest = _Step(each.verdict.aktuel, each.verdict.maaltal)
    else:
        latest = _step(school, was, now, year)
    yield "genregnet", _rounded(again.aktuel)
    yield "maaltal_genregnet", _rounded(again.maaltal)
    yield "med_gammel_ordlyd", _rounded(latest.aktuel)
    yield "maaltal_med_gammel_ordlyd", _rounded(latest.maaltal)
    yield "personer", min(filter(None, (again.personer, latest.personer)), default=None)


def _step(school: SchoolGoals, goal: MeasuredGoal, day: date, year: int) -> _Step:
    """Return a goal judged by data to a day; of another year nothing is comparable."""
    evidence = _evidence(school, goal, day)
    case = case_of(goal, evidence, day)
    if case.year.number != year:
        return _Step(None, None)
    verdict = judge(goal, evidence)
    people = min(filter(None, school.people(goal, case)), default=None)
    return _Step(verdict.aktuel, verdict.maaltal, people)


def _evidence(school: SchoolGoals, goal: MeasuredGoal, day: date) -> Evidence:
    """Return the figures alone, whatever is to be said of the feeds behind them."""
    measure = goal.maaling
    basis = goal.basis if isinstance(goal, BetterThanBaseline) else None
    return Evidence(
        as_of=school.as_of,
        data_date=day,
        series=school.series(measure),
        unit=Unit(measure.enhed or school.kpis[measure.kpi].enhed),
        basis=school.series(basis) if basis else None,
        year_starts_in=school.settings.aar_begynder_maaned,
    )


def _mark(goal: Goal) -> str:
    """Return a short mark of what a goal promises, which differs when the promise does."""
    promise = goal.model_dump_json(exclude=WORDS)
    return hashlib.sha256(promise.encode()).hexdigest()[:MARK_LENGTH]


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(PLACES)
