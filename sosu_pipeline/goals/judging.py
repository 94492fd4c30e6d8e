"""Goals judged: declarations, marts and the rules of progress put together for one night."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import duckdb

from sosu_pipeline.declarations.goal import (
    AbsoluteChange,
    BetterThanBaseline,
    Goal,
    Measure,
    MeasuredGoal,
    Milestone,
    NoGoal,
    RelativeChange,
    Value,
)
from sosu_pipeline.declarations.kpi_shape import KpiShape
from sosu_pipeline.declarations.school import Settings
from sosu_pipeline.goals.asking import Asked, GoalKey
from sosu_pipeline.progress.aims import promises_agree
from sosu_pipeline.progress.cases import Case, case_of
from sosu_pipeline.progress.evidence import Evidence, MilestoneRow, Register, Stage, Unit
from sosu_pipeline.progress.judging import judge, no_goal
from sosu_pipeline.progress.milestones import judge_milestone
from sosu_pipeline.progress.series import Day, Series
from sosu_pipeline.progress.status import Status
from sosu_pipeline.progress.verdict import Verdict
from sosu_pipeline.progress.words import listed, number
from sosu_pipeline.progress.years import same_day
from sosu_pipeline.warehouse.measuring import (
    FeedState,
    Window,
    count_people,
    count_waiting,
    feed_states,
    measure_daily,
    register_lines,
)
from sosu_pipeline.warehouse.models import Model

REGISTER = "milepaele"
TOLD_ELSEWHERE = {"aar_begynder_maaned"}
"""The year type is told where years are told, and not in every sentence."""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A goal with its verdict, and the people behind its figure and behind its baseline.

    ``basis_personer`` are the fewest behind any earlier figure that the verdict tells of, and
    ``years`` every year it tells a figure of.
    """

    asked: Asked
    verdict: Verdict
    data_date: date | None = None
    personer: int | None = None
    basis_personer: int | None = None
    uenig_med: str | None = None
    years: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SchoolGoals:
    """Judges every goal of one school by the marts as of a day."""

    connection: duckdb.DuckDBPyConnection
    contracts: frozenset[str]
    kpis: Mapping[str, KpiShape]
    models: Mapping[str, Model]
    skole: str
    settings: Settings
    as_of: date
    _read: dict[tuple[str, str], Series] = field(default_factory=dict, repr=False)

    def judge(self, asked: Sequence[Asked]) -> Iterator[Judged]:
        """Judge goals in order; a goal that another one rests on comes before it."""
        feeds = feed_states(self.connection, self.skole)
        register = self._register()
        goals = {each.key: each.goal for each in asked}
        told: dict[GoalKey, Status] = {}
        for each in asked:
            match each.goal:
                case NoGoal():
                    judged = Judged(asked=each, verdict=no_goal())
                case Milestone() as goal:
                    judged = self._milestone(each, goal, register[goal.id], feeds, told)
                case goal:
                    judged = self._measured(each, goal, goals, feeds)
            told[each.key] = judged.verdict.status
            yield judged

    def _register(self) -> defaultdict[str, Register]:
        lines: defaultdict[str, list[MilestoneRow]] = defaultdict(list)
        for maal, line in register_lines(self.connection, self.skole):
            lines[maal].append(MilestoneRow(**{**line, "status": Stage(line["status"])}))
        found = {maal: Register(tuple(rows)) for maal, rows in lines.items()}
        return defaultdict(Register, found)

    def _milestone(
        self,
        asked: Asked,
        goal: Milestone,
        register: Register,
        feeds: Mapping[str, FeedState],
        told: Mapping[GoalKey, Status],
    ) -> Judged:
        state = feeds.get(REGISTER)
        late = (REGISTER,) if state is None or state.er_for_gammel else ()
        depends_on = told.get((asked.plan, goal.afhaenger_af or ""))
        verdict = judge_milestone(goal, register, self.as_of, late, depends_on=depends_on)
        return Judged(asked=asked, verdict=verdict, data_date=state.datadato if state else None)

    def _measured(
        self,
        asked: Asked,
        goal: MeasuredGoal,
        goals: Mapping[GoalKey, Goal],
        feeds: Mapping[str, FeedState],
    ) -> Judged:
        wording = goal.samme_loefte_som if isinstance(goal, AbsoluteChange) else None
        evidence = self._evidence(goal, goals.get((asked.plan, wording or "")), feeds)
        if evidence.data_date is None:
            return Judged(asked=asked, verdict=judge(goal, evidence))
        case = case_of(goal, evidence, evidence.data_date)
        people, behind_baseline = self.people(goal, case)
        verdict = judge(goal, evidence)
        return Judged(
            asked=asked,
            verdict=verdict,
            data_date=evidence.data_date,
            personer=people if verdict.aktuel is not None else None,
            basis_personer=behind_baseline if verdict.basis is not None else None,
            uenig_med=_disagreeing(goal, evidence.agrees_with, verdict),
            years=tuple(_years_told(goal, case)),
        )

    def _evidence(
        self, goal: MeasuredGoal, other: Goal | None, feeds: Mapping[str, FeedState]
    ) -> Evidence:
        measure, shape = goal.maaling, self.kpis[goal.maaling.kpi]
        basis = goal.basis if isinstance(goal, BetterThanBaseline) else None
        read = (*shape.kilder, *(self.kpis[basis.kpi].kilder if basis else ()))
        sources = tuple(dict.fromkeys(kilde for kilde in read if kilde in self.contracts))
        silent = tuple(each for each in sources if each not in feeds or not feeds[each].datadato)
        reached = [day for kilde in sources if kilde in feeds and (day := feeds[kilde].datadato)]
        evidence = Evidence(
            as_of=self.as_of,
            data_date=None if silent else min(reached),
            series=self.series(measure),
            unit=Unit(measure.enhed or shape.enhed),
            basis=self.series(basis) if basis else None,
            late_feeds=tuple(each for each in sources if not silent and feeds[each].er_for_gammel),
            sources=silent or sources,
            year_starts_in=self.settings.aar_begynder_maaned,
            agrees_with=other if isinstance(other, RelativeChange) else None,
            rests_on=self._rests_on(shape),
        )
        return self._with_waiting(goal, evidence)

    def _with_waiting(self, goal: MeasuredGoal, evidence: Evidence) -> Evidence:
        if evidence.data_date is None:
            return evidence
        year = case_of(goal, evidence, evidence.data_date).year
        model, window = self.models[goal.maaling.kpi], (year.first, year.last)
        waiting = count_waiting(self.connection, model, goal.maaling, self.skole, window)
        return replace(evidence, waiting=waiting)

    def people(self, goal: MeasuredGoal, case: Case) -> tuple[int | None, int | None]:
        """Return the people behind the judged year's figure, and the fewest behind an earlier."""
        judged = self.count(goal.maaling, [(case.year.first, case.last_day)])[0]
        basis = goal.basis if isinstance(goal, BetterThanBaseline) else None
        earlier = self.count(basis or goal.maaling, list(_earlier(goal, case)))
        return judged, min(filter(None, earlier), default=earlier[0] if earlier else None)

    def count(self, measure: Measure, windows: Sequence[Window]) -> tuple[int | None, ...]:
        """Return the people behind a measure in each window; the latest figure is of one day."""
        if measure.vaerdi is Value.SENESTE:
            latest = (self.series(measure).last_until(last) or last for _, last in windows)
            windows = [(day, day) for day in latest]
        model = self.models[measure.kpi]
        return count_people(self.connection, model, measure, self.skole, windows)

    def series(self, measure: Measure) -> Series:
        """Return a measure's daily series, read once."""
        key = (measure.kpi, repr(sorted(measure.filter.items())))
        if key not in self._read:
            rows = measure_daily(self.connection, measure, self.skole)
            self._read[key] = Series(Day(*row) for row in rows)
        return self._read[key]

    def _rests_on(self, shape: KpiShape) -> str | None:
        """Name the settings a figure rests on, with the school's own values."""
        values = self.settings.model_dump(mode="json")
        told = [name for name in shape.indstillinger if name not in TOLD_ELSEWHERE]
        if not told:
            return None
        rests = listed(f"{name} ({_written(values[name])})" for name in told)
        return (
            f"tallet hviler på {'indstillingen' if len(told) == 1 else 'indstillingerne'} {rests}"
        )


