"""Totals over some groups of a family: those of goals, and of members that have but some."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sosu_pipeline.privacy.disclosure.family import Family
from sosu_pipeline.privacy.disclosure.published import GoalFigure, HiddenGoal, Level
from sosu_pipeline.privacy.disclosure.sheet import Total
from sosu_pipeline.privacy.disclosure.small import Judged

GOAL = "maal"
SHOWN = HiddenGoal(aar_er_skjult=False, maaneder_er_skjult=False)
GoalsBefore = Mapping[tuple[str, ...], HiddenGoal]
"""What was hidden of the goals' year on the night before; one that is not there was shown."""


def totals_of(
    family: Family, judged: Judged, goals: Sequence[GoalFigure], before: GoalsBefore
) -> Iterator[Total]:
    """Yield the totals of a family's year, held against the night before."""
    for member, groups in family.groups.items():
        if not groups.all():
            yield _of_member(family, member)
    for goal in goals:
        total = _of_goal(family, judged, goal, before.get(goal.name, SHOWN))
        if total is not None:
            yield total


def _of_member(family: Family, member: int) -> Total:
    """Return the school's totals of a member that has but some of the groups."""

    def any_of(level: Level, name: str) -> bool:
        return bool(family.axes.any_of(level, name, [member]).any())

    was = HiddenGoal(
        aar_er_skjult=not any_of(Level.SCHOOL, "vistes"),
        maaneder_er_skjult=not any_of(Level.MONTH, "vistes"),
    )
    return Total(
        name=(str(member),),
        groups=family.groups[member],
        months=not family.hidden(Level.MONTH, [member]).any(),
        year=not family.hidden(Level.SCHOOL, [member]).any(),
        has_known_months=any_of(Level.MONTH, "er_kendt"),
        has_known_year=any_of(Level.SCHOOL, "er_kendt"),
        before=was if any_of(Level.SCHOOL, "fandtes") else None,
    )


def _of_goal(family: Family, judged: Judged, goal: GoalFigure, was: HiddenGoal) -> Total | None:
    """Return a goal's total over the groups of this family; it stands where its cells do."""
    axes = family.axes
    counted = [each for each in axes.members if goal.counts(*judged.members[each])]
    if not counted:
        return None
    inside = np.logical_or.reduce([family.groups[member] for member in counted])
    inside &= [goal.holds(*judged.places[place]) for place in axes.places]
    if not inside.any():
        return None
    there, changed = (
        bool(axes.any_of(Level.CELL, name)[inside[axes.row]].any()) for name in ("fandtes", "er_ny")
    )
    stands = there and not changed
    return Total(
        name=(GOAL, *goal.name),
        groups=inside,
        months=not (stands and was.maaneder_er_skjult),
        year=not (stands and was.aar_er_skjult),
        has_known_months=stands and not was.maaneder_er_skjult,
        has_known_year=stands and not was.aar_er_skjult,
        before=was if there else None,
    )
