"""Guards of the publication: BI types, unique keys, small groups hidden, no person; all block."""

from collections.abc import Callable, Iterator

import dagster as dg

from assets.published import MODELS
from assets.specs import table_key
from checks.outcomes import result
from sosu_pipeline.naming import Layer
from sosu_pipeline.publishing.examining import persons_of, small_groups_of, types_of
from sosu_pipeline.resources import Warehouse
from sosu_pipeline.warehouse.findings import Finding, grain_of

GUARDS: dict[str, tuple[str, Callable[..., Finding]]] = {
    "noegle_er_entydig": ("Nøglen i tabellens hoved står én gang pr. række.", grain_of),
    "kun_bi_typer": ("Kolonnerne har kun de seks typer, Power BI læser ens overalt.", types_of),
    "smaa_grupper_er_skjult": (
        "Ingen vist celle handler om færre personer end grænsen.",
        small_groups_of,
    ),
    "ingen_personer": ("Hverken CPR-numre eller pseudonymer er publiceret.", persons_of),
}
SPECS = {
    (model, name): dg.AssetCheckSpec(
        name, asset=table_key(model.table), blocking=True, description=text
    )
    for model in MODELS
    for name, (text, _) in GUARDS.items()
}


@dg.multi_asset_check(name=f"{Layer.PUBLISHED.value}_kontroller", specs=list(SPECS.values()))
def published_checks(warehouse: Warehouse) -> Iterator[dg.AssetCheckResult]:
    """Examine the written files as a reader would open them."""
    for (model, name), check in SPECS.items():
        _, examine = GUARDS[name]
        yield result(check, examine(warehouse.connection, model))
