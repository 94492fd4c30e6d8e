"""Guard of the scorecard: readers' publication has its page; it warns and stops nothing."""

import dagster as dg

from assets.scorecard import SCORECARD_KEY
from checks.outcomes import result
from sosu_pipeline.publishing.folder import read_current
from sosu_pipeline.publishing.scorecard.writing import page_path
from sosu_pipeline.resources import Deliveries
from sosu_pipeline.warehouse.findings import Finding

SPEC = dg.AssetCheckSpec(
    "siden_er_skrevet",
    asset=SCORECARD_KEY,
    description="Den publicering, læserne bruger, har sin side.",
)


@dg.multi_asset_check(name="scorecard_kontroller", specs=[SPEC])
def scorecard_checks(deliveries: Deliveries) -> dg.AssetCheckResult:
    """Look for the page of the publication that readers see."""
    root = deliveries.settings.published_folder
    current = read_current(root)
    if current is None:
        finding = Finding(True, "der er endnu ingen publicering")
    elif page_path(root, current).is_file():
        finding = Finding(True, "siden er skrevet")
    else:
        finding = Finding(False, "siden mangler; kør sosu scorecard, som siger hvorfor")
    return result(SPEC, finding, severity=dg.AssetCheckSeverity.WARN)
