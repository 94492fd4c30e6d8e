"""The page as a value: focus areas with their indsatser, and counts of their statuses."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sosu_pipeline.progress.status import Status
from sosu_pipeline.publishing.scorecard.goal_view import Fact, GoalShown
from sosu_pipeline.publishing.scorecard.tables_view import AroundTheGoals


@dataclass(frozen=True, kw_only=True)
class SharedGoal:
    """A goal that is shown under the indsats that owns it."""

    id: str
    maal: str
    titel: str
    status: Status
    ejes_af: int


@dataclass(frozen=True, kw_only=True)
class IndsatsShown:
    """An indsats on the page."""

    id: str
    nr: int
    titel: str
    status: Status
    facts: tuple[Fact, ...]
    goals: tuple[GoalShown, ...]
    shared: tuple[SharedGoal, ...]


@dataclass(frozen=True, kw_only=True)
class AreaShown:
    """A focus area of a plan: its indsatser, or the sector's goals that have no indsats."""

    id: str
    fokus: str
    titel: str
    indsatser: tuple[IndsatsShown, ...] = ()
    goals: tuple[GoalShown, ...] = ()

    @property
    def counts(self) -> tuple[tuple[Status, int], ...]:
        """Return how many there are of every status that there is, worst first."""
        return count((*self.indsatser, *self.goals))


@dataclass(frozen=True, kw_only=True)
class PageShown:
    """Everything the page says; the times are the publication's own."""

    skole: str
    pr_dato: str
    iso_dato: str
    data_pr: str
    publicering_id: str
    kode_version: str
    areas: tuple[AreaShown, ...]
    sector: tuple[AreaShown, ...]
    around: AroundTheGoals

    @property
    def indsatser(self) -> tuple[IndsatsShown, ...]:
        """Return every indsats of every focus area."""
        return tuple(each for area in self.areas for each in area.indsatser)

    @property
    def goals(self) -> tuple[GoalShown, ...]:
        """Return every goal of every indsats, once."""
        return tuple(goal for each in self.indsatser for goal in each.goals)

    @property
    def sector_goals(self) -> tuple[GoalShown, ...]:
        """Return every goal of the sector's documents."""
        return tuple(goal for area in self.sector for goal in area.goals)

    @property
    def statuses(self) -> tuple[tuple[Status, int, int, int], ...]:
        """Return every status there is with its indsatser, their goals and the sector's goals."""
        indsatser, goals, sector = (
            dict(count(each)) for each in (self.indsatser, self.goals, self.sector_goals)
        )
        return tuple(
            (status, indsatser.get(status, 0), goals.get(status, 0), sector.get(status, 0))
            for status in Status
            if status in indsatser | goals | sector
        )

    @property
    def fokus(self) -> tuple[tuple[str, str], ...]:
        """Return the focus areas that can be chosen, by id and title."""
        titles: dict[str, str] = {}
        for area in (*self.areas, *self.sector):
            titles.setdefault(area.fokus, area.titel)
        return tuple(titles.items())


def count(shown: Iterable[IndsatsShown | GoalShown]) -> tuple[tuple[Status, int], ...]:
    """Return how many there are of every status that there is, worst first."""
    found = Counter(each.status for each in shown)
    return tuple((status, found[status]) for status in Status if found[status])
