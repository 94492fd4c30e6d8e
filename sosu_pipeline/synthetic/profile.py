"""How the rest is drawn, and all of ``data/syntetisk/*.yaml`` as one profile."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import Field

from sosu_pipeline.declarations.model import Declaration
from sosu_pipeline.declarations.reading import read_declaration
from sosu_pipeline.synthetic.chance import ByYear, Share, Weights
from sosu_pipeline.synthetic.days import Rhythm
from sosu_pipeline.synthetic.pupil_profile import Aftaler, Ansoegninger, Forloeb, Skole, Stoette


class Amu(Declaration):
    """Adult training and FVU (``amu.yaml``)."""

    hold_pr_1000: float
    deltagere: tuple[int, int]
    fkb: Weights
    skolefag: dict[str, tuple[str, ...]]
    fag_pr_hold: tuple[int, int]
    saeson: dict[int, float]
    aarsfaktor: ByYear
    dage: tuple[Decimal, ...]
    uddannelsestyper: Weights
    rekvirenter: Weights
    andel_aflyst: Share
    andel_udlagt: Share
    andel_udliciteret: Share
    andel_delt: Share
    andel_kun_timer: Share
    andel_gengangere: Share
    andel_anden_id: Share
    andel_gennemfoert: Share
    andel_rettet: Share
    andel_trukket: Share
    andel_sen: Share
    fvu_pr_1000: float
    andel_fvu_med_amu: Share
    fvu_aarsfaktor: ByYear
    fvu_trin: Weights


class Svar(Declaration):
    """How people answer a survey: who takes part, what they leave out, the mean by year.

    ``afvigelser`` move an indicator from the mean in the years they name.
    """

    spoergsmaal: dict[str, tuple[str, ...]]
    deltagelse: Share
    ved_ikke: Share
    blank: Share
    forlader: Share
    mangler: Share
    middel: ByYear
    afvigelser: dict[str, ByYear] = Field(default_factory=dict)

    def levels(self, year: int, indikatorer: Iterable[str], lean: float) -> dict[str, float]:
        """Return the means of somebody who leans so; years not named have the earliest one's."""
        level = lean + self.middel.get(year, self.middel[min(self.middel)])
        moved = self.afvigelser
        return {name: level + moved.get(name, {}).get(year, 0.0) for name in indikatorer}


class Mikro(Svar):
    """The pulse survey and its rounds."""

    foerste_dag: date
    hver_uger: int
    pause_uger: tuple[int, ...]
    spoergsmaal_pr_runde: tuple[int, int]


class Etu(Svar):
    """The yearly survey; ``spoergsmaal_hf`` are asked on hovedforløb alone."""

    spoergsmaal_hf: dict[str, tuple[str, ...]]
    hf_i_skole: Share


class Undersoegelser(Declaration):
    """Both surveys (``undersoegelser.yaml``)."""

    mikro: Mikro
    etu: Etu


class Post(Declaration):
    """An account: kroner a month per 1,000 pupils, income negative."""

    formaal: str
    art: str
    beloeb: int
    aarsfaktor: ByYear = Field(default_factory=dict)


class Milepael(Declaration):
    """A milestone of the school's register.

    It is ``kendt`` from the first day of its deadline's year where nothing else is told. It is
    proved by ``bevis``: a day after ``opnaaet`` is late, none is never.
    """

    maal: str
    milepael: str
    frist: date
    kendt: date | None = None
    begyndt: date | None = None
    opnaaet: date | None = None
    bevis: date | None = None


class Registertal(Declaration):
    """A figure of the school's register on its days."""

    maal: str
    kilde: str
    vaerdier: dict[date, Decimal]


class Oekonomi(Declaration):
    """Money and registers (``oekonomi.yaml``)."""

    poster: tuple[Post, ...]
    budgetfaktor: float
    udsving: float
    andel_efterposteret: Share
    indberettes_efter_dage: int
    milepaele: tuple[Milepael, ...]
    registertal: tuple[Registertal, ...]


class Leveringer(Declaration):
    """When files are delivered and how messy they are (``leveringer.yaml``)."""

    rytmer: dict[str, Rhythm]
    filnavne: dict[str, str]
    andel_fejllinjer: Annotated[float, Field(ge=0, lt=0.05)]
    linjer_i_ark: int
    andel_ark: Share
    andel_delte_filer: Share


class Profile(NamedTuple):
    """All of ``data/syntetisk``; each field is the file of its name."""

    skole: Skole
    forloeb: Forloeb
    ansoegninger: Ansoegninger
    aftaler: Aftaler
    amu: Amu
    undersoegelser: Undersoegelser
    stoette: Stoette
    oekonomi: Oekonomi
    leveringer: Leveringer


def read_profile(folder: Path) -> Profile:
    """Read every file of the folder.

    Raises:
        DeclarationError: a file does not fit its model.
    """
    models = Profile.__annotations__
    return Profile(
        **{name: read_declaration(folder / f"{name}.yaml", model) for name, model in models.items()}
    )
