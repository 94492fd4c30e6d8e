"""PostgreSQL: the publication that readers are pointed at, swapped into a schema of theirs."""

import dagster as dg

from assets.published import POINTER_KEY
from assets.specs import spec
from sosu_pipeline.naming import Layer
from sosu_pipeline.publishing.contract import PUBLICATION_ID
from sosu_pipeline.publishing.postgres.current import place_current
from sosu_pipeline.resources import Deliveries

PROBLEM = "fejl"
NO_PUBLICATION = "ingen"
SPEC = spec(
    Layer.PUBLISHED,
    "postgres",
    description="Den publicering, aktuel.json peger på, i PostgreSQL-skemaet SOSU_POSTGRES_SKEMA, "
    "skiftet i ét skridt. Uden SOSU_POSTGRES_URL publiceres der kun Parquet. Hvad der end sker med "
    "databasen, står Parquet-publiceringen ved magt; kontrollen her siger, om basen er med.",
    deps=[POINTER_KEY],
    kinds=frozenset({"postgres"}),
)


@dg.multi_asset(name="postgres", specs=[SPEC])
def postgres(
    context: dg.AssetExecutionContext, deliveries: Deliveries
) -> dg.MaterializeResult[None]:
    """Load what the pointer names; a database that will not is told, and never stops the night."""
    placed = place_current(deliveries.settings)
    if placed.problem:
        context.log.error(placed.problem)
    return dg.MaterializeResult(
        asset_key=SPEC.key,
        metadata={
            "tilstand": placed.state.value,
            PUBLICATION_ID: placed.publicering_id,
            "sekunder": round(placed.seconds, 1),
            PROBLEM: placed.problem,
        },
        data_version=dg.DataVersion(placed.publicering_id or NO_PUBLICATION),
    )
