"""Guards of the marts: unique grain, the KPI law and the promises in ``sql/``; they block."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from assets.marts import MODELS
from assets.specs import table_key
from checks.outcomes import result
from sosu_pipeline.declarations.contract import Severity
from sosu_pipeline.naming import Layer
from sosu_pipeline.resources import Warehouse
from sosu_pipeline.warehouse.findings import counter_examples_of, grain_of, law_of
from sosu_pipeline.warehouse.models import load_promises

PROMISES = load_promises(Path(__file__).parent / "sql")
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
KEPT = {
    promise: dg.AssetCheckSpec(
        promise.name,
        asset=table_key(promise.table),
        blocking=promise.alvor is Severity.BLOKER,
        description=promise.titel,
    )
    for promise in PROMISES
}


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
    for promise, check in KEPT.items():
        finding = counter_examples_of(connection, promise.sql)
        yield result(
            check,
            finding,
            severity=dg.AssetCheckSeverity.WARN
            if not check.blocking
            else dg.AssetCheckSeverity.ERROR,
        )
