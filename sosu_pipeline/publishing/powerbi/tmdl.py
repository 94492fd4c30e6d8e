"""The model written as TMDL: indentation is structure, and a property is one line."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from sosu_pipeline.publishing.powerbi.model import (
    Column,
    DataType,
    Measure,
    Relationship,
    SemanticModel,
    Table,
)
from sosu_pipeline.publishing.powerbi.names import stable_id
from sosu_pipeline.publishing.powerbi.power_query import Query, query_of

CULTURE: Final = "da-DK"
LEVEL: Final = 1601
CALENDAR: Final = "Kalender"
TECHNICAL: Final = "SOSU_Kilde"
TEXT_HINT: Final = '{"isText":true}'

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def name(navn: str) -> str:
    """Return a name as TMDL takes it: in single quotes unless it is one plain word."""
    return navn if _PLAIN.fullmatch(navn) else "'" + navn.replace("'", "''") + "'"


def value(text: str) -> str:
    """Return a property's text, quoted where TMDL would read it otherwise."""
    if text == text.strip() and not text.startswith('"'):
        return text
    return '"' + text.replace('"', '""') + '"'


def write_database() -> str:
    """Return ``database.tmdl``."""
    return f"database\n\tcompatibilityLevel: {LEVEL}\n"


def write_model(model: SemanticModel, queries: Sequence[Query]) -> str:
    """Return ``model.tmdl``: culture, no implicit measures, no hidden date tables."""
    order = [query.navn for query in queries] + [table.navn for table in model.tabeller]
    listed = ",".join(f'"{navn}"' for navn in order)
    refs = "\n".join(f"ref table {name(table.navn)}" for table in model.tabeller)
    return f"""\
model Model
	culture: {CULTURE}
	defaultPowerBIDataSourceVersion: powerBI_V3
	discourageImplicitMeasures
	sourceQueryCulture: {CULTURE}
	dataAccessOptions
		legacyRedirects
		returnErrorValuesAsNull

annotation __PBI_TimeIntelligenceEnabled = 0

annotation PBI_QueryOrder = [{listed}]

annotation PBI_ProTooling = ["DevMode"]

{refs}

ref cultureInfo {CULTURE}
"""


def write_expressions(queries: Sequence[Query]) -> str:
    """Return ``expressions.tmdl``: the parameters and the function that fetches a table."""
    return "\n".join("\n".join(_query(query)) for query in queries)


def write_relationships(relationships: Sequence[Relationship]) -> str:
    """Return ``relationships.tmdl``; many to one and filtering one way is TMDL's default."""
    return "\n".join(
        f"relationship {stable_id('relationer', *each.fra, *each.til)}\n"
        f"\tfromColumn: {_place(each.fra)}\n"
        f"\ttoColumn: {_place(each.til)}\n"
        for each in relationships
    )


def write_table(table: Table) -> str:
    """Return a table's file."""
    return "\n".join(_table(table))


def write_culture(model: SemanticModel) -> str:
    """Return the Danish captions of what readers see."""
    lines = [f"cultureInfo {CULTURE}", "", "\ttranslations", "\t\tmodel Model"]
    for table in model.tabeller:
        lines += [f"\t\t\ttable {name(table.navn)}", f"\t\t\t\tcaption: {value(table.navn)}"]
        shown = [("column", column.navn) for column in table.kolonner if not column.is_hidden]
        for kind, navn in [*(("measure", each.navn) for each in table.measures), *shown]:
            lines += [f"\t\t\t\t{kind} {name(navn)}", f"\t\t\t\t\tcaption: {value(navn)}"]
    return "\n".join(lines) + "\n"


def _query(query: Query) -> Iterator[str]:
    yield f"/// {query.beskrivelse}"
    yield from _expression(f"expression {name(query.navn)}", query.m, depth=0)
    yield f"\tlineageTag: {stable_id('forespørgsler', query.navn)}"
    yield ""
    yield "\tannotation PBI_NavigationStepName = Navigation"
    yield ""
    yield f"\tannotation PBI_ResultType = {query.resultat}"
    yield ""


def _table(table: Table) -> Iterator[str]:
    tag = table.kilde or table.navn
    yield f"/// {table.beskrivelse}"
    yield f"table {name(table.navn)}"
    if table.is_hidden:
        yield "\tisHidden"
    yield f"\tlineageTag: {stable_id('tabeller', tag)}"
    if table.is_calendar:
        yield "\tdataCategory: Time"
    yield ""
    for measure in table.measures:
        yield from _measure(measure)
    for column in table.kolonner:
        yield from _column(tag, column)
    if table.hierarki:
        yield from _hierarchy(tag, table)
    yield f"\tpartition {name(table.navn)} = m"
    yield "\t\tmode: import"
    yield from _expression("\t\tsource", query_of(table), depth=2, always_below=True)
    yield ""
    yield "\tannotation PBI_ResultType = Table"
    yield ""
    if table.kilde:
        yield f"\tannotation {TECHNICAL} = {table.kilde}"
        yield ""


def _measure(measure: Measure) -> Iterator[str]:
    yield f"\t/// {measure.beskrivelse}"
    yield from _expression(f"\tmeasure {name(measure.navn)}", measure.dax, depth=1)
    if measure.format_dax:
        yield from _expression("\t\tformatStringDefinition", measure.format_dax, depth=2)
    if measure.format:
        yield f"\t\tformatString: {value(measure.format)}"
    yield f"\t\tdisplayFolder: {value(measure.mappe)}"
    yield f"\t\tlineageTag: {stable_id('beregninger', measure.navn)}"
    yield ""
    if not measure.format and not measure.format_dax:
        yield f"\t\tannotation PBI_FormatHint = {TEXT_HINT}"
        yield ""


def _column(table: str, column: Column) -> Iterator[str]:
    yield f"\t/// {column.beskrivelse}"
    yield f"\tcolumn {name(column.navn)}"
    yield f"\t\tdataType: {column.type}"
    if column.is_key:
        yield "\t\tisKey"
    if column.is_hidden:
        yield "\t\tisHidden"
    if column.format:
        yield f"\t\tformatString: {value(column.format)}"
    yield f"\t\tlineageTag: {stable_id('kolonner', table, column.kilde)}"
    yield "\t\tsummarizeBy: none"
    yield f"\t\tsourceColumn: {value(column.kilde)}"
    if column.sorteres_efter:
        yield f"\t\tsortByColumn: {name(column.sorteres_efter)}"
    yield ""
    yield "\t\tannotation SummarizationSetBy = User"
    yield ""
    if column.type is DataType.DATE and column.m_type == "type date":
        yield "\t\tannotation UnderlyingDateTimeDataType = Date"
        yield ""


def _hierarchy(tag: str, table: Table) -> Iterator[str]:
    yield f"\thierarchy {CALENDAR}"
    yield f"\t\tlineageTag: {stable_id('hierarkier', tag)}"
    yield ""
    for navn in table.hierarki:
        yield f"\t\tlevel {name(navn)}"
        yield f"\t\t\tlineageTag: {stable_id('hierarkier', tag, navn)}"
        yield f"\t\t\tcolumn: {name(navn)}"
        yield ""


def _expression(
    opening: str, text: str, *, depth: int, always_below: bool = False
) -> Iterator[str]:
    """Yield ``opening = text``; more lines stand below, deeper than the properties after them."""
    lines = text.splitlines()
    if len(lines) == 1 and not always_below:
        yield f"{opening} = {text}"
        return
    yield f"{opening} ="
    yield from ("\t" * (depth + 2) + line if line else "" for line in lines)


def _place(place: tuple[str, str]) -> str:
    return ".".join(map(name, place))
