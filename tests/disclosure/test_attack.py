"""No small group is found from what is published, and each of the defender's rules is needed."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sosu_pipeline.privacy.disclosure import Level, family, hide_small, kin, outcome
from tests.disclosure.finding import findings_of
from tests.disclosure.schools import draw_school

YEAR = 2026
CHUNKS, IN_A_CHUNK = 12, 10


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_no_small_group_is_found_in_any_of_ten_schools(chunk: int) -> None:
    for seed in range(chunk * IN_A_CHUNK, (chunk + 1) * IN_A_CHUNK):
        school = draw_school(seed)
        decision = hide_small(school.published(), school.goals)
        assert list(findings_of(school, decision, YEAR)) == [], seed


def test_small_groups_are_found_where_they_are_hidden_without_company() -> None:
    found = 0
    for seed in range(6):
        school = draw_school(seed)
        decision = hide_small(school.published(), school.goals, with_company=False)
        found += len(list(findings_of(school, decision, YEAR)))
    assert found > 20


def _none(*_: object) -> None:
    return None


def _no_kin(*_: object) -> bool:
    return False


def _everything(of: family.Family, level: Level, *_: object) -> np.ndarray:
    return np.ones(of.axes.size_of(level))


def _never_told(of: family.Family, level: Level, _members: object) -> np.ndarray:
    return np.zeros((len(of.atoms.parts), of.axes.size_of(level)), dtype=bool)


RULES = [
    pytest.param(kin, "_are_kin", _no_kin, (0, 1), id="kin are hidden alike"),
    pytest.param(outcome, "accompany_years", _none, (1, 3), id="years get company"),
    pytest.param(outcome, "accompany_cells", _none, (0, 1), id="cells get company"),
    pytest.param(family.Family, "share", _everything, (0, 3), id="a published row has somebody"),
    pytest.param(family.Family, "told", _never_told, (13, 14), id="numerators are not pinned"),
]


@pytest.mark.parametrize(("owner", "rule", "instead", "seeds"), RULES)
def test_small_groups_are_found_when_a_rule_is_taken_out(
    monkeypatch: pytest.MonkeyPatch,
    owner: object,
    rule: str,
    instead: Callable[..., object],
    seeds: tuple[int, ...],
) -> None:
    monkeypatch.setattr(owner, rule, instead)
    schools = [draw_school(seed) for seed in seeds]

    found = [
        finding
        for school in schools
        for finding in findings_of(school, hide_small(school.published(), school.goals), YEAR)
    ]

    assert found


@pytest.mark.parametrize("seed", [0, 1])
def test_small_groups_are_found_when_the_goals_are_forgotten(seed: int) -> None:
    school = draw_school(seed)
    decision = hide_small(school.published(), [])
    assert list(findings_of(school, decision, YEAR))


def test_the_same_figures_are_hidden_alike_whatever_their_order() -> None:
    school = draw_school(3)
    published = school.published()
    turned = replace(
        published,
        levels={
            level: table.sample(frac=1, random_state=1) for level, table in published.levels.items()
        },
    )

    one, other = (hide_small(each, school.goals) for each in (published, turned))

    for level in Level:
        pd.testing.assert_frame_equal(one.levels[level], other.levels[level])
    assert one.goals == other.goals


def test_a_new_year_leaves_what_was_hidden_before_as_it_was() -> None:
    school = draw_school(4)
    before = replace(school, units=school.units[school.units["aar"] < YEAR])

    now = hide_small(school.published(), school.goals)
    then = hide_small(before.published(), school.goals)

    for level, table in then.levels.items():
        unchanged = now.levels[level][now.levels[level]["aar"] < YEAR].reset_index(drop=True)
        pd.testing.assert_frame_equal(unchanged, table)
