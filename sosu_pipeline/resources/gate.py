"""The blocking checks of the code location."""

import dagster as dg

from sosu_pipeline.publishing.gate import GateOutcome, read_gate


class Gate(dg.ConfigurableResource[None]):
    """The blocking checks, as ``asset/key:check``; all must be good before readers are moved."""

    checks: list[str]

    def read(self, instance: dg.DagsterInstance) -> GateOutcome:
        """Read back the recorded outcomes of every blocking check."""
        parts = (check.rpartition(":") for check in self.checks)
        return read_gate(
            instance,
            [dg.AssetCheckKey(dg.AssetKey.from_user_string(key), name) for key, _, name in parts],
        )
