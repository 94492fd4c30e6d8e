"""Changes from a baseline year to a target year: every status by a sum one can do by hand."""

from datetime import date
from decimal import Decimal

import pytest

from sosu_pipeline.declarations.goal import MeasuredGoal, Value
from sosu_pipeline.progress.status import Status
from tests.goals import absolute, growth, half_year, judged, monthly, on, relative, steady

BASELINE = steady(2026)  # 120 in all, 60 by 30 June


def test_before_the_baseline_year_nothing_has_begun() -> None:
    verdict = judged(relative(), [on("2025-03-01", 7)], "2025-12-31")
    assert verdict.status is Status.IKKE_STARTET
    assert verdict.reason == (
        "Basisåret 2026 er ikke begyndt, og tallene går til og med 31. december 2025."
    )
    assert (verdict.basis, verdict.maaltal) == (None, None)
    assert verdict.frist == date(2027, 12, 31)


def test_in_the_baseline_year_the_baseline_grows_and_asks_nothing_yet() -> None:
    verdict = judged(relative(), monthly(2026, [10] * 5), "2026-05-03", rests_on="år er kalenderår")
    assert verdict.status is Status.BASELINE_OPBYGGES
    assert (verdict.basis, verdict.basis_er_foreloebig) == (50, True)  # 5 months of 10
    assert verdict.maaltal is None
    assert verdict.reason == (
        "Basisåret 2026 har foreløbig 50 personer til og med 3. maj 2026, så målet for 2027 kan "
        "først regnes ud, når året er omme; år er kalenderår."
    )


def test_the_first_days_of_a_baseline_year_have_no_figures() -> None:
    verdict = judged(relative(), [on("2025-03-01", 7)], "2026-01-01")
    assert verdict.status is Status.BASELINE_OPBYGGES
    assert "foreløbig ingen tal" in verdict.reason
    assert verdict.basis is None


def test_a_whole_baseline_says_what_it_will_ask() -> None:
    verdict = judged(relative(maalaar=2028), BASELINE, "2027-03-01")
    assert verdict.status is Status.BASELINE_OPBYGGES
    assert (verdict.basis, verdict.basis_er_foreloebig, verdict.maaltal) == (120, False, 150)
    assert verdict.reason == (
        "Basisåret 2026 gav 120 personer, og målet for 2028 er mindst 150 personer, "
        "men tallene går kun til og med 1. marts 2027."
    )


def test_the_target_year_begins_when_the_data_do() -> None:
    verdict = judged(relative(), BASELINE, "2027-01-05", data_date=date(2026, 12, 31))
    assert verdict.status is Status.BASELINE_OPBYGGES
    assert verdict.basis_er_foreloebig is False


def test_the_first_day_of_the_target_year_is_of_it() -> None:
    verdict = judged(relative(), [*BASELINE, on("2027-01-01", 11)], "2027-01-01", unit="kr.")
    assert (verdict.aktuel, verdict.prognose) == (11, 132)  # 11 / (10 / 120)


def test_a_day_later_than_the_run_does_not_count() -> None:
    verdict = judged(relative(), half_year(75), "2026-06-30", data_date=date(2027, 6, 30))
    assert verdict.status is Status.BASELINE_OPBYGGES
    assert (verdict.basis, verdict.basis_er_foreloebig) == (60, True)


@pytest.mark.parametrize(
    ("count", "prognose", "til", "status"),
    [
        (75, 150, 167, Status.PAA_SPORET),  # 75 / (60 / 120) = 150, the target itself
        (74, 148, 165, Status.I_RISIKO),  # 74 to come, no more than 91 in 97.5 %
        (67, 134, 150, Status.I_RISIKO),  # 67 to come, no more than 83: just the target
        (66, 132, 148, Status.BAGUD),  # 66 to come, no more than 82
    ],
)
def test_the_forecast_decides_before_the_deadline(
    count: int, prognose: int, til: int, status: Status
) -> None:
    verdict = judged(relative(), half_year(count), "2027-06-30")
    assert (verdict.prognose, verdict.prognose_til) == (prognose, til)
    assert verdict.status is status


