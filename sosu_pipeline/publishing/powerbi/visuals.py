"""Visuals of the report: what each kind is made of, named by fields and told in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sosu_pipeline.publishing.powerbi.fields import Field, Fields
from sosu_pipeline.publishing.powerbi.names import short_id

SCHEMAS: Final = "https://developer.microsoft.com/json-schemas/fabric/item/report/definition"
VISUAL_SCHEMA: Final = f"{SCHEMAS}/visualContainer/2.4.0/schema.json"
EVERY_POINT: Final = {"data": [{"dataViewWildcard": {"matchingOption": 1}}]}
AT_LEAST: Final = 2
LAYER: Final = 1000

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Box:
    """Where a visual stands on its page, in pixels."""

    x: int
    y: int
    bredde: int
    hoejde: int


@dataclass(frozen=True, kw_only=True)
class Visual:
    """A visual: kind, place, title, what it tells a screen reader, and its fields by role."""

    navn: str
    type: str
    box: Box
    titel: str
    alt: str
    roller: Mapping[str, Sequence[str]]
    farve: Mapping[str, str] = field(default_factory=dict)
    sorter: tuple[str, str] | None = None
    kun_hvis: str | None = None
    objekter: Mapping[str, Sequence[Json]] = field(default_factory=dict)
    gruppe: str | None = None
    paavirker_ikke: Sequence[str] = ()


def literal(written: str) -> Json:
    """Return a literal of the semantic query: ``'tekst'``, ``true``, ``12D`` or ``1L``."""
    return {"expr": {"Literal": {"Value": written}}}


def text(words: str) -> Json:
    """Return a text literal."""
    return literal("'" + words.replace("'", "''") + "'")


def expression(found: Field, *, source: str | None = None) -> Json:
    """Return a field as an expression; inside a filter the table goes by its alias."""
    table = {"Source": source} if source else {"Entity": found.tabel}
    kind = "Measure" if found.is_measure else "Column"
    return {kind: {"Expression": {"SourceRef": table}, "Property": found.navn}}


def reference(found: Field) -> str:
    """Return what a projection is called in its own visual."""
    return f"{found.tabel}.{found.navn}"


def write_visual(visual: Visual, fields: Fields, *, page: str, order: int) -> Json:
    """Return a visual's document."""
    body: Json = {"visualType": visual.type, "query": _query(visual, fields)}
    if objects := _objects(visual, fields):
        body["objects"] = objects
    body["visualContainerObjects"] = {
        "title": [{"properties": {"show": literal("true"), "text": text(visual.titel)}}],
        "general": [{"properties": {"altText": text(visual.alt)}}],
    }
    if visual.gruppe:
        body["syncGroup"] = {
            "groupName": visual.gruppe,
            "fieldChanges": True,
            "filterChanges": True,
        }
    body["drillFilterOtherVisuals"] = True
    document: Json = {
        "$schema": VISUAL_SCHEMA,
        "name": short_id(page, visual.navn),
        "position": {
            "x": visual.box.x,
            "y": visual.box.y,
            "z": order * LAYER,
            "height": visual.box.hoejde,
            "width": visual.box.bredde,
            "tabOrder": order * LAYER,
        },
        "visual": body,
    }
    if visual.kun_hvis:
        document["filterConfig"] = {"filters": [_at_least_one(visual, fields, page)]}
    return document


def _query(visual: Visual, fields: Fields) -> Json:
    state = {
        role: {"projections": [_projection(fields.field(written)) for written in chosen]}
        for role, chosen in visual.roller.items()
    }
    query: Json = {"queryState": state}
    if visual.sorter:
        written, direction = visual.sorter
        by = expression(fields.field(written))
        query["sortDefinition"] = {"sort": [{"field": by, "direction": direction}]}
    return query


def _projection(found: Field) -> Json:
    return {
        "field": expression(found),
        "queryRef": reference(found),
        "nativeQueryRef": found.navn,
    }


def _objects(visual: Visual, fields: Fields) -> Json:
    """Return the visual's formatting, with the colours that a measure chooses."""
    objects: dict[str, list[Json]] = {
        name: list(entries) for name, entries in visual.objekter.items()
    }
    for written, measure in visual.farve.items():
        colour = {"solid": {"color": {"expr": expression(fields.field(measure))}}}
        if visual.type == "tableEx":
            selector = {**EVERY_POINT, "metadata": reference(fields.field(written))}
            entry = {"properties": {"fontColor": colour}, "selector": selector}
            objects.setdefault("values", []).append(entry)
        elif visual.type == "card":
            objects.setdefault("labels", []).append({"properties": {"color": colour}})
        else:
            entry = {"properties": {"fill": colour}, "selector": EVERY_POINT}
            objects.setdefault("dataPoint", []).append(entry)
    return dict(objects)


def _at_least_one(visual: Visual, fields: Fields, page: str) -> Json:
    """Return the filter that keeps what a measure counts at least one of."""
    measure = fields.field(visual.kun_hvis or "")
    return {
        "name": short_id(page, visual.navn, "filter"),
        "field": expression(measure),
        "type": "Advanced",
        "filter": {
            "Version": 2,
            "From": [{"Name": "b", "Entity": measure.tabel, "Type": 0}],
            "Where": [
                {
                    "Condition": {
                        "Comparison": {
                            "ComparisonKind": AT_LEAST,
                            "Left": expression(measure, source="b"),
                            "Right": {"Literal": {"Value": "1L"}},
                        }
                    }
                }
            ],
        },
        "howCreated": "User",
    }
