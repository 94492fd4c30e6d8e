"""What a drawing shows of a table's ancestry: tables in sight, KPIs folded, columns near by."""

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from enum import IntEnum

from sosu_pipeline.audit.lineage.columns import LANDING, Column, Lineage, Means
from sosu_pipeline.audit.lineage.declared import TABLES
from sosu_pipeline.naming import KPI_PREFIX, SHOWN, VERSIONS_SUFFIX, Layer, table_name
from sosu_pipeline.warehouse.as_of import PERSONS
from sosu_pipeline.warehouse.building import GATHERED_TABLES
from sosu_pipeline.warehouse.tables import COPIES, DELIVERY_LEDGER

ALL_KPIS = f"{table_name(Layer.MARTS, KPI_PREFIX)}*"
ALL_CODES = f"{Layer.STAGING}.kode_*"
INNER = {PERSONS, COPIES, DELIVERY_LEDGER}
"""Tables on the way through staging, which nobody looks up."""


class Band(IntEnum):
    """What stands side by side in a drawing, from the left."""

    FILES = 0
    STAGING = 1
    ENTITIES = 2
    KPIS = 3
    GATHERED = 4
    PUBLISHED = 5


BANDS = {LANDING: Band.FILES, Layer.STAGING: Band.STAGING, Layer.PUBLISHED: Band.PUBLISHED}


@dataclass(frozen=True, order=True)
class Line:
    """A line of a drawing from a source to what it is part of; an empty name is the whole table."""

    source: Column
    target: Column
    means: Means


@dataclass(frozen=True)
class Ancestry:
    """The lines of a drawing, and the columns each table shows; the table itself is ``of``."""

    of: str
    lines: tuple[Line, ...]
    columns: dict[str, tuple[str, ...]]
    counts: dict[str, int]


def is_inner(table: str) -> bool:
    """Tell whether a table is only a step between two that are looked up."""
    return table in INNER or table.endswith(VERSIONS_SUFFIX) or table.startswith(f"{SHOWN}.")


def ancestry_of(lineage: Lineage, table: str, *, detailed: bool) -> Ancestry:
    """Return what is drawn of a table.

    Columns are drawn of the table and of those it is made of; of tables further back only where
    ``detailed``. KPIs further back are folded into one box, code lists too, and raw into its files.
    """
    hidden = {each for each in lineage.tables if _is_unseen(each)}
    near = {
        table,
        *(each.table for c in lineage.columns(table) for each in lineage.through(c, hidden)),
    }

    def shown(column: Column) -> Column:
        name = column.name if detailed or column.table in near else ""
        return Column(_folded(column.table, near), name)

    lines = sorted(set(_lines(lineage, table, hidden, shown)))
    used = {column for line in lines for column in (line.source, line.target)}
    used |= set(lineage.columns(table))
    tables = sorted({column.table for column in used})
    names = {each: {c.name for c in used if c.table == each and c.name} for each in tables}
    return Ancestry(
        of=table,
        lines=tuple(lines),
        columns={each: _in_order(lineage, each, names[each]) for each in tables},
        counts={each: len(lineage.tables.get(each, {})) for each in tables},
    )


def _lines(
    lineage: Lineage, table: str, hidden: set[str], shown: Callable[[Column], Column]
) -> Iterator[Line]:
    waiting = lineage.columns(table)
    seen = set(waiting)
    while waiting:
        column = waiting.pop()
        counted = {s.source for s in lineage.steps(column) if s.means is Means.ROWS}
        for source in lineage.through(column, hidden):
            if source.table not in lineage.tables:
                continue
            start, end = shown(source), shown(column)
            if start.table != end.table:
                is_counted = source in counted and bool(start.name)
                yield Line(start, end, Means.ROWS if is_counted else Means.VALUE)
            if source not in seen:
                seen.add(source)
                waiting.append(source)


def _is_unseen(table: str) -> bool:
    return is_inner(table) or table.startswith(f"{Layer.RAW}.")


def _folded(table: str, apart: Container[str]) -> str:
    """Return the box a table is drawn as; KPIs and code lists share one where none stands apart."""
    if table in apart:
        return table
    if table.startswith(ALL_CODES.removesuffix("*")):
        return ALL_CODES
    return ALL_KPIS if band_of(table) is Band.KPIS else table


def _in_order(lineage: Lineage, table: str, names: set[str]) -> tuple[str, ...]:
    known = [name for name in lineage.tables.get(table, {}) if name in names]
    return (*known, *sorted(names - set(known)))


def band_of(table: str) -> Band:
    """Return the band a table is drawn in."""
    layer = table.partition(".")[0]
    if layer != Layer.MARTS:
        return BANDS[layer]
    if table in GATHERED_TABLES or table in TABLES:
        return Band.GATHERED
    return Band.KPIS if table.startswith(table_name(Layer.MARTS, KPI_PREFIX)) else Band.ENTITIES
