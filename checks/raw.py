"""Guards of raw: files could be read, and nothing lies in landing unseen."""

from collections.abc import Iterator

import dagster as dg

from assets.raw import FEED_KEYS, LANDING_KEY
from checks.outcomes import result
from sosu_pipeline.resources import Warehouse
from sosu_pipeline.warehouse.findings import landing_of, reading_of

READABLE = {
    kilde: dg.AssetCheckSpec(
        "filer_kan_laeses",
        asset=key,
        description="Kildens seneste filer har kontraktens form: overskrifter, format og linjer.",
    )
    for kilde, key in FEED_KEYS.items()
}
LANDING = dg.AssetCheckSpec(
    "alt_i_landing_er_set",
    asset=LANDING_KEY,
    description="Ingen fil ligger i landing uden skole, kontrakt eller plads i en levering.",
)


@dg.multi_asset_check(name="raw_kontroller", specs=[*READABLE.values(), LANDING])
def raw_checks(warehouse: Warehouse) -> Iterator[dg.AssetCheckResult]:
    """Report on the reading of every feed's latest deliveries."""
    for kilde, check in READABLE.items():
        yield result(check, reading_of(warehouse.connection, kilde))
    yield result(LANDING, landing_of(warehouse.connection))
