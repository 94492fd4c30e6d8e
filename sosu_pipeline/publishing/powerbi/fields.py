"""Technical names in DAX and on pages, resolved to what the model calls them.

Measures and pages are written over the contract's names (``fakt_maalstatus[vaerdi]``), so that
a title can change without touching them, and a column that goes away is told at once.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sosu_pipeline.publishing.powerbi.model import PowerBiError, Table

MEASURES = "Beregninger"

_TECHNICAL = re.compile(r"\b((?:dim|fakt|bro|mart)_\w+)(?:\[(\w+)\])?")
_MEASURE = re.compile(r"\[([^\]]+)\]")


@dataclass(frozen=True, kw_only=True)
class Field:
    """A column or a measure, as the report names it."""

    tabel: str
    navn: str
    is_measure: bool


@dataclass(frozen=True)
class Fields:
    """The model's names by the contract's."""

    tabeller: Sequence[Table]

    @cached_property
    def _tables(self) -> Mapping[str, Table]:
        return {table.kilde: table for table in self.tabeller if table.kilde}

    @cached_property
    def _measures(self) -> frozenset[str]:
        return frozenset(m.navn for table in self.tabeller for m in table.measures)

    def table(self, navn: str) -> str:
        """Return what the model calls a published table.

        Raises:
            PowerBiError: the contract has no such table.
        """
        if navn not in self._tables:
            msg = f"kontrakten har ingen tabel {navn}; publicér den, eller ret dens navn"
            raise PowerBiError(msg)
        return self._tables[navn].navn

    def column(self, table: str, column: str) -> str:
        """Return what the model calls a published column.

        Raises:
            PowerBiError: the contract has no such table or column.
        """
        title = self.table(table)
        for each in self._tables[table].kolonner:
            if each.kilde == column:
                return each.navn
        msg = f"{table} ({title}) har ingen kolonne {column}; publicér den, eller ret dens navn"
        raise PowerBiError(msg)

    def field(self, written: str) -> Field:
        """Return the field that ``[measure]`` or ``table[column]`` names.

        Raises:
            PowerBiError: there is no such measure, table or column.
        """
        if found := _MEASURE.fullmatch(written):
            if found[1] not in self._measures:
                msg = f"der er ingen beregning {written}; tilføj den, eller ret navnet på siden"
                raise PowerBiError(msg)
            return Field(tabel=MEASURES, navn=found[1], is_measure=True)
        if (found := _TECHNICAL.fullmatch(written)) is None or found[2] is None:
            msg = f"{written} er ikke et felt; skriv tabel[kolonne] eller [beregning]"
            raise PowerBiError(msg)
        navn = self.column(found[1], found[2])
        return Field(tabel=self.table(found[1]), navn=navn, is_measure=False)

    def dax(self, text: str) -> str:
        """Return DAX over the model's names."""
        return _TECHNICAL.sub(self._quoted, text)

    def _quoted(self, found: re.Match[str]) -> str:
        table = quoted(self.table(found[1]))
        if found[2] is None:
            return table
        return f"{table}[{self.column(found[1], found[2]).replace(']', ']]')}]"


def quoted(navn: str) -> str:
    """Return a table's name as DAX quotes it."""
    return "'" + navn.replace("'", "''") + "'"
