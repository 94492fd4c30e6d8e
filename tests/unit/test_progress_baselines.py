"""Directions and yearly growth: better than a baseline year, judged at the end of every year."""

from decimal import Decimal

import pytest

from sosu_pipeline.declarations.goal import Measure, Value
from sosu_pipeline.progress.status import Status
from tests.goals import better, growth, judged, monthly, on

BASELINE = [on("2025-03-01", 20, 50), on("2025-09-01", 40, 100)]  # 60 of 150 = 40 %; 40 % by March
BUDGET = Measure(kpi="kpi_budget", vaerdi=Value.SUM)


def test_the_baseline_year_of_a_direction_is_built_first() -> None:
    assert judged(better(), BASELINE, "2024-06-30", unit="andel").status is Status.IKKE_STARTET
    verdict = judged(better(), BASELINE[:1], "2025-06-30", unit="andel")
    assert verdict.status is Status.BASELINE_OPBYGGES
    assert "foreløbig 40 % (20 af 50) til og med 30. juni 2025" in verdict.reason
    whole = judged(better(), BASELINE, "2025-12-31", unit="andel")
    assert (whole.basis_er_foreloebig, whole.maaltal) == (False, Decimal("0.4"))
    assert "målet for 2026 er over 40 %" in whole.reason


def test_a_baseline_from_before_the_survey_existed_lacks_data() -> None:
    days = [on("2026-03-01", 380, 100)]
    verdict = judged(better(), days, "2026-06-30", unit="skala 1-5", sources=("mikromaalinger",))
    assert verdict.status is Status.MANGLER_DATA
    assert "fra kilden mikromaalinger for basisåret 2025" in verdict.reason


def test_a_year_that_has_begun_without_figures_shows_its_baseline() -> None:
    verdict = judged(better(), BASELINE, "2026-02-01", unit="andel")
    assert verdict.status is Status.BASELINE_OPBYGGES
    assert verdict.reason == (
        "Der er ingen tal for 2026 til og med 1. februar 2026, "
        "og basisåret 2025 gav 40 % (60 af 150)."
    )


@pytest.mark.parametrize(
    ("taeller", "status"),
    [(41, Status.PAA_SPORET), (40, Status.I_RISIKO), (31, Status.I_RISIKO), (30, Status.BAGUD)],
)
def test_as_good_as_the_baseline_is_not_better(taeller: int, status: Status) -> None:
    # 31 of 100: 22.8 % to 40.6 %; 30 of 100: to 39.6 %
    verdict = judged(
        better(), [*BASELINE, on("2026-03-01", taeller, 100)], "2026-06-30", unit="andel"
    )
    assert verdict.status is status


def test_equal_is_not_better_at_the_deadline_either() -> None:
    goal = better(fra_aar=2026, til_aar=2026)
    for taeller, status in ((41, Status.NAAET), (40, Status.IKKE_NAAET)):
        days = [*BASELINE, on("2026-03-01", taeller, 100)]
        assert judged(goal, days, "2026-12-31", unit="andel").status is status


def test_a_third_is_a_third_whatever_it_is_a_third_of() -> None:
    days = [on("2025-03-01", 1, 3), on("2026-03-01", 2, 6)]
    goal = better(fra_aar=2026, til_aar=2026)
    assert judged(goal, days, "2026-12-31", unit="andel").status is Status.IKKE_NAAET


def test_a_share_moves_over_the_year_as_it_did_in_the_baseline_year() -> None:
    days = [on("2025-03-01", 25, 50), on("2025-09-01", 35, 100), on("2026-03-01", 55, 100)]
    verdict = judged(better(), days, "2026-06-30", unit="andel")
    assert verdict.samme_dag_basis == Decimal("0.5")
    assert verdict.prognose == Decimal("0.45")  # 0.55 + (0.40 - 0.50)
    assert verdict.forventet_nu == Decimal("0.5")  # 0.40 - (0.40 - 0.50)
    assert float(verdict.prognose_fra or 0) == pytest.approx(0.4524 - 0.1, abs=1e-4)  # Wilson's
    assert float(verdict.prognose_til or 0) == pytest.approx(0.6439 - 0.1, abs=1e-4)


def test_a_forecast_stays_on_its_scale() -> None:
    days = [on("2025-03-01", 0, 50), on("2025-09-01", 50, 50), on("2026-03-01", 90, 100)]
    verdict = judged(better(), days, "2026-06-30", unit="andel")
    assert (verdict.prognose, verdict.prognose_til) == (1, 1)  # 0.9 + (0.5 - 0)
    assert verdict.forventet_nu == 0
    low = [on("2025-03-01", 450, 100), on("2025-09-01", 150, 100), on("2026-03-01", 200, 100)]
    verdict = judged(better(), low, "2026-06-30", unit="skala 1-5")
    assert verdict.prognose == 1  # 2 + (3 - 4.5)
    high = [on("2025-03-01", 150, 100), on("2025-09-01", 450, 100), on("2026-03-01", 450, 100)]
    verdict = judged(better(), high, "2026-06-30", unit="skala 1-5")
    assert verdict.prognose == 5  # 4.5 + (3 - 1.5)


