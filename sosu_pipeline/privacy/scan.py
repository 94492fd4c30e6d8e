"""A search of the warehouse for CPR numbers that should have stopped at the door."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from sosu_pipeline.privacy.cpr import is_cpr_shaped

NUMBERED_COLUMNS = ("p_nummer", "cvr")
BATCH = 10_000

_SHAPE = "[0-9]{6} ?[-\u2010-\u2013]? ?[0-9]{4}"
_PREFILTER = f"(^|[^0-9a-f]){_SHAPE}([^0-9a-f]|$)"
_CANDIDATE = re.compile(f"(?<![0-9a-f]){_SHAPE}(?![0-9a-f])")
_TEXT_COLUMNS = """
select table_schema || '.' || table_name, column_name from information_schema.columns
where data_type = 'VARCHAR' and list_contains($schemas, table_schema)
    and not list_contains($numbered, column_name)
order by all"""


@dataclass(frozen=True)
class Hit:
    """A text column with CPR numbers in it, and on how many rows; never the numbers."""

    table: str
    column: str
    rows: int


def find_cpr(
    connection: duckdb.DuckDBPyConnection, schemas: Sequence[str], *, only: str | None = None
) -> list[Hit]:
    """Return every text column of the schemas that holds a CPR number, also inside a longer text.

    A number counts by shape and by a valid date, with or without a dash. Digits among the letters
    a to f are part of a checksum and nobody's; columns of workplaces' and companies' numbers are
    left out by name. ``only`` asks of one table.
    """
    named = {"schemas": list(schemas), "numbered": list(NUMBERED_COLUMNS)}
    columns = connection.execute(_TEXT_COLUMNS, named).fetchall()
    asked = ((table, column) for table, column in columns if only in {None, table})
    hits = (Hit(table, column, _rows(connection, table, column)) for table, column in asked)
    return [hit for hit in hits if hit.rows]


def _rows(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> int:
    return sum(
        rows
        for text, rows in _suspects(connection, table, column)
        if any(is_cpr_shaped(candidate) for candidate in _CANDIDATE.findall(text))
    )


def _suspects(
    connection: duckdb.DuckDBPyConnection, table: str, column: str
) -> Iterator[tuple[str, int]]:
    """Yield the distinct texts that could hold a number, with their counts."""
    query = (
        f'select "{column}", count(*) from {table} '
        f'where regexp_matches("{column}", $shape) group by all'
    )
    result = connection.execute(query, {"shape": _PREFILTER})
    while batch := result.fetchmany(BATCH):
        yield from batch
