"""Distinct values of new deliveries' columns: read once each, and joined back to the lines."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice
from typing import Any, Protocol

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from sosu_pipeline.declarations.contract import Column, ColumnType, Contract, Relation
from sosu_pipeline.warehouse.tables import NEW, SQL_TYPES, form_column, raw_table

ARROW_TYPES = {
    ColumnType.HELTAL: pa.int64(),
    ColumnType.DECIMAL: pa.decimal128(18, 4),
    ColumnType.DATO: pa.date32(),
    ColumnType.JA_NEJ: pa.bool_(),
}
FILE = ("levering", "fil")
PAIRS = "par"


class ReadColumn(Protocol):
    """What reading a column's distinct texts gives, position by position."""

    @property
    def values(self) -> Sequence[Any]:
        """Return the typed values."""

    @property
    def unreadable(self) -> Sequence[bool]:
        """Return which texts could not be read."""

    @property
    def detected(self) -> str:
        """Return the form the column was found to be written in."""


@dataclass(frozen=True)
class AsDelivered:
    """Texts that are their own values."""

    values: Sequence[str | None]
    detected: str = ""

    @property
    def unreadable(self) -> Sequence[bool]:
        """Return that every text could be read."""
        return [False] * len(self.values)


ReadValues = Callable[[Column, Sequence[str | None]], ReadColumn]


@dataclass(frozen=True)
class Distinct:
    """A column's distinct values, and the files and texts they stand as.

    ``rows`` has ``levering``, ``fil``, ``tekst`` and ``plads``, one row per file and text; a place
    is a position in ``texts``, ``values`` and ``unreadable``. Each file is read apart, since two
    files may write the same value in two ways, or two values in the same way.
    """

    column: Column
    rows: pa.Table
    texts: Sequence[str | None]
    values: pa.Array
    unreadable: Sequence[bool]
    detected: Mapping[tuple[str, str], str]

    @property
    def source(self) -> str:
        """Return the raw column whose text the lines are found by."""
        return form_column(self.column) if self.column.is_identity else self.column.navn

    @property
    def table(self) -> str:
        """Return the temporary table that maps text to value."""
        return f"laest_{self.column.navn}"

    @property
    def is_as_delivered(self) -> bool:
        """Tell whether every value is its own text, so that no join is needed."""
        return self.column.is_identity or (
            pa.types.is_string(self.values.type) and self.values.to_pylist() == list(self.texts)
        )

    @property
    def join(self) -> str:
        """Return the join that finds a line's value, by file only where files differ."""
        same = f"linjer.{self.source} is not distinct from {self.table}.tekst"
        if self._is_read_alike:
            return f"left join {self.table} on {same}"
        files = " and ".join(f"linjer.{name} = {self.table}.{name}" for name in FILE)
        return f"left join {self.table} on {same} and {files}"

    @cached_property
    def per_delivery(self) -> Counter[str]:
        """Return how many distinct values each delivery has."""
        return Counter(self.rows["levering"].to_pylist())

    def frame(self) -> pd.DataFrame:
        """Return the values as the suite judges them: one row per place."""
        name = self.column.navn
        columns: dict[str, Any] = {
            name: self.values.to_pandas(),
            f"{name}_ulaeselig": self.unreadable,
        }
        if self.column.is_identity:
            columns[form_column(self.column)] = self.texts
        return pd.DataFrame(columns)

    def rows_at(self, places: Sequence[int]) -> pa.Table:
        """Return the rows whose value stands at one of the places."""
        return self.rows.filter(pc.is_in(self.rows["plads"], pa.array(places, pa.int64())))

    def write_map(self, connection: duckdb.DuckDBPyConnection, emptied: frozenset[int]) -> None:
        """Write text → value as a temporary table; the emptied places have none."""
        kept = pa.array([place not in emptied for place in range(len(self.texts))], pa.bool_())
        values = pc.if_else(kept, self.values, None)
        if self._is_read_alike:
            table = pa.table({"tekst": pa.array(self.texts, pa.string()), "vaerdi": values})
        else:
            table = self.rows.append_column("vaerdi", values.take(self.rows["plads"]))
        connection.register("laest", table)
        connection.execute(
            f"create or replace temp table {self.table} as select * replace "
            f"(vaerdi::{SQL_TYPES[self.column.type]} as vaerdi) from laest"
        )
        connection.unregister("laest")

    @property
    def _is_read_alike(self) -> bool:
        return len(set(self.texts)) == len(self.texts)


