"""Dagster's event log in SQLite, with its connections kept open.

Dagster opens, inspects and closes a database for each of a night's six hundred events, which was
more than half of a small night. Here a run's database is opened once, and it need not wait for the
disk at every event: in WAL mode with ``synchronous = normal`` the file cannot be damaged, and a
power cut can only cost the last events.
"""

import sqlite3
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

BUSY_SECONDS = 30
DATABASES_OPEN = 8
"""The webserver reads many runs; the least lately read is closed."""


class EventLog(SqliteEventLogStorage):
    """SQLite's event log; one open connection to each database, used by one thread at a time."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        """Take Dagster's home; the databases lie where Dagster would put them."""
        self._engines: OrderedDict[str, Engine] = OrderedDict()
        self._tables: set[str] = set()
        super().__init__(str(Path(base_dir) / "history" / "runs"), inst_data)

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> Self:
        """Return the log as ``dagster.yaml`` asks for it."""
        return cls(config_value["base_dir"], inst_data)

    def has_table(self, table_name: str) -> bool:
        """Tell whether the shared database has a table; one that was there stays."""
        if table_name not in self._tables and super().has_table(table_name):
            self._tables.add(table_name)
        return table_name in self._tables

    def dispose(self) -> None:
        """Close every database."""
        with self._db_lock:
            while self._engines:
                self._engines.popitem()[1].dispose()
        super().dispose()

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock, self._opened(shard).connect() as connection, connection.begin():
            yield connection

    def _opened(self, shard: str) -> Engine:
        if shard not in self._engines:
            engine = create_engine(
                self.conn_string_for_shard(shard),
                poolclass=StaticPool,
                connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
            )
            event.listen(engine, "connect", _sync_at_checkpoints)
            self._initdb(engine)
            self._engines[shard] = engine
        self._engines.move_to_end(shard)
        while len(self._engines) > DATABASES_OPEN:
            self._engines.popitem(last=False)[1].dispose()
        return self._engines[shard]


def _sync_at_checkpoints(connection: sqlite3.Connection, record: object) -> None:
    del record
    connection.execute("pragma synchronous = normal")
