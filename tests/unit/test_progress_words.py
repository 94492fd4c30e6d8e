"""Words: how Danish readers write numbers, amounts and dates."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from sosu_pipeline.progress.evidence import Uncertainty, Unit
from sosu_pipeline.progress.words import (
    amount,
    amounts,
    decimal,
    distance,
    feeds,
    listed,
    number,
    percent,
    sentence,
    written,
)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("1234.5", 1, "1.234,5"),
        ("1234567", 0, "1.234.567"),
        ("12.0", 1, "12"),
        ("120", 0, "120"),
        ("12.25", 1, "12,3"),
        ("-0.04", 1, "0"),
        ("-1234.5", 1, "−1.234,5"),
    ],
)
def test_numbers_have_point_and_comma_and_round_half_up(value: str, places: int, text: str) -> None:
    assert number(Decimal(value), places) == text


def test_a_share_is_written_in_percent() -> None:
    assert percent(Fraction(123, 1000)) == "12,3 %"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("1", "personer", "1 person"),
        ("1", "årselever", "1 årselev"),
        ("1", "hold", "1 hold"),
        ("97.44", "årselever", "97,4 årselever"),
        ("0.123", "andel", "12,3 %"),
        ("3.8", "skala 1-5", "3,80"),
        ("1234567.4", "kr.", "1.234.567 kr."),
        ("4", "stk.", "4 stk."),
    ],
)
def test_an_amount_has_its_unit(value: str, unit: str, text: str) -> None:
    assert amount(Decimal(value), Unit(unit)) == text


def test_amounts_that_differ_look_different() -> None:
    almost = Fraction(2499, 10000), Fraction(1, 4)
    assert amounts(almost, Unit("andel")) == ("24,99 %", "25 %")
    assert amounts((Fraction(1, 4), Fraction(1, 4)), Unit("andel")) == ("25 %", "25 %")
    hair = Fraction(1, 10**12)
    assert amounts((Fraction(1), 1 + hair), Unit("dage")) == ("1 dag", "1 dag")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("-0.012", "andel", "1,2 procentpoint"),
        ("0.0004", "andel", "0,04 procentpoint"),
        ("-0.12", "skala 1-5", "0,12 point"),
        ("-3", "personer", "3 personer"),
        ("0.3", "kr.", "0,3 kr."),
    ],
)
def test_a_distance_has_no_sign_and_never_looks_like_nothing(
    value: str, unit: str, text: str
) -> None:
    assert distance(Fraction(value), Unit(unit)) == text


def test_a_date_is_written_out() -> None:
    assert written(date(2026, 5, 3)) == "3. maj 2026"


def test_lists_and_feeds_are_read_aloud() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b og c"
    assert (feeds(["a"]), feeds(["a", "b"])) == ("kilden a", "kilderne a og b")


def test_a_sentence_begins_large_and_ends_in_one_full_stop() -> None:
    assert sentence(["det er 3 kr."]) == "Det er 3 kr."
    assert sentence(["a b", "c"]) == "A b; c."


def test_a_decimal_is_exact_where_it_can_be() -> None:
    assert decimal(Fraction(1, 8)) == Decimal("0.125")
    assert decimal(Decimal("0.1")) == Decimal("0.1")


@pytest.mark.parametrize(
    ("unit", "uncertainty", "only_adds_up"),
    [
        ("personer", Uncertainty.TAELLING, True),
        ("holdkursister", Uncertainty.TAELLING, True),
        ("noget nyt", Uncertainty.TAELLING, True),
        ("årselever", Uncertainty.MAANEDER, True),
        ("dage", Uncertainty.MAANEDER, True),
        ("kr.", Uncertainty.MAANEDER, False),
        ("andel", Uncertainty.ANDEL, False),
        ("skala 1-5", Uncertainty.SKALA, False),
        ("stk.", Uncertainty.INGEN, False),
    ],
)
def test_a_unit_says_where_its_interval_comes_from(
    unit: str, uncertainty: Uncertainty, *, only_adds_up: bool
) -> None:
    assert (Unit(unit).uncertainty, Unit(unit).only_adds_up) == (uncertainty, only_adds_up)
