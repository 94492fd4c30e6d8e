"""What readers were shown is kept a file a night, and an earlier night is never told again."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from sosu_pipeline.warehouse.nights import (
    COLUMNS,
    HIDDEN_COLUMNS,
    ShownBy,
    build_hidden_before,
    build_night_before,
    keep_night,
    last_night_before,
    night_file,
    nights_kept,
    shown_by,
)

MONDAY, TUESDAY, WEDNESDAY = date(2027, 10, 4), date(2027, 10, 5), date(2027, 10, 6)
SHOWN_BY = ShownBy(
    kode_version="0.1.0+3f9a2c1b",
    erklaeringer="1b2c3d4e",
    publicering_id="2027-10-05-0123456789ab",
)


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("create schema marts")
    return connection


def show(
    connection: duckdb.DuckDBPyConnection, archive: Path, dato: date, value: int | None
) -> None:
    """Show a figure on a night."""
    told = {"navn": "'kpi_optag'", "dato": f"'{dato}'", "vaerdi": value or "null"}
    columns = ", ".join(f"{told.get(n, 'null')}::{kind} as {n}" for n, kind in COLUMNS.items())
    connection.execute(f"create or replace table marts.nat_nu as select {columns}, 7 as genregnet")
    told = {"kpi": "'kpi_optag'", "dato": f"'{dato}'", "taeller": value or "null"}
    columns = ", ".join(
        f"{told.get(n, 'null')}::{kind} as {n}" for n, kind in HIDDEN_COLUMNS.items()
    )
    connection.execute(f"create or replace table marts.skjult_nu as select {columns}")
    keep_night(connection, archive, dato, SHOWN_BY)


def before(connection: duckdb.DuckDBPyConnection, archive: Path, dato: date) -> list[object]:
    build_night_before(connection, last_night_before(archive, dato))
    return connection.execute("select day(dato)::int, vaerdi::int from marts.nat_foer").fetchall()


def test_before_the_first_night_nothing_was_shown(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    show(connection, tmp_path, TUESDAY, 10)
    assert before(connection, tmp_path, TUESDAY) == []
    assert before(connection, tmp_path, MONDAY) == []


def test_a_night_is_held_against_the_last_one_before_it(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    show(connection, tmp_path, MONDAY, 10)
    show(connection, tmp_path, TUESDAY, None)
    assert before(connection, tmp_path, TUESDAY) == [(4, 10)]
    assert before(connection, tmp_path, WEDNESDAY) == [(5, None)]


def test_the_last_night_may_be_told_again_and_an_earlier_one_may_not(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    show(connection, tmp_path, MONDAY, 10)
    show(connection, tmp_path, TUESDAY, 11)
    show(connection, tmp_path, TUESDAY, 12)
    show(connection, tmp_path, MONDAY, 99)
    assert before(connection, tmp_path, TUESDAY) == [(4, 10)]
    assert before(connection, tmp_path, WEDNESDAY) == [(5, 12)]


def test_a_file_of_before_a_column_came_is_read(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    (tmp_path / "vist").mkdir()
    old = tmp_path / "vist" / f"{MONDAY}.parquet"
    connection.execute(
        f"copy (select 'kpi_optag' as navn, date '{MONDAY}' as dato, 10 as vaerdi) to '{old}'"
    )
    assert before(connection, tmp_path, TUESDAY) == [(4, 10)]
    assert shown_by(connection, old) is None


def test_a_kept_night_says_which_code_and_publication_showed_it(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    show(connection, tmp_path, MONDAY, 10)
    show(connection, tmp_path, TUESDAY, 11)
    assert nights_kept(tmp_path) == (MONDAY, TUESDAY)
    assert shown_by(connection, night_file(tmp_path, MONDAY)) == SHOWN_BY


def hidden_before(connection: duckdb.DuckDBPyConnection, archive: Path, dato: date) -> list[object]:
    build_hidden_before(connection, archive, dato)
    return connection.execute("select taeller from marts.skjult_foer").fetchall()


def test_what_was_hidden_is_kept_beside_what_was_shown(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    show(connection, tmp_path, MONDAY, 10)
    show(connection, tmp_path, TUESDAY, 12)
    show(connection, tmp_path, MONDAY, 99)
    assert hidden_before(connection, tmp_path, MONDAY) == []
    assert hidden_before(connection, tmp_path, TUESDAY) == [(10,)]
    assert hidden_before(connection, tmp_path, WEDNESDAY) == [(12,)]
    assert (tmp_path / "skjult").stat().st_mode & 0o777 == 0o700


def test_what_is_kept_of_a_night_has_the_same_bytes_when_it_is_kept_again(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    files = [tmp_path / folder / f"{MONDAY}.parquet" for folder in ("vist", "skjult")]
    show(connection, tmp_path, MONDAY, 10)
    many = f"select * replace (date '{MONDAY}' as dato, n as personer) from marts.skjult_nu"
    connection.execute(
        f"create or replace table marts.skjult_nu as {many} cross join range(300_000) as v(n)"
    )
    keep_night(connection, tmp_path, MONDAY, SHOWN_BY)
    first = [file.read_bytes() for file in files]
    connection.execute(
        "create or replace table marts.skjult_nu as from marts.skjult_nu order by hash(personer)"
    )
    keep_night(connection, tmp_path, MONDAY, SHOWN_BY)
    assert [file.read_bytes() for file in files] == first
