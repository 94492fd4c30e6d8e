"""Expressions read as far as names go: what DAX refers to, and whether brackets close."""

import re
from typing import Final, NamedTuple

PAIRS: Final = {")": "(", "]": "[", "}": "{"}
USED_HERE: Final = """
BLANK CALCULATE CALCULATETABLE COUNTROWS DATEDIFF DISTINCT DIVIDE FILTER FILTERS FORMAT HASONEVALUE
IF ISBLANK ISCROSSFILTERED ISEMPTY KEEPFILTERS MAX MIN REMOVEFILTERS SELECTEDVALUE SUM SWITCH TODAY
TREATAS TRUE UNION VALUES
"""
FUNCTIONS: Final = frozenset(USED_HERE.split())
KEYWORDS: Final = {"VAR", "RETURN", "NOT", "DAY"}

_STRING = re.compile(r'"(?:[^"]|"")*"')
_DAX = re.compile(r"'((?:[^']|'')+)'(?:\[((?:[^\]]|\]\])+)\])?|\[((?:[^\]]|\]\])+)\]")
_WORD = re.compile(r"([^\W\d]\w*)( \()?")
_LET = re.compile(r"\b(let|in)\b")
_FETCHED = re.compile(r'\{"(\w+)", (Int64\.Type|Currency\.Type|type \w+)\}')
_MADE = re.compile(r"(\w+) = (text|number)")
_IDENTIFIER = re.compile(r"\b([A-ZÆØÅ]\w*)\(|\b([A-ZÆØÅ]\w*)\b")


class Reference(NamedTuple):
    """What a piece of DAX names: a table, a column of it, or a measure."""

    tabel: str | None
    navn: str | None


def references(dax: str) -> list[Reference]:
    """Return the names in DAX; texts in quotes are no names."""
    found = _DAX.finditer(_STRING.sub('""', dax))
    return [_reference(*match.groups()) for match in found]


def unknown_words(dax: str) -> list[str]:
    """Return functions that are not among those used here, and variables nobody declares."""
    body = _DAX.sub(" ", _STRING.sub(" ", dax))
    declared = set(re.findall(r"\bVAR (\w+) =", body)) | KEYWORDS
    return [
        word
        for word, call in _WORD.findall(body)
        if word not in declared and not (call and word in FUNCTIONS)
    ]


def closes(text: str) -> str | None:
    """Return why brackets or quotes do not close, as Danish words; nothing where they do."""
    if text.count('"') % 2:
        return "et anførselstegn lukkes ikke"
    opened: list[str] = []
    for sign in _STRING.sub('""', text):
        if sign in PAIRS.values():
            opened.append(sign)
        elif sign in PAIRS and (not opened or opened.pop() != PAIRS[sign]):
            return f"der lukkes en parentes med {sign}, som ikke er åbnet"
    return f"parentesen {opened[-1]} lukkes ikke" if opened else None


def lets_close(m: str) -> str | None:
    """Return why ``let`` and ``in`` of Power Query do not match."""
    body = _STRING.sub('""', m)
    words = _LET.findall(body)
    if words.count("let") != words.count("in"):
        return "let og in følges ikke ad"
    return "der står et komma før in" if re.search(r",\s*in\b", body) else None


def typed_columns(m: str) -> dict[str, str]:
    """Return the columns that a table's query gives a type, with the type."""
    if m.startswith("#table"):
        return {name: f"type {kind}" for name, kind in _MADE.findall(m)}
    return dict(_FETCHED.findall(m))


def called(m: str, known: set[str]) -> set[str]:
    """Return the shared queries that a query names, of those that are known by name."""
    body = _STRING.sub('""', m)
    return {name for pair in _IDENTIFIER.findall(body) for name in pair if name in known}


def _reference(table: str | None, column: str | None, measure: str | None) -> Reference:
    tabel = table.replace("''", "'") if table else None
    named = column or measure
    return Reference(tabel, named.replace("]]", "]") if named else None)
