"""The auditors' commands: ``sosu revision``, ``sosu trace`` and ``sosu verify``."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from sosu_pipeline.errors import UserError
from sosu_pipeline.settings import read_settings

console = Console()

CodeOption = Annotated[
    bool,
    typer.Option(
        "--kode",
        help="Vis for sig, hvad ny kode, nye mål og nye erklæringer alene flytter: natten D1, som "
        "læserne så den, mod samme nat beregnet i dag på arkivet, som det var.",
    ),
]
AfreshOption = Annotated[
    bool, typer.Option("--forfra", help="Læs hele arkivet igen frem for lagerets linjer.")
]


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
    from sosu_pipeline.audit.tracing.request import Request
    from sosu_pipeline.cli.app import Exit
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


def diff(  # noqa: PLR0913, PLR0917 - one option each
    fra: Annotated[
        str, typer.Argument(metavar="D1", help="En nat, læserne så, som ÅÅÅÅ-MM-DD; så de så den.")
    ],
    til: Annotated[
        str | None,
        typer.Argument(metavar="[D2]", help="En senere nat, som den beregnes i dag."),
    ] = None,
    kode: CodeOption = False,  # noqa: FBT002
    skole: Annotated[str | None, typer.Option(help="Kun skolen.")] = None,
    maal: Annotated[str | None, typer.Option(help="Kun målet, f.eks. 04-b.")] = None,
    kpi: Annotated[str | None, typer.Option(help="Kun nøgletallet, f.eks. kpi_optag.")] = None,
    forfra: AfreshOption = False,  # noqa: FBT002
    som_json: Annotated[bool, typer.Option("--json", help="De samme rækker som JSON.")] = False,  # noqa: FBT002
    csv: Annotated[Path | None, typer.Option(metavar="FIL", help="Skriv rækkerne som CSV.")] = None,
) -> None:
    """Vis, hvad der flyttede sig mellem to nætter, delt på årsager, der går op i det hele."""
    from sosu_pipeline.cli.app import Exit, read_date
    from sosu_pipeline.cli.diff import Asked, find_diff
    from sosu_pipeline.cli.diff_text import print_diff, print_json, write_csv

    asked = Asked(
        fra=read_date(fra),
        til=read_date(til) if til else None,
        kode=kode,
        skole=skole,
        maal=maal,
        kpi=kpi,
        forfra=forfra,
    )
    with Console(stderr=True).status("Beregner nætterne ved siden af lageret …"):
        found = find_diff(read_settings(), asked)
    (print_json if som_json else print_diff)(found, console)
    if csv:
        write_csv(csv, found)
    raise typer.Exit(Exit.FAILED if found.broken else Exit.OK)


def revision(
    publicering: Annotated[
        str | None, typer.Option(metavar="ID", help="Vis denne publicering, ikke den aktuelle.")
    ] = None,
    aabn: Annotated[bool, typer.Option("--open", help="Åbn siden i browseren.")] = False,  # noqa: FBT002
) -> None:
    """Vis revisionssiden: hvert måls tal fulgt tilbage til filernes linjer."""
    from sosu_pipeline.cli.revision import show_revision

    show_revision(read_settings(), console, publicering_id=publicering, is_opened=aabn)


def verify() -> None:
    """Se efter, om alt publiceret og arkiveret stadig er, som det blev skrevet."""
    from sosu_pipeline.cli.app import Exit
    from sosu_pipeline.cli.verifying import verify as verify_all

    raise typer.Exit(Exit.OK if verify_all(read_settings(), console) else Exit.FAILED)
