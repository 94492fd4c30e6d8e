"""What was told of every night: one file per publication that readers were pointed at.

``vist`` has what readers were shown, with no hidden figure, so nothing that is told of them later
was ever hidden. ``skjult`` has what was hidden, and the figures it was decided on; nobody reads it
but the next night's decision. The files lie in the archive beside what was said of the goals; the
last one may be told again.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Final

import duckdb

from sosu_pipeline.naming import Layer, table_name

NOW, BEFORE = table_name(Layer.MARTS, "nat_nu"), table_name(Layer.MARTS, "nat_foer")
HIDDEN_NOW, HIDDEN_BEFORE = (
    table_name(Layer.MARTS, "skjult_nu"),
    table_name(Layer.MARTS, "skjult_foer"),
)
SHOWN_FOLDER, HIDDEN_FOLDER = "vist", "skjult"
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
HIDDEN_COLUMNS: Final = {
    "dato": "date",
    **dict.fromkeys(("niveau", "kpi", "skole"), "varchar"),
    "aar": "bigint",
    "opdeling": "varchar",
    "maaned": "date",
    **dict.fromkeys(("uddannelse", "uddannelsesdel", "afdeling"), "varchar"),
    "maal": "varchar[]",
    **dict.fromkeys(("taeller", "naevner", "personer"), "double"),
    **dict.fromkeys(("er_skjult", "er_udeladt", "maaneder_er_skjult"), "boolean"),
}
"""What is kept of a row that counts people, and of a goal, whose figures are its cells'."""


@dataclass(frozen=True, kw_only=True)
class ShownBy:
    """What a night was shown by: the versions of code and declarations, and the publication."""

    kode_version: str
    erklaeringer: str
    publicering_id: str


def nights_kept(archive: Path) -> tuple[date, ...]:
    """Return every night that readers were shown, in order."""
    return _nights(archive / SHOWN_FOLDER)


def night_file(archive: Path, dato: date) -> Path:
    """Return where a night that readers were shown is kept."""
    return _file(archive / SHOWN_FOLDER, dato)


def last_night_before(archive: Path, dato: date) -> Path | None:
    """Return the file of the last night before a date; None where nothing was shown yet."""
    return _last_before(archive / SHOWN_FOLDER, dato)


def build_night_before(connection: duckdb.DuckDBPyConnection, file: Path | None) -> None:
    """Make the table of the night that is held against, from its file; empty without one."""
    connection.execute(f"create or replace table {BEFORE} as {night_select(file)}")


def build_hidden_before(connection: duckdb.DuckDBPyConnection, archive: Path, dato: date) -> None:
    """Make the table of what was hidden on the last night before a date; empty without one."""
    file = _last_before(archive / HIDDEN_FOLDER, dato)
    connection.execute(
        f"create or replace table {HIDDEN_BEFORE} as {_select(file, HIDDEN_COLUMNS)}"
    )


def night_select(file: Path | None) -> str:
    """Return the select of a kept night, in today's columns."""
    return _select(file, COLUMNS)


def keep_night(
    connection: duckdb.DuckDBPyConnection, archive: Path, dato: date, shown_by: ShownBy
) -> None:
    """Keep what readers are shown from now on; an earlier night is never told again."""
    if any(night > dato for night in nights_kept(archive)):
        return
    named = asdict(shown_by)
    marks = ", ".join(f"{name}: ${name}" for name in named)
    for folder, table, columns in (
        (HIDDEN_FOLDER, HIDDEN_NOW, HIDDEN_COLUMNS),
        (SHOWN_FOLDER, NOW, COLUMNS),
    ):
        file = _file(archive / folder, dato)
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = file.with_name(f".{file.name}")
        connection.execute(
            f"copy (select {', '.join(columns)} from {table} where dato = $dato order by all) "
            f"to $path (format parquet, compression zstd, kv_metadata {{{marks}}})",
            {"dato": dato, "path": str(aside), **named},
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


def _select(file: Path | None, columns: Mapping[str, str]) -> str:
    empty = ", ".join(f"null::{kind} as {name}" for name, kind in columns.items())
    select = f"select {empty} limit 0"
    if file is not None:
        place = str(file).replace("'", "''")
        select = f"({select}) union all by name (from read_parquet('{place}'))"
    return f"select {', '.join(columns)} from ({select})"


def _last_before(folder: Path, dato: date) -> Path | None:
    earlier = [night for night in _nights(folder) if night < dato]
    return _file(folder, earlier[-1]) if earlier else None


def _nights(folder: Path) -> tuple[date, ...]:
    found = sorted(folder.glob("????-??-??.parquet"))
    return tuple(date.fromisoformat(path.stem) for path in found)


def _file(folder: Path, dato: date) -> Path:
    return folder / f"{dato.isoformat()}.parquet"
