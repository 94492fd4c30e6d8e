"""Sums that are money, must be low, lie below zero or go both up and down."""

from decimal import Decimal

import pytest

from sosu_pipeline.progress.status import Status
from tests.goals import absolute, half_year, judged, monthly, on, relative, steady

BASELINE = steady(2026)  # 120 in all, 60 by 30 June


def test_money_is_not_reached_before_the_year_is_over() -> None:
    verdict = judged(relative(), half_year(150), "2027-06-30", unit="kr.")
    assert verdict.status is Status.PAA_SPORET


def test_a_sum_with_corrections_can_fall_again() -> None:
    for correction, status in ((-1, Status.PAA_SPORET), (0, Status.NAAET)):
        days = [*half_year(151), on("2027-06-02", correction)]
        assert judged(relative(), days, "2027-06-30", unit="årselever").status is status


def test_lower_is_better_is_decided_at_the_deadline_only() -> None:
    goal = relative("-0.25", retning="ned")
    verdict = judged(goal, half_year(45), "2027-06-30", unit="kr.")
    assert (verdict.maaltal, verdict.prognose) == (90, 90)  # 120 * 0.75; 45 / (60 / 120)
    assert verdict.status is Status.PAA_SPORET
    complete = [*BASELINE, *monthly(2027, [7] * 12)]  # 84, below 90
    assert judged(goal, complete, "2027-12-31", unit="kr.").status is Status.NAAET


def test_lower_is_better_lacks_what_its_forecast_lies_above() -> None:
    verdict = judged(relative("-0.25", retning="ned"), half_year(51), "2027-06-30", unit="kr.")
    assert verdict.status is Status.BAGUD  # every month of 2026 was 10, so nothing is uncertain
    assert (verdict.prognose, verdict.prognose_fra, verdict.prognose_til) == (102, 102, 102)
    assert (verdict.mangler, verdict.mangler_pr_maaned) == (12, 2)  # 102 - 90 over 6 months
    assert "prognosen skal 12 kr. ned, 2 kr. om måneden i de 6 måneder" in verdict.reason
    assert "mod et mål på højst 90 kr., som ligger uden for" in verdict.reason
    assert verdict.fremdrift == Decimal("0.6")  # (102 - 120) / (90 - 120)


def test_a_target_of_zero_is_met_by_zero_alone() -> None:
    goal = relative("-1", retning="ned")
    for december, status in ((0, Status.NAAET), (1, Status.IKKE_NAAET)):
        days = [*BASELINE, on("2027-12-01", december)]
        verdict = judged(goal, days, "2027-12-31")
        assert (verdict.maaltal, verdict.status) == (0, status)


def test_a_percentage_of_a_negative_baseline_goes_the_way_of_the_goal() -> None:
    deficit = monthly(2026, [-10] * 12)  # -120
    better = judged(relative("0.25"), deficit, "2027-01-31", unit="kr.")
    worse = judged(relative("-0.25", retning="ned"), deficit, "2027-01-31", unit="kr.")
    assert (better.maaltal, worse.maaltal) == (-90, -150)


def test_money_is_as_sure_as_its_months_are_alike() -> None:
    baseline = monthly(2026, [8, 12] * 6)  # 120, each month 2 from 10: sd = sqrt(48 / 11) = 2.089
    days = [*baseline, *monthly(2027, [10] * 6)]
    verdict = judged(relative(), days, "2027-06-30", unit="kr.")
    assert verdict.prognose == 120  # 60 / (60 / 120)
    assert verdict.prognose_til is not None
    assert float(verdict.prognose_til) == pytest.approx(120 + 1.959964 * 2.088932 * 6**0.5)


def test_months_of_both_signs_are_added_and_not_scaled() -> None:
    baseline = monthly(2026, [-30, 10, 10, 10, 10, 10, -20, 10, 10, 10, 10, 10])  # 20 + 30 = 50
    days = [*baseline, *monthly(2027, [-30, 10, 10, 10, 10, 15])]  # 25 against 20
    verdict = judged(absolute(20), days, "2027-06-30", unit="kr.")
    assert (verdict.aktuel, verdict.samme_dag_basis) == (25, 20)
    assert verdict.prognose == 55  # 25 + (50 - 20)
    assert verdict.forventet_nu == 40  # 70 - (50 - 20)
    assert verdict.mangler == 15  # 70 - 55: what has come can go again


def test_progress_is_unrounded_and_shown_within_its_bounds() -> None:
    days = [*BASELINE, *monthly(2027, [*[15] * 11, 16])]  # 181: (181 - 120) / 30 = 2.0333
    verdict = judged(relative(), days, "2027-12-31")
    assert verdict.fremdrift == Decimal(61) / 30
    assert verdict.shown_progress == (1, "100 % (beregnet 203,3 %)")
    below = judged(relative(), half_year(54), "2027-06-30")  # (108 - 120) / (150 - 120)
    assert below.shown_progress == (0, "0 % (beregnet −40 %)")
    inside = judged(relative(), [*BASELINE, on("2027-12-01", 135)], "2027-12-31")
    assert inside.shown_progress == (Decimal("0.5"), "50 %")  # 15 of 30
