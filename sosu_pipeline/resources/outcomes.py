"""The outcomes of a run's checks, as the instance has them on record."""

import dagster as dg

from sosu_pipeline.audit.revision.outcomes import CheckOutcome, cleaned
from sosu_pipeline.naming import Layer

DETAILS = "detaljer"
LAYERS = [layer.value for layer in Layer]
MOST = 5000


class Outcomes(dg.ConfigurableResource[None]):
    """What every check expects, by ``asset/key:check``, and how the checks of a run came out.

    ``expected`` leaves out the checks of what is made after readers are moved.
    """

    expected: dict[str, str]

    def read(self, instance: dg.DagsterInstance, run_id: str) -> list[CheckOutcome]:
        """Return the outcomes of a run's expected checks, layer by layer and asset by asset."""
        kind = dg.DagsterEventType.ASSET_CHECK_EVALUATION
        found = instance.get_records_for_run(run_id, of_type=kind, limit=MOST)
        events = (record.event_log_entry.dagster_event for record in found.records)
        checks = (event.asset_check_evaluation_data for event in events if event)
        outcomes = (self._outcome(check) for check in checks if _name(check) in self.expected)
        return sorted(outcomes, key=lambda each: (LAYERS.index(each.lag), each.asset, each.kontrol))

    def _outcome(self, check: dg.AssetCheckEvaluation) -> CheckOutcome:
        table = check.metadata.get(DETAILS)
        records = table.records if isinstance(table, dg.TableMetadataValue) else ()
        return cleaned(
            CheckOutcome(
                asset=check.asset_key.to_user_string(),
                kontrol=check.check_name,
                forventning=self.expected[_name(check)],
                alvor=check.severity.value,
                blokerer=bool(check.blocking),
                er_bestaaet=check.passed,
                fund=check.description or "",
                raekker=[dict(record.data) for record in records],
            )
        )


def _name(check: dg.AssetCheckEvaluation) -> str:
    return f"{check.asset_key.to_user_string()}:{check.check_name}"
