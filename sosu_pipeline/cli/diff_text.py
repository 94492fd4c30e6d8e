"""A diff in the terminal, as JSON and as CSV; every number is written so that its parts add up."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from sosu_pipeline.cli.diff import Diff, Versions
from sosu_pipeline.progress.evidence import Uncertainty, Unit
from sosu_pipeline.progress.status import Status
from sosu_pipeline.progress.words import amount, listed, number, written
from sosu_pipeline.publishing.comparing import BESIDE, ENDS, NAMED, Compared, part_names

MOST_KPIS = 40
PLACES, PLACES_OF_PERCENT = 4, 2
"""Figures are kept to four places, so all of them are written and a reader can add them up."""
HEADINGS: Final = {"maal": "Mål", "maaltal": "Måltal", "kpi": "Nøgletal"}
PARTS: Final = {
    "heraf_data": "nye data",
    "heraf_rettelse": "rettelser",
    "heraf_maal": "ændret mål",
    "heraf_definition": "ændret definition",
    "kode_maal": "kode: ændret mål",
    "kode_definition": "kode: ændret definition",
    "kode_oevrig": "kode: øvrig",
}
MEANINGS: Final = {
    "heraf_data": "dage efter den første nats datadato",
    "heraf_rettelse": "dage, der var talt den første nat",
    "heraf_maal": "en anden ordlyd af målet",
    "heraf_definition": "nøgletallets SQL, kodelister eller indstillinger",
    "kode_maal": "en ordlyd, der er rettet på stedet, for den samme nat",
    "kode_definition": "nøgletallets SQL, kodelister eller indstillinger, for den samme nat",
    "kode_oevrig": "øvrig kode, og hvordan kontrakterne læser de samme filer",
}


def print_diff(diff: Diff, console: Console) -> None:
    """Print every figure that moved with its parts, and whether they add up."""
    for line in _heading(diff):
        console.print(line, highlight=False)
    kpis = [each for each in diff.moved if each.row["art"] == "kpi"]
    left = kpis[len(kpis) if diff.asked.kpi else MOST_KPIS :]
    shown = [each for each in diff.moved if each not in left]
    for art, group in groupby(shown, lambda each: each.row["art"]):
        console.print()
        console.rule(HEADINGS[art], align="left", style="dim")
        for each in group:
            console.print(f"[bold]{escape(_named(diff, each))}[/]", highlight=False)
            for line in _told(each):
                console.print(Padding(escape(line), (0, 0, 0, 2)), highlight=False)
    console.print()
    if left:
        text = f"… og {len(left)} nøgletal til; vælg et med --kpi, eller se alle med --json."
        console.print(f"[dim]{text}[/]", highlight=False)
    for line in _account(diff):
        console.print(line, highlight=False)


def print_json(diff: Diff, console: Console) -> None:
    """Print the same rows as JSON."""
    document = {
        "fra": diff.asked.fra,
        "til": diff.asked.last,
        "kode": diff.asked.kode,
        "dengang": vars(diff.dengang),
        "nu": vars(diff.nu),
        "gaar_op": not diff.broken,
        "gaar_ikke_op": [each.as_row() | {"problem": each.problem} for each in diff.broken],
        "anderledes_end_vist": diff.anderledes,
        "sent_ankomne": diff.sent_ankomne,
        "aendringer": [each.as_row() for each in diff.moved],
    }
    text = json.dumps(document, default=_plain, ensure_ascii=False, indent=2)
    console.print(text, highlight=False, markup=False, soft_wrap=True)


def write_csv(path: Path, diff: Diff) -> None:
    """Write the same rows as CSV, as Danish spreadsheets read it."""
    rows = [each.as_row() for each in diff.moved]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([*NAMED, *ENDS, *_parts(diff), *BESIDE])
        for row in rows:
            writer.writerow([_cell(value) for value in row.values()])


def _heading(diff: Diff) -> Iterator[str]:
    first, last = written(diff.asked.fra), written(diff.asked.last)
    yield f"[bold]Natten den {first}[/], som læserne så den"
    again = f"[bold]natten den {last}[/], som dagens kode, mål og arkiv siger den"
    if diff.asked.last == diff.asked.fra:
        again = "den samme nat, som dagens kode, mål og erklæringer beregner den på det samme arkiv"
    elif diff.asked.kode:
        again = f"den samme nat beregnet i dag (kode), og derfra {again} (data)"
    yield f"  → {again}"
    yield f"Dengang: {_versions(diff.dengang)}"
    yield f"Nu:      {_versions(diff.nu)}"
    if diff.sent_ankomne:
        yield (
            f"[yellow]![/] Leveringer i {listed(diff.sent_ankomne)} er dateret til og med den "
            f"{first}, men kom, efter natten var vist; det, de flytter, står under kode: øvrig."
        )


def _versions(versions: Versions) -> str:
    publication = f", publicering {versions.publicering_id}" if versions.publicering_id else ""
    return f"kode {versions.kode_version}, erklæringer {versions.erklaeringer}{publication}"


def _told(figure: Compared) -> Iterator[str]:
    """Yield a figure's ends with the parts that moved it, and its status where that is another."""
    unit = Unit(figure.row["enhed"] or "")
    if figure.foer is not None and figure.efter is not None:
        moved = {name: part for name, part in figure.parts.items() if part}
        if figure.forskel or moved:
            ends = f"{_figure(figure.foer, unit)} → {_figure(figure.efter, unit)}"
            parts = ", ".join(
                f"{PARTS[name]} {_signed(part, unit)}" for name, part in moved.items()
            )
            told = parts or "delene er skjult for at beskytte en lille gruppe"
            yield f"{ends}: {_signed(figure.efter - figure.foer, unit)} = {told}"
    if figure.status_foer != figure.status_efter:
        before, after = (
            Status(each).label if each else "ingen"
            for each in (figure.status_foer, figure.status_efter)
        )
        hidden = "; tallet er skjult" if figure.skjult_aarsag and figure.foer is None else ""
        yield f"status gik fra {before} til {after}{hidden}"


