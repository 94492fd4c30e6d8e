"""The scorecard's files, beside the publications: one folder for each publication that is kept."""

import shutil
from pathlib import Path

from sosu_pipeline.publishing import durable
from sosu_pipeline.publishing.publication import MARTS_FOLDER, Publication
from sosu_pipeline.publishing.scorecard.page_view import show_page
from sosu_pipeline.publishing.scorecard.pdf import print_page
from sosu_pipeline.publishing.scorecard.reading import read_star
from sosu_pipeline.publishing.scorecard.rendering import render_page

FOLDER, PAGE, PDF = "scorecard", "index.html", "scorecard.pdf"


def page_path(root: Path, publication: Publication) -> Path:
    """Return where a publication's page lies."""
    return root / FOLDER / publication.publicering_id / PAGE


def write_page(root: Path, publication: Publication) -> Path:
    """Write a publication's page in one step, over one that may be there.

    Raises:
        ScorecardError: the publication lacks what the page shows.
    """
    page = page_path(root, publication)
    html = render_page(show_page(publication, read_star(root, publication)))
    page.parent.mkdir(parents=True, exist_ok=True)
    durable.write_text(page, html)
    return page


def write_pdf(root: Path, publication: Publication) -> Path:
    """Write a written page as a PDF beside it.

    Raises:
        ScorecardError: the extra that makes PDFs is not installed.
    """
    page = page_path(root, publication)
    document = print_page(page.read_text(encoding="utf-8"))
    aside = page.with_name(f".{PDF}.ny")
    aside.write_bytes(document)
    durable.sync_file(aside)
    durable.move(aside, page.with_name(PDF))
    return page.with_name(PDF)


def remove_orphans(root: Path) -> tuple[str, ...]:
    """Remove the scorecards whose publication is gone, and return their ids."""
    folders = sorted(path for path in (root / FOLDER).glob("*") if path.is_dir())
    orphans = [folder for folder in folders if not (root / MARTS_FOLDER / folder.name).is_dir()]
    for folder in orphans:
        shutil.rmtree(folder, ignore_errors=True)
    return tuple(folder.name for folder in orphans)
