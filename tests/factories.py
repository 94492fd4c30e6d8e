"""Rows with defaults and a warehouse in memory, so that a test shows only what it is about."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from sosu_pipeline.declarations.catalog import Catalog, load_catalog
from sosu_pipeline.declarations.contract import Contract
from sosu_pipeline.declarations.school import School, Settings
from sosu_pipeline.naming import Layer, table_name
from sosu_pipeline.warehouse.as_of import set_run_date
from sosu_pipeline.warehouse.building import build_model
from sosu_pipeline.warehouse.calendar import CALENDAR, EXEMPT_WEEKS, write_calendar
from sosu_pipeline.warehouse.models import Model, load_models
from sosu_pipeline.warehouse.reference import code_table, write_codes, write_settings
from sosu_pipeline.warehouse.tables import SQL_TYPES, create_schemas, staging_table

ROOT = Path(__file__).parents[1]
SCHOOL = "nord"
RUN_DATE = date(2027, 10, 1)

Row = Mapping[str, Any]

ORIGIN = {"skole": SCHOOL, "levering": "levering-1", "fil": "fil-1", "er_gammel": False}
DEFAULTS: dict[str, Row] = {
    "uddannelsesforhold": {
        "person": "anna",
        "uddannelse": "SSA",
        "uddannelsesdel": "GF2",
        "startdato": date(2026, 8, 3),
        "elevtype": "EUD",
        "adgangsvej": "Grundforløb",
        "forudgaaende_uddannelse": "Grundskole",
        "ds_nr": "821411",
    },
    "ansoegninger": {
        "person": "anna",
        "skoleaar": "2026/2027",
        "uddannelse": "SSA",
        "uddannelsesdel": "HF",
        "prioritet": 1,
        "status": "Ansøgt",
        "adgangsvej": "Grundforløb",
        "ds_nr": "821411",
        "ansoegningsdato": date(2026, 3, 2),
    },
    "uddannelsesaftaler": {
        "person": "anna",
        "uddannelse": "SSA",
        "aftaletype": "Ordinær aftale",
        "aftalestatus": "Gældende",
        "kommune": "851",
        "underskriftsdato": date(2026, 6, 1),
        "praktikstart": date(2026, 8, 3),
    },
    "aarselever_eud": {
        "person": "anna",
        "uddannelse": "SSA",
        "skoleforloeb": "forløb-1",
        "bidragsmaaned": date(2026, 8, 1),
        "taelledato": date(2026, 8, 31),
    },
    "amu_tilmeldinger": {
        "person": "anna",
        "hold": "hold-1",
        "skolefag": "40001",
        "fkb_cosa": "2222",
        "ds_nr": "821411",
        "uddannelsestype": "AMU",
        "startdato": date(2026, 3, 2),
        "slutdato": date(2026, 3, 6),
    },
    "fvu": {
        "person": "anna",
        "hold": "hold-1",
        "trin": "Læsning",
        "er_amu": True,
        "startdato": date(2026, 3, 2),
    },
    "adgangskursus": {
        "person": "anna",
        "kursus": "Dansk D",
        "startdato": date(2026, 5, 4),
        "slutdato": date(2026, 6, 26),
    },
    "sprogstoette": {
        "person": "anna",
        "screeningsdato": date(2026, 8, 10),
        "resultat": "Behov",
    },
    "mikromaalinger": {
        "respondent": "r1",
        "uddannelse": "SSA",
        "uddannelsesdel": "HF",
        "afdeling": "821411",
        "indikator": "Velbefindende",
        "spoergsmaal": "s1",
        "dato": date(2026, 9, 7),
    },
    "etu": {
        "respondent": "r1",
        "aar": 2026,
        "uddannelse": "SSA",
        "uddannelsesdel": "GF2",
        "afdeling": "821411",
        "indikator": "Velbefindende",
        "spoergsmaal": "s1",
    },
    "amu_hold": {
        "ds_nr": "821411",
        "hold": "hold-1",
        "fkb_cosa": "2222",
        "skolefag": "40001",
        "planlagt_start": date(2026, 3, 2),
        "planlagt_slut": date(2026, 3, 6),
        "status": "Gennemført",
    },
    "udlandsophold": {
        "person": "anna",
        "land": "Spanien",
        "startdato": date(2026, 9, 7),
        "slutdato": date(2026, 9, 20),
        "er_gennemfoert": True,
    },
    "registertal": {"maal": "20-a", "dato": date(2026, 9, 1)},
    "oekonomi": {"regnskabsaar": 2026, "maaned": 1, "formaal": "Kantine", "art": "Drift"},
}


@cache
def catalog() -> Catalog:
    """Return the declarations of the project."""
    return load_catalog(ROOT / "data")


@cache
def marts() -> Mapping[str, Model]:
    """Return the mart models by name, each after those it reads."""
    models = load_models(ROOT / "assets" / "sql" / "marts", Layer.MARTS)
    return {model.name: model for model in models}


def staged(
    given: Mapping[str, Sequence[Row]],
    *,
    dato: date = RUN_DATE,
    indstillinger: Mapping[str, Any] | None = None,
    warehouse: Path | None = None,
) -> duckdb.DuckDBPyConnection:
    """Return a warehouse whose staging holds the given rows, feed by feed; in memory by default.

    Every table that some mart reads exists; columns that a row leaves out take the feed's default,
    else null. The settings hold for every school that a row names.
    """
    read = {table for model in marts().values() for table in model.reads}
    connection = duckdb.connect(warehouse or ":memory:")
    create_schemas(connection)
    set_run_date(connection, dato)
    codes = catalog().codes.values()
    write_codes(connection, (code for code in codes if code_table(code.navn) in read))
    schools = {SCHOOL} | {row["skole"] for rows in given.values() for row in rows if "skole" in row}
    write_settings(connection, {skole: school(skole, indstillinger or {}) for skole in schools})
    connection.from_arrow(calendar_days()).create(CALENDAR)
    for contract in catalog().contracts.values():
        if staging_table(contract) in read:
            create_feed(connection, contract)
    for kilde, rows in given.items():
        insert(connection, table_name(Layer.STAGING, kilde), completed(kilde, rows))
    return connection


@cache
def calendar_days() -> pa.Table:
    """Return the calendar, made once of the project's weeks without teaching."""
    connection, exempt = duckdb.connect(), catalog().codes[EXEMPT_WEEKS]
    create_schemas(connection)
    write_codes(connection, [exempt])
    write_calendar(connection, exempt)
    return connection.table(CALENDAR).to_arrow_table()


