"""Data versions: what a table was made of, as one short text that changes when any of it does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from sosu_pipeline.audit.lineage.columns import LANDING, RUN, Lineage
from sosu_pipeline.audit.lineage.declared import TABLES
from sosu_pipeline.naming import SHOWN
from sosu_pipeline.warehouse.models import Model

DIGITS = 16


def digest(*parts: str) -> str:
    """Return some texts as one short one."""
    return sha256("\n".join(parts).encode()).hexdigest()[:DIGITS]


@dataclass
class Versions:
    """The data version of every table: its own part, and the versions of the tables it reads.

    ``own`` is what a table is made of beside the tables it reads: the text of its select, its
    deliveries, the rows of its code list, the run's date. ``reads`` are the tables a select names
    also where no value of them comes along.
    """

    lineage: Lineage
    own: Mapping[str, str]
    reads: Mapping[str, frozenset[str]]
    known: dict[str, str] = field(default_factory=dict)

    def of(self, table: str) -> str:
        """Return a table's data version."""
        if table not in self.known:
            self.known[table] = ""
            own = self.own.get(table, "")
            read = self.reads.get(table, frozenset())
            inputs = sorted((self.lineage.inputs(table) | read) - {table})
            self.known[table] = digest(table, own, *map(self.of, inputs))
        return self.known[table]


def own_parts(  # noqa: PLR0913 - everything that a version can rest on
    lineage: Lineage,
    data: Path,
    *,
    models: Iterable[Model],
    deliveries: Mapping[str, str],
    as_of: str,
    code: str,
) -> dict[str, str]:
    """Return what each table and each end is made of beside what it reads.

    Args:
        lineage: every table.
        data: the folder of declarations.
        models: the SQL models.
        deliveries: the files behind each feed, as a text that changes with them.
        as_of: the run's date.
        code: the version of the code, for what Python makes.
    """
    ends = {
        step.source
        for steps in lineage.tables.values()
        for each in steps.values()
        for step in each
        if step.source.end
    }
    declared = {end.table: _content(data, end.table) for end in ends}
    made = dict.fromkeys((t for t in lineage.tables if t in TABLES or t.startswith(SHOWN)), code)
    landed = {f"{LANDING}.{kilde}": text for kilde, text in deliveries.items()}
    texts = {model.table: model.sql for model in models}
    return {**declared, **made, **landed, **texts, RUN: as_of}


def _content(data: Path, place: str) -> str:
    """Return a digest of a file or a folder of the declarations; other ends have none."""
    if not place.startswith("data/"):
        return ""
    path = data / place.removeprefix("data/")
    files = [path] if path.is_file() else sorted(each for each in path.rglob("*") if each.is_file())
    return digest(*(sha256(each.read_bytes()).hexdigest() for each in files))
