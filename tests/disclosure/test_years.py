"""A year is decided alone as it is beside others: nothing of them but last year's sizes tells."""

from dataclasses import replace

import pytest

from sosu_pipeline.privacy.disclosure import Decision, Level, Published, hide_small
from tests.disclosure.nights import BUSY, draw_nights
from tests.disclosure.schools import draw_school

YEAR = 2026
SIZED = {Level.YEAR, Level.SCHOOL}


def alone(published: Published) -> Published:
    """Return the rows of one year, and of the year before what tells its sizes."""
    levels = {
        level: table if level in SIZED else table[table["aar"] == YEAR]
        for level, table in published.levels.items()
    }
    return replace(published, levels=levels)


def assert_same(some: Decision, every: Decision) -> None:
    for level, table in every.levels.items():
        one, other = (each[each["aar"] == YEAR] for each in (some.levels[level], table))
        assert len(one)
        assert one.reset_index(drop=True).equals(other.reset_index(drop=True)), level
    one_year = {goal: flags for goal, flags in every.goals.items() if goal.aar == YEAR}
    assert some.goals == one_year


@pytest.mark.parametrize("seed", range(8))
def test_a_year_of_a_first_night_is_decided_alone_as_beside_others(seed: int) -> None:
    school = draw_school(seed, BUSY)
    published = school.published()
    every, some = (hide_small(each, school.goals) for each in (published, alone(published)))
    assert_same(some, every)


@pytest.mark.parametrize("seed", range(8))
def test_a_year_that_has_a_night_before_is_decided_alone_as_beside_others(seed: int) -> None:
    nights = draw_nights(seed, YEAR)
    published = nights.second.published(hide_small(nights.first.published(), nights.first.goals))
    some, every = (hide_small(each, nights.second.goals) for each in (alone(published), published))
    assert_same(some, every)
