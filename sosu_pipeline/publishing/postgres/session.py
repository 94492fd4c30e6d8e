"""A connection to PostgreSQL whose every error is a Danish sentence."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import adbc_driver_manager as adbc
import pyarrow as pa
from adbc_driver_postgresql import dbapi

from sosu_pipeline.publishing.postgres.problems import (
    LOCKED,
    PostgresError,
    problem_of,
    refusal_of,
)
from sosu_pipeline.publishing.postgres.target import Target

CONTEXT = b"PG_DIAG_CONTEXT"
COLUMN = re.compile(r"COPY (\S+), line \d+, column (\S+)")


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long a database is waited for; ``whole_seconds`` holds whatever the server does.

    ``lock_milliseconds`` is what readers may be kept waiting by one attempt to swap, and
    ``swap_seconds`` how long it is attempted.
    """

    statement_seconds: float = 300.0
    idle_seconds: int = 60
    lock_milliseconds: int = 500
    first_pause_seconds: float = 0.05
    longest_pause_seconds: float = 5.0
    swap_seconds: float = 120.0
    whole_seconds: float = 1800.0


class Session:
    """One connection, where each statement stands by itself outside ``transaction``."""

    def __init__(
        self, connection: dbapi.Connection, target: Target, patience: Patience, late: float
    ) -> None:
        """Take an open connection in autocommit."""
        self._connection = connection
        self.target, self.patience, self.late = target, patience, late

    def run(self, statement: str) -> None:
        """Run a statement that answers nothing.

        Raises:
            PostgresError: the database would not.
        """
        with self._told(), self._connection.cursor() as cursor:
            cursor.execute(statement)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query.

        Raises:
            PostgresError: the database would not.
        """
        with self._told(), self._connection.cursor() as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())

    def ingest(self, skema: str, table: str, rows: pa.RecordBatchReader) -> None:
        """Stream rows into a table by binary COPY.

        Raises:
            PostgresError: the database would not take them.
        """
        with self._told(table), self._connection.cursor() as cursor:
            cursor.adbc_ingest(table, rows, mode="append", db_schema_name=skema)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all of what is run inside, or none of it."""
        self.run("begin")
        try:
            yield
            self.run("commit")
        except BaseException:
            with suppress(PostgresError):
                self.run("rollback")
            raise

    @contextmanager
    def _told(self, table: str = "") -> Iterator[None]:
        try:
            yield
        except adbc.Error as error:
            raise problem_of(self.target.shown, error.sqlstate, _place(error, table)) from error


@contextmanager
def open_session(target: Target, patience: Patience, *, late: float) -> Iterator[Session]:
    """Connect, and let go whatever happens.

    After ``late``, by ``time.monotonic``, nobody waits any longer and nothing may be swapped.

    Raises:
        PostgresError: there is no connection to be had.
    """
    try:
        connection = dbapi.connect(target.uri, autocommit=True)
    except adbc.Error as error:
        raise refusal_of(target.shown, str(error)) from None
    with connection:
        session = Session(connection, target, patience, late)
        session.run(f"set statement_timeout = '{patience.statement_seconds}s'")
        session.run(f"set idle_in_transaction_session_timeout = '{patience.idle_seconds}s'")
        yield session


def is_locked(error: PostgresError) -> bool:
    """Tell whether trying again may help, because somebody held a lock."""
    return error.state in LOCKED


def quoted(*names: str) -> str:
    """Return a name for SQL, e.g. ``"marts"."kpi_aar"``."""
    return ".".join('"' + name.replace('"', '""') + '"' for name in names)


def literal(text: str) -> str:
    """Return a text for SQL; NUL, which no literal can hold, is left out."""
    return "'" + text.replace("\0", "").replace("'", "''") + "'"


def _place(error: adbc.Error, table: str) -> str:
    """Return table and column from where the server says it was; never its line's values."""
    details: dict[Any, Any] = dict(error.details or ())
    found = COLUMN.search(details.get(CONTEXT, b"").decode(errors="replace"))
    return f"{table}.{found[2]}" if found else table
