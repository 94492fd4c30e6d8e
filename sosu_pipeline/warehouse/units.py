"""A KPI's counted units during a run, one row each with the person behind it."""

import duckdb

from sosu_pipeline.warehouse.kpi import basis_of, basis_table
from sosu_pipeline.warehouse.models import Model


def count_units(connection: duckdb.DuckDBPyConnection, model: Model) -> str:
    """Find a KPI's units in its sources and return the temporary table that holds them."""
    table = basis_table(model)
    connection.execute(f"create or replace temp table {table} as {basis_of(model)}")
    return table


def find_units(connection: duckdb.DuckDBPyConnection, model: Model) -> str:
    """Return the table of a KPI's units; they are counted where nothing has asked for them yet."""
    known = "select 1 from duckdb_tables() where temporary and table_name = ?"
    if connection.execute(known, [basis_table(model)]).fetchall():
        return basis_table(model)
    return count_units(connection, model)
