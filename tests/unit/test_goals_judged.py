"""Goals meet their figures: who is behind them, which feeds and settings, plan beside plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest

from sosu_pipeline.declarations.catalog import Catalog
from sosu_pipeline.declarations.goal import Measure, Value
from sosu_pipeline.declarations.kpi_shape import KpiShape, measures_of
from sosu_pipeline.declarations.plan import Plan
from sosu_pipeline.declarations.school import School, Settings
from sosu_pipeline.goals.asking import SECTOR, Asked, asked_of
from sosu_pipeline.goals.beside import rows_beside
from sosu_pipeline.goals.judging import Judged, SchoolGoals
from sosu_pipeline.goals.night import NightGoals, judge_night
from sosu_pipeline.progress.status import Status
from sosu_pipeline.warehouse.kpi_shapes import kpi_shapes
from tests.factories import (
    RUN_DATE,
    SCHOOL,
    Row,
    build,
    catalog,
    create_feed,
    insert,
    marts,
    staged,
)

PLAN = "sosu_nord_2026"
MAX_AGE = 45
Feeds = Mapping[str, tuple[date | None, int | None]]
NEVER = (None, None)
LATE = (RUN_DATE, MAX_AGE + 1)
MET = {"status": "Gennemført", "opnaaet_dato": date(2026, 9, 1), "dokumentation": "sag 1"}


@dataclass(frozen=True)
class Told:
    """What is told of some goals: verdicts by id, and the rows of the figures beside them."""

    goals: Mapping[str, Judged]
    beside: Sequence[Mapping[str, Any]]

    def __getitem__(self, maal: str) -> Judged:
        """Return a goal."""
        return self.goals[maal]

    def reason(self, maal: str) -> str:
        """Return a goal's reason."""
        return self.goals[maal].verdict.reason


def told(
    *wanted: str,
    dato: date = RUN_DATE,
    feeds: Feeds | None = None,
    indstillinger: Mapping[str, Any] | None = None,
    plans: Sequence[Plan] | None = None,
    **given: Sequence[Row],
) -> Told:
    """Judge goals of the project's plan by these rows; every feed has come unless named."""
    declared = catalog() if plans is None else replace(catalog(), plans=tuple(plans))
    asked = [each for each in _asked(declared) if each.goal.id in wanted]
    milestones = given.pop("milepaele", [])
    connection = staged(given, dato=dato, indstillinger=indstillinger)
    deliver(connection, dato, feeds or {}, milestones)
    for kpi in sorted({kpi for each in asked for kpi in _kpis(each)}):
        build(connection, kpi)
    goals = school_goals(connection, dato, Settings(**(indstillinger or {})))
    judged = {each.asked.goal.id: each for each in goals.judge(asked)}
    return Told(judged, rows_beside(goals, asked).to_pylist())


def deliver(
    connection: duckdb.DuckDBPyConnection,
    dato: date,
    feeds: Feeds,
    milestones: Iterable[Row] = (),
    schools: Sequence[str] = (SCHOOL,),
) -> None:
    """Let every feed have come on the day, but for those named, and the register be as given."""
    create_feed(connection, catalog().contracts["milepaele"])
    columns = {"skole": SCHOOL, "milepael": "Det er gjort"}
    insert(connection, "staging.milepaele", ({**columns, **each} for each in milestones))
    connection.execute(
        "create table staging.kilder "
        "(skole varchar, kilde varchar, datadato date, alder_dage int, max_alder_dage int)"
    )
    for skole in schools:
        for kilde in catalog().contracts:
            reached, age = feeds.get(kilde, (dato, 0))
            row = [skole, kilde, reached, age, MAX_AGE]
            connection.execute("insert into staging.kilder values (?, ?, ?, ?, ?)", row)


def school_goals(
    connection: duckdb.DuckDBPyConnection, dato: date, settings: Settings
) -> SchoolGoals:
    return SchoolGoals(
        connection=connection,
        contracts=frozenset(catalog().contracts),
        kpis=kpis(),
        models=marts(),
        skole=SCHOOL,
        settings=settings,
        as_of=dato,
    )


@cache
def kpis() -> Mapping[str, KpiShape]:
    return kpi_shapes(list(marts().values()))


def school(skole: str = SCHOOL) -> School:
    return School(skole=skole, navn=skole, kilder={}, planer_som="sosu_nord")


