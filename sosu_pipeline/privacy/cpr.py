"""The CPR number: judged, repaired where the repair is certain, found in text and masked.

A number that fails modulus 11 is valid, as it has been since 2007; only the date can be impossible.
"""

import calendar
import re
from enum import StrEnum

MASK = "******-****"

_SEPARATOR = r"\s?[-\u2010-\u2013]?\s?"
_WHOLE_FLOAT = re.compile(r"([0-9]+)\.0+")
_WHOLE = re.compile(rf"([0-9]{{6}}){_SEPARATOR}([0-9A-Z]{{3}}[0-9])", re.IGNORECASE)
_DIGITS = re.compile(rf"([0-9]{{5,6}}){_SEPARATOR}([0-9]{{4}})")
_WITHIN = re.compile(
    rf"(?<![0-9])([0-9]{{6}})(?:{_SEPARATOR}([0-9]{{4}})"
    r"|\s?[-\u2010-\u2013]\s?([0-9A-Z]{3}[0-9]))(?![0-9])",
    re.IGNORECASE,
)
_REPLACEMENT_DAYS = 60
_LENGTH = 10


class CprForm(StrEnum):
    """In what form a CPR number was delivered."""

    OK = "ok"
    NUL_TILFOEJET = "nul_tilfoejet"
    ERSTATNING = "erstatning"
    TOM = "tom"
    FORKERT = "forkert"


def canonical_cpr(text: str | None) -> tuple[str | None, CprForm]:
    """Return the number as ten characters without dash, and the form it came in.

    A leading zero that a spreadsheet dropped is put back. A replacement number has 60 added to
    the day, or letters in positions 7-9. The number is ``None`` when the form is empty or wrong.
    """
    number = without_float_tail(text or "")
    if not number:
        return None, CprForm.TOM
    if digits := _DIGITS.fullmatch(number):
        ten = "".join(digits.groups()).zfill(_LENGTH)
        lost_zero = len(digits[1]) < len("DDMMYY")
    elif whole := _WHOLE.fullmatch(number):
        ten, lost_zero = "".join(whole.groups()).upper(), False
    else:
        return None, CprForm.FORKERT
    if not _has_birthday(ten):
        return None, CprForm.FORKERT
    if lost_zero:
        return ten, CprForm.NUL_TILFOEJET
    is_replacement = int(ten[:2]) > _REPLACEMENT_DAYS or not ten.isdigit()
    return ten, CprForm.ERSTATNING if is_replacement else CprForm.OK


def is_nine_or_ten_digits(text: str) -> bool:
    """Tell whether a text has the digits of a CPR number, whatever its date."""
    return _DIGITS.fullmatch(without_float_tail(text)) is not None


def is_cpr_shaped(text: str) -> bool:
    """Tell whether a whole text is ten digits, dashed or not, that begin with a birthday."""
    digits = _DIGITS.fullmatch(without_float_tail(text))
    ten = "".join(digits.groups()) if digits else ""
    return len(ten) == _LENGTH and _has_birthday(ten)


def mask_cpr(text: str) -> str:
    """Replace every CPR-shaped part of a text with ``******-****``."""
    return _WITHIN.sub(_mask_birthday, text)


def without_float_tail(text: str) -> str:
    """Strip spaces, and the ``.0`` that a spreadsheet adds to a number."""
    stripped = text.strip()
    number = _WHOLE_FLOAT.fullmatch(stripped)
    return number[1] if number else stripped


def _mask_birthday(found: re.Match[str]) -> str:
    ten = "".join(part for part in found.groups() if part)
    return MASK if _has_birthday(ten) else found[0]


def _has_birthday(ten: str) -> bool:
    day, month = int(ten[:2]), int(ten[2:4])
    day -= _REPLACEMENT_DAYS if day > _REPLACEMENT_DAYS else 0
    months = range(1, len(calendar.month_name))
    return month in months and 1 <= day <= calendar.monthrange(_birth_year(ten), month)[1]


def _birth_year(ten: str) -> int:
    """Return the year that the seventh digit decides; a letter there allows any leap year."""
    year, seventh = int(ten[4:6]), ten[6]
    if seventh in "0123":
        return 1900 + year
    if seventh in "49":
        return (2000 if year <= 36 else 1900) + year  # noqa: PLR2004 - the CPR office's own table
    if seventh in "5678":
        return (2000 if year <= 57 else 1800) + year  # noqa: PLR2004
    return 2000 + year
