"""The code location: the only place that sees both assets and checks."""

import dagster as dg

from assets.goals import goals
from assets.marts import marts
from assets.moves import moves
from assets.postgres import postgres
from assets.published import publication, published
from assets.raw import LANDING_SPECS, raw
from assets.revision import revision
from assets.scorecard import scorecard
from assets.staging import REFERENCE_SPECS, staging
from checks.goals import goals_checks
from checks.marts import marts_checks
from checks.moves import moves_checks
from checks.postgres import postgres_checks
from checks.published import published_checks
from checks.raw import raw_checks
from checks.revision import revision_checks
from checks.scorecard import scorecard_checks
from checks.staging import staging_checks
from sosu_pipeline.automation import (
    alert_sensors,
    night_job,
    night_schedule,
    revision_job,
    revision_sensors,
)
from sosu_pipeline.resources import Deliveries, Gate, Night, Notifier, Outcomes, Warehouse
from sosu_pipeline.settings import read_settings

FLOW = [raw, staging, marts, goals, moves, published, publication, scorecard, revision, postgres]
CHECKS = [
    raw_checks,
    staging_checks,
    marts_checks,
    goals_checks,
    moves_checks,
    published_checks,
    scorecard_checks,
    revision_checks,
    postgres_checks,
]
BLOCKING = [
    f"{check.asset_key.to_user_string()}:{check.name}"
    for checks in CHECKS
    for check in checks.check_specs
    if check.blocking
]
AFTER = (scorecard_checks, revision_checks, postgres_checks)
"""The checks of what is made once readers are moved."""
EXPECTED = {
    f"{check.asset_key.to_user_string()}:{check.name}": check.description or ""
    for checks in CHECKS
    if checks not in AFTER
    for check in checks.check_specs
}

defs = dg.Definitions(
    assets=[*LANDING_SPECS, *REFERENCE_SPECS, *FLOW],
    asset_checks=CHECKS,
    jobs=[night_job, revision_job],
    schedules=[night_schedule(read_settings())],
    sensors=[*revision_sensors(read_settings()), *alert_sensors(read_settings())],
    resources={
        "warehouse": Warehouse(),
        "deliveries": Deliveries(),
        "night": Night(),
        "notifier": Notifier(),
        "gate": Gate(checks=BLOCKING),
        "outcomes": Outcomes(expected=EXPECTED),
    },
    executor=dg.in_process_executor,
)