def starts(year: int, count: int, **columns: object) -> list[Row]:
    """Return starts of as many people on GF2 PAU, on the first of August."""
    pupil = {"uddannelse": "PAU", "startdato": date(year, 8, 1), **columns}
    return [{**pupil, "person": f"{year}-{number}"} for number in range(count)]


def with_plan(skole: str, aar: int, *numbers: int) -> Plan:
    """Return a plan that holds some indsatser of the project's own."""
    (own,) = catalog().plans
    return Plan(skole, aar, tuple(each for each in own.indsatser if each.nr in numbers))


def figures(goal: Judged) -> tuple[int | None, ...]:
    """Return the figure and the people behind it, and the baseline and the people behind it."""
    actual, basis = (
        None if value is None else int(value) for value in (goal.verdict.aktuel, goal.verdict.basis)
    )
    return actual, goal.personer, basis, goal.basis_personer


def test_the_people_behind_the_figure_and_behind_the_baseline_are_counted_apart() -> None:
    given = [
        *starts(2026, 4),
        *starts(2027, 3),
        *starts(2025, 9),
        *starts(2027, 2, uddannelse="SSA"),
    ]
    assert figures(told("03-a", uddannelsesforhold=given)["03-a"]) == (3, 3, 4, 4)


def test_the_fewest_behind_an_earlier_figure_that_is_told_are_behind_the_baseline() -> None:
    """By 1 March 2026 one of that year's five had begun, and the figure of that day is told."""
    early = {"person": "early", "startdato": date(2026, 2, 1)}
    this_year = starts(2027, 3, startdato=date(2027, 2, 1))
    given = [{**starts(2026, 1)[0], **early}, *starts(2026, 4), *this_year]
    goal = told("03-a", uddannelsesforhold=given, dato=date(2027, 3, 1))["03-a"]
    assert goal.verdict.samme_dag_basis == Decimal(1)
    assert figures(goal) == (3, 3, 5, 1)


def test_a_year_that_the_target_is_said_to_equal_is_among_the_earlier_figures() -> None:
    given = [
        {**each, "uddannelse": "SSA"}
        for each in (*starts(2024, 2), *starts(2026, 6), *starts(2027, 7))
    ]
    assert figures(told("04-b", uddannelsesforhold=given)["04-b"]) == (7, 7, 6, 2)


def test_a_person_behind_two_of_what_is_counted_is_one() -> None:
    hold = [{"hold": "h1"}, {"hold": "h2"}, {"hold": "h2", "person": "bo"}]
    fvu = [{**each, "startdato": date(2027, 3, 1)} for each in hold]
    goal = told("19-a", fvu=[{"startdato": date(2026, 3, 2)}, *fvu])["19-a"]
    assert figures(goal) == (3, 2, 1, 1)  # anna on h1 and h2, bo on h2


def test_a_start_after_the_last_day_of_the_data_is_behind_no_figure() -> None:
    reached = {"uddannelsesforhold": (date(2027, 8, 15), 40)}
    given = [
        *starts(2026, 4),
        *starts(2027, 3),
        {**starts(2027, 9)[8], "startdato": date(2027, 9, 1)},
    ]
    goal = told("03-a", uddannelsesforhold=given, feeds=reached)["03-a"]
    assert figures(goal) == (3, 3, 4, 4)
    assert goal.data_date == date(2027, 8, 15)


def test_people_are_counted_also_when_the_marts_were_built_by_an_earlier_run(
    tmp_path: Path,
) -> None:
    """Dagster can make the goals alone; what the marts' own run kept is then gone."""
    warehouse = tmp_path / "lager.duckdb"
    given = {"uddannelsesforhold": [*starts(2026, 4), *starts(2027, 3)]}
    connection = staged(given, warehouse=warehouse)
    deliver(connection, RUN_DATE, {})
    build(connection, "kpi_optag")
    connection.close()
    asked = [each for each in _asked(catalog()) if each.goal.id == "03-a"]

    with duckdb.connect(warehouse) as later:
        (goal,) = school_goals(later, RUN_DATE, Settings()).judge(asked)

    assert figures(goal) == (3, 3, 4, 4)


def test_those_who_still_have_time_are_told() -> None:
    ended = [date(2027, 8, 30), date(2027, 9, 1)]  # 31 days: until 30 September, and 2 October
    courses = [{"person": f"{day}", "slutdato": day} for day in ended]
    goals = told("05-b", adgangskursus=courses)
    assert "1 person har stadig tid" in goals.reason("05-b")


