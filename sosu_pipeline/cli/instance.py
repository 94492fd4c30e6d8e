"""The Dagster instance under ``SOSU_HOME``; SQLite need not wait for the disk at every event."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import dagster as dg
from sqlalchemy import event
from sqlalchemy.engine import Engine


@contextmanager
def open_instance() -> Iterator[dg.DagsterInstance]:
    """Open the instance of this process.

    A night writes some six hundred events and SQLite syncs each of them twice. In WAL mode with
    ``synchronous = normal`` the file cannot be damaged; a power cut can only cost the last events.
    """
    event.listen(Engine, "connect", _sync_at_checkpoints)
    try:
        with dg.DagsterInstance.get() as instance:
            yield instance
    finally:
        event.remove(Engine, "connect", _sync_at_checkpoints)


def _sync_at_checkpoints(connection: Any, record: object) -> None:  # noqa: ANN401
    del record
    connection.execute("pragma synchronous = normal")
