"""Guards of the goals: one status each, the figures whole, and no earlier night rewritten."""

from collections.abc import Iterator

import dagster as dg

from assets.goals import TABLES
from checks.promises import PROMISES, keep_promises, promise_check
from sosu_pipeline.naming import Layer, table_name
from sosu_pipeline.resources import Warehouse

GOAL_TABLES = {table_name(Layer.MARTS, name) for name in TABLES}
KEPT = {promise: promise_check(promise) for promise in PROMISES if promise.table in GOAL_TABLES}


@dg.multi_asset_check(name="maal_kontroller", specs=list(KEPT.values()))
def goals_checks(warehouse: Warehouse) -> Iterator[dg.AssetCheckResult]:
    """Hold the night's goals to their promises."""
    yield from keep_promises(warehouse.connection, KEPT)
