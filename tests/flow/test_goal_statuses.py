"""The status of every goal on nights of four years is what plain reckoning finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.flow.drawn import draw_school
from tests.flow.reckoned import Key, Row, said_of
from tests.nights import SCHOOL, Home, completed, delivery
from tests.oracle.plain_status import Said

TO_THE_GOALS = ("raw", "staging", "marts", "maal")
LAST = date(2028, 1, 31)
NIGHTS = [
    date(2026, 12, 15),  # most feeds came last in September and are too old
    date(2027, 4, 15),
    date(2025, 1, 15),
    LAST,
    date(2026, 1, 15),
    date(2027, 10, 15),
    date(2026, 7, 15),
    date(2027, 1, 15),
]
"""Not in the order of the calendar: a night must not depend on those that ran before it."""
OTHER_PLAN = f"{SCHOOL}_2027/03.yaml"
GF2 = {"kpi": "kpi_optag", "filter": {"uddannelsesdel": "GF2"}, "vaerdi": "sum"}
AMU = {"kpi": "kpi_amu_aarselever", "vaerdi": "sum"}
SUPPORT = {"kpi": "kpi_sprogstoette", "vaerdi": "sum", "enhed": "personer"}
ROBOTS = {"kpi": "kpi_register", "filter": {"maal": "20-a"}, "vaerdi": "seneste", "enhed": "stk."}
CHANGE = {"basisaar": 2026, "maalaar": 2027}
BOTH_YEARS = {"fra_aar": 2026, "til_aar": 2027}
OTHER_GOALS: Sequence[Row] = [
    {"type": "relativ", "maaling": GF2, **CHANGE, "aendring": 0.05},
    {"type": "absolut", "maaling": GF2, **CHANGE, "aendring": 3},
    {"type": "absolut", "maaling": GF2, **CHANGE, "aendring": 24},
    {"type": "absolut", "maaling": GF2, **CHANGE, "aendring": 100},
    {"type": "niveau", "maaling": AMU, **BOTH_YEARS, "maaltal": 3},
    {"type": "niveau", "maaling": AMU, **BOTH_YEARS, "maaltal": 5},
    {"type": "vaekst", "maaling": SUPPORT, "basisaar": 2025, **BOTH_YEARS, "aarlig": 1.0},
    {"type": "interval", "maaling": ROBOTS, **BOTH_YEARS, "mindst": 6, "hoejst": 7},
]
"""A second plan beside the school's own, with the same ids, that asks what a small school can."""
SHORTENED = date(2027, 3, 1)
ROBOT_GOAL = f"{SCHOOL}_2026", "20-a"
FEWER_ROBOTS = {"maal": "20-a", "dato": "2026-12-31", "vaerdi": "3"}
CAME_LATE, RETOLD = date(2027, 1, 10), date(2027, 10, 15)
REASON = "Robotterne er talt om."
JUDGED = {"paa_sporet", "i_risiko", "bagud", "naaet", "ikke_naaet", "mangler_data", "ikke_startet"}
STATUSES = {
    **dict.fromkeys(
        ["relativ", "absolut", "bedre_end_basis", "vaekst"], JUDGED | {"baseline_opbygges"}
    ),
    **dict.fromkeys(["niveau", "andel"], JUDGED),
    "interval": JUDGED - {"i_risiko"},  # the latest figure of the register is not uncertain
    "milepael": JUDGED - {"ikke_naaet"},  # one can still be met when it is overdue
    "intet": {"intet_maal"},
}
"""Every status that a goal of each type can have."""


@dataclass(frozen=True)
class Night:
    """What a night said of every goal, and what plain reckoning says."""

    rows: Mapping[Key, Row]
    said: Mapping[Key, Said]


@dataclass(frozen=True)
class Kept:
    """What is held of every night to a date, and the goals that its run would judge otherwise."""

    rows: Mapping[tuple[date, Key], Row]
    otherwise: set[Key]
    ledger: Sequence[Row]


@dataclass(frozen=True)
class Story:
    """The nights by their date; one of them again, and another after a correction came late."""

    nights: Mapping[date, Night]
    again: Kept
    late: Kept
    corrected: Kept


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Draw a school, judge its goals on all the nights, and tell two of them again."""
    home = Home(tmp_path_factory.mktemp("hjem"))
    draw_school(home.root / "landing", rod=0, fra=2023, pr_dato=LAST)
    declared = home.copy_declarations()
    declare(declared / "indsatser")
    nights = {day: run(home, declared, day) for day in NIGHTS}
    again = run_again(home, NIGHTS[0])
    home.drop("registertal", "rettet.csv", delivery("registertal", FEWER_ROBOTS), day=CAME_LATE)
    late = run_again(home, RETOLD)
    return Story(nights, again, late, corrected=run_again(home, RETOLD, rettelse=REASON))


def declare(plans: Path) -> None:
    """Lay a second plan beside the school's own, and let a goal of that end earlier than it did."""
    other = plans / OTHER_PLAN
    other.parent.mkdir()
    goals = [
        {"id": f"03-{letter}", "titel": f"Mål {letter}", **goal}
        for letter, goal in zip("abcdefgh", OTHER_GOALS, strict=True)
    ]
    head = {"titel": "En plan mere", "fokusomraade": "rekruttering", "periode": {"fra": 2027}}
    write(other, {"nr": 3, **head, "maal": goals})
    file = plans / f"{SCHOOL}_2026" / "11.yaml"
    holder = yaml.safe_load(file.read_text("utf-8"))
    (growth,) = (goal for goal in holder["maal"] if goal["type"] == "vaekst")
    growth["aendringer"] = [{"gyldig_fra": SHORTENED, "grund": "Kortere frist.", "til_aar": 2027}]
    write(file, holder)


