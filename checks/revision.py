"""Guards of the audit page: it is there, and every step on it adds up; they stop nothing."""

from collections.abc import Iterator

import dagster as dg

from assets.revision import BROKEN, REVISION_KEY
from checks.outcomes import result
from sosu_pipeline.publishing.folder import read_current
from sosu_pipeline.resources import Deliveries
from sosu_pipeline.resources.pages import is_page_missing
from sosu_pipeline.warehouse.findings import Finding

WRITTEN = dg.AssetCheckSpec(
    "siden_er_skrevet",
    asset=REVISION_KEY,
    description="Den publicering, læserne bruger, har sin revisionsside.",
)
ADDS_UP = dg.AssetCheckSpec(
    "hvert_trin_gaar_op",
    asset=REVISION_KEY,
    description="Hvert tal kan følges til filernes linjer, og summerne går op på hele vejen.",
)


@dg.multi_asset_check(name="revision_kontroller", specs=[WRITTEN, ADDS_UP])
def revision_checks(
    context: dg.AssetCheckExecutionContext, deliveries: Deliveries
) -> Iterator[dg.AssetCheckResult]:
    """Look for the page of the publication that readers see, and at what it found."""
    warn = dg.AssetCheckSeverity.WARN
    if is_page_missing(deliveries.settings):
        written = Finding(False, "siden mangler; kør sosu revision, som siger hvorfor")
    elif read_current(deliveries.settings.published_folder):
        written = Finding(True, "siden er skrevet")
    else:
        written = Finding(True, "der er endnu ingen publicering")
    yield result(WRITTEN, written, severity=warn)
    event = context.instance.get_latest_materialization_event(REVISION_KEY)
    made = event.asset_materialization if event else None
    broken = int(str(made.metadata[BROKEN].value)) if made and BROKEN in made.metadata else 0
    text = f"{broken} trin går ikke op; se dem øverst på siden" if broken else "hvert trin går op"
    yield result(ADDS_UP, Finding(not broken, text), severity=warn)
