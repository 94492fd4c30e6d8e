"""A mart stands while all it rests on is as it was, and is made again when any of it is not."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest

from sosu_pipeline.naming import Layer
from sosu_pipeline.warehouse.as_of import set_run_date
from sosu_pipeline.warehouse.building import MartBuilder, gathered_selects, gathered_table
from sosu_pipeline.warehouse.models import Model, read_model
from sosu_pipeline.warehouse.standing import Standing
from tests.factories import RUN_DATE, fetch, marts, staged

HEADER = """-- titel: Hold
-- beskrivelse: Opfundet
-- formel: Σ taeller = personer
-- enhed: personer
-- grain: skole
-- noegle: skole
-- ejer: data-team
"""
SOURCE = "create table staging.hold (skole varchar, person varchar, antal integer)"
TWO_PUPILS = "insert into staging.hold values ('nord', 'anna', 1), ('nord', 'bo', 2)"
SUMS = """
select skole, sum(antal) as antal, (from staging.koersel) as pr_dato
from staging.hold
group by all"""
ABOVE = "select skole, antal > 2 as er_stor from marts.sum"
KPI = """
with grundlag as (
    select
        skole, date '2027-01-01' as dato, null::varchar as uddannelse,
        null::varchar as uddannelsesdel, null::varchar as afdeling, person,
        antal::decimal(18, 4) as taeller, null::decimal(18, 4) as naevner,
    from staging.{source}
)
select
    skole, dato, uddannelse, uddannelsesdel, afdeling,
    sum(taeller) as taeller, sum(naevner) as naevner, count(distinct person) as personer,
