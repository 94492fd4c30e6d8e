"""Checks of the model's names: what refers to what, and that nothing shares a name or an id."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from sosu_pipeline.publishing.powerbi.checking.expressions import (
    called,
    closes,
    lets_close,
    references,
    typed_columns,
    unknown_words,
)
from sosu_pipeline.publishing.powerbi.checking.findings import Check, Finding
from sosu_pipeline.publishing.powerbi.checking.read_model import ReadModel
from sosu_pipeline.publishing.powerbi.checking.tmdl_reading import Node, bare, split_place

M_TYPES: Final = {
    "Int64.Type": "int64",
    "Currency.Type": "decimal",
    "type date": "dateTime",
    "type datetime": "dateTime",
    "type text": "string",
    "type logical": "boolean",
}
FETCH: Final = "HentTabel"


def examine_names(model: ReadModel) -> Iterator[Finding]:
    """Yield what is named and is not there, and what shares its name or id."""
    yield from _relationships(model)
    yield from _listed(model)
    yield from _captions(model)
    yield from _ids(model)
    for file, table in model.of("table"):
        yield from _inside(model, file, table)
        yield from _twins(file, table)
        yield from _source(model, file, table)
    yield from _measures(model)
    yield from _queries(model)


def _relationships(model: ReadModel) -> Iterator[Finding]:
    for file, node in model.of("relationship"):
        for end in ("fromColumn", "toColumn"):
            written = node.properties.get(end, "")
            if not model.has_column(split_place(written)):
                text = f"relationen peger på {written or 'intet'}, som ikke findes"
                yield Finding(Check.REFERENCE, file, text)


def _listed(model: ReadModel) -> Iterator[Finding]:
    """Hold ``model.tmdl``'s lists to the tables and cultures there are."""
    cultures = {node.name for _, node in model.of("cultureInfo")}
    for file, node in model.of("model"):
        refs = list(node.of("ref")) + [ref for at, ref in model.of("ref") if at == file]
        tables = {ref.name for ref in refs if ref.expression == "table"}
        for name in sorted(tables ^ set(model.tables)):
            yield Finding(
                Check.REFERENCE, file, f"tabellen {name} mangler i listen eller findes ikke"
            )
        named = {ref.name for ref in refs if ref.expression == "cultureInfo"}
        for name in sorted(named ^ cultures | {node.properties.get("culture", "")} - cultures):
            yield Finding(Check.REFERENCE, file, f"kulturen {name} mangler i listen eller som fil")


def _captions(model: ReadModel) -> Iterator[Finding]:
    for file, culture in model.of("cultureInfo"):
        tables = (
            table
            for translations in culture.of("translations")
            for node in translations.of("model")
            for table in node.of("table")
        )
        for table in tables:
            known = model.tables.get(table.name)
            there = {(child.kind, child.name) for child in known.children} if known else set()
            if known is None:
                yield Finding(Check.REFERENCE, file, f"tabellen {table.name} findes ikke")
            for child in table.children:
                if known and (child.kind, child.name) not in there:
                    text = f"{table.name}.{child.name} findes ikke"
                    yield Finding(Check.REFERENCE, file, text)


def _ids(model: ReadModel) -> Iterator[Finding]:
    tags = [
        (file, tag)
        for file, node in model.objects
        for each in (node, *node.children, *(n for c in node.children for n in c.children))
        if (tag := each.properties.get("lineageTag"))
    ]
    ids = tags + [(file, node.name) for file, node in model.of("relationship")]
    counted = Counter(tag for _, tag in ids)
    for file, tag in ids:
        if counted[tag] > 1:
            yield Finding(Check.ID, file, f"id'et {tag} bruges {counted[tag]} gange")