def create_feed(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Create the table of a feed as the marts read it, with no rows."""
    columns = ", ".join(f"{each.navn} {SQL_TYPES[each.type]}" for each in contract.kept)
    connection.execute(
        f"create table {staging_table(contract)} (skole varchar, {columns}, "
        "levering varchar, fil varchar, linje bigint, ankomst date, er_gammel boolean)"
    )


def refill(
    connection: duckdb.DuckDBPyConnection, kilde: str, rows: Iterable[Row], *, dato: date
) -> None:
    """Let a feed of an existing warehouse hold these rows, on another day."""
    set_run_date(connection, dato)
    table = table_name(Layer.STAGING, kilde)
    connection.execute(f"delete from {table}")
    insert(connection, table, completed(kilde, rows))


def school(skole: str, indstillinger: Mapping[str, Any]) -> School:
    """Return a school with the default settings but for those named."""
    return School(skole=skole, navn=skole, kilder={}, indstillinger=Settings(**indstillinger))


def completed(kilde: str, rows: Iterable[Row]) -> list[Row]:
    """Return a feed's rows with their defaults, and lines numbered from 1; a code list's as is."""
    if kilde not in catalog().contracts:
        return list(rows)
    defaults = {**ORIGIN, **DEFAULTS.get(kilde, {})}
    return [{**defaults, "linje": number, **row} for number, row in enumerate(rows, start=1)]


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Row]) -> None:
    """Insert rows by column name."""
    for row in rows:
        marks = ", ".join("?" for _ in row)
        connection.execute(
            f"insert into {table} ({', '.join(row)}) values ({marks})", list(row.values())
        )


def build(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Make a mart and, before it, the marts that it reads."""
    model = marts()[name]
    for upstream in marts().values():
        if upstream.table in model.reads:
            build(connection, upstream.name)
    build_model(connection, model)


def fetch(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    """Return a query's rows by column name."""
    result = connection.execute(query)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
