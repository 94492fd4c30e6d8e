"""The auditors' commands: ``sosu trace`` and ``sosu verify``."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from sosu_pipeline.errors import UserError
from sosu_pipeline.settings import read_settings

console = Console()


def trace(  # noqa: PLR0913, PLR0917 - one option each
    hvad: Annotated[
        str | None, typer.Argument(help="Et mål, f.eks. 04-b, eller et nøgletal, f.eks. kpi_optag.")
    ] = None,
    aar: Annotated[int | None, typer.Option(min=2000, max=2100, help="Året.")] = None,
    maaned: Annotated[str | None, typer.Option(metavar="ÅÅÅÅ-MM", help="Kun måneden.")] = None,
    uddannelse: Annotated[str | None, typer.Option(help="Kun uddannelsen, f.eks. SSA.")] = None,
    uddannelsesdel: Annotated[
        str | None, typer.Option("--del", help="Kun delen, f.eks. GF2.")
    ] = None,
    afdeling: Annotated[str | None, typer.Option(help="Kun afdelingen, ved dens nummer.")] = None,
    opdeling: Annotated[
        str | None, typer.Option(help="Nøgletallets egen opdeling, f.eks. en kommune.")
    ] = None,
    skole: Annotated[str | None, typer.Option(help="Skolen, hvor der er flere.")] = None,
    plan: Annotated[str | None, typer.Option(help="Planen, hvor flere har målet.")] = None,
    elev: Annotated[
        str | None, typer.Option(metavar="PSEUDONYM", help="Hvorfor eleven tæller eller ej.")
    ] = None,
    html: Annotated[Path | None, typer.Option(metavar="FIL", help="Skriv det som en side.")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FIL", help="Skriv linjelisten.")] = None,
) -> None:
    """Følg et tal tilbage til filernes linjer, og se, at det går op."""
    from sosu_pipeline.cli.app import Exit
    from sosu_pipeline.cli.asking import Request
    from sosu_pipeline.cli.tracing import Files
    from sosu_pipeline.cli.tracing import trace as trace_figure

    if (hvad is None) == (elev is None):
        msg = "skriv et mål eller et nøgletal, eller --elev med et pseudonym"
        raise UserError(msg)
    request = Request(
        hvad=hvad,
        aar=aar,
        maaned=maaned,
        uddannelse=uddannelse,
        uddannelsesdel=uddannelsesdel,
        afdeling=afdeling,
        opdeling=opdeling,
        skole=skole,
        plan=plan,
        elev=elev,
    )
    holds = trace_figure(read_settings(), request, Files(html=html, csv=csv), console)
    raise typer.Exit(Exit.OK if holds else Exit.FAILED)


def verify() -> None:
    """Se efter, om alt publiceret og arkiveret stadig er, som det blev skrevet."""
    from sosu_pipeline.cli.app import Exit
    from sosu_pipeline.cli.verifying import verify as verify_all

    raise typer.Exit(Exit.OK if verify_all(read_settings(), console) else Exit.FAILED)
