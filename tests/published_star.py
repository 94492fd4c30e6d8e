"""A published star of a few rows, written as a night would write it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from sosu_pipeline.naming import Layer
from sosu_pipeline.publishing.contract import (
    DATA_UNTIL,
    PUBLICATION_ID,
    PublishedContract,
    PublishedTable,
    declared_contract,
)
from sosu_pipeline.publishing.folder import move_pointer, write_publication
from sosu_pipeline.publishing.publication import Publication, PublicationFacts

ARROW = {
    "BIGINT": pa.int64(),
    "DECIMAL(18,4)": pa.decimal128(18, 4),
    "DATE": pa.date32(),
    "VARCHAR": pa.string(),
    "BOOLEAN": pa.bool_(),
}
STAR = declared_contract()
SCHOOL, PLAN = "nord", "nord_2026"
AREAS = {"rekruttering": "Rekruttering", "kvalitet": "Kvalitet", "sektor": "Sektorens mål"}
NIGHT = date(2027, 10, 15)
HIDDEN = "skjult for at beskytte en gruppe på færre end 3 personer"


class Star:
    """Gathers rows with defaults, one call per thing that a test is about."""

    def __init__(self) -> None:
        """Begin with one school and its focus areas."""
        self.rows: dict[str, list[dict[str, Any]]] = {table.navn: [] for table in STAR.tabeller}
        self._indsatser: dict[int, int] = {}
        self._goals: dict[str, int] = {}
        self._areas = {name: number for number, name in enumerate(AREAS, start=1)}
        self.add("dim_skole", skole_noegle=1, skole=SCHOOL, skole_navn="SOSU Nord")
        for name, number in self._areas.items():
            self.add(
                "dim_fokusomraade",
                fokusomraade_noegle=number,
                fokusomraade=name,
                fokusomraade_titel=AREAS[name],
                fokusomraade_raekkefoelge=number,
            )

    def add(self, table: str, **row: Any) -> None:
        """Add a row as it stands."""
        self.rows[table].append(row)

    def indsats(
        self, nr: int, *, status: str = "paa_sporet", fokus: str = "rekruttering", **fields: Any
    ) -> None:
        """Add an indsats with its status."""
        key = self._indsatser[nr] = len(self._indsatser) + 1
        area = self._areas[fokus]
        row = {"indsats_titel": f"Indsats {nr}", "periode_fra": 2026, "periode_til": 2027, **fields}
        where = {"indsats_noegle": key, "fokusomraade_noegle": area}
        self.add(
            "dim_indsats", plan=PLAN, indsats=nr, fokusomraade_titel=AREAS[fokus], **where, **row
        )
        self.add("fakt_indsatsstatus", skole_noegle=1, er_seneste=True, status=status, **where)

    def goal(self, maal: str, *, indsats: int | None = None, **fields: Any) -> None:
        """Add a goal of an indsats, of the sector's where there is none."""
        key = self._goals[maal] = len(self._goals) + 1
        owner = -2 if indsats is None else self._indsatser[indsats]
        area = next(
            (
                row["fokusomraade_noegle"]
                for row in self.rows["dim_indsats"]
                if row["indsats_noegle"] == owner
            ),
            self._areas["sektor"],
        )
        row = {**GOAL, **fields}
        where = {"maal_noegle": key, "indsats_noegle": owner, "fokusomraade_noegle": area}
        plan = "sektor" if indsats is None else PLAN
        self.add("dim_maal", plan=plan, maal=maal, **where, **_of("dim_maal", row))
        night = _of("fakt_maalstatus", row)
        self.add("fakt_maalstatus", skole_noegle=1, er_seneste=True, **where, **night)
        if indsats is not None:
            self.share(maal, indsats, er_egen=True)

    def share(self, maal: str, indsats: int, *, er_egen: bool = False) -> None:
        """Let an indsats have a goal, another's own unless it says so."""
        keys = {"indsats_noegle": self._indsatser[indsats], "maal_noegle": self._goals[maal]}
        self.add("bro_indsats_maal", er_egen=er_egen, **keys)

    def year(self, maal: str, aar: int, vaerdi: str | None, **fields: Any) -> None:
        """Add a goal's measure in a year."""
        value = None if vaerdi is None else Decimal(vaerdi)
        row = {"er_basis": False, "er_foreloebig": False, **fields}
        self.add(
            "fakt_maalforloeb",
            maal_noegle=self._goals[maal],
            skole_noegle=1,
            aar=aar,
            vaerdi=value,
            **row,
        )

    def target(self, maal: str, *, version: int = 1, **fields: Any) -> None:
        """Add a version of a goal."""
        row = {"er_gaeldende": True, "basisaar": 2026, "maalaar": 2027, **fields}
        self.add(
            "fakt_maaltal", maal_noegle=self._goals[maal], skole_noegle=1, version=version, **row
        )

    def publish(self, root: Path, dato: date = NIGHT) -> Publication:
        """Write the star as a publication, and point readers at it."""
        facts = PublicationFacts(
            pr_dato=dato,
            publiceret=datetime(2027, 10, 16, 2, tzinfo=UTC),
            datadatoer={},
            kode_version="0.1.0+0123abcd",
            koersel="koersel-1",
        )
        with duckdb.connect() as connection:
            connection.execute(f"create schema {Layer.PUBLISHED}")
            for name, rows in self.rows.items():
                connection.register("raekker", _table(STAR.tabel(name), rows, dato))
                connection.execute(f"create table {Layer.PUBLISHED}.{name} as from raekker")
            written = PublishedContract(tabeller=tuple(map(STAR.tabel, self.rows)))
            publication = write_publication(connection, root, contract=written, facts=facts)
        move_pointer(root, publication)
        return publication


