"""Tables that stand: what each was made of, so that none is made again of the same.

A table is known by a hash of its columns and rows in any order, and what is made of tables by
theirs. So it does not matter why something is another than it was: a delivery, a date, a
contract, a code list, a change by hand. The note of it is the table's comment, and is written in
the transaction that makes the table.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

import duckdb

Parts = Mapping[str, str]
"""The parts of a table, each with the hash of what it was made of."""


class Standing:
    """What the tables of a warehouse hold during one run, and what they were made of."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Know nothing yet; a table is looked at when it is asked for."""
        self._connection = connection
        self._contents: dict[str, str] = {}

    def rests_on(self, texts: Iterable[str], reads: Iterable[str]) -> str:
        """Return a hash of SQL texts and of what they read as it is now: tables, or selects."""
        made_of = (duckdb.__version__, *texts, *map(self._content, sorted(reads)))
        return hashlib.sha256(repr(made_of).encode()).hexdigest()

    def parts(self, table: str) -> Parts:
        """Return what a table was made of; nothing where it is not as it was made."""
        schema, name = table.split(".")
        rows = self._connection.execute(
            "select comment from duckdb_tables() where schema_name = ? and table_name = ?",
            [schema, name],
        ).fetchall()
        note: dict[str, Any] = json.loads((rows and rows[0][0]) or "{}")
        stands = bool(note) and note["indhold"] == self._content(table)
        parts: Parts = note["dele"] if stands else {}
        return parts

    def note(self, table: str, parts: Parts) -> None:
        """Note on a table that was just made what it was made of."""
        self._contents.pop(table, None)
        note = json.dumps({"indhold": self._content(table), "dele": parts}).replace("'", "''")
        self._connection.execute(f"comment on table {table} is '{note}'")

    def _content(self, source: str) -> str:
        if source not in self._contents:
            columns = self._connection.execute(f"describe select * from {source}").fetchall()
            rows = self._connection.execute(
                f"select count(*), sum(hash(rows)::hugeint) from {source} as rows"
            ).fetchall()
            self._contents[source] = hashlib.sha256(repr((columns, rows)).encode()).hexdigest()
        return self._contents[source]
