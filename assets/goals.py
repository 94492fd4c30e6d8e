"""Goals: every goal and indsats judged for the night and kept for ever."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import dagster as dg
import duckdb

from assets.evidence import Evidence
from assets.marts import CATALOG, COLUMN_TEXTS, KPI_KEYS, KPIS, MODELS
from assets.specs import spec, table_key
from sosu_pipeline.goals.night import judge_night
from sosu_pipeline.goals.page import GoalPage
from sosu_pipeline.goals.steps import goals_before
from sosu_pipeline.naming import Layer, table_name
from sosu_pipeline.resources import Deliveries, Night, Warehouse
from sosu_pipeline.warehouse.account import FEEDS
from sosu_pipeline.warehouse.building import (
    KPI_CATALOGUE,
    KPI_UNION,
    build_registered,
    gathered_table,
)
from sosu_pipeline.warehouse.history import History, record_night
from sosu_pipeline.warehouse.models import Model
from sosu_pipeline.warehouse.nights import (
    build_hidden_before,
    build_night_before,
    last_night_before,
)

KPI_MODELS: dict[str, Model] = {model.name: model for model in MODELS if model.is_kpi}
HISTORIES = {
    "maal_status": ("skole", "plan", "maal"),
    "indsats_status": ("skole", "plan", "indsats"),
}
TABLES = {
    "maal_status_historik": "Det samme med hver erklæret rettelse og det, der stod før den.",
    "maal_status": "Hvert mål pr. nat: baseline, tal, mål, prognose, status og grund, for altid.",
    "maal_status_afvigelser": "Mål, som denne kørsel ville bedømme anderledes end nattens egen.",
    "indsats_status_historik": "Det samme med hver erklæret rettelse og det, der stod før den.",
    "indsats_status": "Hver indsats pr. nat: det værste af dens mål; de neutrale talt for sig.",
    "indsats_status_afvigelser": "Indsatser, som denne kørsel ville bedømme anderledes.",
    "maal": "Hvert mål med løfte, måling, kilder, formel, antagelser og grænser i ord.",
    "maal_ved_siden_af": "Tal, der vises ved siden af et mål og aldrig bedømmes.",
    "maal_aar": "Hvert måls egen måling i hvert år, der er tal for.",
    "maal_version": "Hver ordlyd af hvert mål, med de dage den gælder og grunden til den.",
    "indsats": "Hver indsats med fokusområde, periode og ejer.",
    "statusser": "Hver status med navn, tegn, farve og plads, den værste først.",
    "kpi_datadato": "Den sidste dag, alle kilderne bag hvert nøgletal dækker.",
    "nat_foer": "Det, læserne blev vist den forrige nat: hvert nøgletal og hvert mål med status.",
    "skjult_foer": "Det, der var skjult den forrige nat, og de tal, det blev afgjort på.",
    "maal_skridt": "Hvert måls tal og mål regnet om fra den forrige nat: hvad der flyttede det.",
    "indsats_maal": "Hvilke mål der står under hvilke indsatser; et fælles mål ejes af en anden.",
}

WITHIN = {
    "maal_status": ["maal_status_historik"],
    "maal_status_afvigelser": ["maal_status"],
    "indsats_status_historik": ["maal_status_historik"],
    "indsats_status": ["indsats_status_historik"],
    "indsats_status_afvigelser": ["indsats_status"],
    "maal_skridt": ["nat_foer"],
}
"""The tables that are made of other tables of goals."""
GATHERED_KEYS = [table_key(gathered_table(name)) for name in (KPI_UNION, KPI_CATALOGUE)]
PAGE = {"mål": dg.MetadataValue.md(GoalPage(CATALOG, KPIS).text())}


@dg.multi_asset(
    name="maal",
    specs=[
        spec(
            Layer.MARTS,
            name,
            description=text,
            deps=[
                *KPI_KEYS,
                *GATHERED_KEYS,
                *(table_key(table) for table in (FEEDS, "staging.milepaele")),
                *(table_key(table_name(Layer.MARTS, each)) for each in WITHIN.get(name, ())),
            ],
            kinds=frozenset({"duckdb", "yaml"}),
            metadata=PAGE if name in {"maal", "maal_status"} else None,
        )
        for name, text in TABLES.items()
    ],
)
def goals(
    warehouse: Warehouse, deliveries: Deliveries, night: Night
) -> Iterator[dg.MaterializeResult[None]]:
    """Judge every goal by the marts, and keep what the night says."""
    connection, archive = warehouse.connection, deliveries.settings.archive_folder
    evidence = Evidence(connection=connection, as_of=night.as_of)
    build_night_before(connection, last_night_before(archive, night.as_of))
    build_hidden_before(connection, archive, night.as_of)
    build_goals(connection, deliveries, night.as_of, keep_in=archive, correction=night.correction)
    for name in TABLES:
        yield evidence.of(table_name(Layer.MARTS, name), COLUMN_TEXTS)


def build_goals(
    connection: duckdb.DuckDBPyConnection,
    deliveries: Deliveries,
    as_of: date,
    *,
    keep_in: Path,
    correction: str | None,
) -> None:
    """Judge every goal beside the night before, and keep what is said in a folder's history."""
    told = judge_night(
        connection,
        deliveries.catalog,
        deliveries.schools(as_of),
        kpis=KPIS,
        models=KPI_MODELS,
        as_of=as_of,
        before=goals_before(connection),
    )
    for name, key in HISTORIES.items():
        history = History(name, key, keep_in / "status" / name)
        rows = getattr(told, name)
        record_night(connection, history, rows, dato=as_of, correction=correction)
    for name, table in told.tables.items():
        build_registered(connection, table_name(Layer.MARTS, name), table)
