"""``sosu status``: every indsats and goal of a night, as it is published."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from sosu_pipeline.cli.status_rows import NightShown, Row
from sosu_pipeline.errors import UserError
from sosu_pipeline.progress.evidence import Unit
from sosu_pipeline.progress.status import Status
from sosu_pipeline.progress.words import amount, bare, number, percent

HIDDEN, MISSING = "·", "–"
OTHERS = "Andre dokumenters mål"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which goals to show; nothing set shows all of them."""

    status: Status | None = None
    fokus: str | None = None
    indsats: int | None = None

    def takes(self, goal: Row) -> bool:
        """Tell whether a goal is to be shown."""
        return (
            self.status in {None, goal["status"]}
            and self.fokus in {None, goal["fokusomraade"]}
            and self.indsats in {None, goal["indsats"]}
        )


def show_status(night: NightShown, wanted: Wanted, console: Console) -> None:
    """Print each indsats with its goals, by focus area, and the sector's goals last.

    Raises:
        UserError: no goal is as wanted.
    """
    goals = [goal for goal in night.maal if wanted.takes(goal)]
    if not goals:
        msg = "ingen mål svarer til det valgte; prøv uden --status, --fokus eller --indsats"
        raise UserError(msg)
    indsatser = {(each["skole"], each["plan"], each["indsats"]): each for each in night.indsatser}
    areas = {each["fokusomraade"]: each["fokusomraade_titel"] for each in night.fokus}
    console.print(f"[bold]Mål pr. {night.dato:%d-%m-%Y}[/]   {_counts(goals)}", highlight=False)
    several = len({goal["skole"] for goal in goals}) > 1
    ordered = sorted(goals, key=_order)
    place = itemgetter("skole", "fokusomraade", "indsats")
    for (skole, area, nr), group in groupby(ordered, place):
        own = list(group)
        where = f"{skole} · " if several else ""
        console.print()
        console.rule(f"{where}{areas.get(area, OTHERS)}", align="left", style="dim")
        if nr is not None:
            console.print(_heading(indsatser[skole, own[0]["plan"], nr]), highlight=False)
        for goal in own:
            console.print(Padding(_block(goal, night.ved_siden_af), (0, 0, 0, 2)), highlight=False)


def show_overview(night: NightShown, console: Console) -> None:
    """Print one line per indsats, by focus area."""
    table = Table(title=f"Indsatser pr. {night.dato:%d-%m-%Y}", caption=_counts(night.indsatser))
    schools = {each["skole"] for each in night.indsatser}
    for name in (*(["Skole"] if len(schools) > 1 else []), "Nr.", "Indsats", "Mål", "Status"):
        table.add_column(name, no_wrap=name == "Status")
    goals = {(each["skole"], each["plan"], each["maal"]): each for each in night.maal}
    areas = {each["fokusomraade"]: each["fokusomraade_titel"] for each in night.fokus}
    rows = sorted(night.indsatser, key=itemgetter("skole", "plan", "indsats"))
    for (_, area), group in groupby(rows, itemgetter("skole", "fokusomraade")):
        table.add_section()
        table.add_row(*[""] * (len(schools) > 1), "", f"[bold]{escape(areas[area])}[/]", "", "")
        for each in group:
            ids = each["maal"].split(", ")
            marks = (_mark(goals[each["skole"], each["plan"], maal], maal) for maal in ids)
            where = [each["skole"]] if len(schools) > 1 else []
            table.add_row(
                *where, str(each["indsats"]), escape(each["titel"]), " ".join(marks), _label(each)
            )
    console.print(table)


def print_json(night: NightShown, wanted: Wanted, console: Console) -> None:
    """Print the same rows as JSON."""
    document = {
        "pr_dato": night.dato,
        "publicering_id": night.publicering_id,
        "maal": [goal for goal in night.maal if wanted.takes(goal)],
        "indsatser": night.indsatser,
        "fokusomraader": night.fokus,
    }
    text = json.dumps(document, default=_plain, ensure_ascii=False, indent=2)
    console.print(text, highlight=False, markup=False, soft_wrap=True)


def _order(goal: Row) -> tuple[Any, ...]:
    return goal["skole"], goal["indsats"] is None, goal["indsats"] or 0, goal["plan"], goal["maal"]


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


def _mark(goal: Row, maal: str) -> str:
    status = Status(goal["status"])
    return f"[{status.colour}]{maal}{status.symbol}[/]"


def _heading(indsats: Row) -> str:
    neutral = indsats["neutrale_maal"]
    apart = f" [dim]({neutral} kan ikke bedømmes)[/]" if neutral else ""
    return f"[bold]{indsats['indsats']}. {escape(indsats['titel'])}[/]  {_label(indsats)}{apart}"


def _block(goal: Row, beside: Sequence[Row]) -> str:
    lines = [f"[bold]{goal['maal']}[/] {escape(goal['titel'])}  {_label(goal)}"]
    if goal["kpi"]:
        lines.append(" · ".join(_figures(goal)))
    lines.append(f"[dim]{escape(goal['grund'] or goal['skjult_aarsag'] or '')}[/]")
    own = [each for each in beside if _same_goal(each, goal)]
    lines += (f"[dim]ved siden af: {escape(_beside(each))}[/]" for each in own)
    return "\n".join(lines)


def _same_goal(one: Row, other: Row) -> bool:
    return all(one[name] == other[name] for name in ("skole", "plan", "maal"))


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


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else number(Decimal(str(value)))
