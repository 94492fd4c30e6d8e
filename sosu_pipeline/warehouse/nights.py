"""What readers were shown on every night: one file per publication they were pointed at.

Hidden figures are not in the files, so nothing that is told of them later was ever hidden. The
files lie in the archive beside what was said of the goals; the last one may be told again.
"""

from datetime import date
from pathlib import Path
from typing import Final

import duckdb

from sosu_pipeline.naming import Layer, table_name

FOLDER: Final = "vist"
NOW, BEFORE = table_name(Layer.MARTS, "nat_nu"), table_name(Layer.MARTS, "nat_foer")
FIGURE: Final = "decimal(18, 4)"
COLUMNS: Final = {
    **dict.fromkeys(("skole", "art", "plan", "navn", "opdeling"), "varchar"),
    "aar": "bigint",
    "dato": "date",
    "titel": "varchar",
    "enhed": "varchar",
    "status": "varchar",
    "datadato": "date",
    "definition": "varchar",
    "ordlyd": "varchar",
    "vaerdi": FIGURE,
    "til_datadato": FIGURE,
    "skjult_aarsag": "varchar",
}
"""What is kept of a figure; ``til_datadato`` is what it was when no later day was counted."""


def build_night_before(connection: duckdb.DuckDBPyConnection, archive: Path, dato: date) -> None:
    """Make the table of what readers last saw before a night; empty before the first one."""
    columns = ", ".join(f"null::{kind} as {name}" for name, kind in COLUMNS.items())
    select = f"select {columns} limit 0"
    if earlier := [path for path in _files(archive) if path.stem < dato.isoformat()]:
        place = str(earlier[-1]).replace("'", "''")
        select = f"({select}) union all by name (from read_parquet('{place}'))"
    connection.execute(
        f"create or replace table {BEFORE} as select {', '.join(COLUMNS)} from ({select})"
    )


def keep_night(connection: duckdb.DuckDBPyConnection, archive: Path, dato: date) -> None:
    """Keep what readers are shown from now on; an earlier night is never told again."""
    kept = _files(archive)
    if kept and kept[-1].stem > dato.isoformat():
        return
    folder = archive / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / f"{dato.isoformat()}.parquet"
    aside = file.with_name(f".{file.name}")
    connection.execute(
        f"copy (select {', '.join(COLUMNS)} from {NOW} where dato = $dato order by all) "
        "to $path (format parquet)",
        {"dato": dato, "path": str(aside)},
    )
    aside.replace(file)


def _files(archive: Path) -> list[Path]:
    return sorted((archive / FOLDER).glob("????-??-??.parquet"))
