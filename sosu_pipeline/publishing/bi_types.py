"""The six column types that Power BI reads the same way everywhere."""

from typing import Final

import duckdb

from sosu_pipeline.publishing.contract import PublishedColumn, PublishedTable
from sosu_pipeline.publishing.publication import PublicationError

BI_TYPES: Final = ("BIGINT", "DECIMAL(18,4)", "DATE", "TIMESTAMP", "VARCHAR", "BOOLEAN")

_INTEGERS = ("tinyint", "smallint", "integer", "bigint", "hugeint")
_UNSIGNED = ("utinyint", "usmallint", "uinteger", "ubigint")
_EXACT: Final = {*_INTEGERS, *_UNSIGNED, "decimal", "date", "timestamp", "varchar", "boolean"}


def to_bi_types(connection: duckdb.DuckDBPyConnection, select: str, table: PublishedTable) -> str:
    """Return a select with its columns in the order and the BI types of the contract.

    Raises:
        PublicationError: a column has a type with no exact BI type, such as a float or a list.
    """
    relation = connection.sql(select)
    kinds = dict(zip(relation.columns, relation.types, strict=True))
    casts = ", ".join(
        _cast(table, column, kinds[column.navn])
        for column in table.kolonner
        if column.navn in kinds
    )
    return f"select {casts} from (\n{select}\n) as tabel"


def _cast(
    table: PublishedTable, column: PublishedColumn, kind: duckdb.sqltypes.DuckDBPyType
) -> str:
    if kind.id not in _EXACT:
        msg = (
            f"{table.navn}.{column.navn} har typen {kind}, som ikke kan publiceres; "
            f"skriv en cast til en af {', '.join(BI_TYPES)} i tabellens SQL"
        )
        raise PublicationError(msg)
    return f'cast("{column.navn}" as {column.type}) as "{column.navn}"'