GOAL: Mapping[str, Any] = {
    "maal_titel": "Optaget stiger 25 %",
    "type": "relativ",
    "enhed": "personer",
    "retning": "op",
    "loefte": "+25 % fra 2026 til 2027",
    "maaling": "Optag (sum, personer)",
    "kilder": "uddannelsesforhold",
    "formel": "Σ taeller",
    "vilkaar": "–",
    "graenser": "PAU er ikke med.; Merit er med.",
    "status": "paa_sporet",
    "grund": "Prognosen for 2027 er 250,4 personer; der mangler 3,3 personer.",
    "basis": Decimal(189),
    "basis_er_foreloebig": False,
    "vaerdi": Decimal(233),
    "maaltal": Decimal("236.25"),
    "forventet_nu": Decimal(220),
    "prognose": Decimal("250.425"),
    "prognose_fra": Decimal(239),
    "prognose_til": Decimal(263),
    "fremdrift": Decimal("1.3"),
    "frist": date(2027, 12, 31),
    "datadato": date(2027, 10, 14),
    "rettelse": 0,
}
FIGURES = (
    *("basis", "vaerdi", "maaltal", "forventet_nu"),
    *("prognose", "prognose_fra", "prognose_til", "fremdrift"),
)
HIDDEN_FIGURES = {**dict.fromkeys(FIGURES), "grund": None, "skjult_aarsag": HIDDEN}
NO_GOAL = {
    **dict.fromkeys(FIGURES),
    "enhed": None,
    "maal_titel": "Kvalitet i undervisningen",
    "type": "intet",
    "status": "intet_maal",
    "grund": "Planen lover ikke noget, der kan måles.",
    "loefte": "intet mål",
    "frist": None,
}
MILESTONE = {
    **dict.fromkeys(FIGURES),
    "enhed": None,
    "maal_titel": "Et årligt forløb er holdt",
    "type": "milepael",
    "status": "ikke_naaet",
    "grund": "Milepælen er ikke nået.",
    "loefte": "nået senest 31-12-2026",
    "frist": date(2026, 12, 31),
}
SHARE = {
    **dict.fromkeys(FIGURES),
    "maal_titel": "Frafaldet falder til 12 %",
    "type": "niveau",
    "enhed": "andel",
    "status": "ikke_naaet",
    "vaerdi": Decimal("0.1638"),
    "maaltal": Decimal("0.12"),
    "forventet_nu": Decimal("0.12"),
    "taeller": Decimal(37),
    "naevner": Decimal(226),
}
FEED = {
    "skole": SCHOOL,
    "kilde": "etu",
    "kilde_titel": "Elevtrivsel (ETU)",
    "datadato": date(2027, 1, 15),
    "seneste_ankomst": date(2027, 1, 15),
    "er_for_gammel": True,
    "linjer": 13846,
    "karantaene": 38,
    "karantaene_andel": Decimal("0.0027"),
    "svarandel": Decimal("0.93"),
    "afviste_leveringer": 0,
}
CHANGE = {
    "skole": SCHOOL,
    "art": "kpi",
    "navn": "kpi_optag",
    "titel": "Optag",
    "opdeling": "",
    "aar": 2027,
    "enhed": "personer",
    "foer": Decimal(1230),
    "efter": Decimal(1233),
    "aarsag": "data",
    "grund": "Fra 1.230 personer til 1.233 personer: nye data gav 3 personer mere.",
    "er_forvaerret": False,
}
WORSE = {
    "skole": SCHOOL,
    "art": "maal",
    "navn": "04-b",
    "titel": "Optaget stiger 25 %",
    "opdeling": "",
    "aar": 2027,
    "enhed": "personer",
    "aarsag": "tid",
    "grund": "Status gik fra På sporet til Bagud; tallene er skjult.",
    "status_foer": "paa_sporet",
    "status_efter": "bagud",
    "er_forvaerret": True,
}


