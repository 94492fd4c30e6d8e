"""Findings: what is wrong in which file, and which check says so."""

from enum import StrEnum
from typing import NamedTuple


class Check(StrEnum):
    """The kinds of check; each has faults that it, and it alone, is there to find."""

    TMDL = "tmdl"
    REFERENCE = "henvisning"
    NAME = "navn"
    ID = "id"
    DAX = "dax"
    POWER_QUERY = "power query"
    PRACTICE = "god skik"
    PAGE = "side"
    VISUAL = "visual"
    VERSION = "version"
    SCHEMA = "skema"


class Finding(NamedTuple):
    """One fault: the check, the file and a Danish sentence."""

    check: Check
    fil: str
    tekst: str
