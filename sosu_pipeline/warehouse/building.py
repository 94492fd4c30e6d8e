"""Marts: run the SQL models, and describe what they made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
    grouped_of,
    period_of,
    union_of,
    units_built,
)
from sosu_pipeline.warehouse.models import Model

KPI_UNION = "kpi"
KPI_MONTHS = "kpi_maaned"
KPI_YEARS = "kpi_aar"
KPI_SCHOOL = "kpi_skole"
KPI_SCHOOL_MONTHS = "kpi_skole_maaned"
KPI_CATALOGUE = "kpi_katalog"


@dataclass(frozen=True)
class Built:
    """A table as it was made: its rows and its columns with types."""

    table: str
    rows: int
    columns: tuple[tuple[str, str], ...]


def build_model(connection: duckdb.DuckDBPyConnection, model: Model) -> Built:
    """Make a model's table from its select; a KPI's counted units are kept for what follows."""
    if not model.is_kpi:
        return build_table(connection, model.table, model.sql)
    units = f"create or replace temp table {basis_table(model)} as {basis_of(model)}"
    connection.execute(units)
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


def gathered_selects(models: Sequence[Model]) -> dict[str, str]:
    """Return the tables generated from every KPI model: name in marts → select."""
    kpis = [model for model in models if model.is_kpi]
    places = ("uddannelse", "uddannelsesdel")
    by_place = (*places, "afdeling")
    return {
        KPI_UNION: union_of(kpis),
        KPI_MONTHS: period_of(kpis, period=MONTH, by=by_place, units=units_built),
        KPI_SCHOOL_MONTHS: period_of(kpis, period=MONTH, by=(), units=units_built),
        KPI_YEARS: period_of(kpis, period=YEAR, by=places, units=units_built),
        KPI_SCHOOL: period_of(kpis, period=YEAR, by=(), units=units_built),
        KPI_CATALOGUE: catalogue_of(kpis),
    }


def gathered_table(name: str) -> str:
    """Return the table of a generated mart."""
    return table_name(Layer.MARTS, name)
