"""What a column's texts are read as, and what is flagged."""

from datetime import date
from decimal import Decimal

import pytest

from sosu_pipeline.declarations.contract import Column, ColumnType
from sosu_pipeline.deliveries.values import ReadColumn, read_values


def read(
    kind: ColumnType,
    *texts: str | None,
    allowed: tuple[str, ...] = (),
    overskrift: str = "felt",
    synonymer: dict[str, str] | None = None,
) -> ReadColumn:
    column = Column(
        navn="felt",
        overskrift=overskrift,
        beskrivelse="et felt",
        type=kind,
        synonymer=synonymer or {},
    )
    return read_values(column, texts, allowed)


def decimals(*texts: str) -> list[str | None]:
    return [
        None if value is None else str(value) for value in read(ColumnType.DECIMAL, *texts).values
    ]


@pytest.mark.parametrize("kind", ColumnType)
def test_blank_is_neither_a_value_nor_unreadable(kind: ColumnType) -> None:
    result = read(kind, None, "", "  ", "\u00a0")
    assert result == ReadColumn([None] * 4, [False] * 4, "")


def test_text_is_trimmed_and_composed() -> None:
    assert read(ColumnType.TEKST, " A\u030arhus\u00a0").values == ["Århus"]


def test_a_decimal_has_four_decimals_and_is_no_float() -> None:
    (value,) = read(ColumnType.DECIMAL, "0,1").values
    assert isinstance(value, Decimal)
    assert str(value) == "0.1000"


def test_a_value_with_both_marks_settles_the_column() -> None:
    assert decimals("1.234,5", "2.000") == ["1234.5000", "2000.0000"]
    assert decimals("1,234.5", "2,000") == ["1234.5000", "2000.0000"]


def test_a_mark_that_stands_twice_parts_thousands() -> None:
    assert decimals("1.234.567", "2,125") == ["1234567.0000", "2.1250"]
    assert decimals("1,234,567", "2.125") == ["1234567.0000", "2.1250"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("24,6", "24.6000"), ("24,65", "24.6500"), ("24,6543", "24.6543")),
        *(("0,125", "0.1250"), ("1,234", "1.2340"), (",5", "0.5000")),
    ],
)
def test_a_lone_comma_is_a_decimal_comma(text: str, number: str) -> None:
    assert decimals(text) == [number]


@pytest.mark.parametrize("settling", ["24.6", "0.500", "1234.567", "24.65"])
def test_a_point_that_parts_no_group_makes_points_decimal(settling: str) -> None:
    assert decimals(settling, "1.234")[1] == "1.2340"


def test_points_that_all_part_groups_of_three_are_danish_thousand_points() -> None:
    assert decimals("1.234", "12.500", "7") == ["1234.0000", "12500.0000", "7.0000"]


def test_a_certain_value_outvotes_likely_ones() -> None:
    result = read(ColumnType.DECIMAL, "24.6", "31.7", "1.234,5")
    assert result.values == [None, None, Decimal("1234.5")]
    assert result.unreadable == [True, True, False]


def test_the_more_frequent_mark_wins_and_the_other_is_unreadable() -> None:
    assert read(ColumnType.DECIMAL, "1,5", "2,5", "24.6").unreadable == [False, False, True]


@pytest.mark.parametrize(
    "text",
    [
        *("-1.250,50", "1.250,50-", "(1.250,50)", "\u22121.250,50", " - 1.250,50 "),
        *("kr. -1.250,50", "-kr 1.250,50", "-1.250,50 kr.", "DKK -1250,50", "(1.250,50 kr.)"),
        *("-1 250,50", "-1\u00a0250,50", "-1\u202f250,50"),
    ],
)
def test_negative_amounts_are_read_as_people_write_them(text: str) -> None:
    assert decimals(text) == ["-1250.5000"]


def test_whole_kroner_are_read() -> None:
    assert decimals("1.250,-", "kr. 100,-", "+5") == ["1250.0000", "100.0000", "5.0000"]


@pytest.mark.parametrize(
    "text", ["12 5", "1.23.456", "1,2,3", "--5", "-5-", "(5", "5)", "5kr5", "1e5", "ti", "5,", "٣"]
)
def test_what_is_no_number_is_unreadable(text: str) -> None:
    assert read(ColumnType.DECIMAL, text).unreadable == [True]


def test_numbers_stop_where_the_tables_do() -> None:
    assert decimals("99999999999999,9999") == ["99999999999999.9999"]
    assert decimals("99999999999999,99995") == [None]  # rounds to fifteen digits
    assert decimals("0,00005") == ["0.0001"]


def test_the_marks_of_a_column_are_recorded() -> None:
    assert read(ColumnType.DECIMAL, "1.234,5").detected == "decimal: komma, tusindpunktum"
    assert read(ColumnType.DECIMAL, "1,234.5").detected == "decimal: punktum, tusindkomma"
    assert read(ColumnType.DECIMAL, "1,5", "24.6").detected == "decimal: komma"
    assert read(ColumnType.HELTAL, "1.234").detected == "heltal: tusindpunktum"
    assert read(ColumnType.DECIMAL, "12").detected == ""


def test_whole_floats_are_whole_numbers_and_others_are_unreadable() -> None:
    result = read(ColumnType.HELTAL, "4.0", "5", "-3", "4.5")
    assert result.values == [4, 5, -3, None]
    assert result.unreadable == [False, False, False, True]
    assert all(type(value) is int for value in result.values[:3])


