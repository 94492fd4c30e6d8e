"""What a trace says of one figure, as values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sosu_pipeline.audit.tracing.accounts import RowAccount


@dataclass(frozen=True)
class Step:
    """One step of a trace: two numbers that were found in two ways and have to be equal.

    ``venstre`` and ``hoejre`` are None where there are no numbers to show. ``om_tallet`` tells
    those that would show the figure itself, which are hidden with it.
    """

    navn: str
    tekst: str
    venstre: Decimal | int | None
    hoejre: Decimal | int | None
    holder: bool
    middel: str = ""
    om_tallet: bool = False


@dataclass(frozen=True, kw_only=True)
class Sums:
    """What the counted units of a figure add up to; ``med_raekker`` are those that rows made."""

    enheder: int
    med_raekker: int
    taeller: Decimal | None
    naevner: Decimal | None
    personer: int | None
    vaerdi: Decimal | None


@dataclass(frozen=True, kw_only=True)
class FileAccount:
    """One delivered file: what became of its lines, and how many stand behind the figure.

    ``foerste_linjer`` are the numbers of the first of those.
    """

    kilde: str
    levering: str
    filnavn: str
    sha256: str
    ankomst: date
    kontrakt_version: int
    status: str
    linjer: int
    accepteret: int
    karantaene: int
    erstattet: int
    bag_tallet: int
    foerste_linjer: Sequence[int]

    @property
    def holds(self) -> bool:
        """Tell whether every line is accounted for."""
        return self.linjer == self.accepteret + self.karantaene + self.erstattet


@dataclass(frozen=True, kw_only=True)
class LineRow:
    """One line of a file beside the row it went into, and why that row does not count."""

    regnskab: str
    tabel: str
    raekke: str
    person: str | None
    grund: str | None
    kilde: str
    filnavn: str
    linje: int
    sha256: str
    ankomst: date
    levering: str


@dataclass(frozen=True, kw_only=True)
class Way:
    """How an entity mart comes of what it reads: its rows' account and the steps that hold it."""

    regnskaber: Sequence[RowAccount]
    trin: Sequence[Step]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """The trace of one figure, from its definition to the files.

    ``egne_trin`` are the figure's own; the ways of the marts behind it have theirs.
    """

    titel: str
    kpi: str
    definition: Mapping[str, str]
    sums: Sums
    er_skjult: bool
    egne_trin: Sequence[Step]
    regnskaber: Sequence[RowAccount]
    vejen: Mapping[str, Way]
    filer: Sequence[FileAccount]
    karantaene: Mapping[tuple[str, str], int]
    linjer: Sequence[LineRow] | None

    @property
    def trin(self) -> list[Step]:
        """Return every step, the figure's own first."""
        return [*self.egne_trin, *(step for way in self.vejen.values() for step in way.trin)]

    @property
    def broken(self) -> list[Step]:
        """Return the steps that do not add up."""
        return [step for step in self.trin if not step.holder]
