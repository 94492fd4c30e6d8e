"""One process writes the warehouse: the lock, and who holds it."""

import getpass
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from sosu_pipeline.errors import UserError


class WarehouseBusyError(UserError):
    """Another process holds the warehouse; the text says who and since when."""


@contextmanager
def open_warehouse(path: Path, *, holder: str, memory: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse for writing, alone, and close it whatever happens.

    Args:
        path: the DuckDB file.
        holder: what the one who opens it is doing, for whoever comes second.
        memory: DuckDB's memory limit, e.g. ``1GB``; it spills beside the file beyond that.

    Raises:
        WarehouseBusyError: another process holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _held(path, holder):
        try:
            connection = duckdb.connect(
                str(path), config={"memory_limit": memory, "preserve_insertion_order": "false"}
            )
        except duckdb.IOException as error:
            if "lock" not in str(error).casefold():
                raise
            msg = f"lageret {path.name} er åbent i et andet program; luk det og kør igen"
            raise WarehouseBusyError(msg) from error
        try:
            connection.execute("set enable_progress_bar = false")
            yield connection
        finally:
            connection.close()


@contextmanager
def read_warehouse(path: Path, *, memory: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse for reading; nobody can write it meanwhile, and nothing is written.

    Raises:
        UserError: there is no warehouse yet.
        WarehouseBusyError: another process writes it.
    """
    if not path.is_file():
        msg = f"der er intet lager i {path.parent}; kør sosu run"
        raise UserError(msg)
    try:
        connection = duckdb.connect(str(path), read_only=True, config={"memory_limit": memory})
    except duckdb.IOException as error:
        if "lock" not in str(error).casefold():
            raise
        msg = f"lageret er optaget af {_describe(path)}; vent, til den er færdig, og prøv igen"
        raise WarehouseBusyError(msg) from error
    with connection:
        connection.execute("set enable_progress_bar = false")
        yield connection


def copy_warehouse(path: Path, copy: Path, *, memory: str) -> None:
    """Copy a warehouse that nobody writes meanwhile, with what its last run left in the log.

    Raises:
        WarehouseBusyError: another process writes it.
    """
    with read_warehouse(path, memory=memory):
        shutil.copyfile(path, copy)
        log = _log_file(path)
        if log.is_file():
            shutil.copyfile(log, _log_file(copy))


def holder_of(path: Path) -> str | None:
    """Return who holds the warehouse, in a Danish phrase, or None when nobody does."""
    lock = FileLock(_lock_file(path))
    try:
        with lock.acquire(timeout=0):
            return None
    except Timeout:
        return _describe(path)


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Keep all of what is written inside, or none of it."""
    connection.begin()
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


@contextmanager
def _held(path: Path, holder: str) -> Iterator[None]:
    lock = FileLock(_lock_file(path))
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        msg = f"lageret er optaget af {_describe(path)}; vent, til den er færdig, og kør igen"
        raise WarehouseBusyError(msg) from error
    try:
        _note_file(path).write_text(
            json.dumps(
                {
                    "koersel": holder,
                    "proces": os.getpid(),
                    "bruger": getpass.getuser(),
                    "siden": datetime.now(UTC).isoformat(timespec="seconds"),
                }
            ),
            encoding="utf-8",
        )
        yield
    finally:
        _note_file(path).unlink(missing_ok=True)
        lock.release()


def _describe(path: Path) -> str:
    try:
        note = json.loads(_note_file(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "en anden kørsel"
    since = datetime.fromisoformat(note["siden"]).astimezone()
    return (
        f"{note['koersel']} (proces {note['proces']}, {note['bruger']}, "
        f"siden {since:%d-%m-%Y kl. %H.%M})"
    )


def _lock_file(path: Path) -> Path:
    return path.with_suffix(".laas")


def _log_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


def _note_file(path: Path) -> Path:
    return path.with_suffix(".laas.json")