def write(file: Path, holder: Row) -> None:
    file.write_text(yaml.safe_dump(dict(holder), allow_unicode=True, sort_keys=False), "utf-8")


def run(home: Home, declared: Path, day: date) -> Night:
    """Run a night as far as its goals, and judge them once more."""
    completed(home.run(day, steps=TO_THE_GOALS))
    rows = home.query(f"from marts.maal_status where dato = '{day}' and skole = '{SCHOOL}'")
    return Night(
        rows={(row["plan"], row["maal"]): row for row in rows},
        said=said_of(home, declared, day),
    )


def run_again(home: Home, day: date, *, rettelse: str = "") -> Kept:
    """Run a night again and take down all that is held of the nights until then."""
    completed(home.run(day, steps=TO_THE_GOALS, rettelse=rettelse))
    rows = home.query(f"from marts.maal_status where skole = '{SCHOOL}'")
    otherwise = home.query("from marts.maal_status_afvigelser")
    return Kept(
        rows={(row["dato"], (row["plan"], row["maal"])): row for row in rows},
        otherwise={(row["plan"], row["maal"]) for row in otherwise},
        ledger=home.query("from marts.maal_status_historik where rettelse > 0"),
    )


@pytest.mark.parametrize("day", sorted(NIGHTS), ids=str)
def test_every_goal_has_the_status_and_figures_of_plain_reckoning(story: Story, day: date) -> None:
    night = story.nights[day]
    found = {key: Said(*(row[each] for each in Said._fields)) for key, row in night.rows.items()}
    assert as_shown(found) == as_shown(night.said)


def test_every_kind_of_goal_passes_through_every_status_it_can_have(story: Story) -> None:
    reached: dict[str, set[str]] = {kind: set() for kind in STATUSES}
    for night in story.nights.values():
        for row in night.rows.values():
            reached[row["type"]].add(row["status"])
    assert reached == STATUSES


def test_a_changed_goal_is_judged_by_the_words_of_each_night(story: Story) -> None:
    deadlines = {
        day: night.rows[f"{SCHOOL}_2026", "11-b"]["frist"].year
        for day, night in story.nights.items()
    }
    assert {day for day, year in deadlines.items() if year == 2027} == {
        day for day in NIGHTS if day >= SHORTENED
    }


def test_a_goal_is_not_taken_for_another_plans_of_the_same_id(story: Story) -> None:
    row = story.nights[RETOLD].rows[f"{SCHOOL}_2026", "03-b"]
    assert "hvor 03-a lover 38 %" in row["grund"]  # in the other plan 03-a promises 5 %


def test_a_night_run_again_after_later_ones_says_what_it_said(story: Story) -> None:
    assert story.again.rows == told(story, NIGHTS[0])
    assert story.again.otherwise == set()


def test_a_late_correction_rewrites_no_night_and_is_told(story: Story) -> None:
    assert story.late.rows == told(story, RETOLD)
    assert story.late.otherwise == {ROBOT_GOAL}
    assert story.late.ledger == []


def test_a_declared_correction_is_a_row_beside_what_it_corrects(story: Story) -> None:
    (corrected,) = story.corrected.ledger
    assert (corrected["rettelse"], corrected["rettelse_grund"]) == (1, REASON)
    assert (corrected["aktuel"], corrected["status"]) == (3, "ikke_naaet")
    assert story.corrected.rows == told(story, RETOLD) | {(RETOLD, ROBOT_GOAL): corrected}
    assert story.corrected.otherwise == set()


def told(story: Story, to: date) -> Mapping[tuple[date, Key], Row]:
    """Return what the nights to a date said when each of them was first run."""
    return {
        (day, key): row
        for day, night in story.nights.items()
        if day <= to
        for key, row in night.rows.items()
    }


def as_shown(said: Mapping[Key, Said]) -> Mapping[Key, Sequence[Any]]:
    """Return statuses with their figures to six decimals."""
    return {
        key: (status, *(None if each is None else round(float(each), 6) for each in figures))
        for key, (status, *figures) in said.items()
    }
