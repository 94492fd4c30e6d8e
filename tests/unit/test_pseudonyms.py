"""Pseudonyms are the same for the same person in every feed, and tell nothing about them."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sosu_pipeline.declarations.contract import ColumnType
from sosu_pipeline.privacy.pseudonyms import Pseudonyms

PSEUDONYMS = Pseudonyms(b"a key for the tests")
CPR, PERSON, RESPONDENT = ColumnType.CPR, ColumnType.PERSON, ColumnType.RESPONDENT


@given(st.text(min_size=1).filter(str.strip))
def test_a_pseudonym_is_p_and_24_letters(text: str) -> None:
    for kind in (CPR, PERSON, RESPONDENT):
        pseudonym, _ = PSEUDONYMS.protect(kind, text)
        assert re.fullmatch("p[a-p]{24}", pseudonym or "")


def test_a_number_has_one_pseudonym_however_it_is_written() -> None:
    day, tail = f"{date(2055, 1, 1):%d%m%y}", "5123"  # of a day that has not come
    forms = (f"{day}-{tail}", day + tail, day[1:] + tail, f"{day[1:]}{tail}.0")
    assert len({PSEUDONYMS.protect(CPR, text)[0] for text in forms}) == 1


def test_a_person_column_with_a_number_meets_the_cpr_of_other_feeds() -> None:
    assert PSEUDONYMS.protect(PERSON, "710190-1234") == PSEUDONYMS.protect(CPR, "7101901234")
    assert PSEUDONYMS.protect(PERSON, "101555123")[1] == "nul_tilfoejet"
    assert PSEUDONYMS.protect(PERSON, "7113901234")[1] == "forkert"  # month 13


def test_a_person_column_with_another_id_is_no_cpr() -> None:
    pseudonym, form = PSEUDONYMS.protect(PERSON, "TESTPERS01")
    assert form == "ok"
    assert pseudonym != PSEUDONYMS.protect(CPR, "TESTPERS01")[0]


def test_a_malformed_number_keeps_a_pseudonym_to_follow() -> None:
    pseudonym, form = PSEUDONYMS.protect(CPR, "12345")
    assert pseudonym is not None
    assert form == "forkert"


def test_a_respondent_is_apart_from_persons_and_is_never_a_number() -> None:
    assert PSEUDONYMS.protect(RESPONDENT, "R-7")[1] == "ok"
    assert PSEUDONYMS.protect(RESPONDENT, "R-7")[0] != PSEUDONYMS.protect(PERSON, "R-7")[0]
    assert PSEUDONYMS.protect(RESPONDENT, "710190-1234")[1] == "ligner_cpr"


@pytest.mark.parametrize("kind", [CPR, PERSON, RESPONDENT])
@pytest.mark.parametrize("text", [None, "", " "])
def test_nothing_has_no_pseudonym(kind: ColumnType, text: str | None) -> None:
    assert PSEUDONYMS.protect(kind, text) == (None, "tom")


def test_another_key_gives_other_pseudonyms_and_another_fingerprint() -> None:
    other = Pseudonyms(b"another key for the tests")
    assert other.protect(CPR, "7101901234") != PSEUDONYMS.protect(CPR, "7101901234")
    assert other.key_id != PSEUDONYMS.key_id


def test_the_id_of_a_version_is_not_mistaken_for_a_spreadsheet_number() -> None:
    assert PSEUDONYMS.protect(RESPONDENT, "v1.0") != PSEUDONYMS.protect(RESPONDENT, "v1")
    assert PSEUDONYMS.protect(RESPONDENT, "17.0") == PSEUDONYMS.protect(RESPONDENT, "17")
