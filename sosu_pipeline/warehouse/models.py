"""SQL models: one select per file, described by its header, ordered by what it reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import sqlglot
from sqlglot import exp

from sosu_pipeline.declarations.contract import Severity
from sosu_pipeline.naming import Layer, is_kpi, table_name

DIALECT = "duckdb"
REQUIRED_HEADER = ("titel", "beskrivelse", "enhed", "grain", "noegle", "ejer")
KPI_HEADER = ("formel",)
BANDS = ("baand_nye_data", "baand_rettelser", "baand_mindst")
NO_BAND = "ingen"
"""Header fields that say how far a KPI may move; ``ingen`` says that it may move any way."""


class ModelError(Exception):
    """A SQL model breaks the house's form; the text names the file and the remedy."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Model:
    """One SQL file: its layer, name, header fields, text and the tables it reads."""

    layer: Layer
    name: str
    header: Mapping[str, str]
    sql: str
    reads: frozenset[str]

    @property
    def table(self) -> str:
        """Return the qualified table the model makes."""
        return table_name(self.layer, self.name)

    @property
    def file(self) -> str:
        """Return where the model's file lies, from the root of the tree."""
        return f"assets/sql/{self.layer}/{'kpi/' if self.is_kpi else ''}{self.name}.sql"

    @property
    def is_kpi(self) -> bool:
        """Tell whether the KPI law holds for the model."""
        return is_kpi(self.name)

    @property
    def counts_people(self) -> bool:
        """Tell whether people stand behind the figures; money and ``personer: ingen`` say no."""
        return self.header["enhed"] != "kr." and self.header.get("personer") != "ingen"

    def listed(self, field: str) -> tuple[str, ...]:
        """Return a header field that holds a comma-separated list."""
        return tuple(part.strip() for part in self.header.get(field, "").split(",") if part.strip())


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A select of counter-examples: the file name is the promise, and no row may come."""

    name: str
    titel: str
    table: str
    alvor: Severity
    middel: str
    sql: str


def read_model(path: Path, layer: Layer) -> Model:
    """Read one SQL file.

    Raises:
        ModelError: the header lacks a field, or the file is not exactly one select.
    """
    text = path.read_text(encoding="utf-8")
    header = _header(text)
    is_mart_kpi = layer is Layer.MARTS and is_kpi(path.stem)
    required = REQUIRED_HEADER + KPI_HEADER if is_mart_kpi else REQUIRED_HEADER
    if missing := [field for field in required if not header.get(field)]:
        msg = f"{path.name}: header lacks {', '.join(missing)}; add '-- {missing[0]}: …'"
        raise ModelError(msg)
    for field in BANDS:
        if not _is_band(header.get(field, NO_BAND)):
            msg = f"{path.name}: {field} is not a number; write e.g. '-- {field}: 0.2', or ingen"
            raise ModelError(msg)
    statements = [statement for statement in sqlglot.parse(text, read=DIALECT) if statement]
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        msg = f"{path.name}: holds {len(statements)} statements; keep exactly one select"
        raise ModelError(msg)
    return Model(
        layer=layer, name=path.stem, header=header, sql=text, reads=tables_read(statements[0])
    )


def columns_selected(model: Model) -> tuple[str, ...]:
    """Return the columns a model yields, in order."""
    query = sqlglot.parse_one(model.sql, read=DIALECT)
    return tuple(query.named_selects) if isinstance(query, exp.Query) else ()


def load_promises(folder: Path) -> tuple[Promise, ...]:
    """Read every promise in a folder.

    Raises:
        ModelError: a promise lacks one of its header fields.
    """
    return tuple(_read_promise(path) for path in sorted(folder.glob("*.sql")))


@cache
def load_models(folder: Path, layer: Layer) -> tuple[Model, ...]:
    """Read every SQL file under a folder once, ordered so that a model follows what it reads."""
    return ordered(read_model(path, layer) for path in sorted(folder.rglob("*.sql")))


def ordered(models: Iterable[Model]) -> tuple[Model, ...]:
    """Order models so that each follows the ones it reads.

    Raises:
        ModelError: two models read one another.
    """
    by_table = {model.table: model for model in models}
    graph = {table: model.reads & by_table.keys() for table, model in by_table.items()}
    try:
        return tuple(by_table[table] for table in TopologicalSorter(graph).static_order())
    except CycleError as error:
        msg = f"models read one another: {' → '.join(error.args[1])}; break the circle"
        raise ModelError(msg) from error


def tables_read(query: exp.Query) -> frozenset[str]:
    """Return the qualified tables a query reads, its own CTEs apart."""
    return frozenset(f"{table.db}.{table.name}" for table in query.find_all(exp.Table) if table.db)


def _read_promise(path: Path) -> Promise:
    text = path.read_text(encoding="utf-8")
    header = _header(text)
    try:
        return Promise(
            name=path.stem,
            titel=header["titel"],
            table=header["tabel"],
            alvor=Severity(header["alvor"]),
            middel=header["middel"],
            sql=text,
        )
    except (KeyError, ValueError) as error:
        msg = f"{path.name}: header lacks {error}; add titel, tabel, alvor and middel"
        raise ModelError(msg) from error


def _is_band(text: str) -> bool:
    return text == NO_BAND or text.replace(".", "", 1).isdecimal()


def _header(text: str) -> dict[str, str]:
    header: dict[str, str] = {}
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        field, colon, value = line.removeprefix("--").partition(":")
        if colon:
            header[field.strip()] = value.strip()
    return header
