"""What readers were shown on every night: one file per publication they were pointed at.

Hidden figures are not in the files, so nothing that is told of them later was ever hidden. The
files lie in the archive beside what was said of the goals; the last one may be told again.
"""

from dataclasses import asdict, dataclass, fields
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


@dataclass(frozen=True, kw_only=True)
class ShownBy:
    """What a night was shown by: the versions of code and declarations, and the publication."""

    kode_version: str
    erklaeringer: str
    publicering_id: str


def nights_kept(archive: Path) -> tuple[date, ...]:
    """Return every night that readers were shown, in order."""
    return tuple(date.fromisoformat(path.stem) for path in _files(archive))


def night_file(archive: Path, dato: date) -> Path:
    """Return where a night that readers were shown is kept."""
    return archive / FOLDER / f"{dato.isoformat()}.parquet"


def last_night_before(archive: Path, dato: date) -> Path | None:
    """Return the file of the last night before a date; None where nothing was shown yet."""
    earlier = [night for night in nights_kept(archive) if night < dato]
    return night_file(archive, earlier[-1]) if earlier else None


def build_night_before(connection: duckdb.DuckDBPyConnection, file: Path | None) -> None:
    """Make the table of the night that is held against, from its file; empty without one."""
    connection.execute(f"create or replace table {BEFORE} as {night_select(file)}")


def night_select(file: Path | None) -> str:
    """Return the select of a kept night, in today's columns."""
    columns = ", ".join(f"null::{kind} as {name}" for name, kind in COLUMNS.items())
    select = f"select {columns} limit 0"
    if file is not None:
        place = str(file).replace("'", "''")
        select = f"({select}) union all by name (from read_parquet('{place}'))"
    return f"select {', '.join(COLUMNS)} from ({select})"


def keep_night(
    connection: duckdb.DuckDBPyConnection, archive: Path, dato: date, shown_by: ShownBy
) -> None:
    """Keep what readers are shown from now on; an earlier night is never told again."""
    if any(night > dato for night in nights_kept(archive)):
        return
    file = night_file(archive, dato)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = file.with_name(f".{file.name}")
    named = ", ".join(f"{name}: ${name}" for name in asdict(shown_by))
    connection.execute(
        f"copy (select {', '.join(COLUMNS)} from {NOW} where dato = $dato order by all) "
        f"to $path (format parquet, kv_metadata {{{named}}})",
        {"dato": dato, "path": str(aside), **asdict(shown_by)},
    )
    aside.replace(file)


def shown_by(connection: duckdb.DuckDBPyConnection, file: Path) -> ShownBy | None:
    """Return what a kept night was shown by; None for one of before this was kept."""
    rows = connection.execute(
        "select decode(key), decode(value) from parquet_kv_metadata(?)", [str(file)]
    ).fetchall()
    names = [each.name for each in fields(ShownBy)]
    told = {name: value for name, value in rows if name in names}
    return ShownBy(**told) if told.keys() == set(names) else None


def _files(archive: Path) -> list[Path]:
    return sorted((archive / FOLDER).glob("????-??-??.parquet"))
