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

from sosu_pipeline.alerting.outcome import is_of_database, own_error, sentence_of
from sosu_pipeline.audit.revision.writing import page_path as audit_page
from sosu_pipeline.automation import NIGHT_JOB, REVISION_JOB
from sosu_pipeline.cli.app import Exit
from sosu_pipeline.cli.instance import open_instance
from sosu_pipeline.cli.running import run_with_progress
from sosu_pipeline.cli.status import show_overview
from sosu_pipeline.cli.status_rows import night_in
from sosu_pipeline.cli.tables import show_kpis
from sosu_pipeline.errors import UserError
from sosu_pipeline.expectations.library import import_when_foretold
from sosu_pipeline.publishing.folder import read_current, read_publication
from sosu_pipeline.publishing.scorecard.writing import page_path
from sosu_pipeline.resources import Notifier
from sosu_pipeline.resources.pages import is_page_missing
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
    "postgres": "Indlæser i PostgreSQL",
    "postgres_kontroller": "Kontrollerer PostgreSQL",
}
PAGE_STEPS = {
    "published__revision": "Skriver revisionssiden",
    "revision_kontroller": "Kontrollerer revisionssiden",
}
QUIET = {"console": {"config": {"log_level": "CRITICAL"}}}


def run_night(
    settings: Settings, dato: date | None, rettelse: str, console: Console, *, is_audited: bool
) -> Exit:
    """Run the night job against the instance under ``SOSU_HOME`` and tell what came of it.

    Where ``is_audited``, the audit page that readers' publication lacks follows in its own run.

    Raises:
        WarehouseBusyError: another run holds the warehouse.
        UserError: the run failed with an error that has its own sentence.
    """
    if holder := holder_of(settings.warehouse_file):
        msg = f"lageret er optaget af {holder}; vent, til den er færdig, og kør igen"
        raise WarehouseBusyError(msg)
    night = {"dato": dato.isoformat() if dato else "", "rettelse": rettelse}
    config = {"resources": {"night": {"config": night}}, "loggers": QUIET}
    threading.Thread(target=import_when_foretold, name="bibliotek", daemon=True).start()
    with open_instance(settings) as instance:
        result = _run_and_tell(instance, NIGHT_JOB, STEPS, config, console)
        try:
            return _report(result, settings, console)
        finally:
            if is_audited:
                _follow_with_page(instance, settings, console)


def _follow_with_page(instance: dg.DagsterInstance, settings: Settings, console: Console) -> None:
    """Write the audit page where readers' publication lacks it, and say where it lies."""
    if is_page_missing(settings):
        written = _run_and_tell(instance, REVISION_JOB, PAGE_STEPS, {"loggers": QUIET}, console)
        _print_failed(written, console)
    shown = read_current(settings.published_folder)
    if shown and not is_page_missing(settings):
        page = audit_page(settings.published_folder, shown.publicering_id)
        console.print(f"Revision: [bold]{page.resolve()}[/]", soft_wrap=True)


def _run_and_tell(
    instance: dg.DagsterInstance,
    name: str,
    steps: Mapping[str, str],
    config: Mapping[str, Any],
    console: Console,
) -> dg.ExecuteInProcessResult:
    """Run a job with progress; who asked for it is told what it came to."""
    from sosu_pipeline.definitions import defs

    job, run_id = defs.resolve_job_def(name), str(uuid4())
    try:
        return run_with_progress(
            job, instance, run_id=run_id, config=config, steps=steps, console=console
        )
    finally:
        Notifier().tell(instance, run_id, partial(_warn, console))


def _report(result: dg.ExecuteInProcessResult, settings: Settings, console: Console) -> Exit:
    serious = _print_failed(result, console)
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
    console.print(f"Publicering: [bold]{folder.resolve()}[/]", soft_wrap=True)
    if (page := page_path(settings.published_folder, written)).is_file():
        console.print(f"Målkort: [bold]{page.resolve()}[/]", soft_wrap=True)
    console.print(f"Power BI-projekt: [bold]{POWERBI_FOLDER.resolve()}[/]", soft_wrap=True)
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


def _print_failed(
    result: dg.ExecuteInProcessResult, console: Console
) -> list[dg.AssetCheckEvaluation]:
    """Print the checks that failed, errors first, and return those that are errors."""
    failed = [check for check in result.get_asset_check_evaluations() if not check.passed]
    serious = [check for check in failed if check.severity is dg.AssetCheckSeverity.ERROR]
    for check in (*serious, *(check for check in failed if check not in serious)):
        _print_check(check, console)
    return serious


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
