"""Lineage as Dagster shows it: the columns behind each column, traced once for code and data."""

from functools import cache
from pathlib import Path

import dagster as dg

from assets.specs import SQL_FOLDER, table_key
from sosu_pipeline.audit.lineage.ancestry import is_inner
from sosu_pipeline.audit.lineage.columns import Lineage
from sosu_pipeline.audit.lineage.keeping import kept, made_of
from sosu_pipeline.audit.lineage.tracing import trace
from sosu_pipeline.naming import Layer
from sosu_pipeline.publishing.code_version import code_version
from sosu_pipeline.publishing.contract import declared_contract
from sosu_pipeline.publishing.shown import SHOWN_MARTS
from sosu_pipeline.resources import declared
from sosu_pipeline.settings import read_settings
from sosu_pipeline.warehouse.as_of import RUN
from sosu_pipeline.warehouse.models import Model, load_models


def models_of(layer: Layer) -> tuple[Model, ...]:
    """Return the SQL models of a layer."""
    return load_models(SQL_FOLDER / layer.value, layer)


def read_lineage() -> Lineage:
    """Return the lineage of the code that runs and of the declarations in use."""
    settings = read_settings()
    return _traced(made_of(code_version(), settings.data), settings.data, settings.home)


def column_lineage(lineage: Lineage, table: str) -> dg.TableColumnLineage:
    """Return the columns of assets behind each column of a table.

    What is no asset is seen through, and an end that is no file is not an asset's column.
    """
    hidden = {each for each in lineage.tables if not _is_asset(each)}
    return dg.TableColumnLineage(
        {
            column.name: [
                dg.TableColumnDep(table_key(each.table), each.name)
                for each in dict.fromkeys(lineage.through(column, hidden))
                if each.table in lineage.tables
            ]
            for column in lineage.columns(table)
        }
    )


def _is_asset(table: str) -> bool:
    return table != RUN and not is_inner(table)


@cache
def _traced(wanted: str, data: Path, home: Path) -> Lineage:
    return kept(home, wanted, lambda: _trace(wanted, data))


@cache
def _trace(wanted: str, data: Path) -> Lineage:
    """Trace once for the process, however many homes it works for."""
    del wanted
    tables = declared_contract().tabeller
    return trace(
        declared(data),
        marts=models_of(Layer.MARTS),
        shown=SHOWN_MARTS,
        published=models_of(Layer.PUBLISHED),
        columns={table.navn: [column.navn for column in table.kolonner] for table in tables},
    )
