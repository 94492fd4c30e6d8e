"""The audit page as values: everything the template writes, as text or as ready numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sosu_pipeline.audit.revision.outcomes import CheckOutcome
from sosu_pipeline.progress.status import Status


class Fact(NamedTuple):
    """A term and what it is."""

    navn: str
    tekst: str


class StepShown(NamedTuple):
    """A step: what has to be equal, the two numbers where they may be told, and if it holds."""

    navn: str
    tekst: str
    tal: str
    holder: bool


class CountShown(NamedTuple):
    """A count of rows with what it is of, and the codes where it stands for reasons."""

    tekst: str
    koder: tuple[str, ...]
    antal: str


class AccountShown(NamedTuple):
    """The account of one table: its counts, and its total where it may be told."""

    tabel: str
    dele: tuple[CountShown, ...]
    i_alt: str


@dataclass(frozen=True, kw_only=True)
class FileLink:
    """A file behind a figure: its place in the row account, and how many lines."""

    id: str
    navn: str
    antal: str
    linjer: str


@dataclass(frozen=True, kw_only=True)
class FigureShown:
    """One figure of a goal with its trace."""

    id: str
    titel: str
    er_skjult: bool
    definition: tuple[Fact, ...]
    summer: tuple[Fact, ...]
    trin: tuple[StepShown, ...]
    regnskaber: tuple[AccountShown, ...]
    filer: tuple[FileLink, ...]
    kilder: tuple[str, ...]
    veje: tuple[str, ...]

    @property
    def gaar_op(self) -> bool:
        """Tell whether every step holds."""
        return all(step.holder for step in self.trin)


class RegisterShown(NamedTuple):
    """A line of the register behind a milestone."""

    milepael: str
    status: str
    frist: str
    dokumenteret: str
    fil_id: str
    fil: str
    linje: int


@dataclass(frozen=True, kw_only=True)
class GoalShown:
    """A goal: what is published of it, and what stands behind it."""

    id: str
    maal: str
    titel: str
    hvor: str
    status: Status
    loefte: str
    grund: str
    fakta: tuple[Fact, ...]
    tal: tuple[FigureShown, ...]
    register: tuple[RegisterShown, ...]
    uden_tal: str

    @property
    def gaar_op(self) -> bool:
        """Tell whether every step behind it holds."""
        return all(figure.gaar_op for figure in self.tal)


@dataclass(frozen=True, kw_only=True)
class WayShown:
    """How a table of the warehouse comes of what it reads."""

    id: str
    tabel: str
    trin: tuple[StepShown, ...]
    regnskaber: tuple[AccountShown, ...]


class QuarantineShown(NamedTuple):
    """The lines of a file that a rule refused."""

    regel: str
    tekst: str
    linjer: str
    numre: str


class BehindShown(NamedTuple):
    """A figure that lines of a file stand behind."""

    id: str
    titel: str
    antal: str
    linjer: str


@dataclass(frozen=True, kw_only=True)
class FileShown:
    """One delivered file with its row account."""

    id: str
    filnavn: str
    ankomst: str
    version: str
    status: str
    sha256: str
    tal: tuple[str, ...]
    gaar_op: bool
    karantaene: tuple[QuarantineShown, ...]
    bag: tuple[BehindShown, ...]


@dataclass(frozen=True, kw_only=True)
class FeedShown:
    """A feed with its files."""

    kilde: str
    i_alt: tuple[str, ...]
    gaar_op: bool
    filer: tuple[FileShown, ...]


class RefusedShown(NamedTuple):
    """A delivery that was refused."""

    ankomst: str
    filer: str
    tekst: str
    middel: str


class TableShown(NamedTuple):
    """A published table's file."""

    navn: str
    fil: str
    raekker: int
    sha256: str
    indhold: str


class MoveShown(NamedTuple):
    """A figure or status that moved since readers last looked."""

    hvad: str
    foer: str
    efter: str
    heraf: str
    grund: str


class Drawing(NamedTuple):
    """A table's ancestry as SVG."""

    tabel: str
    svg: str


@dataclass(frozen=True, kw_only=True)
class PageShown:
    """The whole page."""

    skole: str
    pr_dato: str
    publicering_id: str
    manifest: tuple[Fact, ...]
    datadatoer: tuple[Fact, ...]
    dato: StepShown
    tabeller: tuple[TableShown, ...]
    maal: tuple[GoalShown, ...]
    veje: tuple[WayShown, ...]
    kilder: tuple[FeedShown, ...]
    afviste: tuple[RefusedShown, ...]
    kontroller: Sequence[CheckOutcome]
    aendringer: tuple[MoveShown, ...] | None
    tegninger: tuple[Drawing, ...]
    smaa: str

    @property
    def brudte(self) -> list[tuple[str, str, StepShown]]:
        """Return each step that does not hold, with the place it stands and whose it is."""
        places = [
            *((figure.id, figure.titel, figure.trin) for goal in self.maal for figure in goal.tal),
            *((way.id, way.tabel, way.trin) for way in self.veje),
            ("manifest", "Publiceringen", (self.dato,)),
        ]
        return [
            (place, of, step) for place, of, steps in places for step in steps if not step.holder
        ]
