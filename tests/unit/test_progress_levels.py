"""Levels and ranges: a figure of their own to reach, with no baseline year."""

from datetime import date
from decimal import Decimal

import pytest

from sosu_pipeline.declarations.goal import Value
from sosu_pipeline.progress.status import Status
from tests.goals import judged, level, monthly, on, share, span

YEAR_BEFORE = monthly(2026, [8, 12] * 6)  # 120, each month 2 from 10


def test_a_level_has_not_begun_before_its_year() -> None:
    verdict = judged(level(), YEAR_BEFORE, "2026-12-30", unit="årselever")
    assert verdict.status is Status.IKKE_STARTET
    assert (verdict.maaltal, verdict.basis) == (110, None)
    assert verdict.reason == (
        "Målet er mindst 110 årselever i 2027, og tallene går til og med 30. december 2026."
    )


def test_a_level_of_several_years_tells_them() -> None:
    reason = judged(level(fra_aar=2028, til_aar=2030), YEAR_BEFORE, "2026-12-30").reason
    assert reason.startswith("Målet er mindst 110 personer fra 2028 til 2030, og")


@pytest.mark.parametrize(
    ("amount", "prognose", "status"),
    [
        (55, 110, Status.PAA_SPORET),  # 55 / (60 / 120), the target itself
        (54, 108, Status.I_RISIKO),  # 1.96 * 2.0889 * sqrt(6) = 10.03 to either side
        (50, 100, Status.I_RISIKO),  # reaches 110.03
        (49, 98, Status.BAGUD),  # reaches 108.03
    ],
)
def test_a_level_that_adds_up_follows_the_season_of_the_year_before(
    amount: int, prognose: int, status: Status
) -> None:
    days = [*YEAR_BEFORE, on("2027-06-01", amount)]
    verdict = judged(level(), days, "2027-06-30", unit="årselever")
    assert (verdict.prognose, verdict.status) == (prognose, status)
    assert verdict.forventet_nu == 55  # 110 * 60 / 120
    assert verdict.fremdrift == Decimal(amount) / 110


@pytest.mark.parametrize("before", [[], [on("2026-02-01", 50)], [on("2026-01-05", 0)]])
def test_without_a_whole_year_before_every_day_counts_the_same(before: list) -> None:
    days = [*before, on("2027-01-20", 10), on("2027-02-20", 30)]
    verdict = judged(level(365), days, "2027-03-14", unit="årselever")
    assert verdict.prognose == 200  # 73 of 365 days are gone: 40 * 5
    assert verdict.forventet_nu == 73
    assert verdict.prognose_til is not None  # January and February: 10 and 30, sd = 14.14
    assert float(verdict.prognose_til) == pytest.approx(200 + 1.959964 * 200**0.5 * 10**0.5)


def test_a_year_before_that_begins_in_its_first_month_is_whole() -> None:
    for first, prognose in (("2026-01-31", 80), ("2026-02-01", Decimal(40) * 365 / 181)):
        days = [on(first, 60), on("2026-09-01", 60), on("2027-02-20", 40)]
        verdict = judged(level(), days, "2027-06-30", unit="årselever")
        assert verdict.prognose == prognose  # 40 / (60 / 120), else 181 of 365 days


def test_with_one_whole_month_nobody_can_say_how_sure_a_forecast_is() -> None:
    days = [on("2027-01-20", 10)]
    verdict = judged(level(), days, "2027-02-27", unit="årselever")
    assert verdict.status is Status.I_RISIKO
    assert (verdict.prognose_fra, verdict.prognose_til) == (None, None)
    assert "og det er for tidligt at sige, hvor sikker den er" in verdict.reason


def test_a_month_is_whole_on_its_last_day() -> None:
    days = [on("2027-01-20", 10)]
    verdict = judged(level(), days, "2027-02-28", unit="årselever")
    assert verdict.prognose_til is not None


def test_a_count_needs_no_months_to_be_judged() -> None:
    verdict = judged(level(), [on("2027-01-20", 10)], "2027-02-27")
    assert verdict.prognose == Decimal(10) * 365 / 58
    assert verdict.prognose_fra is not None


def test_a_level_is_reached_the_day_it_is() -> None:
    for amount, status in ((110, Status.NAAET), ("109.9", Status.PAA_SPORET)):
        days = [*YEAR_BEFORE, on("2027-10-01", amount)]
        assert judged(level(), days, "2027-10-30", unit="årselever").status is status


def test_a_level_reached_in_a_year_that_is_not_the_last_is_not_yet_met() -> None:
    days = [*YEAR_BEFORE, on("2027-10-01", 130)]
    verdict = judged(level(til_aar=2028), days, "2027-10-30", unit="årselever")
    assert verdict.status is Status.PAA_SPORET


