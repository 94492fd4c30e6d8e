"""Evidence: what is known of a goal's figures on a day, as the one who judges receives it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sosu_pipeline.declarations.goal import RelativeChange
from sosu_pipeline.progress.series import Series


class Uncertainty(StrEnum):
    """Where a figure's interval comes from; it follows from the unit."""

    TAELLING = "taelling"
    ANDEL = "andel"
    SKALA = "skala"
    MAANEDER = "maaneder"
    INGEN = "ingen"


MONEY = "kr."
_OTHER_THAN_COUNTS = {
    "andel": Uncertainty.ANDEL,
    "skala 1-5": Uncertainty.SKALA,
    MONEY: Uncertainty.MAANEDER,
    "årselever": Uncertainty.MAANEDER,
    "dage": Uncertainty.MAANEDER,
    "stk.": Uncertainty.INGEN,
}


@dataclass(frozen=True)
class Unit:
    """A KPI's unit, by the name its header gives; one that is not listed counts something."""

    navn: str

    @property
    def uncertainty(self) -> Uncertainty:
        """Return where the interval of a figure in this unit comes from."""
        return _OTHER_THAN_COUNTS.get(self.navn, Uncertainty.TAELLING)

    @property
    def only_adds_up(self) -> bool:
        """Tell whether a sum in this unit never falls again; money comes and goes."""
        return self.uncertainty in {Uncertainty.TAELLING, Uncertainty.MAANEDER} and (
            self.navn != MONEY
        )


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A goal's figures as of a day.

    ``data_date`` is how far the feeds reach, and nothing is judged beyond it. ``basis`` measures
    the baseline where another KPI does. ``late_feeds`` are those of ``sources`` that are older
    than their contract allows. ``waiting`` people still have time to count in the numerator.
    ``agrees_with`` is the other wording of the same promise, and ``rests_on`` says which setting
    the figure rests on.
    """

    as_of: date
    data_date: date | None
    series: Series
    unit: Unit
    basis: Series | None = None
    late_feeds: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    year_starts_in: int = 1
    waiting: int = 0
    agrees_with: RelativeChange | None = None
    rests_on: str | None = None


class Stage(StrEnum):
    """How far the register says that a milestone has come."""

    IKKE_BEGYNDT = "Ikke begyndt"
    I_GANG = "I gang"
    GENNEMFOERT = "Gennemført"


@dataclass(frozen=True, kw_only=True)
class MilestoneRow:
    """One line of the school's register; ``frist`` is the school's own and decides nothing."""

    milepael: str
    status: Stage
    frist: date | None = None
    opnaaet_dato: date | None = None
    dokumentation: str | None = None


@dataclass(frozen=True)
class Register:
    """What the school's register says of one goal."""

    rows: tuple[MilestoneRow, ...] = ()
