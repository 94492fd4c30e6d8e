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
from sosu_pipeline.naming import SHOWN, Layer

DEPARTMENT = "afdeling"
PLACES = ("uddannelse", "uddannelsesdel", DEPARTMENT)
MARTS = {
    "fakt_maaling": "kpi_maaned",
    "fakt_maaling_maaned": "kpi_skole_maaned",
    "fakt_maaling_aar": "kpi_aar",
    "fakt_maaling_skole": "kpi_skole",
}
"""The mart behind each table of figures, and its name in ``vist``."""


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
    """What is published of a cell: the parts it has, how many are hidden, and their sums.

    ``ventede`` is how many parts the warehouse says may be shown, hidden ones too, and
    ``udeladte`` how many may not be published at all, since a row tells of somebody.
    """

    tabel: str
    dele: int
    skjulte: int
    ventede: int
    udeladte: int
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


@dataclass(frozen=True, kw_only=True)
class PublishedCell:
    """The coordinates of a published cell; what is None is not asked for."""

    kpi: str
    skole: str
    aar: int
    maaned: date | None
    steder: Mapping[str, Sequence[str]]
    opdeling: str

    @property
    def places(self) -> list[str]:
        """Return the names of its places."""
        return [name for name in PLACES if name in self.steder]

    @property
    def table(self) -> str:
        """Return the coarsest published table that has its dimensions."""
        if DEPARTMENT in self.places or (self.maaned and self.places):
            return "fakt_maaling"
        if self.places:
            return "fakt_maaling_aar"
        return "fakt_maaling_maaned" if self.maaned else "fakt_maaling_skole"

    @property
    def condition(self) -> str:
        """Return the condition on its rows, as SQL over the names of the marts."""
        parts = ["kpi = $kpi", "skole = $skole", "aar = $aar", "coalesce(opdeling, '') = $opdeling"]
        parts += ["maaned = $maaned"] if self.maaned else []
        parts += [f"list_contains(${name}, {name})" for name in self.places]
        return " and ".join(parts)

    @property
    def values(self) -> dict[str, Any]:
        """Return the values of the condition's marks."""
        named = {"kpi": self.kpi, "skole": self.skole, "aar": self.aar, "opdeling": self.opdeling}
        month = {"maaned": self.maaned} if self.maaned else {}
        return {**named, **month, **{name: list(self.steder[name]) for name in self.places}}


def shown_of(
    publication: Publication, warehouse: duckdb.DuckDBPyConnection, cell: PublishedCell
) -> Shown:
    """Return what is published of a cell, beside what the warehouse says may be."""
    joins = "".join(
        f" inner join (select {name}_noegle, {name} from dim_{name}) using ({name}_noegle)"
        for name in cell.places
    )
    ((dele, skjulte, taeller, naevner),) = publication.tables.execute(
        "select count(*), count(*) filter (skjult_aarsag is not null), sum(taeller), "
        "sum(naevner) from (select *, try_strptime(dato_noegle::varchar, '%Y%m%d')::date as maaned "
        f"from {cell.table}) inner join (select kpi, kpi_noegle from dim_kpi) using (kpi_noegle) "
        "inner join (select skole, skole_noegle from dim_skole) using (skole_noegle)"
        f"{joins} where {cell.condition}",
        cell.values,
    ).fetchall()
    alle, ventede = (
        warehouse.execute(
            f"select count(*) from {schema}.{MARTS[cell.table]} where {cell.condition}", cell.values
        ).fetchall()[0][0]
        for schema in (Layer.MARTS.value, SHOWN)
    )
    return Shown(cell.table, dele, skjulte, ventede, alle - ventede, taeller, naevner)
