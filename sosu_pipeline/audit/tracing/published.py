"""What is published of a figure, read from the publication's files as any reader would.

A figure that is not published by itself is held against the published parts it is made of.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from sosu_pipeline.errors import UserError

DEPARTMENT = "afdeling"
PLACES = ("uddannelse", "uddannelsesdel", DEPARTMENT)


@dataclass(frozen=True)
class Publication:
    """A publication: its manifest and its folder."""

    manifest: Mapping[str, Any]
    folder: Path

    @property
    def publicering_id(self) -> str:
        """Return its id."""
        return str(self.manifest["publicering_id"])

    @property
    def pr_dato(self) -> date:
        """Return its as-of date."""
        return date.fromisoformat(self.manifest["pr_dato"])

    @cached_property
    def tables(self) -> duckdb.DuckDBPyConnection:
        """Its tables as views of their names, opened once for all that is asked of them."""
        connection = duckdb.connect()
        for name, file in self.manifest["tabeller"].items():
            connection.read_parquet(str(self.folder / file["fil"])).create_view(name)
        return connection


@dataclass(frozen=True)
class Shown:
    """What is published of a cell: the parts it has, how many are hidden, and their sums."""

    tabel: str
    dele: int
    skjulte: int
    taeller: Decimal | None
    naevner: Decimal | None


def publication_of(root: Path, dato: date) -> Publication:
    """Return the current publication if it is as of the date, else the last kept one that is.

    Raises:
        UserError: nothing is published as of that date.
    """
    pointer = root / "aktuel.json"
    places = [pointer] if pointer.is_file() else []
    kept = root.glob(f"marts/{dato}-*/manifest.json")
    places += sorted(kept, key=lambda path: path.stat().st_mtime, reverse=True)
    for place in places:
        manifest = json.loads(place.read_text(encoding="utf-8"))
        if manifest["pr_dato"] == dato.isoformat():
            return Publication(manifest, root / manifest["sti"])
    msg = (
        f"lageret står pr. {dato:%d-%m-%Y}, og ingen publicering i {root} gør; "
        f"kør sosu run --dato {dato}"
    )
    raise UserError(msg)


def shown_of(  # noqa: PLR0913 - a published cell's coordinates
    publication: Publication,
    *,
    kpi: str,
    skole: str,
    aar: int,
    maaned: date | None,
    steder: Mapping[str, Sequence[str]],
    opdeling: str | None,
) -> Shown:
    """Return what is published of a cell: of the coarsest table that has its dimensions."""
    places = [name for name in PLACES if name in steder]
    if DEPARTMENT in places or (maaned and places):
        table = "fakt_maaling"
    elif places:
        table = "fakt_maaling_aar"
    else:
        table = "fakt_maaling_maaned" if maaned else "fakt_maaling_skole"
    joins = "".join(
        f" inner join (select {name}_noegle, {name} from dim_{name}) using ({name}_noegle)"
        for name in places
    )
    conditions = ["k.kpi = $kpi", "s.skole = $skole", "f.aar = $aar"]
    values: dict[str, Any] = {"kpi": kpi, "skole": skole, "aar": aar}
    if maaned:
        conditions.append("f.dato_noegle = $dag")
        values["dag"] = int(maaned.strftime("%Y%m%d"))
    if opdeling is not None:
        conditions.append("f.opdeling = $opdeling")
        values["opdeling"] = opdeling
    for name in places:
        conditions.append(f"list_contains(${name}, {name})")
        values[name] = list(steder[name])
    ((dele, skjulte, taeller, naevner),) = publication.tables.execute(
        "select count(*), count(*) filter (f.skjult_aarsag is not null), sum(f.taeller), "
        f"sum(f.naevner) from {table} as f "
        "inner join (select kpi, kpi_noegle from dim_kpi) as k using (kpi_noegle) "
        "inner join (select skole, skole_noegle from dim_skole) as s using (skole_noegle)"
        f"{joins} where {' and '.join(conditions)}",
        values,
    ).fetchall()
    return Shown(table, dele, skjulte, taeller, naevner)