def test_before_anybody_was_counted_in_the_baseline_year_the_share_stands() -> None:
    days = [on("2025-09-01", 40, 100), on("2026-03-01", 55, 100)]
    verdict = judged(better(), days, "2026-06-30", unit="andel")
    assert (verdict.samme_dag_basis, verdict.prognose) == (None, Decimal("0.55"))
    assert "samme dag" not in verdict.reason


@pytest.mark.parametrize(
    ("taeller", "n", "said"),
    [
        (44, 100, "forskellen til samme dag i 2025 på 4 procentpoint er mindre end den statis"),
        (700, 1000, "fremgangen fra samme dag i 2025 er 30 procentpoint"),
        (100, 1000, "tilbagegangen fra samme dag i 2025 er 30 procentpoint"),
        (40, 100, "der er ingen forskel til samme dag i 2025"),
    ],
)
def test_a_difference_of_shares_is_progress_only_beyond_its_own_interval(
    taeller: int, n: int, said: str
) -> None:
    days = [*BASELINE, on("2026-03-01", taeller, n)]
    assert said in judged(better(), days, "2026-06-30", unit="andel").reason


def test_less_can_be_progress() -> None:
    goal = better(retning="ned", til_aar=2026)
    verdict = judged(goal, [*BASELINE, on("2026-03-01", 100, 1000)], "2026-12-31", unit="andel")
    assert verdict.status is Status.NAAET
    assert verdict.reason == (
        "2026 endte på 10 % mod et mål på under 40 %, så målet er nået; "
        "fremgangen fra 2025 er 30 procentpoint."
    )
    assert verdict.fremdrift is None  # from 40 % to under 40 % there is no way to measure along
    assert verdict.shown_progress is None


def test_a_mean_is_told_with_the_answers_behind_it() -> None:
    days = [on("2025-03-01", 380, 100), on("2026-03-01", 400, 100)]
    reason = judged(better(), days, "2026-06-30", unit="skala 1-5").reason
    # as 75 of 100, three quarters of the way from 1 to 5: 65.7 % to 82.5 % of the way
    assert reason.startswith("Prognosen for 2026 er 4,00 (95 %: 3,63 til 4,30)")
    assert "er tallet 4,00 (af 100) mod 3,80 samme dag i 2025" in reason
    assert "forskellen til samme dag i 2025 på 0,20 point er mindre end" in reason


def test_another_ratio_is_taken_as_it_stands() -> None:
    days = [on("2025-03-01", 200, 10), on("2026-03-01", 190, 10)]  # 20 and 19 pupils to a class
    verdict = judged(better(), days, "2026-06-30", unit="elever")
    assert (verdict.prognose_fra, verdict.prognose_til) == (19, 19)
    assert verdict.status is Status.BAGUD
    assert "usikkerhed;" not in verdict.reason


def test_a_direction_can_be_a_sum_of_persons() -> None:
    goal = better(vaerdi=Value.SUM, til_aar=2026)
    baseline = monthly(2025, [10] * 12)
    early = judged(goal, [*baseline, on("2026-02-01", 121)], "2026-06-30")
    assert early.status is Status.NAAET  # 121 is past 120, and persons only add up
    equal = judged(goal, [*baseline, on("2026-02-01", 120)], "2026-12-31")
    assert equal.status is Status.IKKE_NAAET
    nothing = judged(goal, [on("2025-02-01", 0), on("2026-02-01", 1)], "2026-12-31")
    assert nothing.status is Status.NAAET  # more than none


def test_a_deficit_that_shrinks_is_better() -> None:
    goal = better(vaerdi=Value.SUM, til_aar=2026)
    deficit = monthly(2025, [-10] * 12)
    for amount, status in ((-9, Status.NAAET), (-10, Status.IKKE_NAAET), (-11, Status.IKKE_NAAET)):
        verdict = judged(goal, [*deficit, *monthly(2026, [amount] * 12)], "2026-12-31", unit="kr.")
        assert verdict.status is status
    ahead = judged(goal, [*deficit, *monthly(2026, [-9] * 6)], "2026-06-30", unit="kr.")
    assert ahead.prognose == -108  # -54 / (-60 / -120)
    assert "−108 kr." in ahead.reason


