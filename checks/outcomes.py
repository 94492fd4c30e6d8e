"""A finding as Dagster shows it: outcome, Danish sentence and a table of counts."""

import dagster as dg

from sosu_pipeline.warehouse.findings import Finding

MOST_RECORDS = 200


def result(
    check: dg.AssetCheckSpec,
    finding: Finding,
    *,
    severity: dg.AssetCheckSeverity = dg.AssetCheckSeverity.ERROR,
) -> dg.AssetCheckResult:
    """Return a check's result from what was found."""
    records = [dg.TableRecord(dict(record)) for record in finding.records[:MOST_RECORDS]]
    table = {"detaljer": dg.MetadataValue.table(records)} if records else {}
    return dg.AssetCheckResult(
        asset_key=check.asset_key,
        check_name=check.name,
        passed=finding.holds,
        severity=severity,
        description=finding.tekst,
        metadata=table,
    )