def test_a_late_feed_is_named_and_its_goal_is_not_judged() -> None:
    given = [*starts(2026, 4), *starts(2027, 3)]
    goals = told("03-a", uddannelsesforhold=given, feeds={"uddannelsesforhold": LATE})
    assert goals["03-a"].verdict.status is Status.MANGLER_DATA
    assert goals.reason("03-a").startswith("Kilden uddannelsesforhold er for gammel")
    assert goals["03-a"].personer == 3  # its last figure is told, and must be known to be small


@pytest.mark.parametrize("feeds", [{"ansoegninger": NEVER}, {"ansoegninger": (None, 3)}])
def test_a_feed_that_brought_nothing_is_named_and_the_others_are_not(feeds: Feeds) -> None:
    goals = told("05-a", ansoegninger=[], adgangskursus=[{}], feeds=feeds)
    assert goals["05-a"].verdict.status is Status.MANGLER_DATA
    assert "kilden ansoegninger" in goals.reason("05-a")
    assert "adgangskursus" not in goals.reason("05-a")
    assert (goals["05-a"].personer, goals["05-a"].data_date) == (None, None)


def test_a_feed_that_only_the_baseline_rests_on_is_named_too() -> None:
    """The result is held against the intake, as if the budget had a feed of its own."""
    (goal,) = (each for each in _asked(catalog()) if each.goal.id == "29-b")
    intake = Measure(kpi="kpi_optag", vaerdi=Value.SUM)
    asked = replace(goal, goal=goal.goal.model_copy(update={"basis": intake}))
    connection = staged({"oekonomi": [{"realiseret": 5, "budget": 5}]})
    deliver(connection, RUN_DATE, {"uddannelsesforhold": NEVER})
    for kpi in ("kpi_resultat", "kpi_optag"):
        build(connection, kpi)

    (judged,) = school_goals(connection, RUN_DATE, Settings()).judge([asked])

    assert judged.verdict.status is Status.MANGLER_DATA
    assert "kilden uddannelsesforhold" in judged.verdict.reason


def test_a_figure_reaches_no_further_than_the_feed_that_reaches_the_shortest() -> None:
    short = date(2027, 6, 30)
    feeds: Feeds = {"ansoegninger": (short, 1), "adgangskursus": (RUN_DATE, 1)}
    assert told("05-a", ansoegninger=[], feeds=feeds)["05-a"].data_date == short


def test_the_reason_names_the_setting_it_rests_on_with_the_schools_own_value() -> None:
    course = [{"slutdato": date(2027, 3, 1)}]
    goals = told("05-b", adgangskursus=course, indstillinger={"direkte_start_dage": 20})
    assert "tallet hviler på indstillingen direkte_start_dage (20)" in goals.reason("05-b")


@pytest.mark.parametrize(
    ("before", "disagrees"),
    [(155, True), (156, False), (160, False), (161, True)],  # 60 of 38 % is 157.9
)
def test_two_wordings_of_a_promise_disagree_but_for_a_baseline_of_156_to_160(
    before: int, *, disagrees: bool
) -> None:
    goals = told("03-a", "03-b", uddannelsesforhold=starts(2026, before))
    assert goals["03-b"].uenig_med == ("03-a" if disagrees else None)
    assert goals["03-a"].uenig_med is None


def test_another_plans_wording_is_not_the_same_promise() -> None:
    """The plan of 2027 has a goal of the same id that says something else."""
    own, later = with_plan("sosu_nord", 2026, 3), with_plan("sosu_nord", 2027, 3)
    (indsats,) = later.indsatser
    relative, absolute = indsats.maal
    version = relative.versions[0].model_copy(update={"aendring": Decimal(9)})
    changed = (relative.model_copy(update={"versions": (version,)}), absolute)
    other = replace(later, indsatser=(indsats.model_copy(update={"maal": changed}),))
    asked = _asked(replace(catalog(), plans=(own, other)))
    connection = staged({"uddannelsesforhold": starts(2026, 158)})
    deliver(connection, RUN_DATE, {})
    build(connection, "kpi_optag")
    wordings = [each for each in asked if each.goal.id.startswith("03-")]

    judged = school_goals(connection, RUN_DATE, Settings()).judge(wordings)

    disagreeing = {(each.asked.plan, each.asked.goal.id): each.uenig_med for each in judged}
    assert disagreeing[PLAN, "03-b"] is None
    assert disagreeing["sosu_nord_2027", "03-b"] == "03-a"


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ([{"maal": "26-a", **MET}], Status.NAAET),
        ([{"maal": "26-a", **MET, "dokumentation": None}], Status.BAGUD),
        ([{"maal": "26-a", **MET}, {"maal": "26-a", "status": "I gang"}], Status.BAGUD),
        ([{"maal": "26-b", **MET}], Status.MANGLER_DATA),
        ([{"maal": "26-a", **MET, "skole": "syd"}], Status.MANGLER_DATA),
    ],
    ids=["met", "undocumented", "half of it", "another goal", "another school"],
)
def test_a_milestone_is_judged_by_its_own_lines_of_the_register(
    lines: Sequence[Row], status: Status
) -> None:
    named = [{**each, "milepael": f"m{number}"} for number, each in enumerate(lines)]
    assert told("26-a", milepaele=named)["26-a"].verdict.status is status