@pytest.mark.parametrize(("amount", "status"), [(110, Status.NAAET), (109, Status.IKKE_NAAET)])
def test_a_level_at_its_deadline(amount: int, status: Status) -> None:
    verdict = judged(level(), [*YEAR_BEFORE, on("2027-10-01", amount)], "2027-12-31")
    assert verdict.status is status
    if status is Status.IKKE_NAAET:
        assert "der manglede 1 person; forskellen til målet på 1 person er mindre" in verdict.reason


def test_a_level_far_from_its_target_is_not_called_noise() -> None:
    verdict = judged(level(), [*YEAR_BEFORE, on("2027-10-01", 160)], "2027-12-31")
    assert verdict.reason == (
        "2027 endte på 160 personer mod et mål på mindst 110 personer, så målet er nået."
    )


def test_a_level_in_money_is_compared_by_the_spread_of_its_own_months() -> None:
    alike = judged(level(), monthly(2027, [10] * 12), "2027-12-31", unit="kr.")
    spread = judged(level(), monthly(2027, [0, 20] * 6), "2027-12-31", unit="kr.")
    assert "usikkerhed" not in alike.reason  # 10 above the target, and nothing varies
    assert "forskellen til målet på 10 kr. er mindre end den" in spread.reason


def test_a_level_that_must_be_low_is_never_met_early() -> None:
    goal = level(10, retning="ned")
    for days, status in (
        ([on("2027-01-05", 1)], Status.PAA_SPORET),
        ([on("2027-01-05", 12)], Status.BAGUD),
    ):
        verdict = judged(goal, [*YEAR_BEFORE, *days], "2027-12-30")
        assert verdict.status is status
        assert verdict.fremdrift is None  # where it began is not known
    assert judged(goal, [on("2027-01-05", 10)], "2027-12-31").status is Status.NAAET
    assert judged(goal, [on("2027-01-05", 11)], "2027-12-31").status is Status.IKKE_NAAET


def test_a_sum_of_nothing_is_zero() -> None:
    verdict = judged(level(), YEAR_BEFORE, "2027-06-30", unit="årselever")
    assert (verdict.aktuel, verdict.prognose, verdict.status) == (0, 0, Status.BAGUD)
    assert verdict.mangler == 110


def test_a_level_can_be_a_share() -> None:
    goal = level("0.12", vaerdi=Value.FORHOLD, retning="ned")
    verdict = judged(goal, [on("2027-02-01", 18, 100)], "2027-06-30", unit="andel")
    assert verdict.status is Status.I_RISIKO  # 18 of 100: 11.7 % to 26.7 %
    assert "der mangler 6 procentpoint, svarende til 6 af de 100" in verdict.reason


@pytest.mark.parametrize(
    ("robots", "before", "after"),
    [
        (3, Status.BAGUD, Status.IKKE_NAAET),
        (4, Status.PAA_SPORET, Status.NAAET),
        (5, Status.PAA_SPORET, Status.NAAET),
        (6, Status.PAA_SPORET, Status.NAAET),
    ],
)
def test_a_range_is_met_from_its_lower_end(robots: int, before: Status, after: Status) -> None:
    days = [on("2025-03-01", 9), on("2026-02-01", robots)]
    early = judged(span(), days, "2026-05-01", unit="stk.")
    late = judged(span(), days, "2026-12-31", unit="stk.")
    assert (early.status, late.status) == (before, after)
    assert (early.aktuel, early.maaltal, early.prognose) == (robots, 4, robots)
    assert early.mangler == max(4 - robots, 0)
    assert early.mangler_pr_maaned is None
    for verdict in (early, late):
        assert ("over intervallet, og det tæller som nået" in verdict.reason) is (robots > 5)


def test_a_range_tells_its_latest_figure() -> None:
    verdict = judged(span(), [on("2026-02-01", 3), on("2026-01-01", 5)], "2026-05-01", unit="stk.")
    assert verdict.reason == "Seneste tal er 3 stk. mod et mål på 4 til 5 stk.; der mangler 1 stk."


def test_the_latest_figure_may_be_from_an_earlier_year() -> None:
    verdict = judged(span(), [on("2025-11-01", 4)], "2026-05-01", unit="stk.")
    assert (verdict.aktuel, verdict.status) == (4, Status.PAA_SPORET)


def test_a_figure_dated_later_is_not_the_latest() -> None:
    days = [on("2026-02-01", 3), on("2026-09-01", 5)]
    assert judged(span(), days, "2026-05-01", unit="stk.").aktuel == 3


def test_a_range_where_less_is_better_is_met_from_its_upper_end() -> None:
    goal = span(retning="ned")
    for figure in (6, 5, 4, 3):
        verdict = judged(goal, [on("2026-02-01", figure)], "2026-12-31", unit="stk.")
        status = Status.IKKE_NAAET if figure == 6 else Status.NAAET
        assert (verdict.maaltal, verdict.status) == (5, status)
        assert ("under intervallet, og det tæller som nået" in verdict.reason) is (figure < 4)