def test_a_goal_behind_tells_every_figure() -> None:
    verdict = judged(relative(), half_year(66), "2027-06-30")
    assert (verdict.basis, verdict.maaltal, verdict.aktuel) == (120, 150, 66)
    assert verdict.samme_dag_basis == 60
    assert verdict.forventet_nu == 75  # 150 * 60 / 120
    assert verdict.prognose_fra == 117  # 66 + 51
    assert verdict.fremdrift == Decimal("0.4")  # (132 - 120) / (150 - 120)
    assert (verdict.mangler, verdict.mangler_pr_maaned) == (84, 14)  # 150 - 66 over 6 months
    assert verdict.maaneder_tilbage == 6
    assert (verdict.taeller, verdict.naevner) == (66, None)
    assert verdict.reason == (
        "Prognosen for 2027 er 132 personer (95 %: 117 til 148) mod et mål på mindst 150 personer, "
        "som ligger uden for usikkerheden; til og med 30. juni 2027 er tallet 66 personer mod 60 "
        "samme dag i 2026; der mangler 84 personer, 14 personer om måneden i de 6 måneder, der er "
        "tilbage; forskellen til samme dag i 2026 på 6 personer er mindre end den statistiske "
        "usikkerhed; basisåret 2026 gav 120 personer."
    )


def test_a_sum_is_told_without_the_denominator_its_rows_may_have() -> None:
    days = [*monthly(2026, [10] * 12, of=50), *monthly(2027, [11] * 6, of=50)]
    assert "er tallet 66 personer mod 60 samme dag" in judged(relative(), days, "2027-06-30").reason


@pytest.mark.parametrize(
    ("goal", "count", "fremdrift"),
    [
        (relative(), 75, 1),  # 75 / (60 / 120) = 150, which is the target
        (relative(), 60, 0),  # 120, as the year before
        (relative(), 54, "-0.4"),  # (108 - 120) / (150 - 120)
        (absolute(60), 75, "0.5"),  # (150 - 120) / (180 - 120)
        (growth("0.25", basisaar=2026, fra_aar=2027, vaerdi=Value.SUM), 75, 1),
    ],
)
def test_progress_while_the_year_is_under_way_is_that_of_the_forecast(
    goal: MeasuredGoal, count: int, fremdrift: str
) -> None:
    assert judged(goal, half_year(count), "2027-06-30").fremdrift == Decimal(fremdrift)


def test_progress_of_a_share_is_that_of_the_share_so_far() -> None:
    baseline = monthly(2026, [*[4] * 6, *[6] * 6], of=10)  # 50 %, and 40 % by 30 June
    goal = growth("0.20", basisaar=2026, fra_aar=2027)
    verdict = judged(goal, [*baseline, *monthly(2027, [5] * 6, of=10)], "2027-06-30", unit="andel")
    assert (verdict.maaltal, verdict.prognose) == (Decimal("0.6"), Decimal("0.6"))
    assert verdict.fremdrift == 0  # (50 % - 50 %) / (60 % - 50 %)


def test_one_month_and_one_person_are_told_in_the_singular() -> None:
    days = [*BASELINE, *monthly(2027, [*[10] * 10, 49])]  # 149 of 150
    reason = judged(relative(), days, "2027-12-20").reason
    assert "der mangler 1 person, 1 person om måneden i den måned, der er tilbage" in reason


def test_what_only_adds_up_is_reached_the_day_it_is() -> None:
    verdict = judged(relative(), half_year(150), "2027-06-30")
    assert verdict.status is Status.NAAET
    assert verdict.mangler == 0
    assert verdict.reason.startswith(
        "Målet på mindst 150 personer er nået med 150 personer til og med 30. juni 2027; "
        "fremgangen fra samme dag i 2026 er 90 personer"
    )


@pytest.mark.parametrize(
    ("december", "status", "said"),
    [
        (40, Status.NAAET, "2027 endte på 150 personer mod et mål på mindst 150 personer, så "),
        (39, Status.IKKE_NAAET, "2027 endte på 149 personer mod et mål på mindst 150 personer, så"),
    ],
)
def test_at_the_deadline_the_figure_itself_decides(
    december: int, status: Status, said: str
) -> None:
    days = [*BASELINE, *monthly(2027, [*[10] * 11, december])]
    verdict = judged(relative(), days, "2027-12-31")
    assert verdict.status is status
    assert verdict.reason.startswith(said)
    assert (verdict.prognose, verdict.prognose_fra, verdict.prognose_til) == (None, None, None)
    assert (verdict.maaneder_tilbage, verdict.mangler_pr_maaned) == (0, None)


