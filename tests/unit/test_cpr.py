"""CPR numbers are judged by shape and date, repaired where that is certain, and masked in text.

A number that can have lost a zero has no day + 60, so it is made of a day that has not come.
"""

from datetime import date

import pytest

from sosu_pipeline.privacy.cpr import CprForm, canonical_cpr, is_cpr_shaped, mask_cpr

DAY, TAIL = f"{date(2055, 1, 1):%d%m%y}", "5123"
NUMBER = DAY + TAIL


@pytest.mark.parametrize(
    "text", [f"{DAY}-{TAIL}", NUMBER, f" {DAY} - {TAIL} ", f"{DAY} {TAIL}", f"{NUMBER}.0"]
)
def test_every_way_of_writing_a_number_gives_the_same_ten_digits(text: str) -> None:
    assert canonical_cpr(text) == (NUMBER, CprForm.OK)


@pytest.mark.parametrize("text", [NUMBER[1:], f"{DAY[1:]}-{TAIL}", f"{NUMBER[1:]}.0"])
def test_a_lost_leading_zero_is_put_back_and_told(text: str) -> None:
    assert canonical_cpr(text) == (NUMBER, CprForm.NUL_TILFOEJET)


@pytest.mark.parametrize(
    ("text", "number"), [("710190-1234", "7101901234"), ("010155-abc1", "010155ABC1")]
)
def test_a_replacement_number_has_sixty_added_or_letters(text: str, number: str) -> None:
    assert canonical_cpr(text) == (number, CprForm.ERSTATNING)


@pytest.mark.parametrize("text", [None, "", "  "])
def test_nothing_is_an_empty_number(text: str | None) -> None:
    assert canonical_cpr(text) == (None, CprForm.TOM)


@pytest.mark.parametrize(
    "text",
    ["320155-5123", "011355-5123", "000155-5123", "920190-1234", "12345678", "1.01E+09", "Anna"],
)
def test_an_impossible_date_or_shape_is_wrong(text: str) -> None:
    assert canonical_cpr(text) == (None, CprForm.FORKERT)


def test_the_seventh_digit_decides_the_century_of_a_leap_day() -> None:
    assert canonical_cpr("890256-5123")[1] is CprForm.ERSTATNING  # 2056 is a leap year
    assert canonical_cpr("890255-5123")[1] is CprForm.FORKERT  # 2055 is not
    assert canonical_cpr("890200-4123")[1] is CprForm.ERSTATNING  # 29 February 2000
    assert canonical_cpr("890200-1123")[1] is CprForm.FORKERT  # 1900 was no leap year


def test_a_number_is_recognised_by_shape_and_by_date() -> None:
    assert is_cpr_shaped("7101901234")
    assert is_cpr_shaped("710190-1234")
    assert not is_cpr_shaped("7113901234")  # month 13
    assert not is_cpr_shaped(NUMBER[1:])  # nine digits could be anything
    assert not is_cpr_shaped("cpr 7101901234")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("se 710190-1234 og 7101901234.", "se ******-**** og ******-****."),
        ("cpr710190 1234", "cpr******-****"),
        ("710190–1234", "******-****"),
        ("010155-ABC1", "******-****"),
        ("sag 71019012345", "sag 71019012345"),  # eleven digits
        ("7113901234", "7113901234"),  # month 13
        ("2027-10-01", "2027-10-01"),
    ],
)
def test_numbers_in_free_text_are_masked_and_other_numbers_stay(text: str, masked: str) -> None:
    assert mask_cpr(text) == masked