def _inside(model: ReadModel, file: str, table: Node) -> Iterator[Finding]:
    columns = model.columns(table.name)
    for column in table.of("column"):
        sort = column.properties.get("sortByColumn")
        if sort is not None and bare(sort) not in columns:
            text = f"{table.name}.{column.name} sorteres efter {sort}, som ikke findes"
            yield Finding(Check.REFERENCE, file, text)
    for hierarchy in table.of("hierarchy"):
        for level in hierarchy.of("level"):
            if bare(level.properties.get("column", "")) not in columns:
                text = f"niveauet {level.name} i {hierarchy.name} har ingen kolonne"
                yield Finding(Check.REFERENCE, file, text)


def _twins(file: str, table: Node) -> Iterator[Finding]:
    columns = [column.name.casefold() for column in table.of("column")]
    measures = [measure.name.casefold() for measure in table.of("measure")]
    for name, count in Counter(columns + measures).items():
        if count > 1:
            text = f"{table.name} har {count} kolonner eller beregninger, der hedder {name}"
            yield Finding(Check.NAME, file, text)


def _source(model: ReadModel, file: str, table: Node) -> Iterator[Finding]:
    """Hold columns to what the table's query gives, and to the type it gives it."""
    given = {
        name: kind
        for partition in table.of("partition")
        for name, kind in typed_columns(partition.properties.get("source", "")).items()
    }
    for name, column in model.columns(table.name).items():
        source = column.properties.get("sourceColumn", "")
        wanted = M_TYPES.get(given.get(source, ""))
        if source not in given:
            text = f"{table.name}.{name} kommer fra {source}, som forespørgslen ikke giver"
            yield Finding(Check.REFERENCE, file, text)
        elif wanted != column.properties.get("dataType"):
            text = f"{table.name}.{name} er {column.properties.get('dataType')}, ikke {wanted}"
            yield Finding(Check.REFERENCE, file, text)


def _measures(model: ReadModel) -> Iterator[Finding]:
    names = Counter(
        m.name.casefold() for _, table in model.of("table") for m in table.of("measure")
    )
    for file, table in model.of("table"):
        for measure in table.of("measure"):
            if names[measure.name.casefold()] > 1:
                yield Finding(Check.NAME, file, f"beregningen {measure.name} findes flere gange")
            written = (measure.expression, measure.properties.get("formatStringDefinition", ""))
            for dax in written:
                yield from _dax(model, file, measure.name, dax)


def _dax(model: ReadModel, file: str, name: str, dax: str) -> Iterator[Finding]:
    if fault := closes(dax):
        yield Finding(Check.DAX, file, f"{name}: {fault}")
        return
    for word in unknown_words(dax):
        yield Finding(Check.DAX, file, f"{name}: {word} er hverken en variabel eller en funktion")
    for table, field in references(dax):
        if table is not None and table not in model.tables:
            yield Finding(Check.DAX, file, f"{name}: tabellen {table} findes ikke")
        elif table is not None and field and field not in model.columns(table):
            yield Finding(Check.DAX, file, f"{name}: kolonnen {table}[{field}] findes ikke")
        elif table is None and field not in model.measures:
            yield Finding(Check.DAX, file, f"{name}: beregningen [{field}] findes ikke")


def _queries(model: ReadModel) -> Iterator[Finding]:
    shared = {node.name for _, node in model.of("expression")}
    written = [(file, node.name, node.expression) for file, node in model.of("expression")]
    for file, table in model.of("table"):
        sources = [part.properties.get("source", "") for part in table.of("partition")]
        written += [(file, table.name, source) for source in sources]
        if len(sources) != 1 or not sources[0]:
            yield Finding(Check.POWER_QUERY, file, f"{table.name} har ikke én forespørgsel")
    for file, name, m in written:
        if fault := closes(m) or lets_close(m):
            yield Finding(Check.POWER_QUERY, file, f"{name}: {fault}")
        if FETCH in m and FETCH not in called(m, shared):
            yield Finding(Check.POWER_QUERY, file, f"{name}: {FETCH} findes ikke")
