"""``sosu scorecard``: a publication as one page, written where it is missing."""

import webbrowser
from pathlib import Path

from rich.console import Console

from sosu_pipeline.errors import UserError
from sosu_pipeline.publishing.folder import read_current, read_publication
from sosu_pipeline.publishing.publication import Publication
from sosu_pipeline.publishing.scorecard.writing import page_path, write_pdf
from sosu_pipeline.resources.pages import write_scorecard
from sosu_pipeline.settings import Settings


def show_scorecard(
    settings: Settings,
    console: Console,
    *,
    publicering_id: str | None,
    with_pdf: bool,
    is_opened: bool,
) -> None:
    """Print the path of a publication's page, and of its PDF where it is asked for.

    Raises:
        UserError: there is no such publication, or it cannot be shown so.
    """
    root = settings.published_folder
    publication = chosen_publication(root, publicering_id)
    page = page_path(root, publication)
    if not page.is_file():
        write_scorecard(settings, publication)
    console.print(f"Målkort: [bold]{page.resolve()}[/]", soft_wrap=True)
    if is_opened:
        webbrowser.open(page.resolve().as_uri())
    if with_pdf:
        console.print(f"PDF: [bold]{write_pdf(root, publication).resolve()}[/]", soft_wrap=True)


def chosen_publication(root: Path, publicering_id: str | None) -> Publication:
    """Return the publication that is named, or the current one.

    Raises:
        UserError: there is none.
    """
    if publicering_id is None:
        if current := read_current(root):
            return current
        msg = f"der er ikke publiceret noget i {root}; kør sosu run"
        raise UserError(msg)
    try:
        return read_publication(root, publicering_id)
    except FileNotFoundError as error:
        msg = f"publiceringen {publicering_id} findes ikke i {root}; skriv id'et på en, der gør"
        raise UserError(msg) from error
