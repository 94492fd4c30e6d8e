"""A feed's state as of a date stands until something that had arrived by then is another."""

from collections.abc import Callable
from datetime import date

import duckdb
import pytest

from sosu_pipeline.warehouse.as_of import build_as_of, build_persons, set_run_date
from sosu_pipeline.warehouse.standing import Standing
from sosu_pipeline.warehouse.tables import (
    DELIVERY_LEDGER,
    QUARANTINE,
    create_feed_tables,
    create_schemas,
    staging_table,
    versions_table,
)
from tests.factories import catalog, fetch, insert

RUN_DATE = date(2027, 10, 1)
CONTRACT, CHANGES = catalog().contracts["uddannelsesforhold"], catalog().contracts["cpr_skift"]
TABLE, VERSIONS = staging_table(CONTRACT), versions_table(CONTRACT)
PUPIL = {"skole": "nord", "fil": "f", "uddannelse": "SSA", "startdato": date(2026, 8, 3)}
FEED = {"skole": "nord", "kilde": CONTRACT.kilde, "er_accepteret": True}

Change = Callable[[duckdb.DuckDBPyConnection], object]


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    create_schemas(connection)
    for contract in (CONTRACT, CHANGES):
        create_feed_tables(connection, contract)
    set_run_date(connection, RUN_DATE)
    deliver(connection, "1", date(2027, 9, 1), "anna", "bo")
    return connection


def deliver(connection: duckdb.DuckDBPyConnection, number: str, day: date, *pupils: str) -> None:
    """Let a snapshot arrive with a line for each pupil."""
    arrival = {"levering": number, "ankomst": day, "raekkefoelge": int(number)}
    insert(connection, DELIVERY_LEDGER, [{**FEED, **arrival, "linjer": len(pupils)}])
    lines = [{**PUPIL, **arrival, "person": each} for each in pupils]
    insert(connection, VERSIONS, [{**line, "linje": n} for n, line in enumerate(lines, start=2)])


def made(connection: duckdb.DuckDBPyConnection) -> object:
    """Build the state as a night does, and return what tells one making of it from another."""
    build_persons(connection, CHANGES)
    build_as_of(connection, Standing(connection), CONTRACT)
    return fetch(
        connection, "select table_oid from duckdb_tables() where table_name = 'uddannelsesforhold'"
    )


def pupils(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = fetch(connection, f"select person, er_gammel from {TABLE} order by person")
    return [f"{row['person']}{' (gammel)' if row['er_gammel'] else ''}" for row in rows]


def test_the_state_stands_on_the_next_night(connection: duckdb.DuckDBPyConnection) -> None:
    first = made(connection)
    deliver(connection, "2", date(2027, 10, 3), "cille")
    set_run_date(connection, date(2027, 10, 2))
    assert made(connection) == first
    assert pupils(connection) == ["anna", "bo"]


def arrives(connection: duckdb.DuckDBPyConnection) -> None:
    deliver(connection, "2", RUN_DATE, "anna", "cille")


def is_refused(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(f"update {DELIVERY_LEDGER} set er_accepteret = false")


def changes_number(connection: duckdb.DuckDBPyConnection) -> None:
    change = {"skole": "nord", "gammel_person": "bo", "ny_person": "dorte"}
    days = {"dato": date(2027, 9, 1), "ankomst": date(2027, 9, 1), "raekkefoelge": 9}
    insert(connection, versions_table(CHANGES), [{**change, **days}])


def turns_back(connection: duckdb.DuckDBPyConnection) -> None:
    set_run_date(connection, date(2027, 8, 31))


@pytest.mark.parametrize(
    ("change", "left"),
    [
        (arrives, ["anna", "cille"]),
        (is_refused, []),
        (changes_number, ["anna", "dorte"]),
        (turns_back, []),
    ],
)
def test_the_state_is_made_again(
    connection: duckdb.DuckDBPyConnection, change: Change, left: list[str]
) -> None:
    first = made(connection)
    change(connection)
    assert made(connection) != first
    assert pupils(connection) == left


def test_the_state_is_made_again_when_a_line_of_it_was_refused(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    deliver(connection, "2", RUN_DATE, "anna")
    first = made(connection)
    assert pupils(connection) == ["anna"]
    refused = {"levering": "2", "kilde": CONTRACT.kilde, "person": "bo"}
    insert(connection, QUARANTINE, [refused])
    assert made(connection) != first
    assert pupils(connection) == ["anna", "bo (gammel)"]
