"""The plan of 2026 and the sector's documents carry the figures they were written with."""

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sosu_pipeline.declarations.goal import Milestone
from sosu_pipeline.declarations.kpi_shape import holders, measures_of
from sosu_pipeline.declarations.plan import Plan
from tests.factories import catalog

KPIS = """
    optag soegning afvist_til_kursus kursus_til_start gymnasial gennemfoerelse afbrud kohorte
    afgangsaarsag gf1_til_gf2 gf2_til_hf aftale_uge15 aftale_slut aftale_kommune trivsel_mikro
    trivsel_etu svarandel amu_aarselever amu_deltagere amu_aflyst amu_udlagt eud_aarselever fvu_amu
    sprogbehov sprogstoette gennemfoerelse_stoettede udland kantine resultat budget holdstoerrelse
    register
"""


def plan() -> Plan:
    (only,) = catalog().plans
    return only


def goal(goal_id: str) -> Any:
    return plan().goals[goal_id].versions[0]


def sector_goal(goal_id: str) -> Any:
    goals = (goal for document in catalog().sector for goal in document.maal)
    (found,) = (goal.versions[0] for goal in goals if goal.id == goal_id)
    return found


def test_the_plan_has_29_indsatser_and_the_right_number_of_goals_of_each_type() -> None:
    types = Counter(each.versions[0].type for each in plan().goals.values())

    assert [indsats.nr for indsats in plan().indsatser] == list(range(1, 30))
    assert types == {
        "relativ": 9,
        "absolut": 1,
        "andel": 2,
        "bedre_end_basis": 11,
        "vaekst": 1,
        "niveau": 1,
        "interval": 1,
        "milepael": 24,
        "intet": 4,
    }


def test_15_distinct_goals_have_a_figure() -> None:
    figures = {"aendring", "maaltal", "mindst", "aarlig"}
    numbers = [
        int(goal_id[:2])
        for goal_id, each in plan().goals.items()
        if figures & type(each.versions[0]).model_fields.keys()
    ]

    assert numbers == [1, 2, 3, 3, 4, 4, 4, 4, 5, 5, 11, 15, 19, 20, 27]


def test_the_shared_goal_is_stored_once_and_linked_twice() -> None:
    indsatser = {each.nr: each for each in plan().indsatser}

    assert [each.id for each in plan().goals_of(indsatser[6])] == ["06-a", "04-b"]
    assert list(plan().goals).count("04-b") == 1
    assert goal("04-b").svarer_til_aar == 2024


def test_the_invented_school_follows_the_plan_and_every_school_has_the_sector_goals() -> None:
    schools = catalog().schools

    assert catalog().plans_for(schools["opfundet"]) == (plan(),)
    assert catalog().plans_for(schools["sosu_nord"]) == (plan(),)
    assert [document.dokument for document in catalog().sector] == ["s1", "s2", "s3", "s4"]


def test_indsatser_without_a_goal_are_listed_with_their_context() -> None:
    without = {each: goal(each).ved_siden_af for each in ("14", "16", "17", "29-c")}

    assert all(without.values())
    assert goal("17").ved_siden_af[0].filter == {"maal": ("17",)}


def test_what_only_the_school_can_fill_is_empty_until_then() -> None:
    filled = [each.nr for each in plan().indsatser if each.ejer or each.maalsaetninger]

    assert filled == []


@pytest.mark.parametrize(
    ("goal_id", "deadline", "is_assumed"),
    [
        ("02-a", date(2026, 12, 31), False),  # the goal names 2025-2026
        ("02-c", date(2027, 12, 31), False),  # 2026-2027, the indsats ends in 2026
        ("07-a", date(2027, 12, 31), True),  # no year; the indsats runs 2026-2027
        ("11-a", date(2027, 12, 31), True),
        ("18-a", date(2026, 12, 31), False),  # 2026, though the indsats runs to 2027
        ("21-a", date(2026, 12, 31), True),  # open period: the year of the plan
        ("24-d", date(2026, 12, 31), True),
        ("25-a", date(2027, 12, 31), False),  # 2026-2027, though the indsats runs to 2028
    ],
)
def test_a_milestone_is_due_by_the_year_it_names_else_by_its_period(
    *, goal_id: str, deadline: date, is_assumed: bool
) -> None:
    assert (goal(goal_id).frist, goal(goal_id).antaget_frist) == (deadline, is_assumed)


