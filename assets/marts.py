"""Marts: entities and KPIs from the SQL models, and the tables gathered from every KPI."""

from collections.abc import Iterator

import dagster as dg
import duckdb

from assets.evidence import Evidence
from assets.lineage import models_of
from assets.specs import column_texts, model_spec, spec, table_key
from sosu_pipeline.declarations.kpi_shape import check_measures, holders, measures_of
from sosu_pipeline.naming import Layer
from sosu_pipeline.resources import Night, Warehouse, declared
from sosu_pipeline.settings import read_settings
from sosu_pipeline.warehouse.building import (
    KPI_CATALOGUE,
    KPI_MONTHS,
    KPI_SCHOOL,
    KPI_SCHOOL_MONTHS,
    KPI_UNION,
    KPI_YEARS,
    Built,
    MartBuilder,
    gathered_selects,
    gathered_table,
)
from sosu_pipeline.warehouse.connecting import transaction
from sosu_pipeline.warehouse.kpi_shapes import kpi_shapes
from sosu_pipeline.warehouse.models import Model

CATALOG = declared(read_settings().data)
MODELS = models_of(Layer.MARTS)
GATHERED = {
    KPI_UNION: "Alle KPI'er under KPI-loven: én række pr. KPI, skole, dag og opdeling.",
    KPI_MONTHS: "Alle KPI'er pr. måned med forskellige personer talt i måneden.",
    KPI_YEARS: "Alle KPI'er pr. år og uddannelse med forskellige personer talt i året.",
    KPI_SCHOOL: "Alle KPI'er pr. år for skolen som helhed.",
    KPI_SCHOOL_MONTHS: "Alle KPI'er pr. måned for skolen som helhed.",
    KPI_CATALOGUE: "Hvad hver KPI er: definition, enhed, retning og kendte begrænsninger.",
}
KPIS = kpi_shapes(MODELS)
COLUMN_TEXTS = column_texts(CATALOG.contracts.values())
KPI_KEYS = [table_key(model.table) for model in MODELS if model.is_kpi]


check_measures(read_settings().data, CATALOG, KPIS)


def _used_by(model: Model) -> dict[str, str]:
    """Return the goals that a KPI measures or stands beside, and the feeds behind it."""
    if not model.is_kpi:
        return {}
    goals = [
        goal
        for _, holder in holders(CATALOG)
        for history in holder.maal
        for goal in history.versions
    ]
    ids = {goal.id for goal in goals if any(m.kpi == model.name for _, m in measures_of(goal))}
    feeds = [kilde for kilde in KPIS[model.name].kilder if kilde in CATALOG.contracts]
    return {"mål": ", ".join(sorted(ids)) or "intet", "kilder": ", ".join(feeds)}


@dg.multi_asset(
    name=Layer.MARTS.value,
    specs=[
        *(model_spec(model, _used_by(model)) for model in MODELS),
        *(
            spec(Layer.MARTS, name, description=text, deps=KPI_KEYS)
            for name, text in GATHERED.items()
        ),
    ],
)
def marts(warehouse: Warehouse, night: Night) -> Iterator[dg.MaterializeResult[None]]:
    """Build every mart that does not stand, in the order the models read one another."""
    evidence = Evidence(connection=warehouse.connection, as_of=night.as_of)
    for built in build_marts(warehouse.connection):
        yield evidence.of(built, COLUMN_TEXTS, facts={"stod uændret": built.stood})


def build_marts(connection: duckdb.DuckDBPyConnection) -> Iterator[Built]:
    """Build every mart and what is gathered from the KPIs, or none; say of each what it holds."""
    builder = MartBuilder(connection)
    with transaction(connection):
        for model in MODELS:
            yield builder.build(model)
        for name, selects in gathered_selects(MODELS).items():
            yield builder.gather(gathered_table(name), selects)