def _earlier(goal: MeasuredGoal, case: Case) -> Iterator[Window]:
    """Yield the baseline year so far, to the same day, and the year the target is said to equal."""
    baseline = case.baseline
    if baseline is None:
        return
    year = baseline.year
    same = same_day(case.last_day, year.number - case.year.number)
    yield year.first, min(baseline.counted_to, year.last)
    yield year.first, min(same, year.last)
    if isinstance(goal, RelativeChange) and goal.svarer_til_aar:
        other = year.beside(goal.svarer_til_aar)
        yield other.first, other.last


def _years_told(goal: MeasuredGoal, case: Case) -> Iterator[int]:
    yield case.year.number
    if case.baseline:
        yield case.baseline.year.number
    if isinstance(goal, RelativeChange) and goal.svarer_til_aar:
        yield goal.svarer_til_aar


def _disagreeing(goal: MeasuredGoal, other: RelativeChange | None, verdict: Verdict) -> str | None:
    """Return the goal that says the same promise otherwise on this baseline, or None."""
    if not isinstance(goal, AbsoluteChange) or other is None or verdict.basis is None:
        return None
    return None if promises_agree(goal, other, Fraction(verdict.basis)) else other.id


def _written(value: object) -> str:
    match value:
        case bool():
            return "ja" if value else "nej"
        case int() | float():
            return number(Decimal(str(value)), 2)
    return str(value)
