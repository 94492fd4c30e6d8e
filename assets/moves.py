"""Moves: what may be shown tonight, and what moved since readers last looked."""

from collections.abc import Iterator
from datetime import date

import dagster as dg
import duckdb

from assets.evidence import Evidence
from assets.goals import KPI_MODELS
from assets.marts import COLUMN_TEXTS, KPI_KEYS, MODELS
from assets.specs import spec, table_key
from sosu_pipeline.declarations.kpi_shape import measures_of
from sosu_pipeline.goals.asking import asked_of
from sosu_pipeline.naming import Layer, table_name
from sosu_pipeline.publishing.hiding import GoalMeasure
from sosu_pipeline.publishing.moving import DEFINITIONS, build_moves
from sosu_pipeline.publishing.shown import build_shown
from sosu_pipeline.resources import Deliveries, Night, Warehouse
from sosu_pipeline.warehouse.building import build_registered
from sosu_pipeline.warehouse.definitions import definition_table
from sosu_pipeline.warehouse.steps import build_kpi_steps

TABLES = {
    "kpi_definition": "Et mærke af hvert nøgletals definition: SQL, kodelister og indstillinger.",
    "kpi_skridt": "Hvert nøgletal pr. år talt til nattens og til den forrige nats datadato.",
    "nat_nu": "Det, der vises i nat: hvert nøgletal og hvert mål med sin status, uden skjulte tal.",
    "skjult_nu": "Det, der er skjult i nat, og de tal, det er afgjort på.",
    "aendringer": "Hvert tal og hver status, der flyttede sig siden den forrige nat, og hvorfor.",
}
READ = (
    *("maal_status", "maal_skridt", "nat_foer", "skjult_foer"),
    *("kpi_datadato", "kpi_maaned", "kpi_skole", "kpi_katalog"),
)
WITHIN = {"nat_nu": ("kpi_definition", "kpi_skridt"), "aendringer": ("nat_nu",)}
"""The tables that are made of other tables of this step."""


@dg.multi_asset(
    name="aendringer",
    specs=[
        spec(
            Layer.MARTS,
            name,
            description=text,
            deps=[
                *KPI_KEYS,
                *(
                    table_key(table_name(Layer.MARTS, read))
                    for read in (*READ, *WITHIN.get(name, ()))
                ),
            ],
        )
        for name, text in TABLES.items()
    ],
)
def moves(
    warehouse: Warehouse, deliveries: Deliveries, night: Night
) -> Iterator[dg.MaterializeResult[None]]:
    """Hide what is small, and hold what is left against the night before."""
    evidence = Evidence(connection=warehouse.connection, as_of=night.as_of)
    build_moved(warehouse.connection, deliveries, night.as_of)
    for name in TABLES:
        yield evidence.of(table_name(Layer.MARTS, name), COLUMN_TEXTS)


def build_moved(connection: duckdb.DuckDBPyConnection, deliveries: Deliveries, as_of: date) -> None:
    """Build what may be shown of a night, and what moved since the one it is held against."""
    marks = definition_table(MODELS, deliveries.schools(as_of), deliveries.catalog.codes)
    build_registered(connection, DEFINITIONS, marks)
    build_kpi_steps(connection, [*KPI_MODELS.values()])
    build_shown(connection, _measures(deliveries, as_of), KPI_MODELS)
    build_moves(connection, as_of)


def _measures(deliveries: Deliveries, day: date) -> list[GoalMeasure]:
    """Return what every goal of every school measures on a day, with the figures beside it."""
    return [
        GoalMeasure(skole=skole, name=(*asked.key, *map(str, place)), measure=measure)
        for skole, school in deliveries.schools(day).items()
        for asked in asked_of(deliveries.catalog, school, day)
        for place, measure in measures_of(asked.goal)
    ]
