"""Staging: typed rows by contract with quarantine, and every feed's state as of the run's date."""

from collections.abc import Iterator
from datetime import date

import dagster as dg
import duckdb

from assets.evidence import Evidence
from assets.specs import contract_spec, contract_texts, spec, table_key
from sosu_pipeline.declarations.catalog import Catalog
from sosu_pipeline.declarations.contract import Contract
from sosu_pipeline.naming import Layer, asset_key
from sosu_pipeline.resources import Deliveries, Night, Warehouse, declared, method_of
from sosu_pipeline.settings import read_settings
from sosu_pipeline.warehouse.account import ACCOUNT, FEEDS, build_account, build_feeds
from sosu_pipeline.warehouse.as_of import build_as_of, build_persons
from sosu_pipeline.warehouse.calendar import CALENDAR, EXEMPT_WEEKS, write_calendar
from sosu_pipeline.warehouse.connecting import transaction
from sosu_pipeline.warehouse.pending import refuse_unreadable, unstaged
from sosu_pipeline.warehouse.reference import (
    DEPARTMENTS,
    SCHOOLS,
    SETTINGS,
    code_table,
    write_codes,
    write_schools,
    write_settings,
)
from sosu_pipeline.warehouse.staging import stage_deliveries
from sosu_pipeline.warehouse.standing import Standing
from sosu_pipeline.warehouse.tables import QUARANTINE, READ_LEDGER, staging_table

DATA = read_settings().data
CATALOG = declared(DATA)
CPR_CHANGES = "cpr_skift"
RAW_KEYS = [dg.AssetKey(asset_key(Layer.RAW, kilde)) for kilde in CATALOG.contracts]
LEDGERS = {
    QUARANTINE: "Afviste linjer med fil, linje, kolonne, regel og middel; ingen værdier.",
    ACCOUNT: "Rækkeregnskab: hver fils linjer er accepteret, i karantæne eller erstattet.",
    FEEDS: "Hver kildes tilstand: seneste ankomst, datadato, alder og antal linjer.",
}
FEED_KEYS = [dg.AssetKey(asset_key(Layer.STAGING, kilde)) for kilde in CATALOG.contracts]
LEDGER_DEPS = {
    QUARANTINE: [*RAW_KEYS, table_key(READ_LEDGER)],
    ACCOUNT: [*FEED_KEYS, table_key(READ_LEDGER), table_key(QUARANTINE)],
    FEEDS: [*FEED_KEYS, table_key(ACCOUNT)],
}
REFERENCE_SPECS = [
    spec(
        Layer.STAGING,
        table_key(table).path[-1],
        description=text,
        deps=[table_key(code_table(EXEMPT_WEEKS))] if table == CALENDAR else (),
        kinds=frozenset({"csv", "yaml"}),
    )
    for table, text in {
        SETTINGS: "Skolernes indstillinger fra data/skoler/, en række pr. skole.",
        SCHOOLS: "Skolerne fra data/skoler/ med deres navne.",
        DEPARTMENTS: "Skolernes afdelinger fra data/skoler/, en række pr. afdeling.",
        CALENDAR: "En række pr. dag: ISO-uge, skoleår, helligdag og undervisningsuge.",
        **{
            code_table(name): f"Kodelisten data/koder/{name}.csv, som skolen selv retter."
            for name in CATALOG.codes
        },
    }.items()
]


def _deps(kilde: str) -> list[dg.AssetKey]:
    keys = [dg.AssetKey(asset_key(Layer.RAW, kilde))]
    codes = {column.kodeliste for column in CATALOG.contracts[kilde].kept if column.kodeliste}
    keys += [table_key(code_table(name)) for name in sorted(codes)]
    if kilde != CPR_CHANGES and CATALOG.contracts[kilde].person:
        keys.append(dg.AssetKey(asset_key(Layer.RAW, CPR_CHANGES)))
    return keys


@dg.multi_asset(
    name=Layer.STAGING.value,
    specs=[
        *(
            contract_spec(Layer.STAGING, contract, deps=_deps(kilde), data=DATA)
            for kilde, contract in CATALOG.contracts.items()
        ),
        *(
            spec(
                Layer.STAGING, table_key(table).path[-1], description=text, deps=LEDGER_DEPS[table]
            )
            for table, text in LEDGERS.items()
        ),
    ],
)
def staging(
    warehouse: Warehouse, deliveries: Deliveries, night: Night
) -> Iterator[dg.MaterializeResult[None]]:
    """Stage what is new, then build every feed's state as of the night."""
    evidence = Evidence(connection=warehouse.connection, as_of=night.as_of)
    build_staging(warehouse.connection, deliveries, night.as_of)
    contracts = deliveries.catalog.contracts.values()
    texts = {staging_table(each): contract_texts(each) for each in contracts}
    for table in (*texts, *LEDGERS):
        yield evidence.of(table, texts.get(table))


def build_staging(
    connection: duckdb.DuckDBPyConnection, deliveries: Deliveries, as_of: date
) -> None:
    """Stage what raw has read, and build what holds of every feed on the run's date."""
    contracts, schools = deliveries.catalog.contracts, deliveries.schools(as_of)
    for contract in contracts.values():
        _stage_feed(connection, contract, deliveries.catalog)
    write_codes(connection, deliveries.catalog.codes.values())
    write_calendar(connection, deliveries.catalog.codes[EXEMPT_WEEKS])
    write_settings(connection, schools)
    write_schools(connection, schools)
    build_persons(connection, contracts[CPR_CHANGES])
    standing = Standing(connection)
    for contract in contracts.values():
        build_as_of(connection, standing, contract)
    build_account(connection, contracts.values())
    build_feeds(connection, deliveries.expected_feeds(as_of))


def _stage_feed(
    connection: duckdb.DuckDBPyConnection, contract: Contract, catalog: Catalog
) -> None:
    with transaction(connection):
        waiting = unstaged(connection, contract.kilde)
        if readable := refuse_unreadable(connection, contract, waiting):
            stage_deliveries(connection, contract, readable, method_of(contract, catalog))
