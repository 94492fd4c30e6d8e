"""No small group that stands is found by a reader who has kept last night's publication."""

import pytest

from sosu_pipeline.privacy.disclosure import Level, hide_small, laying
from sosu_pipeline.privacy.disclosure.published import HIDDEN, KEYS, LEFT_OUT
from tests.disclosure.nights import draw_nights, kept_findings

YEAR = 2026
CHUNKS, IN_A_CHUNK = 6, 6
FOUND_BY_FORGETTING = (0, 4, 11, 15)
FOUND_WITHOUT_TWO_NIGHTS = (0, 1, 6)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_no_small_group_is_found_from_two_nights_in_any_of_six_schools(chunk: int) -> None:
    for seed in range(chunk * IN_A_CHUNK, (chunk + 1) * IN_A_CHUNK):
        nights = draw_nights(seed, YEAR)
        one = hide_small(nights.first.published(), nights.first.goals)
        two = hide_small(nights.second.published(one), nights.second.goals)
        assert list(kept_findings(nights, one, two, YEAR)) == [], seed


@pytest.mark.parametrize("seed", FOUND_BY_FORGETTING)
def test_small_groups_are_found_where_the_night_before_is_forgotten(seed: int) -> None:
    nights = draw_nights(seed, YEAR)
    one = hide_small(nights.first.published(), nights.first.goals)
    two = hide_small(nights.second.published(), nights.second.goals)
    assert list(kept_findings(nights, one, two, YEAR))


@pytest.mark.parametrize("seed", FOUND_WITHOUT_TWO_NIGHTS)
def test_small_groups_are_found_where_company_need_not_have_been_hidden_the_night_before(
    monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(laying, "_both_nights", lambda *_: None)
    nights = draw_nights(seed, YEAR)
    one = hide_small(nights.first.published(), nights.first.goals)
    two = hide_small(nights.second.published(one), nights.second.goals)
    assert list(kept_findings(nights, one, two, YEAR))


def test_what_was_hidden_and_stands_is_hidden_the_night_after() -> None:
    nights = draw_nights(4, YEAR)
    one = hide_small(nights.first.published(), nights.first.goals)
    two = hide_small(nights.second.published(one), nights.second.goals)
    for level in Level:
        key = list(KEYS[level])
        both = one.levels[level].merge(two.levels[level], on=key, suffixes=("", "_to"))
        stands = both["taeller"].eq(both["taeller_to"]) & (
            both["naevner"].fillna(0).eq(both["naevner_to"].fillna(0))
        )
        assert stands.any(), level
        for flag in (HIDDEN, LEFT_OUT):
            assert both.loc[stands & both[flag], f"{flag}_to"].all(), (level, flag)


def test_a_night_that_brings_nothing_hides_what_was_hidden_and_no_more() -> None:
    school = draw_nights(15, YEAR).second
    one = hide_small(school.published(), school.goals)
    two = hide_small(school.published(one), school.goals)
    for level in Level:
        assert one.levels[level].equals(two.levels[level]), level
    assert one.goals == two.goals
