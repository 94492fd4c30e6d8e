"""The published star as a contract, written out: every table and column readers get.

A column is a line ``navn type tekst [enhed] >sorter_efter``, with n, d, t, D and b for its type.
"""

import re
from functools import cache

from sosu_pipeline.publishing.contract import PublishedColumn, PublishedContract, PublishedTable
from sosu_pipeline.publishing.powerbi.project import write_project
from tests.factories import ROOT
from tests.powerbi.star_dimensions import DIMENSIONS
from tests.powerbi.star_facts import FACTS
from tests.powerbi.star_marts import MARTS

TYPES = {"n": "BIGINT", "d": "DECIMAL(18,4)", "t": "VARCHAR", "D": "DATE", "b": "BOOLEAN"}
LINE = re.compile(r"(\w+) ([ndtDb]) ([^\[>]+?)(?: \[([^\]]+)\])?(?: >(\w+))?")
CLOSING = ("data_pr D dagen, tallene er opgjort pr.", "publicering_id t publiceringens navn")


@cache
def star() -> PublishedContract:
    """Return the whole contract."""
    return PublishedContract(tabeller=tuple(map(table, (*DIMENSIONS, *FACTS, *MARTS))))


def table(text: str) -> PublishedTable:
    """Read a table: name and title, description, grain, key, then a column a line."""
    head, beskrivelse, grain, noegle, *lines = text.strip().splitlines()
    navn, _, titel = head.partition(" ")
    return PublishedTable(
        navn=navn,
        titel=titel,
        beskrivelse=beskrivelse,
        grain=grain,
        noegle=tuple(noegle.split(", ")),
        kolonner=tuple(map(column, (*lines, *CLOSING))),
    )


def column(line: str) -> PublishedColumn:
    """Read a column's line."""
    found = LINE.fullmatch(line)
    assert found, line
    navn, kind, tekst, enhed, sorter = found.groups()
    return PublishedColumn.model_validate(
        {
            "navn": navn,
            "type": TYPES[kind],
            "tekst": tekst,
            "enhed": enhed,
            "sorter_efter": sorter,
        }
    )


if __name__ == "__main__":
    write_project(star(), ROOT / "powerbi")
