"""``sosu inspect``: one file read by its contract, and nothing kept."""

from collections.abc import Callable
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from sosu_pipeline.declarations.catalog import Catalog, load_catalog
from sosu_pipeline.declarations.contract import Contract
from sosu_pipeline.deliveries.reading import Reading, open_delivery
from sosu_pipeline.errors import UserError
from sosu_pipeline.privacy.pseudonyms import Pseudonyms
from sosu_pipeline.resources import method_of
from sosu_pipeline.settings import Settings
from sosu_pipeline.warehouse.raw import insert_lines, placed
from sosu_pipeline.warehouse.staging import stage_deliveries
from sosu_pipeline.warehouse.tables import (
    DETECTED,
    QUARANTINE,
    create_feed_tables,
    create_schemas,
)
from sosu_pipeline.warehouse.verdicts import Delivery

REFUSED_SHOWN = 20


def inspect_file(
    settings: Settings, path: Path, *, kilde: str, skole: str, console: Console
) -> None:
    """Show a file's dialect, matched columns and first refused lines with rule and remedy.

    Raises:
        UserError: the feed or the school is unknown, or the file's shape cannot be read.
    """
    catalog = load_catalog(settings.data)
    contract = _contract(catalog, kilde, skole)
    protect = Pseudonyms(settings.key())
    reading = open_delivery(path, display_name=path.name, contract=contract, protect=protect)
    with duckdb.connect() as connection:
        create_schemas(connection)
        create_feed_tables(connection, contract)
        place = (skole, "inspect", path.name)
        batches = (placed(batch, place) for batch in reading.batches())
        insert_lines(connection, contract, batches)
        detected, refused, verdict = _judge(connection, catalog, contract)
    console.print(_dialect_table(reading, detected, protect.mask))
    console.print(_column_table(contract, reading))
    for note in reading.told:
        console.print(f"[yellow]![/] {note.tekst}; {note.middel}", highlight=False)
    console.print(_refused_table(refused))
    console.print(f"{reading.account.linjer} linjer læst. {verdict} Intet er gemt.")


def _contract(catalog: Catalog, kilde: str, skole: str) -> Contract:
    if kilde not in catalog.contracts:
        msg = f"kilden {kilde} har ingen kontrakt; brug en af {', '.join(catalog.contracts)}"
        raise UserError(msg)
    school = catalog.school_for_folder(skole)
    if school is None:
        msg = f"skolen {skole} er ikke erklæret; brug en af {', '.join(catalog.schools)}"
        raise UserError(msg)
    return (
        catalog.contract_for(kilde, school) if kilde in school.kilder else catalog.contracts[kilde]
    )


def _judge(
    connection: duckdb.DuckDBPyConnection, catalog: Catalog, contract: Contract
) -> tuple[list[tuple[str, str]], list[tuple[object, ...]], str]:
    delivery = Delivery(
        skole="inspect",
        kilde=contract.kilde,
        levering="inspect",
        ankomst=None,
        raekkefoelge=0,
        fingeraftryk="",
    )
    method = method_of(contract, catalog)
    [staged] = stage_deliveries(connection, contract, [delivery], method)
    detected = connection.execute(f"select kolonne, laest_som from {DETECTED}").fetchall()
    refused = connection.execute(
        f"select linje, kolonne, tekst, middel from {QUARANTINE} order by linje "
        f"limit {REFUSED_SHOWN}"
    ).fetchall()
    if staged.refusal:
        verdict = f"Leveringen ville blive afvist: {staged.refusal.tekst}; {staged.refusal.middel}."
    else:
        verdict = (
            f"{staged.karantaene} i karantæne, {staged.kopier} kopier; "
            "leveringen ville blive taget ind."
        )
    return detected, refused, verdict


def _dialect_table(
    reading: Reading, detected: list[tuple[str, str]], mask: Callable[[str], str]
) -> Table:
    table = Table("Egenskab", "Fundet", title="Dialekt")
    for name, value in reading.dialect.record().items():
        if value is not None:
            shown = repr(value) if name in {"delimiter", "newline"} else mask(str(value))
            table.add_row(name, shown)
    for column, form in detected:
        table.add_row(column, form)
    return table


def _column_table(contract: Contract, reading: Reading) -> Table:
    table = Table("Kolonne", "Overskrift i filen", "Type", title="Kolonner")
    for column in contract.kept:
        table.add_row(column.navn, reading.columns.get(column.navn, "–"), column.type.value)
    return table


def _refused_table(refused: list[tuple[object, ...]]) -> Table:
    title = f"De første {len(refused)} fejl" if refused else "Ingen linjer afvist"
    table = Table("Linje", "Kolonne", "Regel", "Middel", title=title)
    for row in refused:
        table.add_row(*map(str, row))
    return table
