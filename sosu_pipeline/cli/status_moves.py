"""The end of ``sosu status``: what moved since the night before, and which goals got worse."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.markup import escape

from sosu_pipeline.cli.status_rows import NightShown, Row
from sosu_pipeline.progress.status import Status

MOST_SHOWN = 12
KINDS = {"maal": "mål", "maaltal": "måltal", "kpi": "nøgletal"}
HEADING = "Flyttet siden den forrige nat"


def show_moves(night: NightShown, console: Console) -> None:
    """Print a line per move, goals first, and how many more there are."""
    if not night.aendringer:
        return
    console.print()
    console.rule(HEADING, align="left", style="dim")
    for each in night.aendringer[:MOST_SHOWN]:
        where = f"[bold]{escape(_where(each))}[/]"
        console.print(f"{where}  [dim]{escape(each['grund'])}[/]", highlight=False)
    if (more := len(night.aendringer) - MOST_SHOWN) > 0:
        console.print(f"[dim]… og {more} til, som står i mart_aendringer.[/]", highlight=False)
    warn_of_worse(night, console)
    warn_of_bands(night, console)


def count_moves(night: NightShown, console: Console) -> None:
    """Print one line with how many figures of each kind moved, and the goals that got worse."""
    if night.aendringer:
        console.print(f"{HEADING}: {', '.join(_counts(night.aendringer))}.", highlight=False)
    warn_of_worse(night, console)
    warn_of_bands(night, console)


def warn_of_worse(night: NightShown, console: Console) -> None:
    """Warn of each goal whose status got worse."""
    for each in night.aendringer:
        if each["er_forvaerret"]:
            before, now = (Status(each[name]).label for name in ("status_foer", "status_efter"))
            text = escape(f"{each['navn']} {each['titel']} gik fra {before} til {now}")
            console.print(f"[yellow]![/] {text}", highlight=False)


def warn_of_bands(night: NightShown, console: Console) -> None:
    """Warn of each figure that moved more than its declared band, and say by what."""
    warned = [each for each in night.aendringer if each["advarsel"]]
    for each in warned[:MOST_SHOWN]:
        text = escape(f"{_where(each)}: {each['advarsel']}")
        console.print(f"[yellow]![/] {text}", highlight=False)
    if (more := len(warned) - MOST_SHOWN) > 0:
        console.print(f"[yellow]![/] … og {more} til over deres bånd.", highlight=False)


def _counts(moves: Sequence[Row]) -> Iterator[str]:
    for art, named in KINDS.items():
        if count := sum(each["art"] == art for each in moves):
            yield f"{count} {named}"


def _where(move: Row) -> str:
    named = move["titel"] if move["art"] == "kpi" else f"{move['navn']} {move['titel']}"
    parts = (named, move["opdeling"], str(move["aar"] or ""), _part(move))
    return " · ".join(part for part in parts if part)


def _part(move: Row) -> str:
    return "måltal" if move["art"] == "maaltal" else ""