def test_a_deadline_passed_without_the_data_is_judged_by_the_forecast() -> None:
    verdict = judged(relative(), half_year(66), "2028-02-01", data_date=date(2027, 6, 30))
    assert verdict.status is Status.BAGUD
    assert (verdict.maaneder_tilbage, verdict.mangler_pr_maaned) == (0, None)
    assert "der mangler 84 personer; " in verdict.reason
    assert "fristen er passeret, men tallene går kun til og med 30. juni 2027" in verdict.reason
    on_the_day = judged(relative(), half_year(66), "2027-12-31", data_date=date(2027, 6, 30))
    assert "passeret" not in on_the_day.reason
    complete = judged(relative(), half_year(66), "2028-02-01", data_date=date(2027, 12, 31))
    assert "passeret" not in complete.reason


def test_long_after_the_deadline_the_target_year_alone_counts() -> None:
    days = [*BASELINE, *monthly(2027, [13] * 12), *monthly(2028, [1] * 12)]
    verdict = judged(relative(), days, "2029-03-01")
    assert (verdict.aktuel, verdict.status) == (156, Status.NAAET)  # 12 months of 13


def test_unrounded_figures_that_differ_look_different() -> None:
    days = [on("2026-01-01", "99.99"), on("2027-01-01", "124.98")]  # 99.99 * 1.25 = 124.9875
    verdict = judged(relative(), days, "2027-12-31", unit="årselever")
    assert verdict.status is Status.IKKE_NAAET
    assert "124,98 årselever mod et mål på mindst 124,99 årselever" in verdict.reason


def test_a_difference_inside_the_noise_is_told_and_is_no_progress() -> None:
    days = [*BASELINE, *monthly(2027, [*[12] * 11, 18])]  # 150 - 120 = 30 < 1.96 * sqrt(270)
    verdict = judged(relative(), days, "2027-12-31")
    assert verdict.status is Status.NAAET
    assert "forskellen til 2026 på 30 personer er mindre end den statistiske" in verdict.reason
    assert "fremgang" not in verdict.reason


@pytest.mark.parametrize(
    ("amount", "said"),
    [(14, "fremgangen fra 2026 er 48 personer"), (6, "tilbagegangen fra 2026 er 48 personer")],
)
def test_a_difference_beyond_the_noise_has_a_direction(amount: int, said: str) -> None:
    days = [*BASELINE, *monthly(2027, [amount] * 12)]  # 48 > 1.96 * sqrt(288) and sqrt(192)
    assert said in judged(relative(), days, "2027-12-31").reason


def test_a_missing_baseline_names_its_feeds() -> None:
    days = monthly(2027, [10] * 6)
    for as_of in ("2027-01-15", "2027-06-30"):
        verdict = judged(relative(), days, as_of, sources=("optagelser", "aftaler"))
        assert verdict.status is Status.MANGLER_DATA
        assert verdict.reason == (
            "Der er ingen tal fra kilderne optagelser og aftaler for basisåret 2026, "
            "så målet kan ikke måles."
        )
        assert (verdict.basis, verdict.maaltal, verdict.fremdrift) == (None, None, None)


def test_a_baseline_known_to_be_missing_is_told_before_the_target_year() -> None:
    verdict = judged(relative(maalaar=2028), [on("2025-01-01", 5)], "2027-02-01")
    assert verdict.status is Status.MANGLER_DATA


def test_a_percentage_of_a_zero_baseline_cannot_be_measured() -> None:
    days = [on("2026-05-01", 0), *monthly(2027, [10] * 6)]
    verdict = judged(relative(), days, "2027-06-30")
    assert verdict.status is Status.MANGLER_DATA
    assert verdict.reason == (
        "Basisåret 2026 gav 0 personer fra kilden optagelser, "
        "så en ændring i procent kan ikke måles."
    )
    assert (verdict.basis, verdict.maaltal) == (0, None)


def test_a_number_more_than_zero_can_be_measured() -> None:
    days = [on("2026-05-01", 0), *monthly(2027, [10] * 5)]
    verdict = judged(absolute(60), days, "2027-06-30")
    assert (verdict.maaltal, verdict.prognose) == (60, 50)  # nothing to come after a year of none
    assert verdict.status is Status.BAGUD


