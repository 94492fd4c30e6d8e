"""``sosu run``: the night job with progress, and what came of it."""

import threading
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any
from uuid import uuid4

import dagster as dg
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from sosu_pipeline.alerting.outcome import is_of_database, own_error, sentence_of
from sosu_pipeline.audit.revision.writing import page_path as audit_page
from sosu_pipeline.automation import NIGHT_JOB
from sosu_pipeline.cli.app import Exit
from sosu_pipeline.cli.instance import open_instance
from sosu_pipeline.cli.status import show_overview
from sosu_pipeline.cli.status_rows import night_in
from sosu_pipeline.cli.tables import show_kpis
from sosu_pipeline.errors import UserError
from sosu_pipeline.expectations.library import import_when_foretold
from sosu_pipeline.publishing.folder import read_publication
from sosu_pipeline.publishing.scorecard.writing import page_path
from sosu_pipeline.resources import Notifier
from sosu_pipeline.settings import POWERBI_FOLDER, Settings
from sosu_pipeline.warehouse.connecting import WarehouseBusyError, holder_of

STEPS = {
    "raw": "Modtager, arkiverer og læser filer",
    "raw_kontroller": "Kontrollerer modtagelsen",
    "staging": "Validerer med Great Expectations",
    "staging_kontroller": "Kontrollerer rækkeregnskab og friskhed",
    "marts": "Beregner nøgletal",
    "marts_kontroller": "Kontrollerer nøgletal",
    "maal": "Bedømmer mål og indsatser",
    "maal_kontroller": "Kontrollerer mål og indsatser",
    "aendringer": "Finder det, der har flyttet sig",
    "aendringer_kontroller": "Kontrollerer det, der har flyttet sig",
    "published": "Skriver publiceringen",
    "published_kontroller": "Kontrollerer publiceringen",
    "published__aktuel": "Åbner for læserne",
    "published__scorecard": "Skriver målkortet",
    "scorecard_kontroller": "Kontrollerer målkortet",
    "published__revision": "Skriver revisionssiden",
    "revision_kontroller": "Kontrollerer revisionssiden",
    "postgres": "Indlæser i PostgreSQL",
    "postgres_kontroller": "Kontrollerer PostgreSQL",
}
STARTING = "Starter natkørslen"
STEP_EVENTS = {
    dg.DagsterEventType.STEP_START,
    dg.DagsterEventType.STEP_SUCCESS,
    dg.DagsterEventType.STEP_FAILURE,
}
POLL_SECONDS = 0.5


def run_night(settings: Settings, dato: date | None, rettelse: str, console: Console) -> Exit:
    """Run the night job against the instance under ``SOSU_HOME`` and tell what came of it.

    Raises:
        WarehouseBusyError: another run holds the warehouse.
        UserError: the run failed with an error that has its own sentence.
    """
    if holder := holder_of(settings.warehouse_file):
        msg = f"lageret er optaget af {holder}; vent, til den er færdig, og kør igen"
        raise WarehouseBusyError(msg)
    from sosu_pipeline.definitions import defs

    job = defs.resolve_job_def(NIGHT_JOB)
    night = {"dato": dato.isoformat() if dato else "", "rettelse": rettelse}
    config = {
        "resources": {"night": {"config": night}},
        "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
    }
    run_id = str(uuid4())
    with open_instance(settings) as instance:
        try:
            result = _run_with_progress(job, instance, run_id, config, console)
        finally:
            Notifier().tell(instance, run_id, partial(_warn, console))
        return _report(result, settings, console)


def _run_with_progress(
    job: dg.JobDefinition,
    instance: dg.DagsterInstance,
    run_id: str,
    config: Mapping[str, Any],
    console: Console,
) -> dg.ExecuteInProcessResult:
    outcome: list[dg.ExecuteInProcessResult] = []
    failure: list[BaseException] = []

    def work() -> None:
        try:
            outcome.append(
                job.execute_in_process(
                    run_config=config, instance=instance, raise_on_error=False, run_id=run_id
                )
            )
        except BaseException as error:  # noqa: BLE001 - it is raised again in the main thread
            failure.append(error)

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    worker = threading.Thread(target=work, name="nat")
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(STARTING, total=len(STEPS))
        worker.start()
        threading.Thread(target=import_when_foretold, name="bibliotek", daemon=True).start()
        steps = StepFollower(instance, run_id)
        while worker.is_alive():
            worker.join(POLL_SECONDS)
            done, current = steps.look()
            progress.update(task, completed=done, description=STEPS.get(current, STARTING))
    if failure:
        raise failure[0]
    return outcome[0]