def test_a_range_without_a_figure_has_not_begun_and_then_lacks_data() -> None:
    early = judged(span(), [], "2026-05-01", unit="stk.", data_date=date(2026, 5, 1))
    assert early.status is Status.IKKE_STARTET
    assert early.reason == (
        "Der er ingen tal for 2026 til og med 1. maj 2026, og målet er 4 til 5 stk."
    )
    late = judged(span(), [], "2026-12-31", unit="stk.")
    assert late.status is Status.MANGLER_DATA
    assert late.reason == (
        "Der er ingen tal fra kilden optagelser for 2026, så målet kan ikke måles."
    )
    assert judged(span(), [], "2025-12-31", unit="stk.").status is Status.IKKE_STARTET


@pytest.mark.parametrize(
    ("taeller", "status"),
    [
        (25, Status.PAA_SPORET),
        (24, Status.I_RISIKO),  # 24 of 100: 16.7 % to 33.2 %
        (17, Status.I_RISIKO),  # 17 of 100: to 25.5 %
        (16, Status.BAGUD),  # 16 of 100: to 24.4 %
    ],
)
def test_a_share_is_judged_by_its_own_interval(taeller: int, status: Status) -> None:
    verdict = judged(share(), [on("2026-02-01", taeller, 100)], "2026-06-30", unit="andel")
    assert verdict.status is status
    assert verdict.prognose == verdict.aktuel == Decimal(taeller) / 100
    assert (verdict.taeller, verdict.naevner) == (taeller, 100)
    assert verdict.forventet_nu == Decimal("0.25")


def test_a_share_tells_who_still_has_time_and_the_setting_it_rests_on() -> None:
    days = [on("2026-02-01", 7, 30)]
    verdict = judged(
        share(), days, "2026-06-30", unit="andel", waiting=12, rests_on="fristen er 365 dage"
    )
    assert verdict.reason == (
        "Prognosen for 2026 er 23,3 % (95 %: 11,8 % til 40,9 %) mod et mål på mindst 25 %, som "
        "ligger inden for usikkerheden; til og med 30. juni 2026 er tallet 23,3 % (7 af 30); der "
        "mangler 1,7 procentpoint, svarende til 1 af de 30; 12 personer har stadig tid, så tallet "
        "er foreløbigt; fristen er 365 dage."
    )
    one = judged(share(), days, "2026-06-30", unit="andel", waiting=1)
    assert one.reason.endswith("; 1 person har stadig tid, så tallet er foreløbigt.")


@pytest.mark.parametrize(
    ("taeller", "status", "held"),
    [
        (25, Status.PAA_SPORET, "så målet holdt i 2026, og det gælder til og med 2027"),
        (24, Status.BAGUD, "så målet holdt ikke i 2026, og det gælder til og med 2027"),
    ],
)
def test_a_year_before_the_last_settles_nothing_for_good(
    taeller: int, status: Status, held: str
) -> None:
    days = [on("2026-02-01", taeller, 100)]
    for as_of in ("2026-12-31", "2027-03-01"):  # 2027 has no figures yet
        verdict = judged(share(), days, as_of, unit="andel")
        assert verdict.status is status
        assert held in verdict.reason


def test_the_year_under_way_is_judged_once_it_has_figures() -> None:
    days = [on("2026-02-01", 40, 100), on("2027-02-01", 1, 100)]
    verdict = judged(share(), days, "2027-03-01", unit="andel")
    assert (verdict.aktuel, verdict.status) == (Decimal("0.01"), Status.BAGUD)


def test_a_year_nobody_was_counted_in_is_passed_over() -> None:
    days = [on("2026-02-01", 40, 100), on("2027-02-01", 0, 0)]
    goal = share(til_aar=2028)
    assert judged(goal, days, "2028-03-01", unit="andel").aktuel == Decimal("0.4")


@pytest.mark.parametrize(("taeller", "status"), [(25, Status.NAAET), (24, Status.IKKE_NAAET)])
def test_the_last_year_decides_a_share(taeller: int, status: Status) -> None:
    days = [on("2026-02-01", 90, 100), on("2027-02-01", taeller, 100)]
    verdict = judged(share(), days, "2027-12-31", unit="andel")
    assert verdict.status is status


def test_a_last_year_without_figures_lacks_data() -> None:
    verdict = judged(share(), [on("2026-02-01", 90, 100)], "2027-12-31", unit="andel")
    assert verdict.status is Status.MANGLER_DATA


def test_a_share_inside_its_own_noise_says_so() -> None:
    verdict = judged(share(), [on("2027-02-01", 26, 100)], "2027-12-31", unit="andel")
    assert verdict.reason == (
        "2027 endte på 26 % mod et mål på mindst 25 %, så målet er nået; forskellen til målet på "
        "1 procentpoint er mindre end den statistiske usikkerhed."
    )
