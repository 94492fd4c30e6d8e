"""The marts are given to the defender, and its flags lie beside them as tables."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from sosu_pipeline.declarations.goal import Measure, Value
from sosu_pipeline.naming import Layer
from sosu_pipeline.publishing.hiding import GoalMeasure, register_hidden
from sosu_pipeline.warehouse.kpi import basis_table
from sosu_pipeline.warehouse.models import Model
from sosu_pipeline.warehouse.nights import (
    ShownBy,
    build_hidden_before,
    build_night_before,
    keep_night,
)

SKOLE, KPI = "nord", "kpi_soegning"
NIGHT, NEXT_NIGHT = date(2026, 5, 2), date(2026, 5, 3)
MODELS = {
    KPI: Model(
        layer=Layer.MARTS,
        name=KPI,
        header={"enhed": "personer", "dimensioner": "adgangsvej"},
        sql="select 1",
        reads=frozenset(),
    )
}


def gather(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the marts of what has been counted."""
    figures = "sum(taeller) as taeller, sum(naevner) as naevner, count(distinct person) as personer"
    place = "uddannelse, uddannelsesdel"
    for mart, keys in {
        "kpi_maaned": f"dato as maaned, {place}, afdeling",
        "kpi_skole_maaned": "dato as maaned",
        "kpi_aar": place,
        "kpi_skole": "skole as s",
    }.items():
        connection.execute(
            f"create or replace table marts.{mart} as select '{KPI}' as kpi, skole, 2026 as aar, "
            f"null::varchar as opdeling, {keys}, {figures} "
            f"from {basis_table(MODELS[KPI])} group by all"
        )


@pytest.fixture
def connection(tmp_path: Path) -> duckdb.DuckDBPyConnection:
    """Return marts of 2026: 12 people seek SSA HF, of whom 2 by merit, and 2 seek PAU HF."""
    connection = duckdb.connect()
    connection.execute(f"""
    create schema marts;
    create schema staging;
    create schema grundlag;
    create table staging.koersel as select date '{NIGHT}' as dato;
    create table staging.indstillinger as select '{SKOLE}' as skole,
        1 as aar_begynder_maaned, 3 as smaa_celler_personer, 5 as smaa_celler_trivsel;
    create table marts.kpi_katalog as
        select '{KPI}' as kpi, 'personer' as enhed, null::varchar as graense;
    create table {basis_table(MODELS[KPI])} as
        select '{SKOLE}' as skole, date '2026-03-01' as dato, 'HF' as uddannelsesdel,
            null::varchar as afdeling, if(n <= 18, 'SSA', 'PAU') as uddannelse,
            if(n <= 2, 'Merit', 'EUV2') as adgangsvej, n::varchar as person,
            1 as taeller, null::int as naevner
        from range(1, 21) as v(n);""")
    gather(connection)
    build_night_before(connection, None)
    build_hidden_before(connection, tmp_path, NIGHT)
    return connection


def measure(**by: str) -> GoalMeasure:
    told = Measure(kpi=KPI, filter={name: (value,) for name, value in by.items()}, vaerdi=Value.SUM)
    return GoalMeasure(skole=SKOLE, name=("plan", "02-d", "maaling"), measure=told)


def hidden_goals(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return connection.sql(
        "select navn, aar, aar_er_skjult, maaneder_er_skjult from skjult_maal"
    ).fetchall()


def test_a_small_group_is_hidden_beside_another_and_the_school_is_shown(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    register_hidden(connection, [], MODELS)

    assert years_of(connection) == {"PAU": True, "SSA": True}  # 20 − 18 = 2
    for level in ("skole", "maaned"):
        row = f"select er_skjult from marts.skjult_nu where niveau = '{level}'"
        assert connection.sql(row).fetchall() == [(False,)]


def test_a_goal_over_a_part_of_a_group_is_hidden_when_the_part_is_small(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    connection.execute(f"update {basis_table(MODELS[KPI])} set uddannelse = 'SSA'")
    connection.execute("update marts.kpi_aar set uddannelse = 'SSA', personer = 20, taeller = 20")
    goal = measure(uddannelse="SSA", adgangsvej="Merit")  # 2 of 20

    register_hidden(connection, [goal], MODELS)

    assert hidden_goals(connection) == [(["plan", "02-d", "maaling"], 2026, True, True)]


def test_a_goal_over_a_part_is_hidden_when_what_is_left_of_the_group_is_small(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    connection.execute(f"update {basis_table(MODELS[KPI])} set uddannelse = 'SSA'")
    goal = measure(uddannelse="SSA", adgangsvej="EUV2")  # 18 of 20 leaves 2

    register_hidden(connection, [goal], MODELS)

    assert hidden_goals(connection) == [(["plan", "02-d", "maaling"], 2026, True, True)]


def test_a_goal_over_a_part_shows_its_year_and_not_its_months_when_nothing_is_small(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    for table in ("marts.kpi_aar", "marts.kpi_maaned"):
        connection.execute(f"delete from {table} where uddannelse = 'PAU'")
    connection.execute(f"delete from {basis_table(MODELS[KPI])} where uddannelse = 'PAU'")
    connection.execute(
        f"update {basis_table(MODELS[KPI])} set adgangsvej = 'Merit' where person < '15'"
    )
    goal = measure(uddannelse="SSA", adgangsvej="Merit")

    register_hidden(connection, [goal], MODELS)

    assert hidden_goals(connection) == [(["plan", "02-d", "maaling"], 2026, False, True)]


def years_of(connection: duckdb.DuckDBPyConnection) -> dict[str, bool]:
    rows = "select uddannelse, er_skjult from marts.skjult_nu where niveau = 'aar' order by all"
    return dict(connection.sql(rows).fetchall())


def test_the_company_of_a_small_group_is_the_same_the_night_after(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    counted = basis_table(MODELS[KPI])
    connection.execute(f"update {counted} set uddannelse = 'SSH' where uddannelse = 'SSA'")
    gather(connection)
    register_hidden(connection, [], MODELS)
    connection.execute("create table marts.nat_nu as from marts.nat_foer")
    keep_night(
        connection, tmp_path, NIGHT, ShownBy(kode_version="1", erklaeringer="1", publicering_id="1")
    )
    connection.execute(
        f"insert into {counted} select * replace ('SSA' as uddannelse, 'ny' || person as person) "
        f"from {counted} where uddannelse = 'SSH'"
    )
    gather(connection)

    register_hidden(connection, [], MODELS)
    forgetful = years_of(connection)
    build_hidden_before(connection, tmp_path, NEXT_NIGHT)
    register_hidden(connection, [], MODELS)

    assert forgetful == {"PAU": True, "SSA": True, "SSH": False}  # 20 − 18 = 2, from both nights
    assert years_of(connection) == {"PAU": True, "SSA": False, "SSH": True}
