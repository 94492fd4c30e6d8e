"""Start days move from year to year, so a forecast shortly after one looks at the days before."""

import pytest

from sosu_pipeline.progress.series import Day
from tests.goals import judged, on, relative

BASELINE = [on("2026-02-02", 60), on("2026-08-10", 40)]  # 100, two start days
TOLD = "prognosen bygger på tallene til og med"


def in_target_year(*days: Day) -> list[Day]:
    return [*BASELINE, *days]


@pytest.mark.parametrize(
    ("as_of", "prognose", "told"),
    [
        # 3 August is the start this year: that day and 14 days after, 70 / 0.6 as of 2 August
        ("2027-08-03", 117, "2. august 2027"),
        ("2027-08-17", 117, "2. august 2027"),
        # 14 days after 10 August, the start of 2026, looking at 9 August finds 3 August: 2 August
        ("2027-08-24", 117, "2. august 2027"),
        # 15 days after: all of this year against all of 2026, 115 / 1
        ("2027-08-25", 115, None),
    ],
)
def test_a_start_day_of_either_year_is_left_out_of_both(
    as_of: str, prognose: int, told: str | None
) -> None:
    days = in_target_year(on("2027-02-01", 70), on("2027-08-03", 45))
    verdict = judged(relative(), days, as_of)
    assert verdict.prognose is not None
    assert round(verdict.prognose) == prognose
    assert (f"{TOLD} {told}" in verdict.reason) is (told is not None)
    assert (TOLD in verdict.reason) is (told is not None)


def test_a_start_day_ahead_of_us_is_no_start_day_yet() -> None:
    days = in_target_year(on("2027-02-01", 70))
    verdict = judged(relative(), days, "2027-08-09")  # the day before that of 2026
    assert verdict.prognose is not None
    assert round(verdict.prognose) == 117
    assert TOLD not in verdict.reason


def test_a_start_that_comes_early_does_not_count_as_growth() -> None:
    days = in_target_year(on("2027-01-26", 60))
    verdict = judged(relative(), days, "2027-01-28")
    assert verdict.prognose == 100  # nothing before 26 January in either year, so 0 + 100
    assert verdict.aktuel == 60


def test_a_forecast_is_never_below_what_has_come() -> None:
    days = in_target_year(on("2027-01-26", 101))
    verdict = judged(relative(), days, "2027-01-28")
    assert (verdict.prognose, verdict.prognose_fra) == (101, 101)  # 0 + 100 would be too few


@pytest.mark.parametrize(("people", "is_start"), [(4, False), (5, True)])
def test_a_start_day_has_one_in_twenty_of_the_year(people: int, *, is_start: bool) -> None:
    days = in_target_year(on("2027-02-01", 60), on("2027-06-01", people))  # 5 of 100
    verdict = judged(relative(), days, "2027-06-10")
    assert ("til og med 31. maj 2027" in verdict.reason) is is_start


@pytest.mark.parametrize(("people", "is_start"), [(4, False), (5, True)])
def test_a_start_day_has_five_people_in_a_small_year(people: int, *, is_start: bool) -> None:
    days = [on("2026-02-02", 20), on("2027-02-01", 3), on("2027-06-01", people)]  # 5 % would be 1
    verdict = judged(relative(), days, "2027-06-10")
    assert (TOLD in verdict.reason) is is_start


def test_money_is_booked_and_has_no_start_days() -> None:
    days = [on("2026-06-30", 60), on("2026-12-31", 60), on("2027-06-30", 60)]
    verdict = judged(relative(), days, "2027-06-30", unit="kr.")
    assert verdict.prognose == 120  # 60 / (60 / 120), the booking of the day itself included
