"""What happens to cells before they leave the room: trimmed, pseudonymised, masked.

All of it is done once per distinct text of a batch, on the dictionaries of its columns.
"""

import re
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc

from sosu_pipeline.declarations.contract import Column, ColumnType

_SEPARATED_CPR = re.compile(rb"[0-9]{6}\s?(?:[\s-]|\xc2\xa0|\xe2\x80[\x90-\x93])\s?[0-9]{4}")
_ANY_CPR = re.compile(rb"[0-9]{6}")


class Protection(Protocol):
    """What the reader asks of whoever holds the key."""

    def protect(self, column_type: ColumnType, text: str | None) -> tuple[str | None, str]:
        """Return the pseudonym of an identity and the form it was delivered in."""

    def mask(self, text: str) -> str:
        """Replace every CPR-shaped part of a text."""


def trim(cells: pa.DictionaryArray) -> pa.DictionaryArray:
    """Strip spaces around the cells; what is then empty is null."""
    trimmed = pc.utf8_trim_whitespace(cells.dictionary)
    if not pc.any(pc.equal(trimmed, "")).as_py():
        return pa.DictionaryArray.from_arrays(cells.indices, trimmed)
    filled = pc.if_else(pc.equal(trimmed, ""), None, trimmed)
    return filled.take(cells.indices).dictionary_encode()


def protect_identity(
    cells: pa.DictionaryArray, column: Column, protection: Protection
) -> tuple[pa.DictionaryArray, pa.DictionaryArray]:
    """Return the pseudonyms of a column and the forms of its identities."""
    texts = cells.dictionary.to_pylist()
    judged = [protection.protect(column.type, text) for text in texts]
    _, empty_form = protection.protect(column.type, None)
    pseudonyms = pa.array([pseudonym for pseudonym, _ in judged], pa.string())
    forms = pa.array([form for _, form in judged], pa.string())
    filled = forms.take(cells.indices).fill_null(empty_form)
    named = pa.DictionaryArray.from_arrays(cells.indices, pseudonyms)
    return named, filled.dictionary_encode()


def mask_cells(
    cells: pa.DictionaryArray, column: Column, protection: Protection
) -> pa.DictionaryArray:
    """Return a column's text with CPR numbers masked.

    In free text every ten digits that could be one; elsewhere only those with a separator in
    them, since ids of ten digits are common.
    """
    suspect = _ANY_CPR if column.er_fritekst else _SEPARATED_CPR
    texts = cells.dictionary
    if _holds(suspect, texts):
        masked = (
            protection.mask(text) if text and suspect.search(text.encode()) else text
            for text in texts.to_pylist()
        )
        texts = pa.array(list(masked), pa.string())
    return pa.DictionaryArray.from_arrays(cells.indices, texts)


def _holds(pattern: re.Pattern[bytes], texts: pa.StringArray) -> bool:
    """Search all texts at once; a match across two of them only costs a second look."""
    values = texts.buffers()[2]
    return values is not None and pattern.search(memoryview(values)) is not None
