"""Scorecard: the current publication as one page for the board, written once readers see it."""

import dagster as dg

from assets.published import POINTER_KEY
from sosu_pipeline.errors import UserError
from sosu_pipeline.naming import Layer, asset_key
from sosu_pipeline.publishing.contract import PUBLICATION_ID
from sosu_pipeline.publishing.folder import read_current
from sosu_pipeline.publishing.scorecard.writing import remove_orphans
from sosu_pipeline.resources import Deliveries
from sosu_pipeline.resources.pages import write_scorecard

SCORECARD_KEY = dg.AssetKey(asset_key(Layer.PUBLISHED, "scorecard"))


@dg.asset(
    key=SCORECARD_KEY,
    deps=[POINTER_KEY],
    group_name=Layer.PUBLISHED.value,
    description="published/scorecard: den aktuelle publicering som én side til bestyrelsen, uden "
    "netværk. Kan siden ikke skrives, står publiceringen uændret.",
    owners=["team:data-team"],
    kinds={"html"},
    tags={"lag": Layer.PUBLISHED.value},
)
def scorecard(
    context: dg.AssetExecutionContext, deliveries: Deliveries
) -> dg.MaterializeResult[None]:
    """Write the page of the publication that readers see; a failure is told and harms nothing."""
    root = deliveries.settings.published_folder
    current = read_current(root)
    told = {PUBLICATION_ID: current.publicering_id if current else ""}
    try:
        if current:
            page = write_scorecard(deliveries.settings, current)
            told["side"] = page.relative_to(root).as_posix()
    except (UserError, OSError) as error:
        told["fejl"] = str(error)
        context.log.warning(told["fejl"])
    return dg.MaterializeResult(
        metadata={**told, "fjernet": list(remove_orphans(root))},
        data_version=dg.DataVersion(told[PUBLICATION_ID] or "ingen"),
    )
