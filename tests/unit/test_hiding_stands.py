"""A school's year is decided again only where something it is decided on has changed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from sosu_pipeline.declarations.goal import Measure, Value
from sosu_pipeline.naming import Layer
from sosu_pipeline.publishing import given, hiding
from sosu_pipeline.publishing.hiding import GoalMeasure, register_hidden
from sosu_pipeline.warehouse.models import Model
from sosu_pipeline.warehouse.nights import (
    ShownBy,
    build_hidden_before,
    build_night_before,
    keep_night,
)
from tests.disclosure.schools import LIMIT, SKOLE, UNITS, School, Size, draw_school

NIGHTS = (date(2027, 5, 1), date(2027, 5, 2), date(2027, 5, 3))
SHOWN_BY = ShownBy(kode_version="1", erklaeringer="1", publicering_id="1")
SIZE = Size(groups=(6, 7), people=(120, 121), months=(4, 5), afdelinger=(1, 2))
KPI = "kpi_gymnasial"
MARTS = {
    "celle": "kpi_maaned",
    "maaned": "kpi_skole_maaned",
    "aar": "kpi_aar",
    "skole": "kpi_skole",
}
EVERY, NONE = {2025, 2026}, set[int]()
Decided = list[set[int]]


@pytest.fixture
def school() -> School:
    """Return a school of 2025 and 2026."""
    return draw_school(3, SIZE)


@pytest.fixture
def connection(school: School, tmp_path: Path) -> duckdb.DuckDBPyConnection:
    """Return the warehouse of a first night."""
    connection = duckdb.connect()
    connection.execute(f"""
    create schema marts;
    create schema staging;
    create table staging.indstillinger as select '{SKOLE}' as skole, 1 as aar_begynder_maaned,
        {LIMIT} as smaa_celler_personer, 5 as smaa_celler_trivsel""")
    begin(connection, school, NIGHTS[0], tmp_path)
    return connection


def begin(
    connection: duckdb.DuckDBPyConnection, school: School, night: date, archive: Path
) -> None:
    """Begin a night: its marts, and what was hidden before it."""
    connection.execute(f"create or replace table staging.koersel as select date '{night}' as dato")
    published = school.published()
    connection.register("kpis", published.kpis)
    connection.execute(
        "create or replace table marts.kpi_katalog as select kpi, enhed, graense::varchar as "
        "graense from kpis"
    )
    for level, table in school.tables().items():
        connection.register("tal", table)
        month = "strptime(maaned::varchar, '%Y%m')::date as maaned"
        dated = f"replace ({month})" if "maaned" in table else ""
        connection.execute(
            f"create or replace table marts.{MARTS[level]} as select * {dated} from tal"
        )
    build_night_before(connection, None)
    build_hidden_before(connection, archive, night)


def keep(connection: duckdb.DuckDBPyConnection, night: date, archive: Path) -> None:
    """Keep what was hidden, as when the pointer moves."""
    connection.execute("create or replace table marts.nat_nu as from marts.nat_foer")
    keep_night(connection, archive, night, SHOWN_BY)


def measured(school: School) -> list[GoalMeasure]:
    """Return what the goals of a school measure."""
    return [
        GoalMeasure(
            skole=SKOLE,
            name=goal.name,
            measure=Measure(
                kpi=goal.kpi,
                filter={
                    name: values
                    for name in ("uddannelse", "uddannelsesdel")
                    if (values := getattr(goal, name)) is not None
                },
                vaerdi=Value.SUM,
            ),
        )
        for goal in school.goals
        if goal.opdeling is None
    ]


def hide(connection: duckdb.DuckDBPyConnection, goals: list[GoalMeasure]) -> None:
    """Decide what is hidden of a night."""
    models = {
        kpi: Model(layer=Layer.MARTS, name=kpi, header={}, sql="select 1", reads=frozenset())
        for kpi in UNITS
    }
    register_hidden(connection, goals, models)


def flags(connection: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return connection.sql("from marts.skjult_nu order by all").fetchall()


@pytest.fixture
def decided(monkeypatch: pytest.MonkeyPatch) -> Decided:
    """Return the years that are decided, night by night; the decision itself is the real one."""
    years: Decided = []
    decide = hiding.hide_small

    def watched(published: Any, goals: Any) -> Any:
        years.append(set(published.levels["celle"]["aar"]))
        return decide(published, goals)

    monkeypatch.setattr(hiding, "hide_small", watched)
    return years


def afresh(connection: duckdb.DuckDBPyConnection, goals: list[GoalMeasure]) -> list[Any]:
    """Decide every year of the same night, whatever stands, and return the flags."""
    connection.execute("drop table if exists marts.skjult_nu")
    hide(connection, goals)
    return flags(connection)


def grown(school: School, aar: int) -> School:
    """Return a school where one of a year's people counts in a key figure twice."""
    units = school.units
    ((_, one),) = units[(units["aar"] == aar) & (units["kpi"] == "kpi_timer")].head(1).iterrows()
    return replace(school, units=pd.concat([units, one.to_frame().T.astype(units.dtypes)]))


