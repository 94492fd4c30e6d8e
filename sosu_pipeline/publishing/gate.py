"""The gate: the pointer moves only on recorded good outcomes for exactly what was published.

``blocking=True`` stops only steps of the same run, so what counts here is what the instance
has on record, whichever run wrote it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import dagster as dg
from dagster._core.storage.asset_check_execution_record import (
    COMPLETED_ASSET_CHECK_EXECUTION_RECORD_STATUSES,
    AssetCheckExecutionRecord,
)
from dagster._core.storage.event_log.base import EventLogStorage


@dataclass(frozen=True)
class GateOutcome:
    """Why the gate is closed, one Danish sentence per check; open when there is no reason."""

    reasons: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Tell whether the pointer may move."""
        return not self.reasons


def read_gate(instance: dg.DagsterInstance, checks: Iterable[dg.AssetCheckKey]) -> GateOutcome:
    """Read back the blocking checks' recorded outcomes.

    A check is good when its last evaluation passed and was of the latest materialization of its
    asset. One that is missing, failed or looked at something older closes the gate, and so does
    an empty list, since nobody has then vouched for anything.
    """
    keys = sorted(set(checks), key=lambda check: (check.asset_key.path, check.name))
    if not keys:
        return GateOutcome(("ingen blokerende kontroller er bundet til tabellerne; bind dem",))
    storage = instance.event_log_storage
    records = {check: _last_completed(storage, check) for check in keys}
    latest = storage.get_latest_materialization_storage_ids([check.asset_key for check in keys])
    outcomes = {check: record.evaluation for check, record in records.items() if record}
    faults = ((check, _fault(outcomes.get(check), latest.get(check.asset_key))) for check in keys)
    return GateOutcome(
        tuple(
            f"{check.asset_key.to_user_string()}: kontrollen {check.name} {fault}"
            for check, fault in faults
            if fault
        )
    )


def _last_completed(
    storage: EventLogStorage, check: dg.AssetCheckKey
) -> AssetCheckExecutionRecord | None:
    """Return a check's last outcome; one that another run has only planned says nothing."""
    found = storage.get_asset_check_execution_history(
        check, limit=1, status=COMPLETED_ASSET_CHECK_EXECUTION_RECORD_STATUSES
    )
    return found[0] if found else None


def _fault(outcome: object, latest: int | None) -> str | None:
    if not isinstance(outcome, dg.AssetCheckEvaluation):
        return "er ikke kørt; kør natten igen"
    if not outcome.passed:
        return "fejlede; se dens resultat i Dagster"
    target = outcome.target_materialization_data
    if target is None or target.storage_id != latest:
        return "så ikke på den nyeste udgave af tabellen; kør natten igen"
    return None
