"""The commands, their options and their exit codes."""

import gc
import os
import sys
from datetime import date
from enum import IntEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

from sosu_pipeline.cli.auditing import diff, revision, trace, verify
from sosu_pipeline.errors import UserError
from sosu_pipeline.settings import POWERBI_FOLDER, prepare_home, read_settings
from sosu_pipeline.warehouse.connecting import WarehouseBusyError

DEMO_DATE = "2027-10-15"
OBJECTS_BETWEEN_COLLECTIONS = 200_000
"""A night makes millions of objects and few circles of them; Python's 700 cost it a tenth."""

app = typer.Typer(
    help="SOSU Nord: fra skolens udtræk til ét ærligt svar pr. mål.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console()
errors = Console(stderr=True)


class Exit(IntEnum):
    """What a command's exit code tells whoever scheduled it."""

    OK = 0
    FAILED = 1
    FEED_REFUSED = 3
    NOT_PUBLISHED = 4
    BUSY = 5
    DATABASE_BEHIND = 6


def read_date(text: str) -> date:
    """Read a date from the command line.

    Raises:
        UserError: it is not a day written as ÅÅÅÅ-MM-DD.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        msg = f"datoen {text} kan ikke læses; skriv en dag, der findes, som ÅÅÅÅ-MM-DD"
        raise UserError(msg) from error


DateOption = Annotated[
    str | None,
    typer.Option("--dato", metavar="ÅÅÅÅ-MM-DD", help="Kør pr. denne dato."),
]


@app.callback()
def options(
    debug: Annotated[bool, typer.Option("--debug", help="Vis hele fejlsporet.")] = False,  # noqa: FBT002
) -> None:
    """SOSU Nord: fra skolens udtræk til ét ærligt svar pr. mål."""
    del debug


@app.command()
def run(
    dato: DateOption = None,
    rettelse: Annotated[
        str, typer.Option(help="Hvorfor en tidligere nats domme skal rettes; ellers står de.")
    ] = "",
    revision: Annotated[  # noqa: FBT002
        bool,
        typer.Option(
            "--revision/--uden-revision",
            help="Skriv revisionssiden bagefter; ellers gør sosu revision det.",
        ),
    ] = True,
) -> None:
    """Kør natten: modtag, validér, beregn og publicér."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    from sosu_pipeline.cli.night import run_night

    settings = read_settings()
    prepare_home(settings)
    day = read_date(dato) if dato else None
    _leave(run_night(settings, day, rettelse, console, is_audited=revision))


@app.command()
def synthesize(  # noqa: PLR0913, PLR0917 - one option each
    elever: Annotated[int, typer.Option(min=1, help="Elever ad gangen pr. skole.")] = 600,
    fra: Annotated[int, typer.Option(help="Første år.")] = 2023,
    til: Annotated[int, typer.Option(help="Sidste år.")] = 2027,
    seed: Annotated[int, typer.Option(help="Samme frø giver de samme filer.")] = 2026,
    rod: Annotated[int, typer.Option(min=0, max=3, help="Hvor rodede filerne er.")] = 2,
    skoler: Annotated[int, typer.Option(min=1, help="Antal skoler.")] = 1,
    dato: DateOption = DEMO_DATE,
) -> None:
    """Tegn en opfunden skole i landing-mappen, med sandheden ved siden af."""
    from sosu_pipeline.cli.invented import synthesize as draw_school

    settings = read_settings()
    prepare_home(settings)
    drawing = {"elever": elever, "fra": fra, "til": til, "seed": seed, "rod": rod, "skoler": skoler}
    draw_school(settings, drawing, read_date(dato or DEMO_DATE), console)


@app.command()
def inspect(
    fil: Annotated[Path, typer.Argument(help="Filen, der læses.")],
    kilde: Annotated[str, typer.Option("--kilde", help="Kontrakten, den læses efter.")],
    skole: Annotated[str, typer.Option(help="Skolen, hvis aliaser gælder.")] = "sosu_nord",
) -> None:
    """Læs én fil efter sin kontrakt uden at gemme noget."""
    from sosu_pipeline.cli.inspecting import inspect_file

    if not fil.is_file():
        msg = f"filen {fil} findes ikke; ret stien"
        raise UserError(msg)
    inspect_file(read_settings(), fil, kilde=kilde, skole=skole, console=console)


@app.command()
def kpi() -> None:
    """Vis nøgletallene i den aktuelle publicering."""
    from sosu_pipeline.cli.tables import show_kpis

    show_kpis(read_settings().published_folder, console)


@app.command()
def status(  # noqa: PLR0913, PLR0917 - one option each
    dato: Annotated[
        str | None, typer.Option(metavar="ÅÅÅÅ-MM-DD", help="Vis natten pr. denne dato.")
    ] = None,
    status: Annotated[str | None, typer.Option(help="Kun mål med denne status.")] = None,
    fokus: Annotated[str | None, typer.Option(help="Kun dette fokusområde.")] = None,
    indsats: Annotated[int | None, typer.Option(min=1, help="Kun denne indsats.")] = None,
    kort: Annotated[bool, typer.Option("--kort", help="Én linje pr. indsats.")] = False,  # noqa: FBT002
    som_json: Annotated[bool, typer.Option("--json", help="De samme rækker som JSON.")] = False,  # noqa: FBT002
) -> None:
    """Vis hver indsats og hvert mål: tal, prognose, status og grund."""
    from sosu_pipeline.cli.status import print_json, show_overview, show_status
    from sosu_pipeline.cli.status_rows import Wanted, read_night, read_status

    wanted = Wanted(status=read_status(status) if status else None, fokus=fokus, indsats=indsats)
    night = read_night(read_settings().published_folder, read_date(dato) if dato else None)
    show = print_json if som_json else show_overview if kort else show_status
    show(night.only(wanted), console)


@app.command()
def scorecard(
    publicering: Annotated[
        str | None, typer.Option(metavar="ID", help="Vis denne publicering, ikke den aktuelle.")
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Skriv også siden som PDF.")] = False,  # noqa: FBT002
    aabn: Annotated[bool, typer.Option("--open", help="Åbn siden i browseren.")] = False,  # noqa: FBT002
) -> None:
    """Vis målkortet: publiceringen som én side til bestyrelsen."""
    from sosu_pipeline.cli.scorecard import show_scorecard

    settings = read_settings()
    show_scorecard(settings, console, publicering_id=publicering, with_pdf=pdf, is_opened=aabn)


@app.command()
def powerbi(
    ud: Annotated[Path, typer.Option(metavar="MAPPE", help="Projektets mappe.")] = POWERBI_FOLDER,
    tjek: Annotated[bool, typer.Option("--tjek", help="Se et skrevet projekt efter.")] = False,  # noqa: FBT002
) -> None:
    """Skriv Power BI-projektet ud fra den publicerede kontrakt."""
    from sosu_pipeline.cli.powerbi import examine, write

    if tjek:
        raise typer.Exit(Exit.OK if examine(ud, console) else Exit.FAILED)
    write(ud, console)


@app.command()
def doctor(
    besked: Annotated[bool, typer.Option("--besked", help="Send en prøvebesked.")] = False,  # noqa: FBT002
) -> None:
    """Se efter, om indstillinger, nøgler, beskeder, lås, plads og versioner er i orden."""
    from sosu_pipeline.cli.doctor import examine, send_trial

    settings = read_settings()
    if besked:
        send_trial(settings, console)
        return
    raise typer.Exit(Exit.OK if examine(settings, console) else Exit.FAILED)


app.command()(revision)
app.command()(trace)
app.command()(diff)
app.command()(verify)


def _leave(code: Exit) -> NoReturn:
    """Leave at once: Python would take a second to tear down all that a night has made."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def main() -> None:
    """Run the command line; an error is one Danish sentence, and ``--debug`` gives the rest."""
    debug = "--debug" in sys.argv
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    try:
        app(arguments)
    except UserError as error:
        if debug:
            raise
        errors.print(f"[bold red]Fejl:[/] {escape(str(error))}", highlight=False)
        sys.exit(Exit.BUSY if isinstance(error, WarehouseBusyError) else Exit.FAILED)
