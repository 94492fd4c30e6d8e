"""Code lists: the vocabulary and reference tables a school edits in ``data/koder``."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from sosu_pipeline.declarations.model import NAME_PATTERN, DeclarationError
from sosu_pipeline.naming import fold_text

CODE, SPELLINGS, VALID_FROM, VALID_TO = "kode", "synonymer", "gyldig_fra", "gyldig_til"
SPELLING_SEPARATOR = "|"


@dataclass(frozen=True)
class CodeList:
    """One file of codes: its columns, and its rows as text.

    A list whose first column is ``kode`` is a vocabulary: columns of contracts may refer to it,
    and no code is valid twice on one day. Any other first column makes it a reference table.
    """

    navn: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def is_vocabulary(self) -> bool:
        """Tell whether columns of contracts may refer to the list."""
        return self.columns[0] == CODE

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Return the distinct values of the first column, in the file's order."""
        return tuple(dict.fromkeys(row[0] for row in self.rows))

    @cached_property
    def spellings(self) -> Mapping[str, str]:
        """Return the other spellings that the list gives its codes, each with its code."""
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return {spelling: row[CODE] for row in rows for spelling in _spellings(row)}


@dataclass(frozen=True)
class _Line:
    """A row with the line of the file it stands on."""

    path: Path
    number: int
    values: Mapping[str, str]

    @cached_property
    def period(self) -> tuple[date, date]:
        """Return the first and last day of validity; open where the list gives none."""
        start = self._day(VALID_FROM) or date.min
        end = self._day(VALID_TO) or date.max
        if start > end:
            raise self.error(problem=f"{VALID_FROM} ligger efter {VALID_TO}", remedy="ret datoerne")
        return start, end

    def error(self, *, problem: str, remedy: str) -> DeclarationError:
        return DeclarationError(self.path, self.number, problem, remedy)

    def _day(self, column: str) -> date | None:
        text = self.values.get(column)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError as error:
            problem = f"{column} er ikke en dato"
            raise self.error(problem=problem, remedy="skriv den som ÅÅÅÅ-MM-DD") from error


def read_code_list(path: Path) -> CodeList:
    """Read one semicolon-separated file in UTF-8; blank lines are passed over.

    Raises:
        DeclarationError: the file is empty or not UTF-8, a line has too many or too few fields,
            a code is missing, a period is wrong, or a word could mean two codes on one day.
    """
    columns, lines = _read_lines(path)
    for line in lines:
        if not line.values[columns[0]]:
            raise line.error(problem=f"feltet {columns[0]} er tomt", remedy="udfyld det")
    if columns[0] == CODE:
        _check_periods(lines)
        _check_spellings(lines)
    rows = tuple(tuple(line.values.values()) for line in lines)
    return CodeList(navn=path.stem, columns=columns, rows=rows)


def _read_lines(path: Path) -> tuple[tuple[str, ...], list[_Line]]:
    (first, columns), *rows = _read_rows(path)
    if len(set(columns)) != len(columns):
        raise DeclarationError(path, first, "to kolonner hedder det samme", "giv dem hver sit navn")
    for name in (path.stem, *columns):
        if not re.fullmatch(NAME_PATTERN, name):
            problem = f"'{name}' kan ikke være navn på en tabel eller en kolonne"
            raise DeclarationError(path, first, problem, "skriv små bogstaver a-z, cifre og _")
    for number, row in rows:
        if len(row) != len(columns):
            problem = f"linjen har {len(row)} felter, og der er {len(columns)} kolonner"
            raise DeclarationError(path, number, problem, "ret antallet af semikoloner")
    lines = [_Line(path, number, dict(zip(columns, row, strict=True))) for number, row in rows]
    return tuple(columns), lines


def _read_rows(path: Path) -> list[tuple[int, list[str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DeclarationError(path, 1, "filen er ikke UTF-8", "gem den igen som UTF-8") from error
    reader = csv.reader(text.splitlines(), delimiter=";")
    rows = [(reader.line_num, [field.strip() for field in row]) for row in reader if any(row)]
    if not rows:
        raise DeclarationError(path, 1, "filen er tom", "skriv kolonnernes navne på første linje")
    return rows


def _check_periods(lines: list[_Line]) -> None:
    latest: dict[str, _Line] = {}
    for line in sorted(lines, key=lambda line: line.period):
        code = fold_text(line.values[CODE])
        earlier = latest.setdefault(code, line)
        if earlier is not line and line.period[0] <= earlier.period[1]:
            former, later = sorted((earlier, line), key=lambda each: each.number)
            problem = f"koden {line.values[CODE]} gælder i samme tid som på linje {former.number}"
            raise later.error(problem=problem, remedy=f"afslut den ene med {VALID_TO}")
        latest[code] = line


def _check_spellings(lines: list[_Line]) -> None:
    meanings = {fold_text(line.values[CODE]): line.values[CODE] for line in lines}
    for line in lines:
        for spelling in _spellings(line.values):
            code = meanings.setdefault(fold_text(spelling), line.values[CODE])
            if code != line.values[CODE]:
                problem = f"'{spelling}' betyder både {code} og {line.values[CODE]}"
                raise line.error(problem=problem, remedy="lad den stå ved én kode")


def _spellings(row: Mapping[str, str]) -> Iterator[str]:
    words = row.get(SPELLINGS, "").split(SPELLING_SEPARATOR)
    return (word.strip() for word in words if word.strip())
