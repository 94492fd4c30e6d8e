"""The audit page's files: one folder for each publication that is kept."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from sosu_pipeline.audit.pages import Side, Write, note_pages
from sosu_pipeline.audit.revision.outcomes import CheckOutcome, as_text, from_text
from sosu_pipeline.audit.revision.rendering import render_page
from sosu_pipeline.audit.revision.shown import PageShown

FOLDER, PAGE, CHECKS = "revision", "index.html", "kontroller.json"


def page_path(root: Path, publicering_id: str) -> Path:
    """Return where a publication's audit page lies."""
    return root / FOLDER / publicering_id / PAGE


def write_page(  # noqa: PLR0913 - where, what, in which looks and how
    root: Path, archive: Path, page: PageShown, *, style: str, theme: str, write: Write
) -> Path:
    """Write a page and the outcomes beside it, each in one step, and note their sums.

    Args:
        root: the published folder.
        archive: the archive's folder, where the sums are kept.
        page: the page.
        style: the style sheet of the other pages.
        theme: their script for light and dark.
        write: replaces a file by a text in one step.
    """
    path = page_path(root, page.publicering_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    checks = path.with_name(CHECKS)
    write(checks, as_text(page.kontroller))
    write(path, render_page(page, style=style, theme=theme))
    named = {file.relative_to(root).as_posix(): file for file in (path, checks)}
    note_pages(archive, page.publicering_id, Side.REVISION, named, write)
    return path


def kept_outcomes(root: Path, publicering_id: str) -> Sequence[CheckOutcome] | None:
    """Return the outcomes kept beside a page; None where there are none."""
    path = page_path(root, publicering_id).with_name(CHECKS)
    return from_text(path.read_text(encoding="utf-8")) if path.is_file() else None


def remove_orphans(root: Path, kept: Sequence[str]) -> tuple[str, ...]:
    """Remove the pages of all publications but those that are kept, and return their ids."""
    folders = sorted(path for path in (root / FOLDER).glob("*") if path.is_dir())
    orphans = [folder for folder in folders if folder.name not in kept]
    for folder in orphans:
        shutil.rmtree(folder, ignore_errors=True)
    return tuple(folder.name for folder in orphans)
