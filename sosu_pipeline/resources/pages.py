"""The pages of a publication: written, and their sums kept where no reader comes."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

import duckdb

from sosu_pipeline.audit.pages import Side, forget_pages, note_pages
from sosu_pipeline.audit.revision import writing as revision
from sosu_pipeline.audit.revision.gathering import gather_page
from sosu_pipeline.audit.revision.outcomes import CheckOutcome
from sosu_pipeline.audit.tracing.figure import Tracing
from sosu_pipeline.audit.tracing.opening import open_tracing
from sosu_pipeline.declarations.catalog import Catalog
from sosu_pipeline.deliveries.archive import Archive
from sosu_pipeline.deliveries.sealing import Seal
from sosu_pipeline.errors import UserError
from sosu_pipeline.goals.asking import asked_of
from sosu_pipeline.publishing import durable
from sosu_pipeline.publishing.folder import read_current
from sosu_pipeline.publishing.publication import MARTS_FOLDER, Publication
from sosu_pipeline.publishing.scorecard import writing as scorecard
from sosu_pipeline.publishing.scorecard.rendering import page_style, page_theme
from sosu_pipeline.settings import Settings
from sosu_pipeline.warehouse.models import Model


def write_scorecard(settings: Settings, publication: Publication) -> Path:
    """Write a publication's scorecard and keep its sum.

    Raises:
        ScorecardError: the publication lacks what the page shows.
    """
    root = settings.published_folder
    page = scorecard.write_page(root, publication)
    named = {page.relative_to(root).as_posix(): page}
    note_pages(
        settings.archive_folder,
        publication.publicering_id,
        Side.SCORECARD,
        named,
        durable.write_text,
    )
    return page


def write_revision(  # noqa: PLR0913 - all that the page rests on
    settings: Settings,
    connection: duckdb.DuckDBPyConnection,
    *,
    publication: Publication,
    catalog: Catalog,
    models: Sequence[Model],
    outcomes: Iterable[CheckOutcome],
    drawings: Mapping[str, str],
) -> tuple[Path, int]:
    """Write the audit page of a publication from the warehouse it was made of.

    Returns its path, and the number of steps in it that do not hold.

    Raises:
        UserError: the warehouse has moved on from the publication.
    """
    asking, tables = open_tracing(
        connection, settings.published_folder, catalog=catalog, models=models, goals_of=asked_of
    )
    if asking.publication.publicering_id != publication.publicering_id:
        msg = (
            f"lageret står ved publiceringen {asking.publication.publicering_id}, så siden for "
            f"{publication.publicering_id} kan ikke skrives; kør sosu run --dato "
            f"{publication.pr_dato}"
        )
        raise UserError(msg)
    archive = Archive(settings.archive_folder, Seal(settings.sealing_key()))
    tracing = Tracing(tables, cache(archive.verify))
    page = gather_page(asking, tracing, outcomes=list(outcomes), drawings=drawings)
    path = revision.write_page(
        settings.published_folder,
        settings.archive_folder,
        page,
        style=page_style(),
        theme=page_theme(),
        write=durable.write_text,
    )
    return path, len(page.brudte)


def is_page_missing(settings: Settings) -> bool:
    """Tell whether readers see a publication that has no audit page."""
    shown = read_current(settings.published_folder)
    if shown is None:
        return False
    return not revision.page_path(settings.published_folder, shown.publicering_id).is_file()


def remove_pages(settings: Settings) -> tuple[str, ...]:
    """Remove the audit pages whose publication is gone, with all sums, and return their ids."""
    root = settings.published_folder
    kept = [path.name for path in (root / MARTS_FOLDER).glob("[!.]*")]
    forget_pages(settings.archive_folder, kept)
    return revision.remove_orphans(root, kept)
