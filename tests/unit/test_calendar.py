"""The calendar: weeks, holidays and teaching weeks, counted by hand."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import duckdb
import pytest

from sosu_pipeline.declarations.codes import CodeList
from sosu_pipeline.errors import UserError
from sosu_pipeline.warehouse.calendar import CALENDAR, EXEMPT_WEEKS, write_calendar
from sosu_pipeline.warehouse.reference import write_codes
from sosu_pipeline.warehouse.tables import create_schemas
from tests.factories import catalog, fetch

PROJECT = catalog().codes[EXEMPT_WEEKS]


def weeks_off(*rows: Sequence[str]) -> CodeList:
    """Return a list of exempt weeks: code, and from and to which day it is valid."""
    columns = ("kode", "titel", "gyldig_fra", "gyldig_til")
    padded = [(row[0], "", *(*row[1:], "", "")[:2]) for row in rows]
    return CodeList(EXEMPT_WEEKS, columns, tuple(padded))


def calendar(exempt: CodeList = PROJECT) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    create_schemas(connection)
    write(connection, exempt)
    return connection


def write(connection: duckdb.DuckDBPyConnection, exempt: CodeList) -> None:
    write_codes(connection, [exempt])
    write_calendar(connection, exempt)


def days(connection: duckdb.DuckDBPyConnection, where: str) -> list[dict[str, Any]]:
    return fetch(connection, f"select * from {CALENDAR} where {where} order by dato")


def free_mondays(connection: duckdb.DuckDBPyConnection, year: int) -> list[date]:
    free = days(connection, f"ugedag = 1 and iso_aar = {year} and not er_undervisningsuge")
    return [day["dato"] for day in free]


def monday_of_teaching_week(number: int, start: date) -> date:
    """Look a teaching week up from a start, the way the models do."""
    (found,) = fetch(
        calendar(),
        f"""select uge.dato from {CALENDAR} as start
        inner join {CALENDAR} as uge
            on uge.undervisningsuge_nr = start.undervisningsuge_nr + {number} - 1
            and uge.er_undervisningsuge and uge.ugedag = 1
        where start.dato = date '{start}'""",
    )
    monday: date = found["dato"]
    return monday


def test_a_day_says_its_year_month_week_and_school_year() -> None:
    (day,) = days(calendar(), "dato = date '2027-01-03'")
    assert day == {
        "dato": date(2027, 1, 3),
        "aar": 2027,
        "maaned": 1,
        "iso_aar": 2026,
        "iso_uge": 53,
        "uge_mandag": date(2026, 12, 28),
        "ugedag": 7,
        "skoleaar": "2026/2027",
        "helligdag": None,
        "er_skoledag": False,
        "er_undervisningsuge": False,
        "undervisningsuge_nr": day["undervisningsuge_nr"],
    }


def test_there_is_one_row_for_every_day() -> None:
    (span,) = fetch(
        calendar(), f"select min(dato) as f, max(dato) as t, count(*) as n from {CALENDAR}"
    )
    assert span["f"] == date(2000, 1, 1)
    assert span["t"].year == 2040
    assert span["n"] == (span["t"] - span["f"]).days + 1


def test_2026_has_53_iso_weeks_and_2027_has_52() -> None:
    weeks = fetch(
        calendar(),
        f"select iso_aar, max(iso_uge) as uger from {CALENDAR} "
        "where iso_aar in (2026, 2027) group by all order by all",
    )
    assert [week["uger"] for week in weeks] == [53, 52]


def test_a_school_year_begins_on_the_first_of_august() -> None:
    around = days(calendar(), "dato in (date '2026-07-31', date '2026-08-01')")
    assert [day["skoleaar"] for day in around] == ["2025/2026", "2026/2027"]


def test_the_holidays_have_their_danish_names() -> None:
    spring = days(calendar(), "aar = 2026 and helligdag is not null and maaned < 12")
    assert [(day["dato"].month, day["dato"].day, day["helligdag"]) for day in spring] == [
        (1, 1, "Nytårsdag"),
        (4, 2, "Skærtorsdag"),
        (4, 3, "Langfredag"),
        (4, 5, "Påskedag"),
        (4, 6, "Anden påskedag"),
        (5, 14, "Kristi himmelfartsdag"),
        (5, 24, "Pinsedag"),
        (5, 25, "Anden pinsedag"),
    ]


def test_store_bededag_is_no_holiday_from_2024() -> None:
    prayer_days = days(calendar(), "helligdag = 'Store bededag' and aar >= 2022")
    assert [day["dato"] for day in prayer_days] == [date(2022, 5, 13), date(2023, 5, 5)]
    (friday,) = days(calendar(), "dato = date '2024-04-26'")  # den fjerde fredag efter påske
    assert friday["er_skoledag"]


def test_the_weeks_without_teaching_of_2026() -> None:
    assert free_mondays(calendar(), 2026) == [
        date(2025, 12, 29),  # 1. januar
        date(2026, 2, 9),  # uge 7
        date(2026, 3, 30),  # slutter med påskedag 5. april
        date(2026, 7, 6),  # uge 28-31
        date(2026, 7, 13),
        date(2026, 7, 20),
        date(2026, 7, 27),
        date(2026, 10, 12),  # uge 42
        date(2026, 12, 21),  # 25. december
        date(2026, 12, 28),  # 1. januar 2027
    ]


def test_christmas_on_a_sunday_frees_both_weeks() -> None:
    assert free_mondays(calendar(), 2022)[-2:] == [date(2022, 12, 19), date(2022, 12, 26)]


def test_the_days_after_easter_are_school_days_but_its_monday() -> None:
    week = days(calendar(), "uge_mandag = date '2026-04-06'")
    assert [day["er_skoledag"] for day in week] == [False, True, True, True, True, False, False]


@pytest.mark.parametrize(
    ("start", "monday"),
    [
        # uge 32-41 er de første 10; uge 42 er fri; uge 43-47 er de næste 5
        (date(2026, 8, 3), date(2026, 11, 16)),
        # uge 3-6 er de første 4; uge 7 er fri; uge 8-13 er de næste 6; påsken er uge 14; uge 15-19
        (date(2026, 1, 12), date(2026, 5, 4)),
        # uge 43-51 er de første 9; uge 52 og 53 er fri; uge 1-6 af 2027 er de næste 6
        (date(2026, 10, 19), date(2027, 2, 8)),
        # uge 30 er fri, så uge 32 er den første
        (date(2026, 7, 20), date(2026, 11, 16)),
        # en onsdag tæller med sin uge
        (date(2026, 8, 5), date(2026, 11, 16)),
    ],
)
def test_teaching_week_15_is_counted_over_the_free_weeks(start: date, monday: date) -> None:
    assert monday_of_teaching_week(15, start) == monday


def test_the_school_edits_the_free_weeks_by_number_holiday_and_day_each_in_its_period() -> None:
    exempt = weeks_off(("8", "", "2026-12-31"), ("Kristi himmelfartsdag",), ("2026-11-18",))
    assert free_mondays(calendar(exempt), 2026) == [
        date(2026, 2, 16),
        date(2026, 5, 11),
        date(2026, 11, 16),
    ]
    assert free_mondays(calendar(exempt), 2027) == [date(2027, 5, 3)]


@pytest.mark.parametrize("code", ["Påskesøndag", "54", "07", "12-25"])
def test_a_free_week_that_is_no_week_is_told_with_what_can_be_written(code: str) -> None:
    with pytest.raises(UserError, match=rf"undervisningsfri_uger\.csv: '{code}' .* Påskedag"):
        calendar(weeks_off((code,)))


def test_the_calendar_is_written_again_only_when_the_free_weeks_change() -> None:
    connection = calendar()
    connection.execute(f"delete from {CALENDAR} where aar < 2040")
    write(connection, PROJECT)
    assert days(connection, "aar = 2026") == []
    write(connection, weeks_off(("7",)))
    assert len(days(connection, "aar = 2026")) == 365


def test_a_calendar_day_follows_the_one_before() -> None:
    rows = days(calendar(), "aar between 2025 and 2027")
    pairs = list(pairwise(rows))
    assert all(after["dato"] - before["dato"] == timedelta(days=1) for before, after in pairs)
    steps = {
        after["undervisningsuge_nr"] - before["undervisningsuge_nr"] for before, after in pairs
    }
    assert steps == {0, 1}
