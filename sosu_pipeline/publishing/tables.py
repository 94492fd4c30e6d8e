"""The Parquet files of a publication: the same rows give the same bytes on every machine."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

from sosu_pipeline.naming import Layer, table_name
from sosu_pipeline.publishing import durable
from sosu_pipeline.publishing.bi_types import to_bi_types
from sosu_pipeline.publishing.contract import (
    DATA_UNTIL,
    PUBLICATION_ID,
    PublishedContract,
    PublishedTable,
)
from sosu_pipeline.publishing.publication import (
    Publication,
    PublicationFacts,
    PublicationName,
    PublishedFile,
)

UNNAMED: Final = ".uden_navn"
KEEPS_ORDER: Final = "preserve_insertion_order"


def write_tables(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    *,
    contract: PublishedContract,
    facts: PublicationFacts,
) -> Publication:
    """Write the built tables of a contract into a new folder and return what they are called.

    Each is written in BI types and ordered by its columns from the left; then each row is given
    the name that the whole content has.

    Raises:
        PublicationError: a column has a type that BI cannot read; nothing was written.
    """
    selects = {each.navn: _rows_of(connection, each, facts) for each in contract.tabeller}
    folder.mkdir()
    with _rows_in_order(connection):
        content = {
            table: _write_content(connection, folder / f"{table}{UNNAMED}", select)
            for table, select in selects.items()
        }
        name = PublicationName.of(facts, content)
        files = {
            table: _write_named(connection, folder / f"{table}.parquet", name, sha256)
            for table, sha256 in content.items()
        }
    return Publication(**dict(facts), **name._asdict(), tabeller=files)


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _rows_in_order(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let every row keep its place, whatever the number of threads.

    The warehouse does without, to save memory; a file of several row groups would then have them
    in the order that the threads came to their end.
    """
    ((before,),) = connection.execute(f"select current_setting('{KEEPS_ORDER}')").fetchall()
    connection.execute(f"set {KEEPS_ORDER} = true")
    try:
        yield
    finally:
        connection.execute(f"set {KEEPS_ORDER} = {before}")


def _rows_of(
    connection: duckdb.DuckDBPyConnection, table: PublishedTable, facts: PublicationFacts
) -> str:
    """Return the select of a built table; its data reach to the run's date if it says no other."""
    built = table_name(Layer.PUBLISHED, table.navn)
    has_date = DATA_UNTIL in connection.sql(f"from {built}").columns
    dated = "" if has_date else f", date '{facts.pr_dato}' as {DATA_UNTIL}"
    return to_bi_types(connection, f"select *{dated} from {built}", table)


def _write_content(connection: duckdb.DuckDBPyConnection, path: Path, select: str) -> str:
    _copy(connection, f"{select} order by all", path)
    return sha256_of(path)


def _write_named(
    connection: duckdb.DuckDBPyConnection, path: Path, name: PublicationName, content: str
) -> PublishedFile:
    """Write a table again with its publication's name in every row."""
    unnamed = path.with_suffix(UNNAMED)
    place = str(unnamed).replace("'", "''")
    named = f"select *, '{name.publicering_id}' as {PUBLICATION_ID} from read_parquet('{place}')"
    rows = _copy(connection, named, path)
    unnamed.unlink()
    durable.sync_file(path)
    return PublishedFile(
        fil=path.name,
        raekker=rows,
        bytes=path.stat().st_size,
        sha256=sha256_of(path),
        indhold_sha256=content,
    )


def _copy(connection: duckdb.DuckDBPyConnection, select: str, path: Path) -> int:
    copy = f"copy ({select}) to $path (format parquet, compression snappy)"
    ((rows,),) = connection.execute(copy, {"path": str(path)}).fetchall()
    return int(rows)