def test_a_result_above_its_target_is_not_met_before_the_year_is_over() -> None:
    goal = better(vaerdi=Value.SUM, til_aar=2026)
    baseline = monthly(2025, [10, 10, 10, 10, 10, 10, -30, -30, -30, -10, -10, -10])  # 60 - 120
    days = [*baseline, *monthly(2026, [10] * 6)]
    verdict = judged(goal, days, "2026-06-30", unit="kr.")
    assert (verdict.aktuel, verdict.maaltal, verdict.prognose) == (60, -60, -60)  # 60 + (-60 - 60)
    assert verdict.status is Status.I_RISIKO  # level with last year, which is not better


@pytest.mark.parametrize(
    ("reach", "is_provisional"), [(12, False), (11, True)], ids=["whole year", "to November"]
)
def test_a_baseline_may_be_another_kpi_of_the_same_year(
    reach: int, *, is_provisional: bool
) -> None:
    goal = better(vaerdi=Value.SUM, basisaar=2026, til_aar=2026, basis=BUDGET)
    budget = [on(f"2026-{month:02}-28", -10) for month in range(1, reach)]
    budget += [on("2026-12-31", -10)] if reach == 12 else []
    actual = [on(f"2026-{month:02}-28", -9) for month in range(1, 7)]
    verdict = judged(goal, actual, "2026-06-30", unit="kr.", basis=budget)
    assert verdict.basis == (-120 if reach == 12 else -100)  # the months ahead included
    assert (verdict.samme_dag_basis, verdict.aktuel) == (-60, -54)
    assert verdict.status is Status.PAA_SPORET
    assert "er tallet −54 kr. mod −60 samme dag i grundlaget for 2026" in verdict.reason
    assert verdict.reason.count("samme dag i grundlaget for 2026") == 2
    assert verdict.basis_er_foreloebig is is_provisional
    told = "basisåret 2026 er foreløbigt, for tallene går kun til og med 28. oktober 2026"
    assert (told in verdict.reason) is is_provisional


@pytest.mark.parametrize(
    ("year", "taeller", "status", "maaltal"),
    [
        (2026, 44, Status.PAA_SPORET, "0.44"),  # 40 % * 1.1
        (2026, 43, Status.BAGUD, "0.44"),
        (2028, 5324, Status.NAAET, "0.5324"),  # 40 % * 1.1 * 1.1 * 1.1
        (2028, 5323, Status.IKKE_NAAET, "0.5324"),
    ],
)
def test_growth_is_compounded_from_the_baseline_year(
    year: int, taeller: int, status: Status, maaltal: str
) -> None:
    days = [*BASELINE, on(f"{year}-03-01", taeller, 100 if year == 2026 else 10_000)]
    verdict = judged(growth(), days, f"{year}-12-31", unit="andel")
    assert verdict.maaltal == Decimal(maaltal)
    assert verdict.status is status
    assert "basisåret 2025 gav 40 %" in verdict.reason


def test_growth_from_a_third_is_reckoned_exactly() -> None:
    days = [on("2025-03-01", 10, 30), on("2026-03-01", 11, 30)]  # 1/3 * 1.1 = 11/30
    verdict = judged(growth(til_aar=2026), days, "2026-12-31", unit="andel")
    assert verdict.status is Status.NAAET


def test_growth_of_nothing_cannot_be_measured() -> None:
    days = [on("2025-03-01", 0, 50), on("2026-03-01", 11, 30)]
    assert judged(growth(), days, "2026-12-31", unit="andel").status is Status.MANGLER_DATA


@pytest.mark.parametrize(
    ("base", "retning", "maaltal"),
    [(100, "op", 121), (100, "ned", 81), (-100, "op", -81), (-100, "ned", -121)],
)
def test_growth_goes_the_way_of_the_goal_also_below_zero(
    base: int, retning: str, maaltal: int
) -> None:
    days = [on("2025-03-01", base), on("2027-03-01", 1)]
    goal = growth(vaerdi=Value.SUM, retning=retning)
    assert judged(goal, days, "2027-12-31", unit="kr.").maaltal == maaltal  # two years of 10 %


def test_each_year_of_growth_is_judged_by_its_own_target() -> None:
    days = [*BASELINE, on("2026-03-01", 44, 100)]
    verdict = judged(growth(), days, "2027-02-01", unit="andel")
    assert (verdict.maaltal, verdict.status) == (Decimal("0.44"), Status.PAA_SPORET)
    assert "holdt i 2026, og det gælder til og med 2028" in verdict.reason
    before = judged(growth(), BASELINE, "2025-12-31", unit="andel")
    assert before.maaltal == Decimal("0.44")  # that of the first year
