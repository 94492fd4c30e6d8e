"""Guard of PostgreSQL: its readers have the publication that the pointer names; blocks nothing."""

import dagster as dg

from assets.postgres import PROBLEM, SPEC
from checks.outcomes import result
from sosu_pipeline.publishing.postgres.looking import database_of
from sosu_pipeline.resources import Deliveries

CHECK = dg.AssetCheckSpec(
    "har_den_aktuelle_publicering",
    asset=SPEC.key,
    description="Databasens læsere har den publicering, aktuel.json peger på, med alle rækker.",
)


@dg.multi_asset_check(name="postgres_kontroller", specs=[CHECK])
def postgres_checks(
    context: dg.AssetCheckExecutionContext, deliveries: Deliveries
) -> dg.AssetCheckResult:
    """Look in the database as a reader would; where it is behind, say why it was not loaded."""
    event = context.instance.get_latest_materialization_event(SPEC.key)
    told = event.asset_materialization if event else None
    problem = str(told.metadata[PROBLEM].value or "") if told else ""
    return result(CHECK, database_of(deliveries.settings, problem))
