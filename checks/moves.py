"""Guards of what moved: no figure further than its declared band; it warns, and never blocks."""

import dagster as dg

from assets.specs import table_key
from checks.outcomes import result
from sosu_pipeline.publishing.bands import moves_within_bands
from sosu_pipeline.publishing.moving import MOVES
from sosu_pipeline.resources import Warehouse

WITHIN_BANDS = dg.AssetCheckSpec(
    "tal_flytter_sig_inden_for_deres_baand",
    asset=table_key(MOVES),
    description="Nye data og rettelser flytter et tal højst så langt, som dets bånd siger.",
)


@dg.multi_asset_check(name="aendringer_kontroller", specs=[WITHIN_BANDS])
def moves_checks(warehouse: Warehouse) -> dg.AssetCheckResult:
    """Warn of every figure that moved more than its band."""
    found = moves_within_bands(warehouse.connection)
    return result(WITHIN_BANDS, found, severity=dg.AssetCheckSeverity.WARN)
