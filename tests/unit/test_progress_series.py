"""Series and years: windows include their last day."""

import random
import time
from datetime import date, timedelta
from decimal import Decimal

import pytest

from sosu_pipeline.progress.series import Day, Series, Tally
from sosu_pipeline.progress.years import Year, same_day
from tests.goals import better, judged, on, relative

JANUARY = date(2026, 1, 1), date(2026, 1, 31)


def test_a_window_includes_both_its_days_and_days_come_in_any_order() -> None:
    days = [
        on("2026-01-31", 4, 9),
        on("2025-12-31", 1, 9),
        on("2026-02-01", 8),
        on("2026-01-01", 2),
    ]
    series = Series(days)
    assert series.within(*JANUARY) == Tally(Decimal(6), Decimal(9), 2)  # 2 + 4, of 9
    assert (series.first, series.last) == (date(2025, 12, 31), date(2026, 2, 1))
    assert list(series.daily(*JANUARY)) == [
        (date(2026, 1, 1), Decimal(2)),
        (date(2026, 1, 31), Decimal(4)),
    ]


def test_entries_of_one_day_are_one_day() -> None:
    series = Series([on("2026-01-05", 2, 3), on("2026-01-05", 4, 5)])
    assert series.within(*JANUARY) == Tally(Decimal(6), Decimal(8), 1)


def test_a_window_without_days_or_backwards_is_empty() -> None:
    series = Series([on("2026-02-05", 2)])
    assert series.within(*JANUARY) == Tally(Decimal(0), None, 0)
    assert series.within(date(2026, 3, 1), date(2026, 1, 1)) == Tally(Decimal(0), None, 0)
    assert (Series().first, Series().last) == (None, None)


def test_the_latest_figure_is_that_of_the_last_day_that_has_one() -> None:
    series = Series([on("2026-02-05", 2), on("2026-01-05", 7)])
    assert series.latest(date(2026, 2, 4)).taeller == 7
    assert series.latest(date(2026, 2, 5)).taeller == 2
    assert series.latest(date(2026, 1, 4)).dage_antal == 0


@pytest.mark.parametrize(
    ("day", "starts_in", "name", "first", "last"),
    [
        (date(2026, 12, 31), 1, "2026", date(2026, 1, 1), date(2026, 12, 31)),
        (date(2026, 7, 31), 8, "2025/2026", date(2025, 8, 1), date(2026, 7, 31)),
        (date(2026, 8, 1), 8, "2026/2027", date(2026, 8, 1), date(2027, 7, 31)),
        (date(2027, 12, 1), 3, "2027/2028", date(2027, 3, 1), date(2028, 2, 29)),
    ],
)
def test_a_year_begins_in_the_schools_month(
    day: date, starts_in: int, name: str, first: date, last: date
) -> None:
    year = Year.of(day, starts_in)
    assert (str(year), year.first, year.last) == (name, first, last)
    months = year.months()
    assert (len(months), months[0][0], months[-1][1]) == (12, first, last)


@pytest.mark.parametrize(
    ("day", "left", "begun"),
    [
        (date(2025, 12, 31), 12, 0),
        (date(2026, 1, 30), 12, 1),
        (date(2026, 1, 31), 11, 1),
        (date(2026, 11, 30), 1, 11),
        (date(2026, 12, 31), 0, 12),
    ],
)
def test_a_month_is_left_while_it_has_a_day_left(day: date, left: int, begun: int) -> None:
    assert (Year(2026).months_left(day), Year(2026).months_begun(day)) == (left, begun)


def test_the_same_day_of_another_year() -> None:
    assert same_day(date(2026, 5, 3), -1) == date(2025, 5, 3)
    assert same_day(date(2028, 2, 29), -1) == date(2027, 2, 28)
    assert same_day(date(2028, 2, 29), 4) == date(2032, 2, 29)


def test_seventy_goals_on_ten_years_of_days_take_no_time() -> None:
    """The budget of a night is half a second; a busy machine gets some more."""
    draw = random.Random(1)  # noqa: S311 - figures, not secrets
    days = [
        Day(date(2017, 1, 1) + timedelta(days=number), Decimal(draw.randint(0, 9)), Decimal(10))
        for number in range(3650)
    ]
    begun = time.process_time()
    for _ in range(35):
        judged(relative(basisaar=2025, maalaar=2026), days, "2026-10-01")
        judged(better(), days, "2026-10-01", unit="andel")
    assert time.process_time() - begun < 1.5
