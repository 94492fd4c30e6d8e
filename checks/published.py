"""Guards of the publication: the contract kept, keys, small groups hidden, no person; all block."""

from collections.abc import Callable, Iterator

import dagster as dg

from assets.lineage import read_lineage
from assets.published import CONTRACT, MODELS
from assets.specs import table_key
from checks.outcomes import result
from checks.promises import judge_promises, promised_of
from sosu_pipeline.audit.lineage.checking import lineage_of
from sosu_pipeline.naming import Layer
from sosu_pipeline.publishing.examining import order_of, persons_of, references_of, types_of
from sosu_pipeline.resources import Warehouse
from sosu_pipeline.warehouse.building import describe_table
from sosu_pipeline.warehouse.findings import Finding, grain_of

UNIQUE = "noegle_er_entydig"
GUARDS: dict[str, tuple[str, Callable[..., Finding]]] = {
    "som_i_kontrakten": ("Kolonnerne er som i kontrakten, i de typer Power BI læser.", types_of),
    "noegler_peger_paa_noget": ("Hver nøgle findes i sin dimension.", references_of),
    "hver_tekst_har_en_plads": ("Hver tekst har én plads i sin rækkefølge.", order_of),
    "ingen_personer": ("Hverken CPR-numre eller pseudonymer er publiceret.", persons_of),
}
SPECS = {
    (model, name): dg.AssetCheckSpec(
        name, asset=table_key(model.table), blocking=True, description=text
    )
    for model in MODELS
    for name, text in {
        UNIQUE: "Nøglen i tabellens hoved står én gang pr. række.",
        **{name: text for name, (text, _) in GUARDS.items()},
    }.items()
}
TRACED = {
    model: dg.AssetCheckSpec(
        "kolonner_kan_foelges_tilbage",
        asset=table_key(model.table),
        description="Hver kolonne kan følges til en leveret fil, en erklæring eller kørslen.",
    )
    for model in MODELS
}
PROMISED = promised_of({model.table for model in MODELS})


@dg.multi_asset_check(
    name=f"{Layer.PUBLISHED.value}_kontroller",
    specs=[*SPECS.values(), *TRACED.values(), *PROMISED.values()],
)
def published_checks(warehouse: Warehouse) -> Iterator[dg.AssetCheckResult]:
    """Examine the written files as a reader would open them."""
    connection = warehouse.connection
    for (model, name), check in SPECS.items():
        if name == UNIQUE:
            yield result(check, grain_of(connection, model))
        else:
            _, examine = GUARDS[name]
            yield result(check, examine(connection, CONTRACT.tabel(model.name)))
    for model, check in TRACED.items():
        columns = [name for name, _ in describe_table(connection, model.table).columns]
        found = lineage_of(read_lineage(), model.table, columns)
        yield result(check, found, severity=dg.AssetCheckSeverity.WARN)
    yield from judge_promises(connection, PROMISED)
