"""How the invented pupils are drawn: the school, their ways through it, and what they sign."""

from pydantic import Field

from sosu_pipeline.declarations.model import Declaration
from sosu_pipeline.synthetic.chance import ByYear, Share, Weights


class Afdeling(Declaration):
    """A department with its share of the pupils."""

    ds_nr: str
    elevafd: str
    andel: float


class Uddannelse(Declaration):
    """An education's name and invented CØSA number."""

    navn: str
    coesa: str


class Skole(Declaration):
    """Who the people are (``skole.yaml``)."""

    institutionsnummer: str
    afdelinger: tuple[Afdeling, ...]
    kommuner: Weights
    fornavne_kvinder: tuple[str, ...]
    fornavne_maend: tuple[str, ...]
    efternavne: tuple[str, ...]
    andel_kvinder: Share
    andel_cpr_skift: Share
    andel_foranstillet_nul: Share
    uddannelser: dict[str, Uddannelse]
    laeresteder: tuple[str, ...]


class Indgang(Declaration):
    """A way into the school; ``pr_1000`` new people a year per 1,000 pupils at a time."""

    pr_1000: float
    uddannelsesdel: str
    uddannelser: Weights
    elevtyper: Weights
    adgangsvej: str
    forudgaaende: Weights
    alder: tuple[int, int]
    saeson: dict[int, float]
    aarsfaktor: ByYear = Field(default_factory=dict)


class Afbrudsgrund(Declaration):
    """A central reason to drop out, and the school's own words for it by their first year."""

    vaegt: float
    ord: dict[int, tuple[str, ...]]

    def words(self, year: int) -> tuple[str, ...]:
        """Return the words in use in a year; before the first year, the first ones."""
        known = [first for first in self.ord if first <= year]
        return self.ord[max(known, default=min(self.ord))]


class Forloeb(Declaration):
    """How pupils enter, move on and leave (``forloeb.yaml``)."""

    indgange: dict[str, Indgang]
    andel_skaeve_startdage: Share
    andel_eux: Share
    varighed_uger: dict[str, int]
    udfald: dict[str, Weights]
    frafaldsfaktor: ByYear
    andel_vender_tilbage: Share
    andel_paa_graensen: Share
    videre: dict[str, Share]
    andel_straks: Share
    andel_over_gf_plus: Share
    efter_gf1: Weights
    andel_rettet: Share
    andel_forudmeldt: Share
    andel_uden_ds_nr: Share
    aarsager: dict[str, tuple[str, ...]]
    afbrudsgrunde: dict[str, Afbrudsgrund]


class Ansoegninger(Declaration):
    """Applications and access courses (``ansoegninger.yaml``)."""

    andel_ansoeger: Share
    andel_flere_prioriteter: Share
    andel_samme_uddannelse_igen: Share
    andel_merit_og_andet: Share
    andel_ogsaa_aaret_foer: Share
    afviste_pr_1000: float
    afslagsaarsager: Weights
    andel_afvist_til_kursus: ByYear
    andel_afvist_til_kursus_ellers: Share
    andel_afvist_igen: Share
    andel_paa_graensen: Share
    andel_to_kurser: Share
    andel_start_efter_kursus: Share
    efter_kursus_aarsfaktor: ByYear
    kurser: tuple[str, ...]
    merit_aarsfaktor: ByYear


class Aftaler(Declaration):
    """Training agreements (``aftaler.yaml``).

    They are signed up to ``dage_foer_start`` before the start, per education. ``andel_gammel`` of
    those on GF2 have one that began 14 months before it, or a day earlier.
    """

    typer: Weights
    status: Weights
    dage_foer_start: dict[str, int]
    tidlighed_aarsfaktor: ByYear
    andel_gammel: Share
    andel_af_gf2_med_aftale: Share
    andel_ny_aftale: Share
    andel_ny_efter_tabt: Share
    andel_kommune_rettet: Share
    andel_faerta: Share


class Stoette(Declaration):
    """Language support and stays abroad (``stoette.yaml``)."""

    andel_screenet: Share
    resultater: Weights
    andel_stoettet: Share
    stoette_aarsfaktor: ByYear
    andel_udland: Share
    udland_aarsfaktor: ByYear
    lande: Weights
    finansiering: Weights
    andel_udland_gennemfoert: Share
