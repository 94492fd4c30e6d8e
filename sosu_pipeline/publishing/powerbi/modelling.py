"""The contract as a semantic model: the published tables, their relationships and the measures."""

from dataclasses import replace

from sosu_pipeline.publishing.contract import PublishedContract
from sosu_pipeline.publishing.powerbi.columns import tables_of
from sosu_pipeline.publishing.powerbi.data_measures import data_measures
from sosu_pipeline.publishing.powerbi.fields import MEASURES, Fields
from sosu_pipeline.publishing.powerbi.goal_measures import goal_measures, way_measures
from sosu_pipeline.publishing.powerbi.indsats_measures import indsats_measures
from sosu_pipeline.publishing.powerbi.kpi_measures import kpi_measures
from sosu_pipeline.publishing.powerbi.model import (
    Column,
    DataType,
    Measure,
    PowerBiError,
    SemanticModel,
    Table,
)
from sosu_pipeline.publishing.powerbi.relations import relationships_of


def model_of(contract: PublishedContract) -> SemanticModel:
    """Return the model of a contract.

    Raises:
        PowerBiError: a measure reads a table or column that is not published, or names collide.
    """
    tables = tables_of(contract)
    if MEASURES in {table.navn for table in tables}:
        msg = f"tabellen {MEASURES} er optaget af modellens beregninger; giv den en anden titel"
        raise PowerBiError(msg)
    fields = Fields(tables)
    written = (
        *goal_measures(),
        *way_measures(),
        *indsats_measures(),
        *kpi_measures(),
        *data_measures([table.navn for table in contract.tabeller]),
    )
    measures = [_resolve(measure, fields) for measure in written]
    return SemanticModel(
        tabeller=(_measure_table(measures), *tables), relationer=relationships_of(contract)
    )


def _resolve(measure: Measure, fields: Fields) -> Measure:
    return replace(
        measure,
        dax=fields.dax(measure.dax),
        format_dax=fields.dax(measure.format_dax) if measure.format_dax else None,
    )


def _measure_table(measures: list[Measure]) -> Table:
    """Return the table of measures; its only column is hidden, so it stands first in the list."""
    column = Column(
        navn="Kolonne",
        kilde="Kolonne",
        type=DataType.TEXT,
        m_type="type text",
        beskrivelse="Findes, fordi en tabel skal have en kolonne.",
        is_hidden=True,
    )
    return Table(
        navn=MEASURES,
        kilde=None,
        beskrivelse="Alle beregninger; brug dem i stedet for tabellernes egne tal.",
        kolonner=(column,),
        measures=measures,
    )
