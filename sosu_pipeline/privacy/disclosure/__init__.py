"""Small groups on the way out: which published cells are hidden so that none can be found.

Here belong the cells of one year and school laid out as a sheet, the worlds that an attacker must
hold possible, and the choice of company for small groups. Reading marts, writing figures as NULL
and the words of the reason do not belong here.
"""

from sosu_pipeline.privacy.disclosure.deciding import hide_small
from sosu_pipeline.privacy.disclosure.published import (
    Decision,
    GoalFigure,
    GoalYear,
    HiddenGoal,
    Level,
    Published,
)

__all__ = [
    "Decision",
    "GoalFigure",
    "GoalYear",
    "HiddenGoal",
    "Level",
    "Published",
    "hide_small",
]
