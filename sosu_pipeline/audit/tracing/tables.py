"""The tables that figures are traced through, made again beside the warehouse with their traces.

Each mart is computed anew from what staging holds, by its own SQL, so a trace also shows that the
stored mart is what the SQL makes of the lines. Nothing is written but temporary tables.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import duckdb

from sosu_pipeline.audit.tracing.lineage import NUMBER, TRACE, Leaf, traced_text
from sosu_pipeline.naming import Layer
from sosu_pipeline.warehouse.models import Model
from sosu_pipeline.warehouse.tables import READ_LEDGER

ROOM = 40
"""Bits kept for a line's number in its file, or a row's in its table."""
FIRST_TABLE = 1_000_000
"""Tables are numbered from here and files below, so no line has the number of a row."""
FILES = "spor_filer"


@dataclass
class TracedTables:
    """Makes traced copies of feeds and marts as they are asked for.

    ``models`` are the marts by table, ``keys`` the key columns of each feed.
    """

    connection: duckdb.DuckDBPyConnection
    models: Mapping[str, Model]
    keys: Mapping[str, Sequence[str]]
    _numbers: dict[str, int] = field(default_factory=dict)
    _columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _kept: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Number the files of the ledger."""
        self.connection.execute(
            f"create or replace temp table {FILES} as select row_number() over "
            f"(order by raekkefoelge, filnavn, fil) as fil_nr, * from {READ_LEDGER}"
        )

    def leaves(self, model: Model) -> dict[str, Leaf]:
        """Return what a model's rows are traced to: the rows of what it reads, one by one."""
        return {
            table: Leaf(self.copy(table), self.columns(table), is_row=True)
            for table in self.read_by(model)
        }

    def read_by(self, model: Model) -> list[str]:
        """Return the marts and feeds a model reads, in alphabetical order."""
        return sorted(table for table in model.reads if table in self.models or self.is_feed(table))

    def is_feed(self, table: str) -> bool:
        """Tell whether a table is a feed's state in staging."""
        layer, _, name = table.partition(".")
        return layer == Layer.STAGING and name in self.keys

    def copy(self, table: str) -> str:
        """Return the traced copy of a feed or a mart, made the first time it is asked for.

        A feed's is a view, since its rows stand for themselves; a mart's is a temporary table.
        """
        name = f"{TRACE}_{table.replace('.', '_')}"
        if table not in self._numbers:
            made = f"view {name} as {self._feed(table)}"
            if not self.is_feed(table):
                made = f"table {name} as {self._mart(self.models[table])}"
            self._numbers[table] = FIRST_TABLE + len(self._numbers)
            self.connection.execute(f"create or replace temp {made}")
        return name

    def kept(self, name: str, select: str) -> str:
        """Return the name of a select's temporary table, made the first time it is asked for."""
        if name not in self._kept:
            self._kept.add(name)
            self.connection.execute(f"create or replace temp table {name} as {select}")
        return name

    def table_of(self, number: int) -> str:
        """Return the table that a row's number belongs to, by its upper part."""
        marts = {each: table for table, each in self._numbers.items()}
        return marts[number] if number in marts else f"{Layer.STAGING}.{self.feed_of(number)}"

    def feed_of(self, number: int) -> str:
        """Return the name of the feed that a file belongs to, by the file's number."""
        return self._feeds[number]

    def columns(self, table: str) -> tuple[str, ...]:
        """Return the columns of a traced copy."""
        if table not in self._columns:
            self._columns[table] = self._described(self.copy(table))
        return self._columns[table]

    def count(self, table: str) -> int:
        """Return the number of rows of a traced copy."""
        ((rows,),) = self.connection.execute(f"select count(*) from {self.copy(table)}").fetchall()
        return int(rows)

    def differing(self, table: str) -> int:
        """Return how many rows of a stored mart are not what its SQL makes of staging now.

        All of them where the SQL has got other columns since.
        """
        if self._described(table) != self.columns(table)[: -len((TRACE, NUMBER))]:
            return self.count(table)
        made, stored = f"select * exclude ({TRACE}, {NUMBER}) from {self.copy(table)}", table
        if self._summed(f"({made})") == self._summed(stored):
            return 0
        ((count,),) = self.connection.execute(
            f"select (select count(*) from (({made}) except all (from {stored}))) + "
            f"(select count(*) from ((from {stored}) except all ({made})))"
        ).fetchall()
        return int(count)

    def _summed(self, rows: str) -> tuple[Any, ...]:
        """Return the number of rows and the sum of their hashes, which no order changes."""
        (found,) = self.connection.execute(
            f"select count(*), sum(hash(raekker)::hugeint) from {rows} as raekker"
        ).fetchall()
        return tuple(found)

    def marts_behind(self, models: Iterable[Model]) -> Sequence[str]:
        """Return every entity mart behind some models, each after those it reads."""
        wanted: dict[str, None] = {}
        for model in models:
            for table in self.read_by(model):
                if table in self.models:
                    wanted |= dict.fromkeys(self.marts_behind([self.models[table]]))
                    wanted[table] = None
        return tuple(wanted)

    def feeds_behind(self, models: Iterable[Model]) -> Sequence[str]:
        """Return the names of the feeds behind some models, in alphabetical order."""
        each = list(models)
        marts = [self.models[table] for table in self.marts_behind(each)]
        tables = {table for model in (*each, *marts) for table in self.read_by(model)}
        return tuple(sorted(table.partition(".")[2] for table in tables if self.is_feed(table)))

    @cached_property
    def _feeds(self) -> Mapping[int, str]:
        """The feed of each file, by the file's number."""
        rows = self.connection.execute(f"select fil_nr, kilde from {FILES}").fetchall()
        return dict(rows)

    def _described(self, name: str) -> tuple[str, ...]:
        described = self.connection.execute(f"describe {name}").fetchall()
        return tuple(column for column, *_ in described)

    def _feed(self, table: str) -> str:
        """Return a feed's rows, each with the number of its line and standing for itself."""
        line = f"(spor_fil.fil_nr << {ROOM}) + linjer.linje"
        return (
            f"select linjer.*, {line} as {NUMBER}, [{line}] as {TRACE} from {table} as linjer "
            f"inner join {FILES} as spor_fil "
            "on linjer.levering = spor_fil.levering and linjer.fil = spor_fil.fil"
        )

    def _mart(self, model: Model) -> str:
        leaves = {
            table: replace(leaf, is_row=self.is_feed(table))
            for table, leaf in self.leaves(model).items()
        }
        query = traced_text(model.sql, leaves)
        number = FIRST_TABLE + len(self._numbers)
        return (
            f"select * exclude ({TRACE}), ({number}::bigint << {ROOM}) + row_number() over () "
            f"as {NUMBER}, {TRACE} from ({query})"
        )