def read_distinct(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    column: Column,
    read_values: ReadValues,
) -> Distinct:
    """Hand each new file's distinct texts to ``read_values``, and gather the values.

    Of an identity only the forms it was delivered in are handed over, as they stand.
    """
    source = form_column(column) if column.is_identity else column.navn
    rows = connection.sql(
        f"select levering, fil, {source} as tekst from {raw_table(contract)} semi join {NEW} "
        "using (levering) where linjefejl is null group by all order by all nulls first"
    ).to_arrow_table()
    every = iter(rows["tekst"].to_pylist())
    places: dict[tuple[str | None, Any, bool], int] = {}
    numbers: list[int] = []
    detected: dict[tuple[str, str], str] = {}
    for file, lines in groupby(zip(*(rows[name].to_pylist() for name in FILE), strict=True)):
        texts = list(islice(every, len(list(lines))))
        read = AsDelivered(texts) if column.is_identity else read_values(column, texts)
        keys = zip(texts, read.values, read.unreadable, strict=True)
        numbers += [places.setdefault(key, len(places)) for key in keys]
        detected |= {file: read.detected} if read.detected else {}
    arrow_type = ARROW_TYPES.get(column.type, pa.string())
    return Distinct(
        column,
        rows=rows.append_column("plads", pa.array(numbers, pa.int64())),
        texts=[text for text, _, _ in places],
        values=pa.array([value for _, value, _ in places], type=arrow_type),
        unreadable=[unreadable for _, _, unreadable in places],
        detected=detected,
    )


@dataclass(frozen=True)
class Pairs:
    """The distinct pairs of values that a relation names, and the deliveries they stand in.

    ``values`` has the relation's columns, one row per pair; ``per_delivery`` tells how many each
    delivery has.
    """

    values: pa.Table
    per_delivery: Mapping[str, int]

    def frame(self) -> pd.DataFrame:
        """Return the pairs as the suite judges them: one row per place."""
        frame: pd.DataFrame = self.values.to_pandas(date_as_object=False)
        return frame

    def refused(
        self, connection: duckdb.DuckDBPyConnection, places: Sequence[int]
    ) -> tuple[pa.Table, dict[str, int]]:
        """Return the pairs at some places, and how many of them each delivery has."""
        keys = self.values.take(pa.array(places, pa.int64()))
        same = " and ".join(
            f"{PAIRS}.{each} is not distinct from n.{each}" for each in keys.schema.names
        )
        connection.register("naegtede", keys)
        found = connection.execute(
            f"select levering, count(*) from {PAIRS} semi join naegtede as n on {same} group by all"
        ).fetchall()
        connection.unregister("naegtede")
        return keys, dict(found)


def read_pairs(
    connection: duckdb.DuckDBPyConnection, contract: Contract, relation: Relation, joins: str
) -> Pairs:
    """Gather the distinct pairs of values of a relation's two columns in the new deliveries."""
    values = ", ".join(f"laest_{name}.vaerdi as {name}" for name in relation.kolonner)
    names = ", ".join(relation.kolonner)
    connection.execute(
        f"create or replace temp table {PAIRS} as select linjer.levering, {values} "
        f"from {raw_table(contract)} as linjer semi join {NEW} using (levering) {joins} "
        "where linjer.linjefejl is null group by all"
    )
    distinct = connection.sql(f"select distinct {names} from {PAIRS} order by all")
    counts = connection.execute(f"select levering, count(*) from {PAIRS} group by all").fetchall()
    return Pairs(distinct.to_arrow_table(), dict(counts))