THIRD_OF_MARCH = [
    *("03-03-2026", "03.03.2026", "03/03/2026", "3-3-2026", "3.3.26", "2026-03-03", "2026/3/3"),
    *("2026.03.03", "20260303", "2026-03-03T14:05:09", "2026-03-03 00:00:00.000", "3-3-2026 9.30"),
    *("3. marts 2026", "3 mar 2026", "03-MAR-26", "3.\u00a0Marts\u00a02026", "46084", "46084.0"),
    *("46084,75", "2026-03-02T23:00:00Z", "2026-03-03T00:00:00+01:00"),
]  # 46,084 days after 30 December 1899


@pytest.mark.parametrize("text", THIRD_OF_MARCH)
def test_one_day_is_read_from_every_form(text: str) -> None:
    assert read(ColumnType.DATO, text).values == [date(2026, 3, 3)]


@pytest.mark.parametrize(
    "text",
    [
        *("31-02-2026", "2026-13-01", "00-01-2026", "29-02-2025", "20260230", "2026-W54"),
        *("03-03/2026", "03032026", "260303", "19999", "80001", "3. mats 2026", "01-01-0026"),
        *("03/26", "hold 3", "2026", "3. marts", "2026-03-03x", "2026-00"),
    ],
)
def test_what_is_no_date_is_unreadable(text: str) -> None:
    assert read(ColumnType.DATO, text) == ReadColumn([None], [True], "")


def test_two_digit_years_turn_at_seventy() -> None:
    assert read(ColumnType.DATO, "31-12-69", "01-01-70").values == [
        date(2069, 12, 31),
        date(1970, 1, 1),
    ]


@pytest.mark.parametrize(
    "text",
    ["2026-W41", "2026W41", "2026-w41", "uge 41 2026", "Uge 41, 2026", "u41-2026", "2026 uge 41"],
)
def test_a_week_is_its_monday(text: str) -> None:
    assert read(ColumnType.DATO, text).values == [date(2026, 10, 5)]


def test_week_53_exists_only_in_long_years() -> None:
    result = read(ColumnType.DATO, "2026-W53", "2025-W53")
    assert result.values == [date(2026, 12, 28), None]
    assert result.unreadable == [False, True]


def test_a_year_and_a_number_are_a_month() -> None:
    texts = ("2026-08", "2026/08", "08/2026", "aug 2026", "Aug-26", "august 2026")
    assert read(ColumnType.DATO, *texts).values == [date(2026, 8, 1)] * 6


def test_a_number_that_no_month_has_makes_them_all_weeks() -> None:
    result = read(ColumnType.DATO, "2026-41", "2026-08", "8/2026")
    assert result.values == [date(2026, 10, 5), date(2026, 2, 16), date(2026, 2, 16)]
    assert result.detected == "dato: uge/åååå, åååå-uge"


def test_a_header_of_weeks_makes_numbers_weeks() -> None:
    assert read(ColumnType.DATO, "2026-08", overskrift="uge/dato").values == [date(2026, 2, 16)]


def test_a_header_of_months_never_makes_numbers_weeks() -> None:
    result = read(ColumnType.DATO, "2026-08", "2026-13", overskrift="Bidragsmåned")
    assert result.values == [date(2026, 8, 1), None]
    assert result.unreadable == [False, True]


def test_the_forms_of_a_column_are_recorded_without_its_values() -> None:
    texts = ("03-03-2026", "4-3-2026", "2026-03-05", "46084", "hold 3")
    detected = read(ColumnType.DATO, *texts).detected
    assert detected == "dato: Excel-serietal, dd-mm-åååå, åååå-mm-dd"


def test_yes_and_no_have_the_spellings_of_the_domain() -> None:
    yes, no = ("J", "ja", "JA", "1", "1.0", "True"), ("n", "Nej", "0", "0,0", "false")
    assert read(ColumnType.JA_NEJ, *yes, *no).values == [True] * 6 + [False] * 5
    assert read(ColumnType.JA_NEJ, "x", "måske", "2").unreadable == [True] * 3


def test_a_word_gets_the_spelling_of_its_vocabulary() -> None:
    allowed = ("Gymnasial", "Videregående")
    result = read(ColumnType.TEKST, "GYMNASIAL", " videregaaende ", "Videregående", allowed=allowed)
    assert result.values == ["Gymnasial", "Videregående", "Videregående"]


def test_a_word_outside_its_vocabulary_is_left_for_the_suite_to_judge() -> None:
    result = read(ColumnType.TEKST, "Ph.d.", allowed=("Gymnasial",))
    assert result == ReadColumn(["Ph.d."], [False], "")


def test_a_synonym_of_nothing_is_a_blank() -> None:
    result = read(ColumnType.HELTAL, "ved  IKKE", "3", synonymer={"Ved ikke": ""})
    assert result == ReadColumn([None, 3], [False, False], "")


def test_a_synonym_is_read_as_its_meaning() -> None:
    result = read(ColumnType.JA_NEJ, "X", synonymer={"x": "ja"})
    assert result.values == [True]


@pytest.mark.parametrize(("text", "code"), [("0773", "773"), ("773.0", "773"), ("20", "020")])
def test_what_excel_does_to_a_code_is_undone(text: str, code: str) -> None:
    assert read(ColumnType.TEKST, text, allowed=("773", "020")).values == [code]


def test_a_code_is_not_guessed_where_two_could_be_meant() -> None:
    result = read(ColumnType.TEKST, "1", "01", "001", allowed=("01", "001"))
    assert result.values == ["1", "01", "001"]


@pytest.mark.parametrize("kind", [ColumnType.CPR, ColumnType.PERSON, ColumnType.RESPONDENT])
def test_an_identity_is_left_as_it_is(kind: ColumnType) -> None:
    assert read(kind, "pabc").values == ["pabc"]
