"""The promises in ``sql/``: selects of counter-examples, each bound to its table."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import dagster as dg
import duckdb

from assets.specs import table_key
from checks.outcomes import result
from sosu_pipeline.declarations.contract import Severity
from sosu_pipeline.warehouse.findings import counter_examples_of
from sosu_pipeline.warehouse.models import Promise, load_promises

PROMISES = load_promises(Path(__file__).parent / "sql")


def promise_check(promise: Promise) -> dg.AssetCheckSpec:
    """Return the check that a promise becomes."""
    return dg.AssetCheckSpec(
        promise.name,
        asset=table_key(promise.table),
        blocking=promise.alvor is Severity.BLOKER,
        description=promise.titel,
    )


def keep_promises(
    connection: duckdb.DuckDBPyConnection, checks: Mapping[Promise, dg.AssetCheckSpec]
) -> Iterator[dg.AssetCheckResult]:
    """Look for counter-examples to each promise."""
    for promise, check in checks.items():
        is_warning = promise.alvor is Severity.ADVAR
        severity = dg.AssetCheckSeverity.WARN if is_warning else dg.AssetCheckSeverity.ERROR
        yield result(check, counter_examples_of(connection, promise.sql), severity=severity)
