"""A diff in the terminal, as JSON and as CSV; every number is written so that its parts add up."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sosu_pipeline.cli.diff import Diff, Versions
from sosu_pipeline.progress.evidence import Uncertainty, Unit
from sosu_pipeline.progress.status import Status
from sosu_pipeline.progress.words import listed, number, written
from sosu_pipeline.publishing.comparing import BESIDE, ENDS, NAMED, Compared, part_names

HIDDEN, MISSING = "·", "–"
MOST_KPIS = 40
PLACES, PLACES_OF_PERCENT = 4, 2
"""Figures are kept to four places, so all of them are written and a reader can add them up."""
KINDS: Final = {"maal": "", "maaltal": "måltal", "kpi": ""}
HEADINGS: Final = {
    "heraf_data": "Nye data",
    "heraf_rettelse": "Rettelser",
    "heraf_maal": "Ændret mål",
    "heraf_definition": "Ændret definition",
    "kode_maal": "Kode: mål",
    "kode_definition": "Kode: definition",
    "kode_oevrig": "Kode: øvrig",
}
MEANINGS: Final = {
    "heraf_data": "dage efter den første nats datadato",
    "heraf_rettelse": "dage, der var talt",
    "heraf_maal": "målets ordlyd",
    "heraf_definition": "nøgletallets SQL, kodelister og indstillinger",
    "kode_maal": "en ordlyd, der er rettet på stedet",
    "kode_definition": "nøgletallets SQL, kodelister og indstillinger",
    "kode_oevrig": "programmets øvrige kode, og hvordan kontrakterne læser filerne",
}


def print_diff(diff: Diff, console: Console) -> None:
    """Print every figure that moved with its parts, and whether they add up."""
    for line in _heading(diff):
        console.print(line, highlight=False)
    moved = [each for each in diff.moved if each.forskel or any(each.parts.values())]
    kpis = [each for each in moved if each.row["art"] == "kpi"]
    most = len(kpis) if diff.asked.kpi else MOST_KPIS
    left = kpis[most:]
    if moved:
        shown = [each for each in moved if each not in left]
        console.print(_table(diff, shown))
    if left:
        text = f"… og {len(left)} nøgletal til; vælg et med --kpi, eller se alle med --json."
        console.print(f"[dim]{text}[/]", highlight=False)
    for each in diff.moved:
        if each.status_foer != each.status_efter:
            console.print(f"{escape(_named(diff, each))} {_of_status(each)}", highlight=False)
    for line in _account(diff, moved):
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
    if diff.asked.kode and diff.asked.last != diff.asked.fra:
        again = f"den samme nat beregnet i dag (kode), og derfra {again} (data)"
    yield f"  → {again}"
    yield f"Dengang: {_versions(diff.dengang)}"
    yield f"Nu:      {_versions(diff.nu)}"
    if diff.sent_ankomne:
        yield (
            f"[yellow]![/] Leveringer i {listed(diff.sent_ankomne)} er dateret til og med den "
            f"{first}, men kom, efter natten var vist; det, de flytter, står under Kode: øvrig."
        )


def _versions(versions: Versions) -> str:
    publication = f", publicering {versions.publicering_id}" if versions.publicering_id else ""
    return f"kode {versions.kode_version}, erklæringer {versions.erklaeringer}{publication}"


def _table(diff: Diff, moved: list[Compared]) -> Table:
    parts = _parts(diff)
    meanings = [f"{HEADINGS[name]}: {MEANINGS[name]}" for name in parts]
    if any(not each.parts for each in moved):
        meanings.append(f"{HIDDEN} skjult for at beskytte en lille gruppe")
    table = Table("Tal", caption="\n".join(meanings), caption_justify="left")
    for name in ("Før", "Efter", "Forskel", *(HEADINGS[part] for part in parts)):
        table.add_column(name, justify="right")
    for each in moved:
        unit = Unit(each.row["enhed"] or "")
        ends = [_figure(value, unit) for value in (each.foer, each.efter)]
        moves = [each.forskel, *(each.parts.get(name) for name in parts)]
        table.add_row(escape(_named(diff, each)), *ends, *(_moved(value, unit) for value in moves))
    return table


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
        KINDS[row["art"]],
    )
    return " · ".join(filter(None, where))


def _of_status(figure: Compared) -> str:
    before, after = (
        Status(each).label if each else "ingen"
        for each in (figure.status_foer, figure.status_efter)
    )
    return f"gik fra {before} til {after}{'; tallet er skjult' if figure.skjult_aarsag else ''}"


def _account(diff: Diff, moved: list[Compared]) -> Iterator[str]:
    """Yield how many moved, whether the parts add up, and what readers saw otherwise."""
    if not diff.moved:
        yield "Intet flyttede sig."
    told = [each for each in moved if each.parts]
    for each in diff.broken:
        yield f"[bold red]✗ Går ikke op:[/] {escape(_named(diff, each))}: {each.problem}"
    if told and not diff.broken:
        yield f"[green]✓[/] Delene er tilsammen hele forskellen i alle {len(told)} tal."
    if hidden := len(moved) - len(told):
        yield f"{HIDDEN} Delene er skjult i {hidden} tal."
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


def _figure(value: Decimal | None, unit: Unit) -> str:
    if value is None:
        return MISSING
    if unit.uncertainty is Uncertainty.ANDEL:
        return f"{number(value * 100, PLACES_OF_PERCENT)} %"
    return number(value, PLACES)


def _moved(value: Decimal | None, unit: Unit) -> str:
    if value is None:
        return HIDDEN
    sign = "+" if value > 0 else ""
    if unit.uncertainty is Uncertainty.ANDEL:
        return f"{sign}{number(value * 100, PLACES_OF_PERCENT)}"
    return f"{sign}{number(value, PLACES)}"


def _cell(value: Any) -> Any:  # noqa: ANN401 - whatever a row holds
    return str(value).replace(".", ",") if isinstance(value, Decimal) else value


def _plain(value: Decimal | date) -> float | str:
    return float(value) if isinstance(value, Decimal) else value.isoformat()
