"""A warehouse and its publication opened together, so that figures can be asked for and traced."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb

from sosu_pipeline.audit.tracing.asking import Asking, GoalsOf
from sosu_pipeline.audit.tracing.published import publication_of
from sosu_pipeline.audit.tracing.tables import TracedTables
from sosu_pipeline.declarations.catalog import Catalog
from sosu_pipeline.errors import UserError
from sosu_pipeline.warehouse.as_of import RUN
from sosu_pipeline.warehouse.kpi_shapes import kpi_shapes
from sosu_pipeline.warehouse.models import Model


def open_tracing(
    connection: duckdb.DuckDBPyConnection,
    published: Path,
    *,
    catalog: Catalog,
    models: Sequence[Model],
    goals_of: GoalsOf,
) -> tuple[Asking, TracedTables]:
    """Return what asks of a warehouse and what traces it, with the publication of its date.

    Raises:
        UserError: the warehouse has no date, or nothing is published as of it.
    """
    as_of = _as_of(connection)
    tables = TracedTables(
        connection,
        {model.table: model for model in models},
        {kilde: contract.noegle for kilde, contract in catalog.contracts.items()},
    )
    asking = Asking(
        catalog=catalog,
        models={model.name: model for model in models if model.is_kpi},
        shapes=kpi_shapes(models),
        connection=connection,
        publication=publication_of(published, as_of),
        as_of=as_of,
        goals_of=goals_of,
    )
    return asking, tables


def _as_of(connection: duckdb.DuckDBPyConnection) -> date:
    ((day,),) = connection.execute(f"select dato from {RUN}").fetchall()
    if not isinstance(day, date):
        msg = "lageret har ingen dato; kør natten igen med sosu run"
        raise UserError(msg)
    return day
