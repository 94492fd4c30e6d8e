"""What came of a run of the night, read from what the instance has on record."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import dagster as dg
from dagster_shared.error import SerializableErrorInfo

from sosu_pipeline.errors import UserError
from sosu_pipeline.warehouse.findings import late_text

FRESHNESS = "friskhed"
"""The check whose rows are the feeds, with their age and what their contracts allow."""

POINTER = "published/aktuel"
DATABASE = "published/postgres"
CLOSED = "er_lukket"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What in a run needs somebody's attention; sentences in Danish.

    ``fejl`` is why the run failed for another reason than a blocking check. ``holdt_tilbage`` are
    the reasons that readers were not moved to what was computed, ``database`` why PostgreSQL's
    readers were not, though those of the files were. ``afvist`` has a sentence per feed that
    something of was refused, and ``for_gamle`` a phrase per feed gone late.
    """

    job: str
    koersel: str
    dato: str
    fejl: str | None
    holdt_tilbage: tuple[str, ...]
    database: str | None
    afvist: tuple[str, ...]
    for_gamle: tuple[str, ...]
    advarsler: int


def read_outcome(instance: dg.DagsterInstance, run: dg.DagsterRun) -> Outcome:
    """Return what came of a finished run."""
    logged = (entry.dagster_event for entry in instance.all_logs(run.run_id))
    events = [event for event in logged if event]
    failed = [check for check in _evaluations(events) if not check.passed]
    serious = [check for check in failed if check.severity is dg.AssetCheckSeverity.ERROR]
    blocking = [check for check in serious if check.blocking]
    behind = [check for check in serious if is_of_database(check)]
    refused = [check for check in serious if check not in (*blocking, *behind)]
    late = [check for check in failed if check.check_name == FRESHNESS]
    is_failed = run.status is dg.DagsterRunStatus.FAILURE and not blocking
    return Outcome(
        job=run.job_name,
        koersel=run.run_id,
        dato=_asked_date(run),
        fejl=sentence_of(own_error(events), run.run_id) if is_failed else None,
        holdt_tilbage=(*(_named(check) for check in blocking), *_closed(events)),
        database=next((check.description for check in behind), None),
        afvist=tuple(_refusals(refused)),
        for_gamle=tuple(phrase for check in late for phrase in _late_feeds(check)),
        advarsler=len(failed) - len(serious) - len(late),
    )


def is_of_database(check: dg.AssetCheckEvaluation) -> bool:
    """Tell whether a check is about PostgreSQL, which is behind where it fails."""
    return check.asset_key == dg.AssetKey(DATABASE.split("/"))


def own_error(events: Iterable[dg.DagsterEvent]) -> SerializableErrorInfo | None:
    """Return the first error that has its own Danish sentence, however deep it lies."""
    own = {kind.__name__ for kind in _kinds(UserError)}
    return next((error for error in _causes(events) if error.cls_name in own), None)


def sentence_of(error: SerializableErrorInfo | None, run_id: str) -> str:
    """Return an error's own sentence; without one, where the traceback is found."""
    if error is None:
        return f"kørslen {run_id} fejlede; se fejlsporet i Dagster (make ui) under Runs"
    return error.message.partition(": ")[2].strip()


def _evaluations(events: Iterable[dg.DagsterEvent]) -> Iterator[dg.AssetCheckEvaluation]:
    for event in events:
        if event.event_type is dg.DagsterEventType.ASSET_CHECK_EVALUATION:
            yield event.asset_check_evaluation_data


def _closed(events: Iterable[dg.DagsterEvent]) -> Iterator[str]:
    """Yield why the gate was closed though this run's own checks let it come so far."""
    for event in events:
        if event.is_step_materialization and event.asset_key == dg.AssetKey(POINTER.split("/")):
            reasons = event.step_materialization_data.materialization.metadata[CLOSED].value
            yield from (str(reason) for reason in [reasons] if reason)


def _refusals(checks: Iterable[dg.AssetCheckEvaluation]) -> Iterator[str]:
    """Yield a feed's first refusal: a file that cannot be read is refused by its contract too."""
    first: dict[str, str] = {}
    for check in checks:
        first.setdefault(check.asset_key.path[-1], check.description or "")
    yield from (f"{kilde}: {text}" for kilde, text in first.items())


def _late_feeds(check: dg.AssetCheckEvaluation) -> Iterator[str]:
    table = check.metadata.get("detaljer")
    for record in table.records if isinstance(table, dg.TableMetadataValue) else ():
        if not record.data["er_ny_nok"]:
            yield late_text(dict(record.data))


def _named(check: dg.AssetCheckEvaluation) -> str:
    return f"{check.asset_key.to_user_string()} · {check.check_name}: {check.description}"


def _asked_date(run: dg.DagsterRun) -> str:
    """Return the date that was asked for; empty for the night itself."""
    asked: Any = run.run_config
    for name in ("resources", "night", "config"):
        asked = asked.get(name, {})
    return str(asked.get("dato", ""))


def _causes(events: Iterable[dg.DagsterEvent]) -> Iterator[SerializableErrorInfo]:
    for event in events:
        error = getattr(event.event_specific_data, "error", None)
        while error is not None:
            yield error
            error = error.cause


def _kinds(kind: type[UserError]) -> Iterator[type[UserError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _kinds(child)