def _named(diff: Diff, figure: Compared) -> str:
    row = figure.row
    schools = {each.row["skole"] for each in diff.figures}
    plans = {each.row["plan"] for each in diff.figures if each.row["navn"] == row["navn"]}
    title = row["titel"] if row["art"] == "kpi" else f"{row['navn']} {row['titel']}"
    where = (
        row["skole"] if len(schools) > 1 else "",
        row["plan"] if len(plans) > 1 else "",
        title,
        row["opdeling"],
        str(row["aar"] or ""),
    )
    return " · ".join(filter(None, where))


def _account(diff: Diff) -> Iterator[str]:
    """Yield how many moved, whether the parts add up, and what readers saw otherwise."""
    if not diff.moved:
        yield "Intet flyttede sig."
    told = [each for each in diff.moved if any(each.parts.values())]
    used = [name for name in PARTS if any(each.parts[name] for each in told if name in each.parts)]
    for name in used:
        yield f"[dim]{PARTS[name]}: {MEANINGS[name]}[/]"
    for each in diff.broken:
        yield f"[bold red]✗ Går ikke op:[/] {escape(_named(diff, each))}: {each.problem}"
    if told and not diff.broken:
        many = "det ene tal" if len(told) == 1 else f"alle {len(told)} tal"
        yield f"[green]✓[/] Delene er tilsammen hele forskellen i {many}."
    if hidden := sum(bool(each.forskel) and not each.parts for each in diff.moved):
        yield f"Delene er skjult i {hidden} tal."
    if diff.anderledes and diff.asked.last != diff.asked.fra:
        last = diff.asked.last
        yield (
            f"[yellow]![/] {diff.anderledes} tal og statusser er i dag andre for den "
            f"{written(last)}, end læserne så den nat; se sosu diff {last} --kode"
        )


def _parts(diff: Diff) -> tuple[str, ...]:
    is_of_code = diff.asked.kode
    is_of_data = not is_of_code or diff.asked.last != diff.asked.fra
    return part_names(of_data=is_of_data, of_code=is_of_code)


def _figure(value: Decimal, unit: Unit) -> str:
    is_share = unit.uncertainty is Uncertainty.ANDEL
    return amount(value, unit, PLACES_OF_PERCENT if is_share else PLACES)


def _signed(value: Decimal, unit: Unit) -> str:
    """Write how far something moved, in percentage points where it is a share."""
    is_share = unit.uncertainty is Uncertainty.ANDEL
    text = number(value * 100, PLACES_OF_PERCENT) if is_share else number(value, PLACES)
    return f"+{text}" if value > 0 else text


def _cell(value: Any) -> Any:  # noqa: ANN401 - whatever a row holds
    return str(value).replace(".", ",") if isinstance(value, Decimal) else value


def _plain(value: Decimal | date) -> float | str:
    return float(value) if isinstance(value, Decimal) else value.isoformat()