def test_a_night_of_the_same_figures_decides_nothing_and_has_the_flags_of_deciding(
    connection: duckdb.DuckDBPyConnection, school: School, decided: Decided
) -> None:
    goals = measured(school)
    hide(connection, goals)
    first = flags(connection)

    hide(connection, goals)

    assert decided == [EVERY, NONE]
    assert flags(connection) == first
    assert afresh(connection, goals) == first
    assert {row[-3] for row in first} == {True, False}  # er_skjult


def test_nights_in_a_row_have_the_flags_of_deciding_until_nothing_is_left_to_decide(
    connection: duckdb.DuckDBPyConnection, school: School, decided: Decided, tmp_path: Path
) -> None:
    goals = measured(school)
    hide(connection, goals)
    for night, before in zip(NIGHTS[1:], NIGHTS, strict=False):
        keep(connection, before, tmp_path)
        begin(connection, school, night, tmp_path)
        hide(connection, goals)

    assert decided == [EVERY, EVERY, NONE]  # the first night has no night before it
    carried = flags(connection)
    assert {row[0] for row in carried} == {NIGHTS[-1]}
    assert afresh(connection, goals) == carried


def test_a_changed_cell_decides_its_year_and_the_one_after_whose_order_it_tells(
    connection: duckdb.DuckDBPyConnection, school: School, decided: Decided, tmp_path: Path
) -> None:
    goals = measured(school)
    hide(connection, goals)
    for aar, expected in ((2026, {2026}), (2025, EVERY)):
        begin(connection, grown(school, aar), NIGHTS[0], tmp_path)
        hide(connection, goals)
        carried = flags(connection)
        assert decided[-1] == expected, aar
        assert afresh(connection, goals) == carried
        begin(connection, school, NIGHTS[0], tmp_path)
        hide(connection, goals)


def test_last_years_sizes_are_known_to_a_year_that_is_decided_alone(
    connection: duckdb.DuckDBPyConnection, school: School, tmp_path: Path
) -> None:
    for level in ("aar", "skole"):
        begin(connection, school, NIGHTS[0], tmp_path)
        hide(connection, [])
        begin(connection, grown(school, 2026), NIGHTS[0], tmp_path)
        found = given.give(connection, hiding.Standing(connection), []).published.levels[level]
        assert set(found["aar"]) == EVERY, level


def change_limit(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("update staging.indstillinger set smaa_celler_personer = 4")


def change_kind(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(f"update marts.kpi_katalog set graense = 'trivsel' where kpi = '{KPI}'")


def change_law(connection: duckdb.DuckDBPyConnection) -> None:
    """Let a numerator of 2025 be above its denominator, so that the key figure is no share."""
    connection.execute(
        f"update marts.kpi_maaned set taeller = naevner + 1 where kpi = '{KPI}' and aar = 2025"
    )


def change_by_hand(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("update marts.skjult_nu set er_skjult = false where niveau = 'aar'")


@pytest.mark.parametrize("change", [change_limit, change_kind, change_law, change_by_hand])
def test_what_holds_of_every_year_decides_every_year(
    connection: duckdb.DuckDBPyConnection,
    school: School,
    decided: Decided,
    change: Callable[[duckdb.DuckDBPyConnection], None],
) -> None:
    goals = measured(school)
    hide(connection, goals)
    change(connection)

    hide(connection, goals)

    assert decided == [EVERY, EVERY]
    again = flags(connection)
    assert afresh(connection, goals) == again


def test_a_changed_goal_decides_every_year(
    connection: duckdb.DuckDBPyConnection, school: School, decided: Decided
) -> None:
    goals = measured(school)
    hide(connection, goals)
    hide(connection, goals[1:])
    assert decided == [EVERY, EVERY]


def test_other_code_decides_every_year(
    connection: duckdb.DuckDBPyConnection,
    school: School,
    decided: Decided,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    goals = measured(school)
    hide(connection, goals)
    monkeypatch.setattr(given, "code_version", lambda: "0.1.0+andet")
    hide(connection, goals)
    assert decided == [EVERY, EVERY]


def test_an_earlier_night_again_has_the_flags_it_had(
    connection: duckdb.DuckDBPyConnection, school: School, tmp_path: Path
) -> None:
    goals = measured(school)
    told = {}
    shown = {NIGHTS[0]: school, NIGHTS[1]: grown(school, 2026), NIGHTS[2]: grown(school, 2025)}
    for night, figures in shown.items():
        begin(connection, figures, night, tmp_path)
        hide(connection, goals)
        keep(connection, night, tmp_path)
        told[night] = flags(connection)
    for night in (NIGHTS[1], NIGHTS[0], NIGHTS[2]):
        begin(connection, shown[night], night, tmp_path)
        hide(connection, goals)
        assert flags(connection) == told[night], night