def small_star() -> Star:
    """Return one of every kind: trend, milestone, no goal, shared, hidden, sector, feeds."""
    star = Star()
    _recruit(star)
    _improve(star)
    _sector(star)
    _surround(star)
    return star


def _recruit(star: Star) -> None:
    """Add a goal with its years, one of them hidden, a goal that is hidden, and a shared one."""
    star.indsats(4, indsats_titel="Skolens PR udadtil udvikles", status="bagud", ejer="Rektor")
    star.indsats(6, indsats_titel="Epx som vej til uddannelse")
    star.goal("04-a", indsats=4)
    star.year("04-a", 2024, "228")
    star.year("04-a", 2025, None, skjult_aarsag=HIDDEN)
    star.year("04-a", 2026, "189")
    star.year("04-a", 2027, "233", er_foreloebig=True)
    star.target("04-a")
    star.goal("04-b", indsats=4, status="bagud", **HIDDEN_FIGURES)
    star.share("04-a", 6)


def _improve(star: Star) -> None:
    """Add a goal that promises nothing, with a figure beside it, and a milestone."""
    star.indsats(14, fokus="kvalitet", indsats_titel="Højere undervisernorm", status="intet_maal")
    star.goal("14", indsats=14, **NO_GOAL)
    star.add(
        "mart_ved_siden_af",
        skole=SCHOOL,
        plan=PLAN,
        maal="14",
        titel="Elever pr. hold",
        aar=2027,
        enhed="elever pr. hold",
        vaerdi=Decimal("3.1225"),
    )
    star.indsats(18, fokus="kvalitet", indsats_titel="Fleksibel vej", status="ikke_naaet")
    star.goal("18-b", indsats=18, **MILESTONE)


def _sector(star: Star) -> None:
    """Add a goal of the sector, whose year is over."""
    star.goal("s1-a", **SHARE)
    star.year("s1-a", 2025, "0.1942")
    star.year("s1-a", 2026, "0.1638")
    star.target("s1-a", basisaar=None, maalaar=2026)


def _surround(star: Star) -> None:
    """Add a feed that is too old, a hidden figure beside a shown one, and a change."""
    star.add("mart_datakvalitet", skole_noegle=1, **FEED)
    star.add("fakt_maaling_skole", kpi_noegle=1, skole_noegle=1, aar=2026, vaerdi=Decimal(12))
    star.add("fakt_maaling_skole", kpi_noegle=1, skole_noegle=1, aar=2027, skjult_aarsag=HIDDEN)
    star.rows["mart_aendringer"] = [CHANGE, WORSE]


def _of(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    names = {column.navn for column in STAR.tabel(table).kolonner}
    return {name: value for name, value in row.items() if name in names}


def _table(table: PublishedTable, rows: list[dict[str, Any]], dato: date) -> pa.Table:
    built = [column for column in table.kolonner if column.navn != PUBLICATION_ID]
    schema = pa.schema([(column.navn, ARROW[column.type]) for column in built])
    return pa.Table.from_pylist([{**row, DATA_UNTIL: dato} for row in rows], schema=schema)
