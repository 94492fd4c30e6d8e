"""Our own DDL: a table's types from its Parquet file, its key and words from the contract."""

from collections.abc import Iterator
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from sosu_pipeline.publishing.contract import PublishedTable
from sosu_pipeline.publishing.postgres.problems import PostgresError
from sosu_pipeline.publishing.postgres.session import literal, quoted

POSTGRES_TYPES: Final = {
    pa.int64(): "bigint",
    pa.decimal128(18, 4): "numeric(18, 4)",
    pa.date32(): "date",
    pa.timestamp("us"): "timestamp",
    pa.string(): "text",
    pa.bool_(): "boolean",
}
"""The six BI types as Parquet has them."""


def create_table(skema: str, name: str, schema: pa.Schema) -> str:
    """Return the statement that makes an empty table for a file's columns.

    Raises:
        PostgresError: a column has none of the six BI types.
    """
    columns = ", ".join(f"{quoted(field.name)} {_type(name, field)}" for field in schema)
    return f"create table {quoted(skema, name)} ({columns})"


def add_key(skema: str, table: PublishedTable, file: pq.ParquetFile) -> str | None:
    """Return the statement that adds the contract's key; None where a part of it may be NULL."""
    known = set(file.schema_arrow.names)
    if not table.noegle or not known.issuperset(table.noegle) or _has_nulls(table.noegle, file):
        return None
    columns = ", ".join(quoted(name) for name in table.noegle)
    return f"alter table {quoted(skema, table.navn)} add primary key ({columns})"


def comments(skema: str, table: PublishedTable, schema: pa.Schema) -> Iterator[str]:
    """Yield the statements that tell what a table and its columns hold."""
    words = f"{table.titel}. {table.beskrivelse} Én række er {table.grain}."
    yield f"comment on table {quoted(skema, table.navn)} is {literal(words)}"
    for column in table.kolonner:
        if column.navn in schema.names:
            unit = f" [{column.enhed}]" if column.enhed else ""
            place = quoted(skema, table.navn, column.navn)
            yield f"comment on column {place} is {literal(column.tekst + unit)}"


def _type(table: str, field: pa.Field) -> str:
    if field.type not in POSTGRES_TYPES:
        msg = (
            f"{table}.{field.name} har typen {field.type}, som ikke er en BI-type; "
            "ret tabellens SQL, og kør natten igen"
        )
        raise PostgresError(msg)
    return POSTGRES_TYPES[field.type]


def _has_nulls(columns: tuple[str, ...], file: pq.ParquetFile) -> bool:
    """Tell whether a column has NULLs, or a part of the file does not say."""
    places = [file.schema_arrow.get_field_index(name) for name in columns]
    groups = (file.metadata.row_group(number) for number in range(file.num_row_groups))
    statistics = (group.column(place).statistics for group in groups for place in places)
    return any(each is None or each.null_count != 0 for each in statistics)
