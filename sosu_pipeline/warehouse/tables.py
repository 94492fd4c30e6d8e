"""The tables made from contracts, and the ledgers that account for every delivery."""

from collections.abc import Iterable

import duckdb

from sosu_pipeline.declarations.contract import Column, ColumnType, Contract
from sosu_pipeline.naming import BASIS, QUARANTINE_TABLE, VERSIONS_SUFFIX, Layer, table_name

SQL_TYPES = {
    ColumnType.TEKST: "varchar",
    ColumnType.HELTAL: "bigint",
    ColumnType.DECIMAL: "decimal(18, 4)",
    ColumnType.DATO: "date",
    ColumnType.JA_NEJ: "boolean",
    ColumnType.CPR: "varchar",
    ColumnType.PERSON: "varchar",
    ColumnType.RESPONDENT: "varchar",
}
PLACE = "skole varchar, levering varchar, fil varchar, linje bigint"
PLACE_COLUMNS = ("skole", "levering", "fil", "linje")
QUARANTINE = table_name(Layer.STAGING, QUARANTINE_TABLE)
READ_LEDGER = table_name(Layer.RAW, "filer")
LEFT_IN_LANDING = table_name(Layer.RAW, "landing")
DELIVERY_LEDGER = table_name(Layer.STAGING, "leveringer")
VERDICTS = table_name(Layer.STAGING, "domme")
DETECTED = table_name(Layer.STAGING, "laest_som")
COPIES = table_name(Layer.STAGING, "kopier")

NEW = "nye_leveringer"
"""The temporary table of the deliveries that are being staged."""

_LEDGERS = {
    READ_LEDGER: (
        "skole varchar, kilde varchar, levering varchar, fil varchar, filnavn varchar, "
        "ankomst date, set_tid timestamp, er_erklaeret boolean, raekkefoelge bigint, "
        "bytes bigint, dialekt varchar, kontrakt_version bigint, fingeraftryk varchar, "
        "linjer bigint, titel bigint, tomme bigint, total bigint, "
        "regel varchar, tekst varchar, middel varchar, afvist_linje bigint, fortalt varchar"
    ),
    DELIVERY_LEDGER: (
        "skole varchar, kilde varchar, levering varchar, ankomst date, raekkefoelge bigint, "
        "fingeraftryk varchar, er_accepteret boolean, regel varchar, tekst varchar, "
        "middel varchar, linjer bigint, karantaene bigint, kopier bigint, "
        "spaend_fra date, spaend_til date"
    ),
    VERDICTS: (
        "skole varchar, kilde varchar, levering varchar, regel varchar, kolonner varchar, "
        "alvor varchar, tekst varchar, middel varchar, er_overholdt boolean, vurderet bigint, "
        "afviste_vaerdier bigint, linjer bigint, foerste_linjer varchar"
    ),
    DETECTED: (
        "skole varchar, kilde varchar, levering varchar, fil varchar, "
        "kolonne varchar, laest_som varchar"
    ),
    COPIES: "skole varchar, kilde varchar, levering varchar, fil varchar, antal bigint",
    QUARANTINE: (
        f"kilde varchar, {PLACE}, kolonne varchar, regel varchar, tekst varchar, middel varchar, "
        "alvor varchar, person varchar"
    ),
}
_NOTES = {LEFT_IN_LANDING: "regel varchar, tekst varchar, middel varchar"}


def ledger_columns() -> dict[str, tuple[str, ...]]:
    """Return the columns of every ledger."""
    return {
        table: tuple(column.split()[0] for column in columns.split(", "))
        for table, columns in {**_LEDGERS, **_NOTES}.items()
    }


def raw_table(contract: Contract) -> str:
    """Return the table of a feed's lines as text."""
    return table_name(Layer.RAW, contract.kilde)


def staging_table(contract: Contract) -> str:
    """Return the view of a feed as of the run's date."""
    return table_name(Layer.STAGING, contract.kilde)


def versions_table(contract: Contract) -> str:
    """Return the table of every accepted version of a feed's lines."""
    return staging_table(contract) + VERSIONS_SUFFIX


def form_column(column: Column) -> str:
    """Return the column that says in what form an identity was delivered."""
    return f"{column.navn}_form"


def create_schemas(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the layers' schemas and the ledgers where they are missing."""
    for schema in (Layer.RAW.value, Layer.STAGING.value, BASIS, Layer.MARTS.value):
        connection.execute(f"create schema if not exists {schema}")
    for table, columns in {**_LEDGERS, **_NOTES}.items():
        connection.execute(f"create table if not exists {table} ({columns})")


def create_feed_tables(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Create a feed's raw and versions tables where they are missing."""
    for table, columns in (
        (raw_table(contract), f"{PLACE}, linjefejl varchar, {_raw_columns(contract)}"),
        (
            versions_table(contract),
            f"{PLACE}, ankomst date, raekkefoelge bigint, {_typed_columns(contract.kept)}",
        ),
    ):
        connection.execute(f"create table if not exists {table} ({columns})")


def forget_feed(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Drop what was read of a feed, since its contract, its codes or the key has changed.

    The archive still has every file, so the next read brings all of it back.
    """
    for ledger in _LEDGERS:
        connection.execute(f"delete from {ledger} where kilde = ?", [contract.kilde])
    for table in (raw_table(contract), versions_table(contract)):
        connection.execute(f"drop table if exists {table}")
    create_feed_tables(connection, contract)


def _raw_columns(contract: Contract) -> str:
    names = [column.navn for column in contract.kept]
    forms = [form_column(column) for column in contract.kept if column.is_identity]
    return ", ".join(f"{name} varchar" for name in (*names, *forms))


def _typed_columns(columns: Iterable[Column]) -> str:
    return ", ".join(f"{column.navn} {SQL_TYPES[column.type]}" for column in columns)