def test_every_milestone_has_a_deadline() -> None:
    versions = [each.versions[0] for each in plan().goals.values()]

    assert all(each.frist for each in versions if isinstance(each, Milestone))


def test_the_two_promises_of_indsats_3_agree_only_for_a_baseline_of_156_to_160() -> None:
    share, pupils = goal("03-a").aendring, goal("03-b").aendring

    assert round(pupils / share, 1) == Decimal("157.9")  # 60 / 0.38 = 157.894…
    # 60/155 = 38.7 %, 60/156 = 38.46 %, 60/160 = 37.5 %, 60/161 = 37.3 %
    alike = [base for base in range(100, 300) if round(pupils / base, 2) == share]
    assert (alike[0], alike[-1]) == (156, 160)
    assert goal("03-b").samme_loefte_som == "03-a"


def test_110_aarselever_are_22000_days() -> None:
    days = catalog().schools["sosu_nord"].indstillinger.aarselev_dage

    assert goal("15-a").maaltal * days == 22_000  # 110 × 200


def test_the_subsidy_is_to_fall_and_the_deficit_is_held_against_the_budget() -> None:
    assert (goal("27-a").retning, goal("27-a").aendring) == ("ned", Decimal("-0.27"))
    assert goal("29-b").basis.kpi == "kpi_budget"
    assert (goal("29-b").basisaar, goal("29-b").til_aar) == (2026, 2026)
    assert goal("29-a").basisaar == 2025
    assert goal("26-b").afhaenger_af == "26-a"


def test_etu_stands_beside_the_pulse_surveys_and_is_never_mixed_in() -> None:
    beside = {each.kpi: each.aar for each in goal("08-a").ved_siden_af}

    assert goal("08-a").maaling.kpi == "kpi_trivsel_mikro"
    assert beside["kpi_trivsel_etu"] == 2024
    shown = {each.filter["indikator"][0] for each in goal("09-a").ved_siden_af}
    assert shown == set(catalog().codes["indikatorer"].codes)


@pytest.mark.parametrize(
    ("goal_id", "gap"),
    [
        ("s1-a", "-0.06"),  # 0.12 − 0.18
        ("s1-b", "0.411"),  # 0.60 − 0.189, SSA in week 15
        ("s1-c", "0.339"),  # 0.60 − 0.261, SSH
        ("s1-d", "0.492"),  # 0.60 − 0.108, PAU
        ("s1-e", "0.178"),  # 0.80 − 0.622, SSA at the end
        ("s1-f", "0.123"),  # 0.80 − 0.677, SSH
        ("s1-g", "0.229"),  # 0.80 − 0.571, PAU
    ],
)
def test_the_gaps_of_the_strategy_are_those_of_its_own_figures(goal_id: str, gap: str) -> None:
    each = sector_goal(goal_id)

    assert each.maaltal - each.dokumentets_tal["da"] == Decimal(gap)


def test_the_agreements_of_norddjurs_are_its_dimensioning() -> None:
    declared = {
        (*each.maaling.filter["kommune"], str(year), *each.maaling.filter["uddannelse"]): (
            each.maaltal
        )
        for each in (sector_goal("s2-a"), sector_goal("s2-b"))
        for year in range(each.fra_aar, each.til_aar + 1)
    }
    rows = catalog().codes["dimensionering"].rows

    assert declared == {row[:3]: Decimal(row[3]) for row in rows}
    missing = sector_goal("s2-a").maaltal - sector_goal("s2-a").dokumentets_tal["2020"]
    assert missing == 11  # 51 − 40


def test_the_other_documents_figures_are_context_and_no_target() -> None:
    assert sector_goal("s3-a").dokumentets_tal == {"kohorten 2018": Decimal("0.43")}
    assert sector_goal("s3-b").dokumentets_tal == {"kohorten 2018": Decimal("0.55")}
    fkbs = [each.filter["fkb_cosa"][0] for each in sector_goal("s4-a").ved_siden_af]
    assert fkbs == ["2222", "2223", "2629", "2769"]
    assert set(sector_goal("s4-a").dokumentets_tal.values()) == {27}
    assert {sector_goal(each).type for each in ("s3-a", "s3-b", "s4-a", "s4-b")} == {"intet"}


def test_every_kpi_is_measured_or_shown_beside_some_goal() -> None:
    named = {
        measure.kpi
        for _, holder in holders(catalog())
        for history in holder.maal
        for version in history.versions
        for _, measure in measures_of(version)
    }

    assert named == {f"kpi_{name}" for name in KPIS.split()}
