"""The promises in ``sql/`` as checks of the assets whose tables they are about."""

from collections.abc import Container, Iterator, Mapping
from functools import cache
from pathlib import Path

import dagster as dg
import duckdb

from assets.specs import table_key
from checks.outcomes import result
from sosu_pipeline.declarations.contract import Severity
from sosu_pipeline.warehouse.findings import counter_examples_of
from sosu_pipeline.warehouse.models import Promise, load_promises

Promised = Mapping[Promise, dg.AssetCheckSpec]


def promised_of(tables: Container[str]) -> Promised:
    """Return the promises about these tables, each with its check."""
    return {
        promise: dg.AssetCheckSpec(
            promise.name,
            asset=table_key(promise.table),
            blocking=promise.alvor is Severity.BLOKER,
            description=promise.titel,
        )
        for promise in _promises()
        if promise.table in tables
    }


def judge_promises(
    connection: duckdb.DuckDBPyConnection, promised: Promised
) -> Iterator[dg.AssetCheckResult]:
    """Look for counter-examples to each promise; one that does not block warns."""
    for promise, check in promised.items():
        severity = dg.AssetCheckSeverity.ERROR if check.blocking else dg.AssetCheckSeverity.WARN
        yield result(check, counter_examples_of(connection, promise.sql), severity=severity)


@cache
def _promises() -> tuple[Promise, ...]:
    return load_promises(Path(__file__).parent / "sql")
