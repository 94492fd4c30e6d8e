"""Goals: what a plan promises, one frozen model per kind of promise."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self, TypeVar

from pydantic import BeforeValidator, Field, model_validator

from sosu_pipeline.declarations.model import Declaration, Name, broken_rule

GOAL_ID = r"^[a-z0-9]{2}(-[a-z0-9]+)?$"
GoalId = Annotated[str, Field(pattern=GOAL_ID)]
Year = Annotated[int, Field(ge=2000, le=2100)]


class Direction(StrEnum):
    """Which way is better."""

    OP = "op"
    NED = "ned"


class Value(StrEnum):
    """How a KPI's rows become one value: their sum, their ratio, or the latest figure."""

    SUM = "sum"
    FORHOLD = "forhold"
    SENESTE = "seneste"


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Measure(Declaration):
    """A KPI, the rows of it that count, and how they become a value.

    ``filter`` maps a dimension to the values that count; a single value may stand without a list.
    ``enhed`` is the value's unit where it is not the KPI's own: persons summed out of a share.
    """

    kpi: Name
    filter: dict[Name, Annotated[tuple[str, ...], BeforeValidator(_as_list)]] = Field(
        default_factory=dict
    )
    vaerdi: Value
    enhed: str | None = None


class Beside(Measure):
    """A figure shown beside a goal and never judged; ``aar`` fixes its year."""

    titel: str
    aar: Year | None = None


class _Goal(Declaration):
    """What every goal has: an id, words, and from when its wording holds and why.

    ``vilkaar`` are conditions the plan states, ``forbehold`` what the figure cannot say, and
    ``dokumentets_tal`` the figures its document gives, each by when or what it was.
    """

    id: GoalId
    titel: str
    gyldig_fra: date | None = None
    grund: str | None = None
    vilkaar: tuple[str, ...] = ()
    forbehold: tuple[str, ...] = ()
    ved_siden_af: tuple[Beside, ...] = ()
    dokumentets_tal: dict[str, Decimal] = Field(default_factory=dict)


class _Measured(_Goal):
    """A goal with a figure: what is measured, which way is better, by when."""

    maaling: Measure
    retning: Direction = Direction.OP

    @property
    def last_year(self) -> int:
        """Return the year whose last day is the deadline."""
        raise NotImplementedError


class _Yearly(_Measured):
    """A goal judged at the end of each year of a period, finally at its last day."""

    fra_aar: Year
    til_aar: Year

    @property
    def last_year(self) -> int:
        """Return the last year of the period."""
        return self.til_aar

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        _refuse(self.til_aar < self.fra_aar, "til_aar", "til_aar ligger før fra_aar", "byt dem om")
        return self


class _Change(_Measured):
    """A change from a baseline year to a target year."""

    basisaar: Year
    maalaar: Year
    aendring: Decimal

    @property
    def last_year(self) -> int:
        """Return the target year."""
        return self.maalaar

    @model_validator(mode="after")
    def _after_the_baseline(self) -> Self:
        _check_baseline(self.basisaar, before=self.maalaar, named="maalaar")
        astray = self.aendring == 0 or (self.aendring > 0) != (self.retning is Direction.OP)
        problem = "ændringen går ikke den vej, retning siger"
        _refuse(astray, "aendring", problem, "ret fortegnet eller retning")
        return self


class RelativeChange(_Change):
    """``aendring`` 0.25 asks for a quarter more than the baseline year.

    ``svarer_til_aar`` is a year whose level the plan says the target equals: shown, never judged.
    """

    type: Literal["relativ"]
    svarer_til_aar: Year | None = None


class AbsoluteChange(_Change):
    """``aendring`` 60 asks for sixty more; ``samme_loefte_som`` is the goal it must agree with."""

    type: Literal["absolut"]
    samme_loefte_som: GoalId | None = None


class Level(_Yearly):
    """A level to reach, in the KPI's own unit."""

    type: Literal["niveau"]
    maaltal: Decimal


class Share(_Yearly):
    """A share to reach, 0–1."""

    type: Literal["andel"]
    maaltal: Annotated[Decimal, Field(gt=0, le=1)]


class Range(_Yearly):
    """A range; from ``mindst`` it is met, above ``hoejst`` too."""

    type: Literal["interval"]
    mindst: Decimal
    hoejst: Decimal

    @model_validator(mode="after")
    def _bounds_in_order(self) -> Self:
        _refuse(self.hoejst < self.mindst, "hoejst", "hoejst er mindre end mindst", "byt dem om")
        return self


class BetterThanBaseline(_Yearly):
    """Better than the baseline year.

    ``basis`` measures the baseline by another KPI, which may then be of the same year.
    """

    type: Literal["bedre_end_basis"]
    basisaar: Year
    basis: Measure | None = None

    @model_validator(mode="after")
    def _after_the_baseline(self) -> Self:
        if self.basis is None:
            _check_baseline(self.basisaar, before=self.fra_aar, named="fra_aar")
        return self


class YearlyGrowth(_Yearly):
    """A relative growth every year of the period, compounded from the baseline year."""

    type: Literal["vaekst"]
    basisaar: Year
    aarlig: Annotated[Decimal, Field(gt=0)]

    @model_validator(mode="after")
    def _after_the_baseline(self) -> Self:
        _check_baseline(self.basisaar, before=self.fra_aar, named="fra_aar")
        return self


class Milestone(_Goal):
    """Something to be done by a day: ``frist``, or the last day of ``aar``, else of the period.

    ``antaget_frist`` is set when the plan is read: whether the goal itself names no time.
    """

    type: Literal["milepael"]
    aar: Year | None = None
    frist: date | None = None
    antaget_frist: bool = False
    afhaenger_af: GoalId | None = None

    def with_deadline(self, assumed: date) -> Self:
        """Return the milestone with ``frist`` written out: its own, or the one assumed."""
        frist = self.frist or (date(self.aar, 12, 31) if self.aar else assumed)
        is_assumed = self.frist is None and self.aar is None
        return self.model_copy(update={"frist": frist, "antaget_frist": is_assumed})


class NoGoal(_Goal):
    """Nothing promised; listed with the figures beside it."""

    type: Literal["intet"]


MeasuredGoal = (
    RelativeChange | AbsoluteChange | Level | Share | Range | BetterThanBaseline | YearlyGrowth
)
Goal = Annotated[MeasuredGoal | Milestone | NoGoal, Field(discriminator="type")]

Version = TypeVar("Version", bound=_Goal)


def in_force(versions: Sequence[Version], day: date) -> Version:
    """Return the version of a goal that holds on a day: the last begun, else the first."""
    begun = [each for each in versions if each.gyldig_fra is None or each.gyldig_fra <= day]
    return begun[-1] if begun else versions[0]


def _check_baseline(basisaar: int, *, before: int, named: str) -> None:
    problem = f"{named} ligger ikke efter basisaar"
    _refuse(basisaar >= before, named, problem, "ret et af årene")


def _refuse(is_wrong: bool, field: str, problem: str, remedy: str) -> None:  # noqa: FBT001
    if is_wrong:
        raise broken_rule(place=(field,), problem=problem, remedy=remedy)
