"""The dialects of delivered files: how a cell, a header and a line end are written."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum, auto
from random import Random

from sosu_pipeline.synthetic.feeds import Kind, Value
from sosu_pipeline.synthetic.persons import Person

EXCEL_EPOCH = date(1899, 12, 30)
CPR_DIGITS = 10
ASCII_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "AE", "Ø": "OE", "Å": "AA"})


class Rod(IntEnum):
    """How messy the files are."""

    REN = 0
    DIALEKTER = 1
    FEJLLINJER = 2
    FEJLFILER = 3


class Headers(StrEnum):
    """Spellings of the same headers."""

    EXACT = auto()
    UPPER = auto()
    LOWER = auto()
    SPACED = auto()
    DECOMPOSED = auto()
    ASCII = auto()

    def spell(self, header: str) -> str:
        """Spell a header this way."""
        match self:
            case Headers.UPPER:
                return header.upper()
            case Headers.LOWER:
                return header.lower()
            case Headers.SPACED:
                return f" {header.replace(' ', '  ')} "
            case Headers.DECOMPOSED:
                return unicodedata.normalize("NFD", header)
            case Headers.ASCII:
                return header.translate(ASCII_LETTERS)
            case _:
                return header


@dataclass(frozen=True)
class Dialect:
    """How one file is written; as it stands, the clean one.

    ``encoding`` never writes a mark of its own: ``mark`` is written first, so that no machine
    decides the byte order.
    """

    is_sheet: bool = False
    encoding: str = "utf-8"
    mark: bytes = b""
    delimiter: str = ";"
    newline: str = "\n"
    quotes_all: bool = False
    headers: Headers = Headers.EXACT
    dates: str = "%Y-%m-%d"
    decimal: str = ","
    thousands: str = ""
    yes_no: tuple[str, str] = ("J", "N")
    has_dash: bool = True
    loses_zeros: bool = False
    is_serial: bool = False
    has_weeks: bool = False
    has_short_months: bool = False
    kommune_digits: int = 3

    def writers(self, day: date) -> Mapping[Kind, Callable[[Value], str]]:
        """Return how a cell of each kind is written in a file delivered on the day."""
        by_kind: dict[Kind, Callable[[Value], str]] = {
            Kind.DATO: self.date_text,
            Kind.UGE: self._week,
            Kind.MAANED: self._month,
            Kind.DECIMAL: self._decimal,
            Kind.JA_NEJ: self._yes_no,
            Kind.CPR: lambda value: self.number(
                value.number_on(day) if isinstance(value, Person) else value
            ),
            Kind.KOMMUNE: lambda value: str(value).zfill(self.kommune_digits),
        }
        return {kind: by_kind.get(kind, str) for kind in Kind}

    def date_text(self, value: Value) -> str:
        """Write a date as text."""
        return value.strftime(self.dates) if isinstance(value, date) else str(value)

    def number(self, value: Value) -> str:
        """Write a CPR number: with a dash, without, or without its leading zero too."""
        text = str(value)
        if len(text) != CPR_DIGITS or not text.isdecimal():
            return text
        if self.has_dash:
            return f"{text[:6]}-{text[6:]}"
        return text.removeprefix("0") if self.loses_zeros else text

    def _week(self, value: Value) -> str:
        if self.has_weeks and isinstance(value, date):
            iso = value.isocalendar()
            return f"{iso.year}-W{iso.week:02d}"
        return self.date_text(value)

    def _month(self, value: Value) -> str:
        is_short = self.has_short_months and isinstance(value, date)
        return f"{value:%Y-%m}" if is_short else self.date_text(value)

    def _decimal(self, value: Value) -> str:
        if not isinstance(value, Decimal):
            return str(value)
        whole, _, decimals = (f"{value:,f}" if self.thousands else f"{value:f}").partition(".")
        text = whole.replace(",", self.thousands)
        return f"{text}{self.decimal}{decimals}" if decimals else text

    def _yes_no(self, value: Value) -> str:
        if not isinstance(value, bool):
            return str(value)
        return self.yes_no[0] if value else self.yes_no[1]


ENCODINGS = (
    ("utf-8", b""),
    ("utf-8", b"\xef\xbb\xbf"),
    ("cp1252", b""),
    ("utf-16-le", b"\xff\xfe"),
)
DATES = ("%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")
YES_NO = (("J", "N"), ("Ja", "Nej"), ("1", "0"), ("true", "false"))


def draw_dialect(rng: Random, rod: Rod, *, is_sheet: bool) -> Dialect:
    """Draw how one file is written; the clean dialect at the cleanest level."""
    if rod is Rod.REN:
        return Dialect()
    encoding, mark = rng.choice(ENCODINGS)
    decimal, thousands = rng.choice(((",", ""), (",", "."), (".", "")))
    is_unicode = is_sheet or encoding != "cp1252"
    spellings = [one for one in Headers if is_unicode or one is not Headers.DECOMPOSED]
    has_dash = rng.random() < 0.5  # noqa: PLR2004
    return Dialect(
        is_sheet=is_sheet,
        encoding=encoding,
        mark=mark,
        delimiter=rng.choice((";", ";", ",", "\t", "|")),
        newline=rng.choice(("\n", "\r\n")),
        quotes_all=rng.random() < 0.2,  # noqa: PLR2004
        headers=rng.choice(spellings),
        dates=rng.choice(DATES),
        decimal=decimal,
        thousands=thousands,
        yes_no=rng.choice(YES_NO),
        has_dash=has_dash,
        loses_zeros=rod >= Rod.FEJLLINJER and not has_dash,
        is_serial=rng.random() < 0.5,  # noqa: PLR2004
        has_weeks=rng.random() < 0.5,  # noqa: PLR2004
        has_short_months=rng.random() < 0.5,  # noqa: PLR2004
        kommune_digits=rng.choice((3, 4)),
    )
