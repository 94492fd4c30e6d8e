"""``sosu revision``: a publication's audit page, written where it is missing and can be."""

import webbrowser

from rich.console import Console

from sosu_pipeline.audit.revision.writing import kept_outcomes, page_path
from sosu_pipeline.cli.instance import open_instance
from sosu_pipeline.cli.scorecard import chosen_publication
from sosu_pipeline.declarations.catalog import load_catalog
from sosu_pipeline.naming import Layer
from sosu_pipeline.publishing.publication import Publication
from sosu_pipeline.settings import Settings, prepare_home
from sosu_pipeline.warehouse.connecting import read_warehouse


def show_revision(
    settings: Settings, console: Console, *, publicering_id: str | None, is_opened: bool
) -> None:
    """Print the path of a publication's audit page.

    Raises:
        UserError: there is no such publication, or its page is missing and cannot be written.
    """
    publication = chosen_publication(settings.published_folder, publicering_id)
    page = page_path(settings.published_folder, publication.publicering_id)
    if not page.is_file():
        _write(settings, publication)
    console.print(f"Revision: [bold]{page.resolve()}[/]", soft_wrap=True)
    if is_opened:
        webbrowser.open(page.resolve().as_uri())


def _write(settings: Settings, publication: Publication) -> None:
    """Write the page from the warehouse, with the checks of the run that published."""
    from assets.lineage import models_of
    from assets.revision import drawings
    from sosu_pipeline.definitions import EXPECTED
    from sosu_pipeline.resources import Outcomes
    from sosu_pipeline.resources.pages import write_revision

    with read_warehouse(settings.warehouse_file, memory=settings.hukommelse) as connection:
        outcomes = kept_outcomes(settings.published_folder, publication.publicering_id)
        if outcomes is None:
            prepare_home(settings)
            with open_instance(settings) as instance:
                outcomes = Outcomes(expected=EXPECTED).read(instance, publication.koersel)
        write_revision(
            settings,
            connection,
            publication=publication,
            catalog=load_catalog(settings.data),
            models=models_of(Layer.MARTS),
            outcomes=outcomes,
            drawings=drawings(),
        )
