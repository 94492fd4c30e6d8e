"""Guards of the marts: unique grain, the KPI law and the promises in ``sql/``; they block."""

from collections.abc import Iterator

import dagster as dg

from assets.marts import MODELS
from assets.specs import table_key
from checks.outcomes import result
from checks.promises import PROMISES, keep_promises, promise_check
from sosu_pipeline.naming import Layer
from sosu_pipeline.resources import Warehouse
from sosu_pipeline.warehouse.findings import grain_of, law_of

GRAIN = {
    model: dg.AssetCheckSpec(
        "noegle_er_entydig",
        asset=table_key(model.table),
        blocking=True,
        description=f"Én række pr. {model.header['grain']}.",
    )
    for model in MODELS
}
LAW = {
    model: dg.AssetCheckSpec(
        "kpi_lov",
        asset=table_key(model.table),
        blocking=True,
        description="KPI'en har lovens kolonner, og hver række har skole, dag og personer.",
    )
    for model in MODELS
    if model.is_kpi
}
TABLES = {model.table for model in MODELS}
KEPT = {promise: promise_check(promise) for promise in PROMISES if promise.table in TABLES}


@dg.multi_asset_check(
    name=f"{Layer.MARTS.value}_kontroller", specs=[*GRAIN.values(), *LAW.values(), *KEPT.values()]
)
def marts_checks(warehouse: Warehouse) -> Iterator[dg.AssetCheckResult]:
    """Hold every mart to its header, the KPI law and the promises."""
    connection = warehouse.connection
    for model, check in GRAIN.items():
        yield result(check, grain_of(connection, model))
    for model, check in LAW.items():
        yield result(check, law_of(connection, model))
    yield from keep_promises(connection, KEPT)
