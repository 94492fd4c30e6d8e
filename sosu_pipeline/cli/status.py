"""``sosu status``: every indsats and goal of a night, as it is published."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from sosu_pipeline.cli.status_moves import count_moves, show_moves
from sosu_pipeline.cli.status_rows import NightShown, Row, goal_key, goal_keys
from sosu_pipeline.progress.evidence import Unit
from sosu_pipeline.progress.status import Status
from sosu_pipeline.progress.words import amount, bare, percent

HIDDEN, MISSING = "·", "–"
OTHERS = "Andre dokumenters mål"


def show_status(night: NightShown, console: Console) -> None:
    """Print each indsats with its goals, by focus area, and the sector's goals last."""
    goals = {goal_key(goal): goal for goal in night.maal}
    sector = [goal for goal in night.maal if goal["indsats"] is None]
    console.print(
        f"[bold]Mål pr. {night.dato:%d-%m-%Y}[/]   {_counts(night.maal)}", highlight=False
    )
    for where, indsatser in _by_area(night):
        console.print()
        console.rule(where, align="left", style="dim")
        for indsats in indsatser:
            console.print(_heading(indsats), highlight=False)
            own = [goals[key] for key in goal_keys(indsats) if key in goals]
            _print_goals(own, night, console, under=indsats["indsats"])
    for skole, group in groupby(sector, itemgetter("skole")):
        console.print()
        console.rule(_named(night, skole, OTHERS), align="left", style="dim")
        _print_goals(group, night, console)
    show_moves(night, console)


def show_overview(night: NightShown, console: Console) -> None:
    """Print one line per indsats, by focus area."""
    table = Table(title=f"Indsatser pr. {night.dato:%d-%m-%Y}", caption=_counts(night.indsatser))
    for name in ("Nr.", "Indsats", "Mål", "Status"):
        table.add_column(name, no_wrap=name == "Status")
    goals = {goal_key(goal): goal for goal in night.maal}
    for where, indsatser in _by_area(night):
        table.add_section()
        table.add_row("", f"[bold]{where}[/]", "", "")
        for each in indsatser:
            marks = (_mark(goals[key]) for key in goal_keys(each) if key in goals)
            nr, titel = str(each["indsats"]), escape(each["titel"])
            table.add_row(nr, titel, " ".join(marks), _label(each))
    console.print(table)
    count_moves(night, console)


def print_json(night: NightShown, console: Console) -> None:
    """Print the same rows as JSON."""
    document = {
        "pr_dato": night.dato,
        "publicering_id": night.publicering_id,
        "maal": night.maal,
        "indsatser": night.indsatser,
        "fokusomraader": night.fokus,
        "aendringer": night.aendringer,
    }
    text = json.dumps(document, default=_plain, ensure_ascii=False, indent=2)
    console.print(text, highlight=False, markup=False, soft_wrap=True)


def _by_area(night: NightShown) -> Iterator[tuple[str, Iterator[Row]]]:
    """Yield each focus area with its indsatser, plan by plan, in the order of their numbers."""
    rows = sorted(night.indsatser, key=itemgetter("skole", "plan", "indsats"))
    several_plans = len({each["plan"] for each in rows}) > 1
    for (skole, plan, area), group in groupby(rows, itemgetter("skole", "plan", "fokusomraade")):
        where = _named(night, skole, night.areas[area])
        yield (f"{where} · {plan}" if several_plans else where), group


def _named(night: NightShown, skole: str, text: str) -> str:
    """Return a heading, with the school before it where there are several."""
    several = len({goal["skole"] for goal in night.maal}) > 1
    return escape(f"{skole} · {text}" if several else text)


def _print_goals(
    goals: Iterable[Row], night: NightShown, console: Console, *, under: int | None = None
) -> None:
    for goal in goals:
        shared = "" if goal["indsats"] == under else f" [dim](fælles med {goal['indsats']})[/]"
        block = _block(goal, shared, night.ved_siden_af)
        console.print(Padding(block, (0, 0, 0, 2)), highlight=False)


def _counts(rows: Iterable[Row]) -> str:
    """Say how many have each status, the neutral ones apart."""
    found = Counter(Status(row["status"]) for row in rows)
    judged = [each for each in Status if found[each] and not each.is_neutral]
    neutral = [each for each in Status if found[each] and each.is_neutral]
    return "   ".join(f"{_colour(each)} {found[each]}" for each in (*judged, *neutral))


def _colour(status: Status, text: str | None = None) -> str:
    return f"[{status.colour}]{status.symbol} {text or status.label}[/]"


def _label(row: Row) -> str:
    return _colour(Status(row["status"]))


def _mark(goal: Row) -> str:
    status = Status(goal["status"])
    return f"[{status.colour}]{goal['maal']}{status.symbol}[/]"


def _heading(indsats: Row) -> str:
    neutral = indsats["neutrale_maal"]
    apart = f" [dim]({neutral} kan ikke bedømmes)[/]" if neutral else ""
    return f"[bold]{indsats['indsats']}. {escape(indsats['titel'])}[/]  {_label(indsats)}{apart}"


def _block(goal: Row, shared: str, beside: Iterable[Row]) -> str:
    lines = [f"[bold]{goal['maal']}[/] {escape(goal['titel'])}{shared}  {_label(goal)}"]
    if goal["kpi"]:
        lines.append(" · ".join(_figures(goal)))
    lines.append(f"[dim]{escape(goal['grund'] or goal['skjult_aarsag'] or '')}[/]")
    own = [each for each in beside if goal_key(each) == goal_key(goal)]
    lines += (f"[dim]ved siden af: {escape(_beside(each))}[/]" for each in own)
    return "\n".join(lines)


def _figures(goal: Row) -> Iterator[str]:
    unit = Unit(goal["enhed"])
    provisional = " (foreløbig)" if goal["basis_er_foreloebig"] else ""
    yield f"baseline {_shown(goal, 'basis', unit)}{provisional}"
    yield f"tal {_shown(goal, 'vaerdi', unit)}"
    yield f"mål {_shown(goal, 'maaltal', unit)}"
    yield f"forventet nu {_shown(goal, 'forventet_nu', unit)}"
    interval = ""
    if goal["prognose_fra"] is not None:
        ends = (bare(goal[name], unit) for name in ("prognose_fra", "prognose_til"))
        interval = f" ({' til '.join(ends)})"
    yield f"prognose {_shown(goal, 'prognose', unit)}{interval}"
    yield f"fremdrift {_progress(goal)}"


def _shown(row: Row, name: str, unit: Unit) -> str:
    if row[name] is None:
        return HIDDEN if row["skjult_aarsag"] else MISSING
    return bare(row[name], unit)


def _progress(goal: Row) -> str:
    """Return the progress held within 0 and 100 %, and what it is unheld where that differs."""
    value = goal["fremdrift"]
    if value is None:
        return HIDDEN if goal["skjult_aarsag"] else MISSING
    held = min(max(value, Decimal(0)), Decimal(1))
    return percent(held) + (f" (beregnet {percent(value)})" if held != value else "")


def _beside(row: Row) -> str:
    if row["vaerdi"] is None:
        return f"{row['titel']}: {'skjult' if row['skjult_aarsag'] else 'ingen tal'}"
    return f"{row['titel']} {row['aar']}: {amount(row['vaerdi'], Unit(row['enhed']))}"


def _plain(value: Decimal | date) -> float | str:
    return float(value) if isinstance(value, Decimal) else value.isoformat()
