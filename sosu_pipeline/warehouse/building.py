"""Marts: run the SQL models where there is anything to make anew, and describe what stands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pyarrow as pa

from sosu_pipeline.naming import Layer, table_name
from sosu_pipeline.warehouse.kpi import (
    MONTH,
    YEAR,
    basis_of,
    basis_table,
    catalogue_of,
    dimensions_of,
    grouped_of,
    period_of,
    union_of,
    units_built,
)
from sosu_pipeline.warehouse.models import Model
from sosu_pipeline.warehouse.reference import SETTINGS
from sosu_pipeline.warehouse.standing import Standing

KPI_UNION = "kpi"
KPI_MONTHS = "kpi_maaned"
KPI_YEARS = "kpi_aar"
KPI_SCHOOL = "kpi_skole"
KPI_SCHOOL_MONTHS = "kpi_skole_maaned"
KPI_CATALOGUE = "kpi_katalog"
GATHERED_TABLES = frozenset(
    table_name(Layer.MARTS, name)
    for name in (
        KPI_UNION,
        KPI_MONTHS,
        KPI_YEARS,
        KPI_SCHOOL,
        KPI_SCHOOL_MONTHS,
        KPI_CATALOGUE,
    )
)


@dataclass(frozen=True)
class Built:
    """A table as it was made: its rows, its columns with types, and whether it stood already."""

    table: str
    rows: int
    columns: tuple[tuple[str, str], ...]
    stood: bool = False


class MartBuilder:
    """The marts of one run: each is made, or stays where all that it rests on is as it was.

    A table and the note of it belong in one transaction, which is the caller's.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Take the warehouse with its staging tables as the run has them."""
        self._connection, self._standing = connection, Standing(connection)

    def build(self, model: Model) -> Built:
        """Make a model's table, unless it stands."""
        made_of = {model.name: self._standing.rests_on(_texts(model), model.reads)}
        if self._standing.parts(model.table) == made_of:
            return self._stood(model.table)
        built = build_model(self._connection, model)
        self._standing.note(model.table, made_of)
        return built

    def gather(self, table: str, selects: Mapping[Model, str]) -> Built:
        """Make a table of a select for every KPI, but for the KPIs whose rows stand in it."""
        made_of = {
            model.name: self._standing.rests_on(
                [select, *_texts(model)], {model.table, SETTINGS, *model.reads}
            )
            for model, select in selects.items()
        }
        stands = self._standing.parts(table)
        if stands == made_of:
            return self._stood(table)
        kept = [kpi for kpi in made_of if stands.get(kpi) == made_of[kpi]]
        new = [model for model in selects if model.name not in kept]
        parts = [f"select * from {table} where list_contains({kept}, kpi)"] if kept else []
        parts += [selects[model] for model in new]
        built = build_table(self._connection, table, "\nunion all\n".join(parts))
        self._standing.note(table, made_of)
        return built

    def _stood(self, table: str) -> Built:
        return replace(describe_table(self._connection, table), stood=True)


def build_model(connection: duckdb.DuckDBPyConnection, model: Model) -> Built:
    """Make a model's table from its select; a KPI's counted units are kept beside it."""
    if not model.is_kpi:
        return build_table(connection, model.table, model.sql)
    connection.execute(f"create or replace table {basis_table(model)} as {basis_of(model)}")
    return build_table(connection, model.table, grouped_of(model))


def build_table(connection: duckdb.DuckDBPyConnection, table: str, select: str) -> Built:
    """Make a table from a select and say what it holds."""
    connection.execute(f"create or replace table {table} as {select}")
    return describe_table(connection, table)


def build_registered(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Make a table from rows that were made outside the warehouse."""
    connection.register("raekker", rows)
    connection.execute(f"create or replace table {table} as from raekker")
    connection.unregister("raekker")


def describe_table(connection: duckdb.DuckDBPyConnection, table: str) -> Built:
    """Return a table's rows, columns and types."""
    rows = connection.execute(f"select count(*) from {table}").fetchall()[0][0]
    columns = connection.execute(f"describe {table}").fetchall()
    return Built(table, rows, tuple((name, kind) for name, kind, *_ in columns))


def view_files(
    connection: duckdb.DuckDBPyConnection, layer: Layer, files: Mapping[str, Path]
) -> None:
    """Make a view of each Parquet file, so that what was written can be read back by its name."""
    connection.execute(f"drop schema if exists {layer.value} cascade")
    connection.execute(f"create schema {layer.value}")
    for name, path in files.items():
        place = str(path.resolve()).replace("'", "''")
        connection.execute(
            f"create view {table_name(layer, name)} as select * from read_parquet('{place}')"
        )


def gathered_selects(
    models: Sequence[Model], units: Callable[[Model], str] = units_built
) -> dict[str, dict[Model, str]]:
    """Return the tables generated from every KPI model: name in marts → the select of each KPI.

    ``units`` says where a KPI's counted units are found, by default where its mart was built.
    """
    kpis = [model for model in models if model.is_kpi]
    dimensions, places = dimensions_of(kpis), ("uddannelse", "uddannelsesdel")

    def sums(period: str, *by: str) -> dict[Model, str]:
        return {model: period_of(model, period=period, by=by, units=units) for model in kpis}

    return {
        KPI_UNION: {model: union_of(model, dimensions) for model in kpis},
        KPI_MONTHS: sums(MONTH, *places, "afdeling"),
        KPI_SCHOOL_MONTHS: sums(MONTH),
        KPI_YEARS: sums(YEAR, *places),
        KPI_SCHOOL: sums(YEAR),
        KPI_CATALOGUE: {model: catalogue_of(model) for model in kpis},
    }


def gathered_table(name: str) -> str:
    """Return the table of a generated mart."""
    return table_name(Layer.MARTS, name)


def _texts(model: Model) -> tuple[str, ...]:
    """Return the SQL that makes a model's table."""
    return (basis_of(model), grouped_of(model)) if model.is_kpi else (model.sql,)
