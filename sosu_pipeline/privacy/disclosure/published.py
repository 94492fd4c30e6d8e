"""What is published about people, as tables: the figures at four levels, and what hides them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import pandas as pd

PLACE = ("uddannelse", "uddannelsesdel")
BLOCK = ("kpi", "skole", "aar", "opdeling")
HIDDEN, LEFT_OUT = "er_skjult", "er_udeladt"
FIGURES = ("taeller", "naevner", "personer")
BEFORE = {name: f"foer_{name}" for name in (*FIGURES, HIDDEN, LEFT_OUT)}
"""The columns that tell what was decided of a row on the night before, and on which figures."""
SHARE_UNIT, SCALE_UNIT = "andel", "skala 1-5"
WELLBEING = "trivsel"


class Level(StrEnum):
    """How finely a table of figures is split."""

    CELL = "celle"
    MONTH = "maaned"
    YEAR = "aar"
    SCHOOL = "skole"


KEYS: Mapping[Level, tuple[str, ...]] = {
    Level.CELL: (*BLOCK, "maaned", *PLACE, "afdeling"),
    Level.MONTH: (*BLOCK, "maaned"),
    Level.YEAR: (*BLOCK, *PLACE),
    Level.SCHOOL: BLOCK,
}


@dataclass(frozen=True, kw_only=True)
class Published:
    """The figures of every key figure at four levels, and the words that decide how to hide them.

    Each table of ``levels`` has the level's ``KEYS``, ``taeller, naevner, personer`` and what was
    decided of the row on the night before (``BEFORE``), NULL where it was not there. A year without
    cells is there for its sizes, and nothing is decided of it. ``kpis`` has ``kpi, enhed,
    graense``, and what holds of all its cells in any year: ``har_naevner``, ``er_inden_for`` (no
    numerator is above its denominator) and ``er_opdelt``. ``limits`` has ``skole, personer,
    trivsel``, the fewest people of a shown figure, empty where it is not known. ``goals`` are the
    goals' flags of the night before.
    """

    levels: Mapping[Level, pd.DataFrame]
    kpis: pd.DataFrame
    limits: pd.DataFrame
    goals: "Mapping[GoalYear, HiddenGoal]"


@dataclass(frozen=True, kw_only=True)
class GoalFigure:
    """A figure of a goal: the rows of a key figure that are summed for it, None meaning all.

    ``name`` tells it from every other one.
    """

    name: tuple[str, ...]
    kpi: str
    uddannelse: tuple[str, ...] | None = None
    uddannelsesdel: tuple[str, ...] | None = None
    opdeling: tuple[str, ...] | None = None

    def counts(self, kpi: str, opdeling: str) -> bool:
        """Tell whether a key figure's rows of an opdeling count."""
        return kpi == self.kpi and (self.opdeling is None or opdeling in self.opdeling)

    def holds(self, uddannelse: str, uddannelsesdel: str) -> bool:
        """Tell whether a group's rows count."""
        return (self.uddannelse is None or uddannelse in self.uddannelse) and (
            self.uddannelsesdel is None or uddannelsesdel in self.uddannelsesdel
        )


class GoalYear(NamedTuple):
    """A goal figure's name, its school and a year."""

    navn: tuple[str, ...]
    skole: str
    aar: int


class HiddenGoal(NamedTuple):
    """Whether a year's figure is hidden, and whether its way through the year is."""

    aar_er_skjult: bool
    maaneder_er_skjult: bool


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Which rows are hidden: per level its keys, figures and flags; and the goals' figures.

    Rows that are ``er_udeladt`` are not to be published at all, since a row tells of somebody.
    ``goals`` tells it of each goal figure's years; one that is not there is shown.
    """

    levels: Mapping[Level, pd.DataFrame]
    goals: Mapping[GoalYear, HiddenGoal]
