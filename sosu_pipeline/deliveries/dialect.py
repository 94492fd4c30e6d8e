"""How one file is written: what was detected, recorded per file and never assumed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self


class FileFormat(StrEnum):
    """The formats that are read."""

    TEKST = "tekst"
    XLSX = "xlsx"


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """The dialect of a file.

    ``header_line`` is the physical line, or row of the sheet, counted from 1; ``None`` where no
    header was found. ``title_lines`` counts the filled lines above it. ``other_sheets`` are filled
    and not read.
    """

    format: FileFormat
    encoding: str | None = None
    delimiter: str | None = None
    newline: str | None = None
    header_line: int | None = None
    title_lines: int = 0
    sheet: str | None = None
    other_sheets: tuple[str, ...] = ()

    @property
    def blank_lines(self) -> int:
        """Return the number of blank lines above the header."""
        return (self.header_line or 1) - 1 - self.title_lines

    def record(self) -> dict[str, Any]:
        """Return the dialect as plain values, for the archive's ledger."""
        return {**asdict(self), "other_sheets": list(self.other_sheets)}

    @classmethod
    def recorded(cls, record: Mapping[str, Any]) -> Self:
        """Return the dialect that a ledger has."""
        sheets = tuple(record.get("other_sheets", ()))
        return cls(**{**record, "format": FileFormat(record["format"]), "other_sheets": sheets})