def test_a_feed_that_never_came_has_no_figures() -> None:
    verdict = judged(relative(), [], "2027-06-30", data_date=None)
    assert verdict.status is Status.MANGLER_DATA
    assert verdict.reason == ("Der er ingen tal fra kilden optagelser, så målet kan ikke måles.")
    assert verdict.frist == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("late", "said"),
    [
        (("a",), "Kilden a er for gammel til at vurdere målet; seneste tal er 150 personer "),
        (("a", "b"), "Kilderne a og b er for gamle til at vurdere målet; seneste tal er 150 "),
    ],
)
def test_a_late_feed_keeps_the_last_figure_and_judges_nothing(
    late: tuple[str, ...], said: str
) -> None:
    verdict = judged(relative(), half_year(150), "2027-09-30", late_feeds=late)
    assert verdict.status is Status.MANGLER_DATA
    assert verdict.reason.startswith(said)
    assert verdict.reason.endswith("til og med 30. september 2027.")
    assert verdict.aktuel == 150


def test_a_late_feed_in_the_baseline_year_tells_the_baseline() -> None:
    verdict = judged(relative(), monthly(2026, [10] * 5), "2026-05-03", late_feeds=("a",))
    assert verdict.status is Status.MANGLER_DATA
    assert verdict.reason.endswith("; basisåret 2026 har 50 personer.")


def test_a_late_feed_without_figures_says_so() -> None:
    verdict = judged(relative(), [], "2026-05-03", late_feeds=("a",))
    assert verdict.reason.endswith("; der er ingen tal endnu.")


def test_before_anything_came_in_the_baseline_year_all_of_it_is_to_come() -> None:
    days = [on("2026-08-01", 100), on("2027-02-01", 7)]
    verdict = judged(relative(), days, "2027-06-30")
    assert verdict.prognose == 107  # 7 + 100
    assert verdict.forventet_nu == 0


def test_the_same_day_of_a_leap_day_is_28_february() -> None:
    days = [on("2027-02-28", 3), on("2027-03-01", 3), on("2028-02-01", 2)]
    goal = relative(basisaar=2027, maalaar=2028)
    assert judged(goal, days, "2028-02-29").samme_dag_basis == 3


def test_a_year_may_begin_in_august() -> None:
    days = [*monthly(2026, [10] * 12), *monthly(2027, [10] * 12), *monthly(2028, [10] * 7)]
    verdict = judged(relative(), days, "2027-12-31", year_starts_in=8)
    assert verdict.basis == 120  # August 2026 to July 2027
    assert (verdict.aktuel, verdict.samme_dag_basis) == (50, 50)  # August to December
    assert verdict.frist == date(2028, 7, 31)
    assert verdict.maaneder_tilbage == 7
    assert "Prognosen for 2027/2028 er 120 personer" in verdict.reason


def test_a_baseline_whose_figures_begin_late_says_so() -> None:
    days = [*monthly(2026, [0, 0, 10, 10])[2:], *monthly(2027, [10] * 6)]
    assert (
        "basisårets tal begynder først 1. marts 2026"
        in judged(relative(), days, "2027-06-30").reason
    )
    assert "begynder" not in judged(relative(), half_year(66), "2027-06-30").reason


@pytest.mark.parametrize(
    ("baseline", "agrees"), [(155, False), (156, True), (160, True), (161, False)]
)
def test_two_wordings_of_one_promise_agree_where_their_percentages_do(
    baseline: int, *, agrees: bool
) -> None:
    days = [on("2026-02-01", baseline)]  # 60 of 155 is 38.7 %, of 160 37.5 %, of 161 37.3 %
    other = relative("0.38", id="03-a")
    reason = judged(absolute(60), days, "2027-12-31", agrees_with=other).reason
    assert ("hvor 03-a lover 38 %" in reason) is not agrees
    assert ("60 personer er her 38,7 %, hvor" in reason) is (baseline == 155)


def test_two_wordings_never_agree_on_a_baseline_of_zero() -> None:
    days = [on("2026-02-01", 0)]
    reason = judged(absolute(60), days, "2027-12-31", agrees_with=relative("0.38")).reason
    assert "60 personer er her ikke en procent, hvor 01-a lover 38 %" in reason


def test_a_year_the_plan_says_the_target_equals_is_told_and_not_judged() -> None:
    days = [*monthly(2024, [13] * 12), *BASELINE, *monthly(2027, [13] * 12)]  # 156
    goal = relative(svarer_til_aar=2024)
    verdict = judged(goal, days, "2027-12-31")
    assert "planen siger, at målet svarer til 2024, som gav 156 personer" in verdict.reason
    assert "svarer" not in judged(goal, half_year(66), "2027-06-30").reason
