"""Checks of good practice: what Power BI would take, and readers would suffer from."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from sosu_pipeline.publishing.powerbi.checking.findings import Check, Finding
from sosu_pipeline.publishing.powerbi.checking.read_model import ReadModel
from sosu_pipeline.publishing.powerbi.checking.tmdl_reading import Node, split_place

CULTURE: Final = "da-DK"
NUMBERS: Final = {"int64", "decimal"}
FORMATTED: Final = {*NUMBERS, "dateTime"}
SOURCE: Final = "SOSU_Kilde"


def examine_practice(model: ReadModel) -> Iterator[Finding]:
    """Yield what breaks the rules of a model that people can trust."""
    for file, text in _faults(model):
        yield Finding(Check.PRACTICE, file, text)


def _faults(model: ReadModel) -> Iterator[tuple[str, str]]:
    yield from _whole_model(model)
    yield from _relationships(model)
    yield from _keys(model)
    yield from _calendar(model)
    for file, table in model.of("table"):
        if not table.description:
            yield file, f"tabellen {table.name} har ingen beskrivelse"
        for column in table.of("column"):
            yield from ((file, f"{table.name}.{text}") for text in _column(table, column))
        for measure in table.of("measure"):
            yield from ((file, text) for text in _measure(measure))


def _whole_model(model: ReadModel) -> Iterator[tuple[str, str]]:
    file, node = next(model.of("model"), (model.root, Node("model", "")))
    if node.properties.get("discourageImplicitMeasures") != "true":
        yield file, "modellen lader tal blive lagt sammen af sig selv"
    if node.properties.get("culture") != CULTURE:
        yield file, f"modellens kultur er ikke {CULTURE}"
    notes = [note for _, note in model.of("annotation")] + list(node.of("annotation"))
    automatic = {note.name: note.expression for note in notes}.get("__PBI_TimeIntelligenceEnabled")
    if automatic != "0":
        yield file, "automatisk dato og klokkeslæt er ikke slået fra"
    if CULTURE not in {culture.name for _, culture in model.of("cultureInfo")}:
        yield file, f"kulturen {CULTURE} har ingen fil"


def _relationships(model: ReadModel) -> Iterator[tuple[str, str]]:
    ways: Counter[tuple[str, str]] = Counter()
    filters: dict[str, list[str]] = {}
    at = model.root
    for file, node in model.of("relationship"):
        at = file
        if node.properties.get("crossFilteringBehavior", "oneDirection") != "oneDirection":
            yield file, f"relationen {node.properties.get('fromColumn')} filtrerer begge veje"
        if node.properties.get("isActive", "true") != "true":
            yield file, f"relationen {node.properties.get('fromColumn')} er ikke aktiv"
        ends = [split_place(node.properties.get(end, "")) for end in ("toColumn", "fromColumn")]
        if ends[0] and ends[1]:
            filters.setdefault(ends[0][0], []).append(ends[1][0])
    for start in filters:
        ways.update((start, end) for end in _reached(filters, start, frozenset()))
    for (start, end), count in ways.items():
        if count > 1:
            yield at, f"der er {count} veje fra {start} til {end}"


def _reached(filters: Mapping[str, list[str]], start: str, passed: frozenset[str]) -> Iterator[str]:
    """Yield every table that a filter on ``start`` reaches, once for each way."""
    for end in filters.get(start, []):
        if end not in passed:
            yield end
            yield from _reached(filters, end, passed | {start})


def _keys(model: ReadModel) -> Iterator[tuple[str, str]]:
    used = {
        place
        for _, node in model.of("relationship")
        for end in ("fromColumn", "toColumn")
        if (place := split_place(node.properties.get(end, "")))
    }
    for file, table in model.of("table"):
        is_calendar = table.properties.get("dataCategory") == "Time"
        for column in table.of("column"):
            is_key = "isKey" in column.properties and not is_calendar
            if (is_key or (table.name, column.name) in used) and not _hidden(column):
                yield file, f"nøglen {table.name}.{column.name} er synlig"


def _calendar(model: ReadModel) -> Iterator[tuple[str, str]]:
    calendars = [
        (file, table)
        for file, table in model.of("table")
        if table.properties.get("dataCategory") == "Time"
    ]
    if len(calendars) != 1:
        yield model.root, f"{len(calendars)} tabeller er mærket som datotabel; der skal være én"
    for file, table in calendars:
        keys = [column for column in table.of("column") if "isKey" in column.properties]
        if [key.properties.get("dataType") for key in keys] != ["dateTime"]:
            yield file, f"datotabellen {table.name} har ikke én dato som nøgle"


def _column(table: Node, column: Node) -> Iterator[str]:
    kind = column.properties.get("dataType", "")
    if kind == "double":
        yield f"{column.name} er et kommatal uden faste decimaler"
    if not column.description:
        yield f"{column.name} har ingen beskrivelse"
    if column.properties.get("summarizeBy") != "none":
        yield f"{column.name} lægges sammen af sig selv"
    if kind in FORMATTED and not _hidden(column) and not column.properties.get("formatString"):
        yield f"{column.name} vises uden format"
    is_fact = (table.annotation(SOURCE) or "").startswith("fakt_")
    if is_fact and kind in NUMBERS and not _hidden(column):
        yield f"{column.name} er et tal i en faktatabel og skal læses gennem en beregning"


def _measure(measure: Node) -> Iterator[str]:
    formats = ("formatString", "formatStringDefinition")
    is_text = "isText" in (measure.annotation("PBI_FormatHint") or "")
    if not measure.description:
        yield f"beregningen {measure.name} har ingen beskrivelse"
    if not is_text and not any(measure.properties.get(each) for each in formats):
        yield f"beregningen {measure.name} har intet format"
    if not measure.properties.get("displayFolder"):
        yield f"beregningen {measure.name} ligger ikke i en mappe"


def _hidden(column: Node) -> bool:
    return column.properties.get("isHidden") == "true"
