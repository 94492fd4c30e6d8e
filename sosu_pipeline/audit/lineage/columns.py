"""Columns and the steps between them: the graph that every question of lineage is asked of."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

LANDING = "landing"
RUN = "kørslen"
KEY_MAP = "arkiv/noegler.csv"
NIGHTS, HIDDEN_NIGHTS = "arkiv/vist", "arkiv/skjult"
DECLARED = ("data/", "assets/", "sosu_pipeline/")


class Means(StrEnum):
    """How a column is made of another: by its values, or by which rows there are to count."""

    VALUE = "værdi"
    ROWS = "rækker"


class End(StrEnum):
    """Where lineage ends: nothing that the pipeline made lies behind it."""

    FILE = "leveret fil"
    DECLARATION = "erklæring"
    RUN = "kørslen"
    KEY_MAP = "nøglekort"
    NIGHTS = "tidligere nætter"


@dataclass(frozen=True, order=True)
class Column:
    """A column of a table, e.g. ``marts.forloeb.startdato``.

    Before the first table stand ``landing.<kilde>`` with the headers of its files, a declaration
    by its place in the tree, the run, the map of the dimensions' keys, and what readers were
    shown on earlier nights, and what was hidden.
    """

    table: str
    name: str

    def __str__(self) -> str:
        """Return table and column with a full stop between."""
        return f"{self.table}.{self.name}"

    @property
    def end(self) -> End | None:
        """Return what kind of end the column is, or None where it has columns behind it."""
        if self.table.startswith(f"{LANDING}."):
            return End.FILE
        if self.table.startswith(DECLARED):
            return End.DECLARATION
        if self.table in {NIGHTS, HIDDEN_NIGHTS}:
            return End.NIGHTS
        return {RUN: End.RUN, KEY_MAP: End.KEY_MAP}.get(self.table)


@dataclass(frozen=True, order=True)
class Step:
    """One step back from a column."""

    source: Column
    means: Means = Means.VALUE


Steps = Mapping[str, tuple[Step, ...]]
"""The steps back from each column of a table, by the column's name, in the table's order."""


@dataclass(frozen=True)
class Lineage:
    """The steps back from every column of every table; a table that is not here is an end."""

    tables: Mapping[str, Steps]
    _behind: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    def steps(self, column: Column) -> tuple[Step, ...]:
        """Return the steps back from a column; none where it is an end or unknown."""
        return self.tables.get(column.table, {}).get(column.name, ())

    def has(self, column: Column) -> bool:
        """Tell whether a column exists: a table's, or an end that is no table."""
        if column.table in self.tables:
            return column.name in self.tables[column.table]
        return column.end is not None

    def columns(self, table: str) -> list[Column]:
        """Return a table's columns in order; none where the table is unknown."""
        return [Column(table, name) for name in self.tables.get(table, {})]

    def inputs(self, table: str) -> frozenset[str]:
        """Return the tables that a table's columns are made of."""
        steps = self.tables.get(table, {}).values()
        return frozenset(step.source.table for each in steps for step in each)

    def ancestors(self, columns: Iterable[Column]) -> frozenset[Column]:
        """Return every column behind some columns, themselves apart unless they rest on it."""
        found: set[Column] = set()
        waiting = list(columns)
        while waiting:
            for step in self.steps(waiting.pop()):
                if step.source not in found:
                    found.add(step.source)
                    waiting.append(step.source)
        return frozenset(found)

    def ends(self, column: Column) -> frozenset[Column]:
        """Return the ends that a column reaches."""
        return frozenset(each for each in self.ancestors([column]) if each.end)

    def behind(self, table: str) -> frozenset[str]:
        """Return every table and end behind a table."""
        if table not in self._behind:
            self._behind[table] = frozenset()
            inputs = self.inputs(table)
            self._behind[table] = inputs.union(*map(self.behind, inputs))
        return self._behind[table]

    def feeds(self, table: str) -> tuple[str, ...]:
        """Return the feeds behind a table, in alphabetical order."""
        start = f"{LANDING}."
        landed = {each for each in self.behind(table) if each.startswith(start)}
        return tuple(sorted(each.removeprefix(start) for each in landed))

    def through(self, column: Column, hidden: Iterable[str]) -> Iterator[Column]:
        """Yield the columns behind a column, seen through tables that are not shown."""
        out_of_sight, seen = frozenset(hidden), {column}
        waiting = [step.source for step in reversed(self.steps(column))]
        while waiting:
            each = waiting.pop()
            if each in seen:
                continue
            seen.add(each)
            if each.table in out_of_sight:
                waiting += [step.source for step in reversed(self.steps(each))]
            else:
                yield each
