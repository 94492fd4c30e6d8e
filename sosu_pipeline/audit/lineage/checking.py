"""What lineage must hold: no column that does not exist, and no published one from nowhere."""

from collections.abc import Iterable, Iterator, Mapping

from sosu_pipeline.audit.lineage.columns import Column, Lineage
from sosu_pipeline.warehouse.findings import Finding


def unknown_columns(lineage: Lineage) -> Iterator[str]:
    """Yield every step to a column that does not exist, as a Danish sentence."""
    for table in lineage.tables:
        for column in lineage.columns(table):
            for step in lineage.steps(column):
                if not lineage.has(step.source):
                    yield f"{column} er afledt af {step.source}, som ikke findes"


def lost_columns(lineage: Lineage, columns: Iterable[Column]) -> Iterator[str]:
    """Yield every column that reaches no file, declaration or run, as a Danish sentence."""
    for column in columns:
        if not lineage.ends(column):
            yield f"{column} kan ikke følges til en leveret fil eller en erklæring"


def other_columns(lineage: Lineage, built: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Yield every column that a built table has and lineage has not, or the other way round."""
    for table, names in built.items():
        known, found = set(lineage.tables.get(table, {})), set(names)
        yield from (f"{table}.{name} står ikke i afledningen" for name in sorted(found - known))
        yield from (f"{table}.{name} findes ikke i tabellen" for name in sorted(known - found))


def lineage_of(lineage: Lineage, table: str, built: Iterable[str]) -> Finding:
    """Find the columns of a table that lead nowhere, or that lineage and table disagree on."""
    columns = [Column(table, name) for name in built]
    known = [column for column in columns if lineage.has(column)]
    problems = [*other_columns(lineage, {table: built}), *lost_columns(lineage, known)]
    if problems:
        return Finding(False, "; ".join(problems))
    return Finding(True, f"{len(columns)} kolonner kan følges til filer, erklæringer og kørslen")
