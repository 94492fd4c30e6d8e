"""What was said of every goal on every night: one file per night, written once and kept for ever.

The files lie in the archive and not in the warehouse, which can be built again from it. The last
night is still open and may be told again; an earlier one is only changed by a declared correction,
which is a file of its own beside it.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from sosu_pipeline.naming import Layer, table_name

CORRECTION = "rettelse"
OWN_COLUMNS = (CORRECTION, "rettelse_grund")


@dataclass(frozen=True)
class History:
    """A table of statuses with its key, the night's date apart, and the folder of its files."""

    name: str
    key: tuple[str, ...]
    folder: Path

    @property
    def table(self) -> str:
        """Return the table with what is held of each night now."""
        return table_name(Layer.MARTS, self.name)

    @property
    def ledger(self) -> str:
        """Return the table with every correction and what stood before it."""
        return f"{self.table}_historik"

    @property
    def deviations(self) -> str:
        """Return the table of what this run would say otherwise, and may not."""
        return f"{self.table}_afvigelser"

    @property
    def files(self) -> list[Path]:
        """Return every night's files; one that is still being written has another name."""
        return sorted(self.folder.glob("????-??-??*.parquet"))

    def files_of(self, dato: date) -> list[Path]:
        """Return a night's files, the corrections after what they correct."""
        return sorted(self.folder.glob(f"{dato.isoformat()}*.parquet"))

    @property
    def last_night(self) -> date | None:
        """Return the latest night that is told of."""
        nights = [path.name[:10] for path in self.files]
        return date.fromisoformat(max(nights)) if nights else None


def record_night(
    connection: duckdb.DuckDBPyConnection,
    history: History,
    rows: pa.Table,
    *,
    dato: date,
    correction: str | None,
) -> None:
    """Keep what a night says, and make the tables of all that is known of nights until then.

    Args:
        connection: the warehouse.
        history: the table, its key and its folder.
        rows: the night's rows, each with the key and ``dato``.
        dato: the night's as-of date.
        correction: why an earlier night may be corrected, or None where it may not.
    """
    for folder in (history.folder.parent, history.folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    connection.register("nattens", rows)
    last, kept = history.last_night, history.files_of(dato)
    if last is None or dato >= last or not kept:
        file = history.folder / f"{dato}.parquet"
        _write(connection, "select * from nattens", file, 0, None)
        for outdated in set(kept) - {file}:
            outdated.unlink()
        kept = []
    changed = f"from nattens except all ({_now(history, kept, rows)})" if kept else None
    if changed and correction and connection.execute(f"{changed} limit 1").fetchall():
        number = len(kept)
        file = history.folder / f"{dato}-{CORRECTION}-{number:02}.parquet"
        _write(connection, changed, file, number, correction)
        changed = None
    _build(connection, history, dato, changed)
    connection.unregister("nattens")


def _write(
    connection: duckdb.DuckDBPyConnection,
    select: str,
    file: Path,
    number: int,
    reason: str | None,
) -> None:
    aside = file.with_name(f".{file.name}")
    connection.execute(
        f"copy (select *, $number::bigint as {OWN_COLUMNS[0]}, $reason::varchar as "
        f"{OWN_COLUMNS[1]} from ({select})) to $path (format parquet)",
        {"number": number, "reason": reason, "path": str(aside)},
    )
    aside.replace(file)


def _build(
    connection: duckdb.DuckDBPyConnection, history: History, dato: date, changed: str | None
) -> None:
    known = [path for path in history.files if path.name[:10] <= dato.isoformat()]
    connection.execute(f"create or replace table {history.ledger} as {_read(known)}")
    connection.execute(
        f"create or replace table {history.table} as select * from {history.ledger} "
        f"qualify row_number() over (partition by {_key(history)} order by {CORRECTION} desc) = 1"
    )
    connection.execute(
        f"create or replace table {history.deviations} as select {_key(history)} from "
        f"({changed or f'from {history.table} limit 0'})"
    )


def _now(history: History, files: list[Path], rows: pa.Table) -> str:
    """Return the select of what a night says now, in the columns that a night has today."""
    names = ", ".join(rows.column_names)
    return (
        f"select {names} from (({_read(files)}) union all by name (from nattens limit 0)) "
        f"qualify row_number() over (partition by {_key(history)} order by {CORRECTION} desc) = 1"
    )


def _key(history: History) -> str:
    return ", ".join((*history.key, "dato"))


def _read(files: list[Path]) -> str:
    paths = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
    return f"select * from read_parquet([{paths}], union_by_name = true)"
