"""Each distinct text of a column is read once, as the type its contract gives it.

Nothing here raises on bad text or repeats it: what cannot be read is flagged, and a text outside
its vocabulary keeps its spelling, for the suite to judge.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sosu_pipeline.declarations.contract import Column, ColumnType
from sosu_pipeline.deliveries.values.dates import read_dates
from sosu_pipeline.deliveries.values.numbers import read_numbers
from sosu_pipeline.naming import fold_text

Value = str | int | Decimal | date

_YES, _NO = ("j", "ja", "1", "true"), ("n", "nej", "0", "false")
_TRUTH = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
_WHOLE_FLOAT = re.compile(r"([0-9]+)[.,]0{1,2}")


@dataclass(frozen=True)
class ReadColumn:
    """A column's values, position by position as its texts were handed over.

    ``values`` are typed, None where the text is blank, means not answered or is unreadable;
    ``unreadable`` flags the last of these; ``detected`` says in Danish how the column is written.
    """

    values: list[Value | None]
    unreadable: list[bool]
    detected: str


def read_values(
    column: Column, texts: Sequence[str | None], allowed: tuple[str, ...]
) -> ReadColumn:
    """Read the distinct texts of a column as its type.

    ``allowed`` is the vocabulary of a text column, empty where it has none.
    """
    synonyms = {fold_text(text): meaning for text, meaning in column.synonymer.items()}
    plain = [_plain_text(text or "", synonyms) for text in texts]
    values, detected = _read(column, plain, allowed)
    unreadable = [value is None and text != "" for text, value in zip(plain, values, strict=True)]
    return ReadColumn(list(values), unreadable, detected)


def _plain_text(text: str, synonyms: Mapping[str, str]) -> str:
    plain = unicodedata.normalize("NFC", text).strip()
    return synonyms.get(fold_text(plain), plain) if synonyms else plain


def _read(
    column: Column, texts: Sequence[str], allowed: tuple[str, ...]
) -> tuple[Sequence[Value | None], str]:
    match column.type:
        case ColumnType.DECIMAL:
            numbers, marks = read_numbers(texts)
            return numbers, marks and f"decimal: {marks}"
        case ColumnType.HELTAL:
            numbers, marks = read_numbers(texts)
            return [_whole(number) for number in numbers], marks and f"heltal: {marks}"
        case ColumnType.DATO:
            dates, forms = read_dates(texts, weeks=_holds_weeks(column))
            return dates, forms and f"dato: {forms}"
        case ColumnType.JA_NEJ:
            return [_TRUTH.get(fold_text(_bare(text))) for text in texts], ""
        case _:
            return _read_codes(texts, allowed), ""


def _whole(number: Decimal | None) -> int | None:
    return int(number) if number is not None and number == number.to_integral_value() else None


def _holds_weeks(column: Column) -> bool | None:
    """Tell whether the headers speak of weeks or of months; None when they do not say."""
    headers = " ".join(fold_text(name) for name in (column.overskrift, *column.aliaser))
    if re.search(r"\buge\b", headers):
        return True
    return False if "maaned" in headers else None


def _read_codes(texts: Sequence[str], allowed: tuple[str, ...]) -> list[str | None]:
    """Give each text its vocabulary's spelling, where only one code can be meant."""
    if not allowed:
        return [text or None for text in texts]
    spellings = [(key, _unambiguous(key, allowed)) for key in (str, fold_text, _bare)]

    def code(text: str) -> str:
        known = (codes[key(text)] for key, codes in spellings if key(text) in codes)
        return next(known, text)

    return [code(text) or None for text in texts]


def _unambiguous(key: Callable[[str], str], codes: tuple[str, ...]) -> dict[str, str]:
    counts = Counter(map(key, codes))
    return {key(code): code for code in codes if counts[key(code)] == 1}


def _bare(text: str) -> str:
    """Undo what Excel does to a code of digits, so that ``0773``, ``773`` and ``773.0`` meet."""
    whole = _WHOLE_FLOAT.fullmatch(text)
    digits = whole[1] if whole else text
    return (digits.lstrip("0") or "0") if digits.isdecimal() else text
