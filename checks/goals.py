"""Guards of the goals: the promises in ``sql/`` about what a night says of them."""

from collections.abc import Iterator

import dagster as dg

from assets.goals import TABLES
from checks.promises import judge_promises, promised_of
from sosu_pipeline.naming import Layer, table_name
from sosu_pipeline.resources import Warehouse

KEPT = promised_of({table_name(Layer.MARTS, name) for name in TABLES})


@dg.multi_asset_check(name="maal_kontroller", specs=[*KEPT.values()])
def goals_checks(warehouse: Warehouse) -> Iterator[dg.AssetCheckResult]:
    """Hold every goal and indsats to the promises; apart from the marts they wait for."""
    yield from judge_promises(warehouse.connection, KEPT)
