"""``sosu verify``: is everything that is kept still as it was written?"""

from collections.abc import Iterator

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from sosu_pipeline.audit.access import AccessLog
from sosu_pipeline.audit.verifying.archived import archive_problems
from sosu_pipeline.audit.verifying.histories import history_problems
from sosu_pipeline.audit.verifying.problem import Problem
from sosu_pipeline.audit.verifying.published import (
    page_problems,
    pointer_problems,
    problems_of,
    publications,
)
from sosu_pipeline.deliveries.archive import Archive
from sosu_pipeline.deliveries.sealing import Seal
from sosu_pipeline.errors import UserError
from sosu_pipeline.settings import Settings

WRITE_DOWN = "Skriv nummeret og aftrykket ned et andet sted; så kan hele loggen ikke skiftes ud."


def verify(settings: Settings, console: Console) -> bool:
    """Print what is not as it was written, and tell whether everything is.

    Raises:
        UserError: there is nothing to examine, or the archive's key is not the one that is set.
    """
    if not settings.home.is_dir():
        msg = f"der er intet i {settings.home}; ret SOSU_HOME, eller kør sosu run"
        raise UserError(msg)
    with Progress(console=console, transient=True) as progress:
        found = list(_problems(settings, progress))
    for problem in found:
        console.print(
            f"[red]✗[/] {escape(problem.sted)}: {escape(problem.fejl)}; {escape(problem.middel)}",
            highlight=False,
            soft_wrap=True,
        )
    log = AccessLog(settings.home)
    number, digest = log.last()
    if number:
        console.print(
            f"Adgangsloggens sidste linje er nummer {number}, og dens aftryk er {digest}.",
            soft_wrap=True,
        )
        console.print(WRITE_DOWN)
    if not found:
        kept = len(publications(settings.published_folder))
        console.print(
            f"[green]✓[/] Alle publiceringer ({kept}), arkivet, historikken og loggen er uændrede."
        )
    return not found


def _problems(settings: Settings, progress: Progress) -> Iterator[Problem]:
    root, archive_folder = settings.published_folder, settings.archive_folder
    kept = publications(root)
    task = progress.add_task("Publiceringer", total=len(kept))
    yield from pointer_problems(root)
    for folder in kept:
        yield from problems_of(folder)
        yield from page_problems(root, archive_folder, folder)
        progress.advance(task)
    task = progress.add_task("Arkivet", total=None)
    archive = Archive(archive_folder, Seal(settings.sealing_key()))
    yield from archive_problems(
        archive_folder,
        archive,
        lambda done, total: progress.update(task, completed=done, total=total),
    )
    yield from history_problems(archive_folder / "status", kept)
    for text in AccessLog(settings.home).problems():
        problem, _, remedy = text.rpartition("; ")
        yield Problem("adgangsloggen", problem, remedy)
