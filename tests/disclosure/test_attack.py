"""No small group is found from what is published, and each rule of the defender is needed for it."""

from collections.abc import Callable

import numpy as np
import pytest

from sosu_pipeline.privacy.disclosure import hide_small, kin, laying, outcome
from sosu_pipeline.privacy.disclosure.kin import Kinship
from tests.disclosure.finding import findings_of
from tests.disclosure.schools import draw_school

YEAR = 2026
CHUNKS, IN_A_CHUNK = 20, 10


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


def _nobody_is_kin(*_: object) -> bool:
    return False


def _nothing(*_: object) -> None:
    return None


def _without_months(sheet: outcome.Sheet) -> bool:
    outcome.accompany_years(sheet)
    outcome.accompany_cells(sheet)
    return not sheet.has_failed
