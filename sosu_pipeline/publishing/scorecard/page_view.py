"""From a publication's rows to the page: which goal stands where, each of them once."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import TypeVar

from sosu_pipeline.progress.status import Status
from sosu_pipeline.progress.words import written
from sosu_pipeline.publishing.publication import Publication
from sosu_pipeline.publishing.scorecard.goal_view import (
    Fact,
    GoalBasis,
    GoalShown,
    goal_id,
    show_goal,
)
from sosu_pipeline.publishing.scorecard.queries import SECTOR
from sosu_pipeline.publishing.scorecard.rows import AboutGoal, GoalKey, IndsatsRow, StarRows
from sosu_pipeline.publishing.scorecard.shown import AreaShown, IndsatsShown, PageShown, SharedGoal
from sosu_pipeline.publishing.scorecard.tables_view import show_around
from sosu_pipeline.publishing.scorecard.wording import UNKNOWN_OWNER, day, joined, years_of

SECTOR_TITLE = "Sektorens mål"

GoalsRow = TypeVar("GoalsRow", bound=AboutGoal)


def show_page(publication: Publication, rows: StarRows) -> PageShown:
    """Return a publication as the page shows it."""
    builder = PageBuilder(publication, rows)
    latest = max((goal.data_pr for goal in rows.goals if goal.data_pr), default=None)
    return PageShown(
        skole=joined(builder.schools.values(), " og "),
        pr_dato=written(publication.pr_dato),
        iso_dato=publication.pr_dato.isoformat(),
        data_pr=day(latest),
        publicering_id=publication.publicering_id,
        kode_version=publication.kode_version,
        areas=tuple(builder.areas()),
        sector=tuple(builder.sector()),
        around=show_around(rows),
    )


class PageBuilder:
    """Puts goals under their indsatser, and these under their focus areas."""

    def __init__(self, publication: Publication, rows: StarRows) -> None:
        """Gather what is known of every goal."""
        self._as_of, self._rows = publication.pr_dato, rows
        self._goals = {goal.key: goal for goal in rows.goals}
        self._years = _by_goal(rows.years)
        self._versions = _by_goal(rows.versions)
        self._beside = _by_goal(rows.beside)
        self._plans = {each.plan for each in rows.indsatser}
        self.schools = {goal.skole: goal.skole_navn for goal in rows.goals}

    def areas(self) -> Iterator[AreaShown]:
        """Yield every focus area, plan by plan, in its order."""
        where = attrgetter("skole", "plan", "fokusomraade")
        for (skole, plan, fokus), group in groupby(self._rows.indsatser, where):
            indsatser = list(group)
            titel = indsatser[0].fokusomraade_titel
            several = plan if len(self._plans) > 1 else ""
            yield AreaShown(
                id=f"fokus-{skole}-{plan}-{fokus}",
                fokus=fokus,
                titel=joined((self._school(skole), several, titel)),
                indsatser=tuple(self._indsats(each) for each in indsatser),
            )

    def sector(self) -> Iterator[AreaShown]:
        """Yield the goals of the sector's documents, school by school."""
        goals = (goal for goal in self._rows.goals if goal.fokusomraade == SECTOR)
        for skole, group in groupby(goals, attrgetter("skole")):
            yield AreaShown(
                id=f"fokus-{skole}-{SECTOR}",
                fokus=SECTOR,
                titel=joined((self._school(skole), SECTOR_TITLE)),
                goals=tuple(self._goal(goal.key, self._as_of.year) for goal in group),
            )

    def _school(self, skole: str) -> str:
        return self.schools[skole] if len(self.schools) > 1 else ""

    def _indsats(self, row: IndsatsRow) -> IndsatsShown:
        links = [
            (GoalKey(row.skole, row.plan, link.maal), link.er_egen)
            for link in self._rows.links
            if (link.plan, link.indsats) == (row.plan, row.indsats)
        ]
        from_year = row.periode_fra or self._as_of.year
        known = [(key, is_own) for key, is_own in links if key in self._goals]
        return IndsatsShown(
            id=f"indsats-{row.skole}-{row.plan}-{row.indsats}",
            nr=row.indsats,
            titel=row.titel,
            status=Status(row.status),
            facts=tuple(_facts(row)),
            goals=tuple(self._goal(key, from_year) for key, is_own in known if is_own),
            shared=tuple(self._shared(key) for key, is_own in known if not is_own),
        )

    def _goal(self, key: GoalKey, from_year: int) -> GoalShown:
        return show_goal(
            GoalBasis(
                row=self._goals[key],
                years=self._years.get(key, ()),
                versions=self._versions.get(key, ()),
                beside=self._beside.get(key, ()),
                as_of=self._as_of,
                from_year=from_year,
            )
        )

    def _shared(self, key: GoalKey) -> SharedGoal:
        row = self._goals[key]
        owner = next(
            link.indsats
            for link in self._rows.links
            if link.er_egen and (link.plan, link.maal) == (key.plan, key.maal)
        )
        return SharedGoal(
            id=goal_id(row),
            maal=row.maal,
            titel=row.titel,
            status=Status(row.status),
            ejes_af=owner,
        )


def _facts(row: IndsatsRow) -> Iterator[Fact]:
    yield Fact("Ejer", row.ejer or UNKNOWN_OWNER)
    yield Fact("Periode", years_of(row.periode_fra, row.periode_til))
    if row.overgaar_til_drift:
        yield Fact("Overgår til drift", row.overgaar_til_drift)


def _by_goal(rows: Iterable[GoalsRow]) -> dict[GoalKey, tuple[GoalsRow, ...]]:
    return {key: tuple(group) for key, group in groupby(rows, attrgetter("key"))}
