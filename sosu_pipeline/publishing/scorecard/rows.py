"""Rows as the publication has them, one frozen value per select of ``queries``."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class GoalKey(NamedTuple):
    """Which goal a row is about."""

    skole: str
    plan: str
    maal: str


@dataclass(frozen=True, kw_only=True)
class AboutGoal:
    """A row about one goal at one school."""

    skole: str
    plan: str
    maal: str

    @property
    def key(self) -> GoalKey:
        """Return which goal it is about."""
        return GoalKey(self.skole, self.plan, self.maal)


@dataclass(frozen=True, kw_only=True)
class GoalRow(AboutGoal):
    """A goal with what is said of it on the publication's night."""

    skole_navn: str
    titel: str
    fokusomraade: str
    type: str
    enhed: str | None
    loefte: str | None
    maaling: str | None
    kilder: str | None
    formel: str | None
    vilkaar: str | None
    graenser: str | None
    status: str
    grund: str | None
    basis: Decimal | None
    basis_er_foreloebig: bool | None
    vaerdi: Decimal | None
    maaltal: Decimal | None
    forventet_nu: Decimal | None
    prognose: Decimal | None
    prognose_fra: Decimal | None
    prognose_til: Decimal | None
    fremdrift: Decimal | None
    taeller: Decimal | None
    naevner: Decimal | None
    frist: date | None
    datadato: date | None
    rettelse: int | None
    rettelse_grund: str | None
    skjult_aarsag: str | None
    data_pr: date | None


@dataclass(frozen=True, kw_only=True)
class IndsatsRow:
    """An indsats with its status on the publication's night."""

    skole: str
    plan: str
    indsats: int
    titel: str
    fokusomraade: str
    fokusomraade_titel: str
    raekkefoelge: int
    periode_fra: int | None
    periode_til: int | None
    overgaar_til_drift: str | None
    ejer: str | None
    status: str


@dataclass(frozen=True, kw_only=True)
class LinkRow:
    """A goal of an indsats: its own, or one it shares with the indsats that owns it."""

    plan: str
    indsats: int
    maal: str
    er_egen: bool


@dataclass(frozen=True, kw_only=True)
class YearRow(AboutGoal):
    """A goal's measure in one year."""

    aar: int
    vaerdi: Decimal | None
    er_foreloebig: bool | None
    skjult_aarsag: str | None


@dataclass(frozen=True, kw_only=True)
class VersionRow(AboutGoal):
    """One wording of a goal."""

    gyldig_fra: date | None
    er_gaeldende: bool
    aarsag: str | None
    basisaar: int | None
    maalaar: int | None
    loefte: str | None


@dataclass(frozen=True, kw_only=True)
class BesideRow(AboutGoal):
    """A figure shown beside a goal."""

    titel: str
    aar: int | None
    enhed: str
    vaerdi: Decimal | None
    skjult_aarsag: str | None


@dataclass(frozen=True, kw_only=True)
class FeedRow:
    """How fresh and whole a feed is."""

    skole: str
    skole_navn: str
    kilde_titel: str
    datadato: date | None
    seneste_ankomst: date | None
    er_for_gammel: bool | None
    linjer: int | None
    karantaene: int | None
    karantaene_andel: Decimal | None
    svarandel: Decimal | None
    afviste_leveringer: int | None
    seneste_afvist_grund: str | None


@dataclass(frozen=True, kw_only=True)
class HiddenCellsRow:
    """How many figures of a table are hidden for one reason; shown ones have no reason."""

    titel: str
    aarsag: str
    celler: int


@dataclass(frozen=True, kw_only=True)
class ChangeRow:
    """A figure, or a goal's status, that moved since the publication before."""

    art: str
    navn: str
    titel: str
    opdeling: str
    aar: int | None
    enhed: str | None
    foer: Decimal | None
    efter: Decimal | None
    aarsag: str | None
    grund: str
    status_foer: str | None
    status_efter: str | None
    er_forvaerret: bool


@dataclass(frozen=True, kw_only=True)
class StarRows:
    """Everything the scorecard shows; ``changes`` is None where the publication tells of none."""

    goals: tuple[GoalRow, ...]
    indsatser: tuple[IndsatsRow, ...]
    links: tuple[LinkRow, ...]
    years: tuple[YearRow, ...]
    versions: tuple[VersionRow, ...]
    beside: tuple[BesideRow, ...]
    feeds: tuple[FeedRow, ...]
    hidden_cells: tuple[HiddenCellsRow, ...]
    changes: tuple[ChangeRow, ...] | None
