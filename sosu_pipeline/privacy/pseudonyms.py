"""Keyed pseudonyms: the same person gets the same name in every feed, and nobody can go back."""

import hmac
from functools import cache, lru_cache
from typing import Any

from sosu_pipeline.declarations.contract import ColumnType
from sosu_pipeline.privacy.cpr import (
    CprForm,
    canonical_cpr,
    is_cpr_shaped,
    is_nine_or_ten_digits,
    mask_cpr,
    without_float_tail,
)

LOOKS_LIKE_CPR = "ligner_cpr"

Judged = tuple[str | None, str]

_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
_BYTES = 12
_REMEMBERED = 1 << 18


class Pseudonyms:
    """HMAC-SHA-256 under one key, apart by kind: ``cpr``, ``person`` and ``respondent``.

    A pseudonym is ``p`` and 24 letters from a to p, so it can never look like a CPR number.
    """

    def __init__(self, key: bytes) -> None:
        """Take the key; it is written nowhere and shown nowhere."""
        self._key = key
        remembered = lru_cache(maxsize=_REMEMBERED)
        self._cpr = remembered(self._judge_cpr)
        self._person = remembered(self._judge_person)
        self._respondent = remembered(self._judge_respondent)

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how to build it again in another process, once there however often it comes."""
        return _with_key, (self._key,)

    @property
    def key_id(self) -> str:
        """Return a short fingerprint of the key, to tell two keys apart."""
        return self._digest("key", "")[:9]

    def protect(self, column_type: ColumnType, text: str | None) -> Judged:
        """Return the pseudonym of an identity and the form it was delivered in.

        Forms are those of ``CprForm``, and ``ligner_cpr`` for a respondent that is no anonymous
        id. A CPR of wrong shape is ``forkert`` and gets the pseudonym of its text, so that the
        line can be followed.
        """
        if column_type is ColumnType.RESPONDENT:
            return self._respondent(text or "")
        if column_type is ColumnType.PERSON:
            return self._person(text or "")
        return self._cpr(text or "")

    def mask(self, text: str) -> str:
        """Replace every CPR-shaped part of a text."""
        return mask_cpr(text)

    def _judge_cpr(self, text: str) -> Judged:
        number, form = canonical_cpr(text)
        return self._name("cpr", number or text), form.value

    def _judge_person(self, text: str) -> Judged:
        if is_nine_or_ten_digits(text):
            return self._judge_cpr(text)
        return self._judge_id("person", text)

    def _judge_respondent(self, text: str) -> Judged:
        pseudonym, form = self._judge_id("respondent", text)
        return pseudonym, LOOKS_LIKE_CPR if is_cpr_shaped(text) else form

    def _judge_id(self, kind: str, text: str) -> Judged:
        pseudonym = self._name(kind, text)
        return pseudonym, (CprForm.OK if pseudonym else CprForm.TOM).value

    def _name(self, kind: str, text: str) -> str | None:
        stripped = without_float_tail(text)
        return self._digest(kind, stripped) if stripped else None

    def _digest(self, kind: str, text: str) -> str:
        digest = hmac.digest(self._key, f"{kind}\0{text}".encode(), "sha256")
        return "p" + digest[:_BYTES].hex().translate(_LETTERS)


@cache
def _with_key(key: bytes) -> Pseudonyms:
    return Pseudonyms(key)
