"""Plans and documents: indsatser with their goals, each goal with all its versions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from sosu_pipeline.declarations.goal import Goal, GoalId, Milestone, Year, in_force
from sosu_pipeline.declarations.model import Declaration, Name, Place, broken_rule

CHANGES = "aendringer"
"""A goal's later versions in YAML: ``gyldig_fra``, ``grund`` and the fields that change."""


class GoalHistory(Declaration):
    """A goal in all its versions, the first one as the plan first put it."""

    versions: tuple[Goal, ...] = Field(min_length=1)

    @property
    def id(self) -> GoalId:
        """Return the id, which every version has."""
        return self.versions[0].id

    def on(self, day: date) -> Goal:
        """Return the version that holds on a day."""
        return in_force(self.versions, day)

    def with_deadline(self, assumed: date) -> Self:
        """Return the goal with the deadline of each milestone written out."""
        versions = tuple(
            each.with_deadline(assumed) if isinstance(each, Milestone) else each
            for each in self.versions
        )
        return self.model_copy(update={"versions": versions})

    @model_validator(mode="before")
    @classmethod
    def _overlay_changes(cls, entry: object) -> object:
        """Lay each change over the version before it."""
        if not isinstance(entry, dict) or isinstance(entry.get("versions"), tuple):
            return entry
        version = {field: value for field, value in entry.items() if field != CHANGES}
        versions = [version]
        changes = entry.get(CHANGES) or []
        for number, change in enumerate(changes if isinstance(changes, list) else [changes]):
            if not (isinstance(change, dict) and change.get("gyldig_fra") and change.get("grund")):
                raise broken_rule(
                    place=(CHANGES, number),
                    problem=f"en ændring af {entry.get('id')} har ikke både gyldig_fra og grund",
                    remedy="skriv, hvornår den gælder fra, og hvorfor",
                )
            version = version | change
            versions.append(version)
        return {"versions": versions}

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for number, (one, other) in enumerate(pairwise(self.versions)):
            place = (CHANGES, number)
            if other.id != one.id:
                problem, remedy = f"ændringen giver {one.id} et andet id", "slet id i ændringen"
                raise broken_rule(place=(*place, "id"), problem=problem, remedy=remedy)
            if (other.gyldig_fra or date.min) <= (one.gyldig_fra or date.min):
                problem = f"ændringerne af {one.id} står ikke i datoorden"
                remedy = "sæt den ældste først, hver med sin dag"
                raise broken_rule(place=(*place, "gyldig_fra"), problem=problem, remedy=remedy)
        return self


class GoalHolder(Declaration):
    """Something with goals, whose ids begin with its own ``mark``."""

    maal: tuple[GoalHistory, ...] = Field(min_length=1)

    @property
    def mark(self) -> str:
        """Return what every goal's id begins with."""
        raise NotImplementedError

    @model_validator(mode="after")
    def _ids_are_its_own(self) -> Self:
        seen: set[str] = set()
        for number, goal in enumerate(self.maal):
            place = ("maal", number, "id")
            if goal.id.split("-")[0] != self.mark:
                problem = f"målets id {goal.id} begynder ikke med {self.mark}"
                raise broken_rule(place=place, problem=problem, remedy="ret id'et eller flyt målet")
            if goal.id in seen:
                problem = f"to mål hedder {goal.id}"
                raise broken_rule(place=place, problem=problem, remedy="giv dem hver sit bogstav")
            seen.add(goal.id)
        return self


class Period(Declaration):
    """The years an indsats runs; open where ``til`` is left out."""

    fra: Year
    til: Year | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.til is not None and self.til < self.fra:
            raise broken_rule(place=("til",), problem="til ligger før fra", remedy="byt dem om")
        return self


class Indsats(GoalHolder):
    """One of a plan's numbered initiatives.

    ``ejer`` and ``maalsaetninger``, the numbers of the målsætninger it serves, are empty until the
    school fills them. ``delte_maal`` are goals that stand under another indsats and count there.
    """

    nr: Annotated[int, Field(ge=1, le=99)]
    titel: str
    fokusomraade: Name
    periode: Period
    overgaar_til_drift: str | None = None
    ejer: str | None = None
    maalsaetninger: tuple[Annotated[int, Field(ge=1)], ...] = ()
    bemaerkninger: tuple[str, ...] = ()
    delte_maal: tuple[GoalId, ...] = ()

    @property
    def mark(self) -> str:
        """Return the number on two digits."""
        return f"{self.nr:02}"

    def with_deadlines(self, plan_year: int) -> Self:
        """Return the indsats with every milestone's deadline; an open period ends with the plan."""
        assumed = date(self.periode.til or plan_year, 12, 31)
        return self.model_copy(
            update={"maal": tuple(goal.with_deadline(assumed) for goal in self.maal)}
        )


class Sektordokument(GoalHolder):
    """Another document's goals, which apply to every school."""

    dokument: Annotated[Name, Field(pattern=r"^s[0-9]$")]
    titel: str
    afsender: str

    @property
    def mark(self) -> str:
        """Return the document's id."""
        return self.dokument

    @model_validator(mode="after")
    def _promises_no_milestones(self) -> Self:
        for number, goal in enumerate(self.maal):
            if any(isinstance(each, Milestone) for each in goal.versions):
                problem = f"{goal.id} er en milepæl, og et sektordokument har intet register"
                raise broken_rule(
                    place=("maal", number, "type"), problem=problem, remedy="lad det stå i en plan"
                )
        return self


@dataclass(frozen=True)
class Plan:
    """A school's plan for a year: a folder with one file per indsats."""

    skole: str
    aar: int
    indsatser: tuple[Indsats, ...]

    @property
    def name(self) -> str:
        """Return the name of the folder."""
        return f"{self.skole}_{self.aar}"

    @cached_property
    def goals(self) -> dict[str, GoalHistory]:
        """Return every goal by id, once each, in the order of the plan."""
        return {goal.id: goal for indsats in self.indsatser for goal in indsats.maal}

    def goals_of(self, indsats: Indsats) -> Iterator[GoalHistory]:
        """Yield an indsats' own goals and then the shared ones."""
        yield from indsats.maal
        yield from (self.goals[goal_id] for goal_id in indsats.delte_maal)


def goal_place(number: int, version: int, *rest: str | int) -> Place:
    """Return where a version of the goal at that number stands in its YAML file."""
    change = (CHANGES, version - 1) if version else ()
    return ("maal", number, *change, *rest)


def place_in_yaml(place: Place) -> Place:
    """Turn a place in the model into the place in the YAML file it was read from."""
    match place:
        case ("maal", int(number), "versions", int(version)):
            return goal_place(number, version)
        case ("maal", int(number), "versions", int(version), _, *rest):
            return goal_place(number, version, *rest)
    return place
