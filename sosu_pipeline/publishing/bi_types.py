"""The six column types that Power BI reads the same way everywhere."""

from typing import Final

import duckdb

from sosu_pipeline.publishing.publication import PublicationError

BI_TYPES: Final = ("BIGINT", "DECIMAL(18,4)", "DATE", "TIMESTAMP", "VARCHAR", "BOOLEAN")

_INTEGERS = ("tinyint", "smallint", "integer", "bigint", "hugeint")
_UNSIGNED = ("utinyint", "usmallint", "uinteger", "ubigint")
_READ_AS: Final = {
    **dict.fromkeys((*_INTEGERS, *_UNSIGNED), "BIGINT"),
    "decimal": "DECIMAL(18,4)",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "varchar": "VARCHAR",
    "boolean": "BOOLEAN",
}


def to_bi_types(connection: duckdb.DuckDBPyConnection, select: str, *, table: str) -> str:
    """Return the select with every column cast to its BI type.

    Raises:
        PublicationError: a column has a type with no exact BI type, such as a float or a list.
    """
    relation = connection.sql(select)
    columns = zip(relation.columns, relation.types, strict=True)
    casts = ", ".join(_cast(table, column, kind) for column, kind in columns)
    return f"select {casts} from (\n{select}\n) as tabel"


def _cast(table: str, column: str, kind: duckdb.sqltypes.DuckDBPyType) -> str:
    if kind.id not in _READ_AS:
        msg = (
            f"{table}.{column} har typen {kind}, som ikke kan publiceres; "
            f"skriv en cast til en af {', '.join(BI_TYPES)} i tabellens SQL"
        )
        raise PublicationError(msg)
    return f'cast("{column}" as {_READ_AS[kind.id]}) as "{column}"'
