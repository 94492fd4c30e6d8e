"""``sosu trace``: a figure followed back to the lines of the files, every use of it logged."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rich.console import Console

from sosu_pipeline.audit.access import AccessLog, Outcome, Use
from sosu_pipeline.audit.tracing.asking import Asking
from sosu_pipeline.audit.tracing.figure import Tracing, date_step
from sosu_pipeline.audit.tracing.listing import write_list
from sosu_pipeline.audit.tracing.opening import open_tracing
from sosu_pipeline.audit.tracing.page import Page, write_page
from sosu_pipeline.audit.tracing.pupil import Pupil, follow_pupil, read_pseudonym
from sosu_pipeline.audit.tracing.register import Milepael, follow_milestone
from sosu_pipeline.audit.tracing.request import Request
from sosu_pipeline.audit.tracing.result import Figure, Step
from sosu_pipeline.audit.tracing.tables import TracedTables
from sosu_pipeline.cli.tracing_text import print_figure, print_milestone, print_pupil
from sosu_pipeline.declarations.catalog import Catalog, load_catalog
from sosu_pipeline.declarations.goal import Milestone
from sosu_pipeline.deliveries.archive import Archive
from sosu_pipeline.deliveries.sealing import Seal
from sosu_pipeline.errors import UserError
from sosu_pipeline.goals.asking import asked_of
from sosu_pipeline.naming import Layer, is_kpi
from sosu_pipeline.privacy.cpr import mask_cpr
from sosu_pipeline.publishing.scorecard.rendering import page_style
from sosu_pipeline.settings import Settings
from sosu_pipeline.warehouse.connecting import read_warehouse
from sosu_pipeline.warehouse.models import load_models

SQL_FOLDER = Path(__file__).parents[2] / "assets" / "sql" / Layer.MARTS
PERSON = "person"
NOT_ALLOWED = (
    "rækker om personer vises kun, hvor SOSU_PERSONSPOR er ja; forsøget er skrevet i adgangsloggen"
)


@dataclass(frozen=True, kw_only=True)
class Files:
    """Where a trace is also written: a page, and the list of lines."""

    html: Path | None = None
    csv: Path | None = None


@dataclass(frozen=True)
class Traced:
    """All that a trace showed."""

    dato: Step
    figures: tuple[Figure, ...]

    @property
    def broken(self) -> list[Step]:
        """Return every step that does not add up."""
        return [
            *([] if self.dato.holder else [self.dato]),
            *(step for figure in self.figures for step in figure.broken),
        ]


def trace(settings: Settings, request: Request, files: Files, console: Console) -> bool:
    """Show a trace and tell whether every step of it adds up.

    Raises:
        UserError: what is asked for does not exist, or may not be shown.
    """
    if request.elev is not None:
        _show_pupil(settings, request, console)
        return True
    catalog = load_catalog(settings.data)
    models = {model.name: model for model in load_models(SQL_FOLDER, Layer.MARTS)}
    wants_rows = files.csv is not None
    is_goal = not (request.hvad and is_kpi(request.hvad))
    counts = is_goal or (model := models.get(str(request.hvad))) is None or model.counts_people
    _allow(settings, "trace", request, wants_persons=wants_rows and counts)
    with opened(settings, catalog) as (asking, tables):
        archive = Archive(settings.archive_folder, Seal(settings.sealing_key()))
        tracing = Tracing(tables, cache(archive.verify))
        with_rows = settings.personspor == "ja"
        step = date_step(asking.as_of, asking.publication.pr_dato)
        if is_goal:
            found, asked = asking.goal(request)
            if not asked:
                _show_milestone(tables, asking.skole(request), found.goal, console)
                return True
        elif request.hvad not in models:
            msg = f"nøgletallet findes ikke; brug et af {', '.join(filter(is_kpi, models))}"
            raise UserError(msg)
        else:
            asked = [asking.cell(request)]
        told = Traced(step, tuple(tracing.follow(each, with_rows=with_rows) for each in asked))
    for figure in told.figures:
        print_figure(figure, step, console)
    _write(told, request, files, console)
    return not told.broken


@contextmanager
def opened(settings: Settings, catalog: Catalog) -> Iterator[tuple[Asking, TracedTables]]:
    """Open the warehouse for reading, with what is declared and published of its date."""
    models = load_models(SQL_FOLDER, Layer.MARTS)
    with read_warehouse(settings.warehouse_file, memory=settings.hukommelse) as connection:
        yield open_tracing(
            connection,
            settings.published_folder,
            catalog=catalog,
            models=models,
            goals_of=asked_of,
        )


def _write(told: Traced, request: Request, files: Files, console: Console) -> None:
    if files.html:
        page = Page(titel=request.target, dato=told.dato, tal=told.figures)
        write_page(files.html, page, style=page_style())
        console.print(f"Side: [bold]{files.html.resolve()}[/]", soft_wrap=True)
    if files.csv:
        rows = write_list(files.csv, told.figures)
        console.print(f"{rows} linjer: [bold]{files.csv.resolve()}[/]", soft_wrap=True)


def _show_pupil(settings: Settings, request: Request, console: Console) -> None:
    person = read_pseudonym(str(request.elev))
    _allow(settings, "trace --elev", request, wants_persons=True)
    catalog = load_catalog(settings.data)
    with opened(settings, catalog) as (_, tables):
        feeds = [
            kilde
            for kilde, contract in catalog.contracts.items()
            if any(column.navn == PERSON for column in contract.kept)
        ]
        pupil: Pupil = follow_pupil(tables, person, feeds)
    if not pupil.is_known:
        msg = "lageret kender ikke pseudonymet; skriv det, som det står i lageret"
        raise UserError(msg)
    print_pupil(pupil, console)


def _show_milestone(tables: TracedTables, skole: str, goal: object, console: Console) -> None:
    if not isinstance(goal, Milestone):
        msg = "målet har intet tal at følge: dets plan lover intet, der måles; se sosu status"
        raise UserError(msg)
    milestone: Milepael = follow_milestone(tables, skole, goal)
    print_milestone(milestone, console)


def _allow(settings: Settings, handling: str, request: Request, *, wants_persons: bool) -> None:
    """Log the use before anything is shown, and refuse what may not be."""
    may = settings.personspor == "ja"
    is_refused = wants_persons and not may
    AccessLog(settings.home).record(
        Use(
            handling=handling,
            maal=mask_cpr(request.target),
            personraekker=may,
            udfald=Outcome.AFVIST if is_refused else Outcome.VIST,
        )
    )
    if is_refused:
        raise UserError(NOT_ALLOWED)
