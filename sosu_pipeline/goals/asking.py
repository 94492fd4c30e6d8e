"""What is asked of a school on a day: the goals of its plans and of the sector."""

from dataclasses import dataclass
from datetime import date

from sosu_pipeline.declarations.catalog import Catalog
from sosu_pipeline.declarations.goal import Goal
from sosu_pipeline.declarations.school import School

SECTOR = "sektor"
GoalKey = tuple[str, str]
"""A goal's plan and id: another plan may have a goal of the same id."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A goal as it is asked of a school on a day: its plan, or the sector, and its version."""

    plan: str
    indsats: int | None
    fokusomraade: str | None
    goal: Goal

    @property
    def key(self) -> GoalKey:
        """Return what tells it from every other goal that is asked of the school."""
        return self.plan, self.goal.id


def asked_of(catalog: Catalog, school: School, day: date) -> list[Asked]:
    """Return every goal of a school's plans and of the sector, as they were worded on a day."""
    of_plans = [
        Asked(plan=plan.name, indsats=each.nr, fokusomraade=each.fokusomraade, goal=goal.on(day))
        for plan in catalog.plans_for(school)
        for each in plan.indsatser
        for goal in each.maal
    ]
    of_sector = [
        Asked(plan=SECTOR, indsats=None, fokusomraade=None, goal=goal.on(day))
        for document in catalog.sector
        for goal in document.maal
    ]
    return of_plans + of_sector
