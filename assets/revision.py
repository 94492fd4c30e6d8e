"""Revision: the audit page of the current publication, written once readers see it."""

import dagster as dg

from assets.lineage import models_of, read_lineage
from assets.published import MODELS, POINTER_KEY, written_id
from sosu_pipeline.audit.lineage.drawing import draw
from sosu_pipeline.audit.revision.outcomes import CheckOutcome
from sosu_pipeline.errors import UserError
from sosu_pipeline.naming import Layer, asset_key
from sosu_pipeline.publishing.contract import PUBLICATION_ID
from sosu_pipeline.publishing.folder import read_current
from sosu_pipeline.publishing.publication import Publication
from sosu_pipeline.resources import Deliveries, Outcomes, Warehouse
from sosu_pipeline.resources.pages import remove_pages, write_revision

REVISION_KEY = dg.AssetKey(asset_key(Layer.PUBLISHED, "revision"))
BROKEN = "trin_der_ikke_gaar_op"


@dg.asset(
    key=REVISION_KEY,
    deps=[POINTER_KEY],
    group_name=Layer.PUBLISHED.value,
    description="published/revision: den aktuelle publicering som én side til revisor: hvert tal "
    "fulgt tilbage til filernes linjer, rækkeregnskab, kontroller og afledning, uden personer og "
    "uden netværk. Kan siden ikke skrives, står publiceringen uændret.",
    owners=["team:data-team"],
    kinds={"html"},
    tags={"lag": Layer.PUBLISHED.value},
)
def revision(
    context: dg.AssetExecutionContext,
    warehouse: Warehouse,
    deliveries: Deliveries,
    outcomes: Outcomes,
) -> dg.MaterializeResult[None]:
    """Write the page where readers were moved tonight; a failure is told and harms nothing."""
    current = read_current(deliveries.settings.published_folder)
    shown = current.publicering_id if current else ""
    told: dict[str, str | int] = {PUBLICATION_ID: shown}
    try:
        if current and shown == written_id(context.instance):
            checks = outcomes.read(context.instance, current.koersel)
            told |= _write(current, warehouse, deliveries, checks)
    except Exception as error:  # noqa: BLE001 - readers have been moved, so the night stands
        told["fejl"] = str(error) if isinstance(error, UserError) else type(error).__name__
        context.log.warning(told["fejl"])
    removed = list(remove_pages(deliveries.settings))
    return dg.MaterializeResult(
        metadata={**told, "fjernet": removed}, data_version=dg.DataVersion(shown or "ingen")
    )


def drawings() -> dict[str, str]:
    """Return the ancestry of every published table as SVG."""
    lineage = read_lineage()
    return {model.table: draw(lineage, model.table) for model in MODELS}


def _write(
    publication: Publication,
    warehouse: Warehouse,
    deliveries: Deliveries,
    checks: list[CheckOutcome],
) -> dict[str, str | int]:
    """Write the page over a connection of its own, whose temporary tables go with it."""
    settings = deliveries.settings
    with warehouse.connection.cursor() as connection:
        path, broken = write_revision(
            settings,
            connection,
            publication=publication,
            catalog=deliveries.catalog,
            models=models_of(Layer.MARTS),
            outcomes=checks,
            drawings=drawings(),
        )
    return {"side": path.relative_to(settings.published_folder).as_posix(), BROKEN: broken}