def test_a_milestone_tells_when_the_one_it_rests_on_is_not_met() -> None:
    goals = told("26-a", "26-b", milepaele=[{"maal": "26-b", **MET}])
    assert "det bygger på 26-a, som ikke er nået" in goals.reason("26-b")


def test_a_late_register_makes_its_milestones_wait_and_is_named() -> None:
    goals = told("26-a", milepaele=[{"maal": "26-a", **MET}], feeds={"milepaele": LATE})
    assert goals["26-a"].verdict.status is Status.MANGLER_DATA
    assert "Kilden milepaele er for gammel" in goals.reason("26-a")


def test_the_registers_latest_figure_counts_and_nobody_is_behind_it() -> None:
    told_on = [(2025, 12), (2026, 3), (2026, 4)]
    given = [{"dato": date(year, 6, day), "vaerdi": day} for year, day in told_on]
    goal = told("20-a", registertal=given)["20-a"]
    assert goal.verdict.status is Status.NAAET
    assert figures(goal) == (4, None, None, None)


def test_a_figure_beside_has_its_fixed_year_or_else_the_latest_that_has_any() -> None:
    surveys = [{"aar": year, "svar": svar} for year, svar in ((2023, 5), (2024, 4), (2025, 2))]
    rows = {each["titel"]: each for each in told("08-a", etu=surveys).beside}
    fixed, latest = rows["ETU 2024, samlet"], rows["Svarandel i mikromålingerne"]
    assert (fixed["aar"], fixed["aktuel"], fixed["personer"]) == (2024, 4, 1)
    assert (latest["aar"], latest["aktuel"], latest["personer"]) == (None, None, None)


def test_the_latest_year_beside_is_the_last_with_figures_until_the_night() -> None:
    surveys = [{"aar": year, "svar": svar} for year, svar in ((2024, 4), (2025, 2), (2028, 1))]
    rows = {each["titel"]: each for each in told("14", etu=surveys, dato=date(2027, 3, 1)).beside}
    assert (rows["Læringsmiljø i ETU"]["aar"], rows["Elever pr. hold"]["aar"]) == (None, None)
    learning = [{**each, "indikator": "Læringsmiljø"} for each in surveys]
    rows = {each["titel"]: each for each in told("14", etu=learning, dato=date(2027, 3, 1)).beside}
    assert (rows["Læringsmiljø i ETU"]["aar"], rows["Læringsmiljø i ETU"]["aktuel"]) == (2025, 2)


def test_those_behind_a_latest_figure_are_those_of_its_own_day() -> None:
    """A figure beside that is the year's latest must not hide that few are behind it."""
    goal = next(each for each in _asked(catalog()) if each.goal.id == "17")
    beside = {"kpi": "kpi_optag", "vaerdi": "seneste", "titel": "Optag"}
    asked = replace(
        goal, goal=type(goal.goal)(**{**goal.goal.model_dump(), "ved_siden_af": [beside]})
    )
    later = {"person": "zoe", "startdato": date(2027, 9, 6)}
    connection = staged({"uddannelsesforhold": [*starts(2027, 5), later]})
    deliver(connection, RUN_DATE, {})
    build(connection, "kpi_optag")

    (row,) = rows_beside(school_goals(connection, RUN_DATE, Settings()), [asked]).to_pylist()

    assert (row["aktuel"], row["personer"]) == (1, 1)


