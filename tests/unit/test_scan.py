"""The warehouse is searched for CPR numbers, by shape and by date, and no number is repeated."""

import duckdb
import pytest

from sosu_pipeline.privacy.scan import Hit, find_cpr


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("create schema raw; create schema staging")
    return connection


def texts_in(connection: duckdb.DuckDBPyConnection, column: str, *texts: str) -> None:
    connection.execute(f"create table raw.fvu ({column} varchar, linje bigint)")
    connection.executemany("insert into raw.fvu values (?, 1)", [[text] for text in texts])


@pytest.mark.parametrize(
    "text",
    [
        "710190-1234",
        "7101901234",
        "710190 1234",
        "710190–1234",
        "flyttet til hold 12 (cpr 7101901234).",
        "12345678901 og 710190-1234",
        "H7101901234",
        "CPR710190-1234X",
        "710100-1234,720100-1234",
    ],
)
def test_a_number_is_found_with_and_without_a_dash_and_inside_a_text(
    connection: duckdb.DuckDBPyConnection, text: str
) -> None:
    texts_in(connection, "hold", text, "GF2-24", text)

    assert find_cpr(connection, ["raw"]) == [Hit("raw.fvu", "hold", 2)]


@pytest.mark.parametrize(
    "text",
    [
        "711390-1234",
        "9901901234",
        "71019012345",
        "710190-123",
        "ab7101901234cd",
        "2027-10-15",
        "",
    ],
    ids=["month 13", "day 99", "eleven digits", "nine digits", "checksum", "date", "empty"],
)
def test_what_only_looks_like_a_number_is_left_alone(
    connection: duckdb.DuckDBPyConnection, text: str
) -> None:
    texts_in(connection, "hold", text)

    assert find_cpr(connection, ["raw"]) == []


def test_ten_digits_are_allowed_in_the_columns_of_workplace_numbers(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    texts_in(connection, "p_nummer", "7101901234")

    assert find_cpr(connection, ["raw"]) == []


def test_only_the_named_schemas_are_searched_and_each_column_is_told_apart(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    connection.execute("create table raw.fvu as select '710190-1234' as hold, '7101901234' as trin")
    connection.execute("create view staging.fvu as select hold from raw.fvu")

    assert find_cpr(connection, ["staging"]) == [Hit("staging.fvu", "hold", 1)]
    assert find_cpr(connection, ["raw", "staging"]) == [
        Hit("raw.fvu", "hold", 1),
        Hit("raw.fvu", "trin", 1),
        Hit("staging.fvu", "hold", 1),
    ]
