"""A school: what it delivers and how often, its departments and its settings."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from sosu_pipeline.declarations.model import Declaration, Name


class Cadence(StrEnum):
    """How often a feed is expected."""

    DAGLIG = "daglig"
    UGENTLIG = "ugentlig"
    HVER_14_DAG = "hver_14_dag"
    MAANEDLIG = "maanedlig"
    KVARTAL = "kvartal"
    AARLIG = "aarlig"


class Feed(Declaration):
    """A feed that the school delivers, with its own header aliases by column name."""

    hyppighed: Cadence
    aliaser: dict[Name, tuple[str, ...]] = Field(default_factory=dict)


class SmallCells(Declaration):
    """Cells of fewer persons than these are hidden when published."""

    personer: int = Field(default=3, ge=1)
    trivsel: int = Field(default=5, ge=1)


class Bands(Declaration):
    """How far a figure may move between two publications before somebody is warned.

    ``nye_data_andel`` is for days that are new and ``rettelser_andel`` for days that were counted
    already; both are shares of the scale a figure moves on. What is counted may always move by
    ``mindst_antal``. The SQL header of a KPI may say otherwise.
    """

    nye_data_andel: Annotated[float, Field(gt=0)] = 0.5
    rettelser_andel: Annotated[float, Field(gt=0)] = 0.1
    mindst_antal: Annotated[int, Field(ge=0)] = 5


class FvuUnit(StrEnum):
    """What an FVU goal counts."""

    HOLDKURSISTER = "holdkursister"
    PERSONER = "personer"


class Settings(Declaration):
    """What only the school can decide, each with its default (domain, section 7).

    ``aar_begynder_maaned`` is the year type: 1 counts calendar years, 8 school years. A window of
    ``_dage``, ``_uger`` or ``_maaneder`` includes its last day.
    """

    aar_begynder_maaned: Annotated[int, Field(ge=1, le=12)] = 1
    merit_adgangsvej: str = "Merit"
    direkte_start_dage: Annotated[int, Field(ge=0)] = 31
    afvist_kursus_dage: Annotated[int, Field(ge=0)] = 365
    gf1_gf2_maaneder: Annotated[int, Field(ge=0)] = 1
    gf2_hf_maaneder: Annotated[int, Field(ge=0)] = 3
    laereplads_uge: Annotated[int, Field(ge=1)] = 15
    aftale_foer_gf2_maaneder: Annotated[int, Field(ge=0)] = 14
    fvu_enhed: FvuUnit = FvuUnit.HOLDKURSISTER
    aarselev_dage: Annotated[int, Field(gt=0)] = 200
    timer_pr_dag: Annotated[float, Field(gt=0)] = 7.4
    genoptag_maaneder: Annotated[int, Field(ge=0)] = 15
    omvalg_maaneder: Annotated[int, Field(ge=0)] = 6
    udlagt_taeller_med: bool = True
    besvaret_mindst_andel: Annotated[float, Field(gt=0, le=1)] = 0.5
    smaa_celler: SmallCells = SmallCells()
    baand: Bands = Bands()


class School(Declaration):
    """A school folder under ``landing/``; ``mapper`` are the folder names it answers to.

    ``planer_som`` names another school whose plans it follows.
    """

    skole: Name
    navn: str
    institutionsnummer: str | None = None
    er_opfundet: bool = False
    mapper: tuple[str, ...] = ()
    afdelinger: dict[str, str] = Field(default_factory=dict)
    kilder: dict[Name, Feed]
    planer_som: Name | None = None
    indstillinger: Settings = Settings()