class StepFollower:
    """Follows a run's steps by reading only the events that have come since the last look."""

    def __init__(self, instance: dg.DagsterInstance, run_id: str) -> None:
        """Begin before the first event."""
        self._instance, self._run_id = instance, run_id
        self._cursor: str | None = None
        self._done, self._current = 0, ""

    def look(self) -> tuple[int, str]:
        """Return how many steps are done, and the one that runs."""
        news = self._instance.get_records_for_run(self._run_id, self._cursor, STEP_EVENTS)
        self._cursor = news.cursor
        for record in news.records:
            event = record.event_log_entry.dagster_event
            if event and event.is_step_start:
                self._current = event.step_key or ""
            elif event:
                self._done += 1
        return self._done, self._current


def _report(result: dg.ExecuteInProcessResult, settings: Settings, console: Console) -> Exit:
    failed = [check for check in result.get_asset_check_evaluations() if not check.passed]
    serious = [check for check in failed if check.severity is dg.AssetCheckSeverity.ERROR]
    for check in (*serious, *(check for check in failed if check not in serious)):
        _print_check(check, console)
    if not result.success and not any(check.blocking for check in serious):
        raise _failure(result)
    publication = _publication(result)
    if publication is None:
        console.print("[bold red]Der er ikke publiceret:[/] en blokerende kontrol fejlede.")
        return Exit.NOT_PUBLISHED
    show_kpis(settings.published_folder, console, publication["publicering_id"])
    written = read_publication(settings.published_folder, publication["publicering_id"])
    show_overview(night_in(settings.published_folder, written, written.pr_dato), console)
    folder = settings.published_folder / written.sti
    console.print(f"Publicering: [bold]{folder.resolve()}[/]")
    if (page := page_path(settings.published_folder, written)).is_file():
        console.print(f"Målkort: [bold]{page.resolve()}[/]")
    if (page := audit_page(settings.published_folder, written.publicering_id)).is_file():
        console.print(f"Revision: [bold]{page.resolve()}[/]")
    console.print(f"Power BI-projekt: [bold]{POWERBI_FOLDER.resolve()}[/]")
    if publication["afvist"]:
        console.print(f"[yellow]Læserne ser stadig den forrige:[/] {publication['afvist']}")
    console.print("Åbn brugerfladen med [bold]make ui[/] (http://localhost:3000).")
    if publication["er_lukket"]:
        console.print(f"[bold red]Læserne er ikke flyttet:[/] {escape(publication['er_lukket'])}")
        return Exit.NOT_PUBLISHED
    if any(map(is_of_database, serious)):
        console.print("[bold red]PostgreSQL har ikke den nye publicering;[/] filerne er i orden.")
        return Exit.DATABASE_BEHIND
    return Exit.FEED_REFUSED if serious else Exit.OK


def _print_check(check: dg.AssetCheckEvaluation, console: Console) -> None:
    is_error = check.severity is dg.AssetCheckSeverity.ERROR
    mark = "[bold red]✗[/]" if is_error else "[yellow]![/]"
    name = f"{check.asset_key.to_user_string()} · {check.check_name}"
    console.print(f"{mark} {name}: {escape(check.description or '')}", highlight=False)


def _publication(result: dg.ExecuteInProcessResult) -> dict[str, str] | None:
    key = dg.AssetKey(["published", "aktuel"])
    for event in result.get_asset_materialization_events():
        if event.asset_key == key:
            metadata = event.materialization.metadata
            return {
                name: str(metadata[name].value or "")
                for name in ("publicering_id", "afvist", "er_lukket")
            }
    return None


def _failure(result: dg.ExecuteInProcessResult) -> UserError:
    """Return the run's failure as one sentence; Dagster has the traceback."""
    error = own_error(result.all_events)
    is_busy = error is not None and error.cls_name == WarehouseBusyError.__name__
    return (WarehouseBusyError if is_busy else UserError)(sentence_of(error, result.run_id))


def _warn(console: Console, text: str) -> None:
    console.print(f"[yellow]![/] {escape(text)}", highlight=False)