from grundlag
group by all"""
OTHER = "create table staging.kurser as select 'nord' as skole, 'cille' as person, 7 as antal"

Change = Callable[[duckdb.DuckDBPyConnection], object]


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    connection = staged({})
    connection.execute(f"{SOURCE}; {TWO_PUPILS}")
    return connection


def model(tmp_path: Path, name: str, select: str) -> Model:
    path = tmp_path / f"{name}.sql"
    path.write_text(HEADER + select, encoding="utf-8")
    return read_model(path, Layer.MARTS)


def stood(connection: duckdb.DuckDBPyConnection, *models: Model) -> list[bool]:
    """Build the marts of one run, and tell of each whether it stood."""
    builder = MartBuilder(connection)
    return [builder.build(each).stood for each in models]


def run(statement: str) -> Change:
    return lambda connection: connection.execute(statement)


CHANGES = {
    "a line more": run("insert into staging.hold values ('nord', 'cille', 1)"),
    "a line fewer": run("delete from staging.hold where person = 'bo'"),
    "the same line twice": run("insert into staging.hold from staging.hold where person = 'bo'"),
    "another cell": run("update staging.hold set antal = 3 where person = 'bo'"),
    "a cell emptied": run("update staging.hold set person = null where person = 'bo'"),
    "two cells exchanged": run("update staging.hold set antal = 3 - antal"),
    "a column of another type": run("alter table staging.hold alter antal type bigint"),
    "a column of another name": run("alter table staging.hold rename person to elev"),
    "a column more": run("alter table staging.hold add column note varchar"),
    "another date": lambda connection: set_run_date(connection, date(2027, 10, 2)),
    "its own rows changed by hand": run("update marts.sum set antal = 0"),
    "its own rows gone": run("delete from marts.sum"),
    "made by somebody else": run("create or replace table marts.sum as from marts.sum"),
    "dropped": run("drop table marts.sum"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_mart_is_made_again_when_what_it_rests_on_has_changed(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, change: Change
) -> None:
    sums = model(tmp_path, "sum", SUMS)
    stood(connection, sums)
    change(connection)
    assert stood(connection, sums) == [False]
    assert fetch(connection, "from marts.sum") == fetch(connection, SUMS)


def test_a_mart_is_made_again_when_its_select_has_changed(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    stood(connection, model(tmp_path, "sum", SUMS))
    assert stood(connection, model(tmp_path, "sum", SUMS.replace("sum(", "max("))) == [False]
    assert fetch(connection, "select antal from marts.sum") == [{"antal": 2}]


def test_a_mart_is_made_again_by_another_engine(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sums = model(tmp_path, "sum", SUMS)
    stood(connection, sums)
    monkeypatch.setattr(duckdb, "__version__", "en anden")
    assert stood(connection, sums) == [False]


def test_a_mart_stands_when_its_sources_are_written_again_with_the_same_rows(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    sums = model(tmp_path, "sum", SUMS)
    stood(connection, sums)
    connection.execute(
        "create or replace table staging.hold as from staging.hold order by person desc"
    )
    set_run_date(connection, RUN_DATE)
    assert stood(connection, sums) == [True]


def test_a_mart_stands_when_the_mart_below_it_comes_out_the_same(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    both = model(tmp_path, "sum", SUMS), model(tmp_path, "stor", ABOVE)
    stood(connection, *both)
    connection.execute("update staging.hold set antal = 3 - antal")
    assert stood(connection, *both) == [False, True]


def test_a_mart_is_made_again_when_the_mart_below_it_has_changed(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    both = model(tmp_path, "sum", SUMS), model(tmp_path, "stor", ABOVE)
    stood(connection, *both)
    connection.execute("update staging.hold set antal = 1")
    assert stood(connection, *both) == [False, False]
    assert fetch(connection, "select er_stor from marts.stor") == [{"er_stor": False}]


def test_a_mart_that_breaks_off_stays_as_it_was_and_is_made_by_the_next_run(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    stood(connection, model(tmp_path, "sum", SUMS))
    before = fetch(connection, "from marts.sum")
    connection.execute("update staging.hold set antal = 4")
    with pytest.raises(duckdb.ConversionException):
        stood(connection, model(tmp_path, "sum", SUMS.replace("sum(antal)", "sum(person::int)")))
    assert fetch(connection, "from marts.sum") == before
    assert stood(connection, model(tmp_path, "sum", SUMS)) == [False]
    assert fetch(connection, "select antal from marts.sum") == [{"antal": 8}]  # 4 + 4


def gather(
    connection: duckdb.DuckDBPyConnection, table: str, *models: Model
) -> tuple[bool, dict[str, int]]:
    """Build KPIs and a table gathered from them; tell if it stood, and its sum per KPI."""
    builder = MartBuilder(connection)
    for each in models:
        builder.build(each)
    name = gathered_table(table)
    built = builder.gather(name, gathered_selects(models)[table])
    sums = fetch(connection, f"select kpi, sum(taeller)::int as antal from {name} group by kpi")
    return built.stood, {row["kpi"]: row["antal"] for row in sums}


@pytest.mark.parametrize("table", ["kpi", "kpi_maaned", "kpi_aar", "kpi_skole"])
def test_only_the_kpis_that_have_changed_are_gathered_again(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, table: str
) -> None:
    connection.execute(OTHER)
    hold = model(tmp_path, "kpi_hold", KPI.format(source="hold"))
    kurser = model(tmp_path, "kpi_kurser", KPI.format(source="kurser"))
    assert gather(connection, table, hold, kurser) == (False, {"kpi_hold": 3, "kpi_kurser": 7})
    assert gather(connection, table, hold, kurser) == (True, {"kpi_hold": 3, "kpi_kurser": 7})
    connection.execute("update staging.hold set antal = antal + 1")
    assert gather(connection, table, hold, kurser) == (False, {"kpi_hold": 5, "kpi_kurser": 7})
    assert gather(connection, table, kurser) == (False, {"kpi_kurser": 7})
    assert gather(connection, table, hold, kurser) == (False, {"kpi_hold": 5, "kpi_kurser": 7})


def test_years_are_gathered_again_when_a_school_lets_them_begin_in_another_month(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    hold = model(tmp_path, "kpi_hold", KPI.format(source="hold"))
    gather(connection, "kpi_aar", hold)
    connection.execute("update staging.indstillinger set aar_begynder_maaned = 8")
    assert gather(connection, "kpi_aar", hold)[0] is False
    assert fetch(connection, "select aar from marts.kpi_aar") == [{"aar": 2026}]


def test_a_gathered_table_changed_by_hand_is_gathered_again(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    hold = model(tmp_path, "kpi_hold", KPI.format(source="hold"))
    gather(connection, "kpi_aar", hold)
    connection.execute("update marts.kpi_aar set taeller = 0")
    assert gather(connection, "kpi_aar", hold) == (False, {"kpi_hold": 3})


def test_no_mart_asks_for_the_time_or_for_chance() -> None:
    asking = ("current_", "now()", "today()", "random(", "uuid(", "nextval(")
    assert [name for name, each in marts().items() for word in asking if word in each.sql] == []


def test_the_marts_of_a_school_all_stand_the_second_time() -> None:
    connection = staged({"uddannelsesforhold": [{}], "ansoegninger": [{}]})
    stood(connection, *marts().values())
    assert all(stood(connection, *marts().values()))


def test_a_part_may_have_any_name(connection: duckdb.DuckDBPyConnection) -> None:
    parts = {"skolen på St. Olav's Plads 2026": "et mærke"}
    Standing(connection).note("staging.hold", parts)
    assert Standing(connection).parts("staging.hold") == parts
