"""Publications under test: tables built from selects, with a contract that says what they are."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import duckdb

from sosu_pipeline.publishing.contract import (
    DATA_UNTIL,
    PUBLICATION_ID,
    PublishedColumn,
    PublishedContract,
    PublishedTable,
)
from sosu_pipeline.publishing.folder import MANIFEST, write_publication
from sosu_pipeline.publishing.publication import (
    Publication,
    PublicationFacts,
    PublicationName,
    PublishedFile,
)

LAST = {DATA_UNTIL: "DATE", PUBLICATION_ID: "VARCHAR"}


def write(
    connection: duckdb.DuckDBPyConnection,
    root: Path,
    *,
    tables: Mapping[str, str],
    facts: PublicationFacts,
) -> Publication:
    """Publish selects as tables of their names."""
    connection.execute("drop schema if exists published cascade; create schema published")
    for name, select in tables.items():
        connection.execute(f"create view published.{name} as {select}")
    contract = PublishedContract(tabeller=tuple(table(connection, name) for name in tables))
    return write_publication(connection, root, contract=contract, facts=facts)


def table(connection: duckdb.DuckDBPyConnection, name: str) -> PublishedTable:
    """Return the contract of a built table, its first column being its key."""
    described = connection.execute(f"describe published.{name}").fetchall()
    types = {column: _bi_type(kind) for column, kind, *_ in described} | LAST
    return PublishedTable(
        navn=name,
        titel=name,
        beskrivelse="En tabel under afprøvning.",
        grain="række",
        noegle=(next(iter(types)),),
        kolonner=tuple(
            PublishedColumn(navn=column, type=kind, tekst=column) for column, kind in types.items()
        ),
    )


def _bi_type(kind: str) -> str:
    if kind.startswith("DECIMAL"):
        return "DECIMAL(18,4)"
    return kind if kind in {"DATE", "TIMESTAMP", "VARCHAR", "BOOLEAN"} else "BIGINT"


def write_plain(
    connection: duckdb.DuckDBPyConnection,
    root: Path,
    *,
    tables: Mapping[str, str],
    facts: PublicationFacts,
) -> Publication:
    """Publish selects as they stand, with no contract and no column of the publication's own."""
    rows = {name: connection.sql(select).to_arrow_table() for name, select in tables.items()}
    digests = {
        name: hashlib.sha256(str(table).encode()).hexdigest() for name, table in rows.items()
    }
    name = PublicationName.of(facts, digests)
    folder = root / name.sti
    folder.mkdir(parents=True)
    files = {}
    for table, found in rows.items():
        path = folder / f"{table}.parquet"
        described = connection.execute(f"describe {tables[table]}").fetchall()
        casts = ", ".join(f"{name}::{_bi_type(kind)} as {name}" for name, kind, *_ in described)
        connection.execute(f"copy (select {casts} from ({tables[table]})) to '{path}'")
        content = path.read_bytes()
        files[table] = PublishedFile(
            fil=path.name,
            raekker=len(found),
            bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
    publication = Publication(**dict(facts), **name._asdict(), tabeller=files)
    (folder / MANIFEST).write_text(publication.text(), encoding="utf-8")
    return publication
