"""A reader of the TMDL that is written here: a tree by indentation, strict about what it knows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

KINDS: Final = {
    "database": {"compatibilityLevel"},
    "model": {
        "culture",
        "defaultPowerBIDataSourceVersion",
        "discourageImplicitMeasures",
        "sourceQueryCulture",
    },
    "dataAccessOptions": {"legacyRedirects", "returnErrorValuesAsNull"},
    "table": {"isHidden", "lineageTag", "dataCategory", "caption"},
    "column": {
        "dataType",
        "isKey",
        "isHidden",
        "formatString",
        "lineageTag",
        "summarizeBy",
        "sourceColumn",
        "sortByColumn",
        "caption",
    },
    "measure": {
        "formatString",
        "formatStringDefinition",
        "displayFolder",
        "isHidden",
        "lineageTag",
        "caption",
    },
    "hierarchy": {"lineageTag", "isHidden"},
    "level": {"column", "lineageTag"},
    "partition": {"mode", "source"},
    "relationship": {"fromColumn", "toColumn", "crossFilteringBehavior", "isActive"},
    "expression": {"lineageTag"},
    "cultureInfo": set(),
    "translations": set(),
    "annotation": set(),
    "ref": set(),
}
NAMELESS: Final = {"database", "dataAccessOptions", "translations"}

_NAME = r"'(?:[^']|'')+'|[^\s'=:.]+"
_OBJECT = re.compile(rf"(?P<kind>[a-zA-Z]+)(?: (?P<name>{_NAME}))?(?: = ?(?P<value>.*)| =)?")
_REF = re.compile(rf"ref (?P<what>table|cultureInfo) (?P<name>{_NAME})")
_PROPERTY = re.compile(r"(?P<key>\w+)(?:: (?P<value>.*)|(?P<equals> =)(?: (?P<dax>.*))?)?")
_PLACE = re.compile(rf"({_NAME})\.({_NAME})")


class TmdlError(Exception):
    """A line is not TMDL; the text is a Danish sentence with its number."""


@dataclass
class Node:
    """An object of a file: its kind, name, expression, properties and what stands inside it."""

    kind: str
    name: str
    expression: str = ""
    description: str = ""
    properties: dict[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)

    def of(self, kind: str) -> Iterator["Node"]:
        """Yield the objects of a kind that stand directly inside."""
        return (child for child in self.children if child.kind == kind)

    def annotation(self, name: str) -> str | None:
        """Return an annotation's text."""
        found = (child.expression for child in self.of("annotation") if child.name == name)
        return next(found, None)


def read_tmdl(text: str) -> list[Node]:
    """Return the objects of a file.

    Raises:
        TmdlError: a line is of no known form, or stands too deep.
    """
    top = Node("", "")
    open_nodes = [top]
    description: list[str] = []
    lines = text.split("\n")
    place = 0
    while place < len(lines):
        line = lines[place].rstrip()
        depth = len(line) - len(line.lstrip("\t"))
        body = line.strip()
        place += 1
        if not body:
            continue
        if depth >= len(open_nodes):
            msg = f"linje {place} er rykket for langt ind: {body}"
            raise TmdlError(msg)
        if body.startswith("///"):
            description.append(body.removeprefix("///").strip())
            continue
        del open_nodes[depth + 1 :]
        below, place = _below(lines, place, depth) if body.endswith("=") else ("", place)
        if node := _add(open_nodes[-1], body, below, " ".join(description), place):
            open_nodes.append(node)
        description = []
    return top.children


def split_place(text: str) -> tuple[str, str] | None:
    """Return table and column of ``Tabel.'En kolonne'``; nothing where it is not one."""
    found = _PLACE.fullmatch(text)
    return (bare(found[1]), bare(found[2])) if found else None


def bare(name: str) -> str:
    """Return a name without its quotes."""
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def _below(lines: Sequence[str], place: int, depth: int) -> tuple[str, int]:
    """Return the expression below a line and where the reader goes on."""
    taken = []
    indent = "\t" * (depth + 2)
    while place < len(lines) and (lines[place].startswith(indent) or not lines[place].strip()):
        if not lines[place].strip() and not _goes_on(lines, place, indent):
            break
        taken.append(lines[place].removeprefix(indent))
        place += 1
    return "\n".join(taken), place


def _goes_on(lines: Sequence[str], place: int, indent: str) -> bool:
    return place + 1 < len(lines) and lines[place + 1].startswith(indent)


def _add(parent: Node, body: str, below: str, description: str, line: int) -> Node | None:
    """Add a line to what it stands in; return the object that it opens, if it opens one."""
    if found := _REF.fullmatch(body):
        parent.children.append(Node("ref", bare(found["name"]), found["what"]))
        return None
    allowed = KINDS.get(parent.kind, set())
    found = _PROPERTY.fullmatch(body)
    if found and found["key"] in allowed:
        value = below or (found["dax"] if found["equals"] else found["value"])
        parent.properties[found["key"]] = _unquoted(value or "true")
        return None
    node = _object(body, below, line)
    node.description = description
    parent.children.append(node)
    return node


def _object(body: str, below: str, line: int) -> Node:
    found = _OBJECT.fullmatch(body)
    if not found or found["kind"] not in KINDS:
        msg = f"linje {line} er ikke en kendt egenskab eller genstand: {body}"
        raise TmdlError(msg)
    if (found["name"] is None) is not (found["kind"] in NAMELESS):
        msg = f"linje {line} har intet navn, eller et for meget: {body}"
        raise TmdlError(msg)
    return Node(found["kind"], bare(found["name"] or ""), below or found["value"] or "")


def _unquoted(text: str) -> str:
    if text.startswith('"') and text.endswith('"') and len(text) > 1:
        return text[1:-1].replace('""', '"')
    return text