@pytest.fixture(scope="module")
def night() -> NightGoals:
    """Judge every goal of two schools, one of which follows the other's plan and one of its own."""
    given = [
        {**each, "skole": skole}
        for skole in (SCHOOL, "syd")
        for each in [*starts(2026, 4), *starts(2027, 3), *starts(2027, 5, uddannelse="SSA")]
    ]
    connection = staged({"uddannelsesforhold": given})
    deliver(connection, RUN_DATE, {}, [{"maal": "26-a", **MET}], (SCHOOL, "syd"))
    for name in marts():
        build(connection, name)
    plans = (*catalog().plans, with_plan("syd", 2027, 3, 4, 6))
    declared: Catalog = replace(catalog(), plans=plans)
    schools = {SCHOOL: school(), "syd": school("syd")}
    declared_of = {"kpis": kpis(), "models": marts()}
    return judge_night(connection, declared, schools, **declared_of, as_of=RUN_DATE, before=())


def test_every_goal_of_every_plan_and_of_the_sector_is_one_row_for_every_school(
    night: NightGoals,
) -> None:
    rows = night.maal_status.to_pylist()
    keys = [(each["skole"], each["plan"], each["maal"]) for each in rows]
    of_plan = len(catalog().plans[0].goals)
    of_sector = sum(len(document.maal) for document in catalog().sector)
    assert len(keys) == len(set(keys)) == 2 * (of_plan + of_sector) + 7  # 03: 2, 04: 4, 06: 1
    assert {(skole, plan) for skole, plan, _ in keys} == {
        (SCHOOL, PLAN),
        (SCHOOL, SECTOR),
        ("syd", PLAN),
        ("syd", SECTOR),
        ("syd", "syd_2027"),
    }
    promised = {
        (each["skole"], each["plan"], each["maal"]) for each in night.tables["maal"].to_pylist()
    }
    assert promised == set(keys)


def test_two_plans_stand_side_by_side_and_say_the_same_of_the_same_goal(night: NightGoals) -> None:
    rows = {(r["skole"], r["plan"], r["maal"]): r for r in night.maal_status.to_pylist()}
    own, other = rows["syd", PLAN, "03-a"], rows["syd", "syd_2027", "03-a"]
    assert own["aktuel"] == 3
    assert {**own, "plan": None} == {**other, "plan": None}
    indsatser = {(r["skole"], r["plan"]) for r in night.indsats_status.to_pylist()}
    assert indsatser == {(SCHOOL, PLAN), ("syd", PLAN), ("syd", "syd_2027")}


def test_a_shared_goal_is_one_row_and_counts_in_both_its_indsatser(night: NightGoals) -> None:
    rows = [
        r for r in night.maal_status.to_pylist() if r["skole"] == SCHOOL and r["maal"] == "04-b"
    ]
    assert [row["indsats"] for row in rows] == [4]
    fourth, sixth = (_indsats(night, nr) for nr in (4, 6))
    assert "04-b" in fourth["maal"].split(", ")
    assert sixth["maal"] == "06-a, 04-b"
    assert sixth["bedoemte_maal"] + sixth["neutrale_maal"] == 2


def test_an_indsats_takes_the_worst_of_its_goals_and_counts_the_neutral_apart(
    night: NightGoals,
) -> None:
    rows = [r for r in night.maal_status.to_pylist() if (r["skole"], r["plan"]) == (SCHOOL, PLAN)]
    statuses = {row["maal"]: row["status"] for row in rows}
    assert (statuses["26-a"], statuses["26-b"]) == ("naaet", "mangler_data")
    both = _indsats(night, 26)
    assert (both["status"], both["bedoemte_maal"], both["neutrale_maal"]) == ("naaet", 1, 1)
    assert (statuses["03-a"], statuses["03-b"]) == ("bagud", "bagud")
    promises = _indsats(night, 3)
    assert (promises["status"], promises["bedoemte_maal"], promises["neutrale_maal"]) == (
        "bagud",
        2,
        0,
    )
    nothing = _indsats(night, 14)
    assert (nothing["status"], nothing["bedoemte_maal"]) == ("intet_maal", 0)


def _indsats(night: NightGoals, nr: int) -> Mapping[str, Any]:
    rows = night.indsats_status.to_pylist()
    (found,) = (r for r in rows if (r["skole"], r["plan"], r["indsats"]) == (SCHOOL, PLAN, nr))
    return {**found}


def _asked(declared: Catalog) -> list[Asked]:
    return asked_of(declared, school(), RUN_DATE)


def _kpis(asked: Asked) -> Iterable[str]:
    return (measure.kpi for _, measure in measures_of(asked.goal))
