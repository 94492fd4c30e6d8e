"""Guards of staging: the contract's suites, the row account and the age of every feed."""

from collections.abc import Iterator

import dagster as dg

from assets.specs import table_key
from assets.staging import CATALOG
from checks.outcomes import result
from sosu_pipeline.naming import Layer, asset_key
from sosu_pipeline.resources import Warehouse
from sosu_pipeline.warehouse.account import FEEDS
from sosu_pipeline.warehouse.findings import account_of, contract_of, freshness_of

DESCRIPTIONS = {
    "kontrakt": "Kontraktens regler, dømt af Great Expectations: en regel, der blokerer, afviser "
    "linjen, og for mange afviste linjer afviser leveringen; de øvrige regler advarer.",
    "raekkeregnskab": "Linjer i filen = accepteret + karantæne + erstattet af en senere levering.",
}
SPECS = {
    (kilde, name): dg.AssetCheckSpec(
        name, asset=dg.AssetKey(asset_key(Layer.STAGING, kilde)), description=text
    )
    for kilde in CATALOG.contracts
    for name, text in DESCRIPTIONS.items()
}
WARN, ERROR = dg.AssetCheckSeverity.WARN, dg.AssetCheckSeverity.ERROR
FRESH = dg.AssetCheckSpec(
    "friskhed",
    asset=table_key(FEEDS),
    description="Ingen kilde er ældre, end dens kontrakt tillader.",
)


@dg.multi_asset_check(name="staging_kontroller", specs=[*SPECS.values(), FRESH])
def staging_checks(warehouse: Warehouse) -> Iterator[dg.AssetCheckResult]:
    """Report the verdicts of every feed's latest deliveries, its account and its age.

    A refused delivery is an error; refused lines in an accepted one are a warning.
    """
    connection = warehouse.connection
    for kilde in CATALOG.contracts:
        finding, is_refused = contract_of(connection, kilde)
        severity = ERROR if is_refused else WARN
        yield result(SPECS[kilde, "kontrakt"], finding, severity=severity)
        yield result(SPECS[kilde, "raekkeregnskab"], account_of(connection, kilde))
    yield result(FRESH, freshness_of(connection), severity=WARN)
