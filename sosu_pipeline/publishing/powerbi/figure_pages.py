"""The pages of figures: one KPI in every cut there is, and how far the data can be trusted."""

from dataclasses import replace
from typing import Final

from sosu_pipeline.publishing.powerbi.shapes import (
    BAND,
    BELOW,
    GAP,
    SLICER,
    TOP,
    Words,
    across,
    band,
    card,
    columns,
    line,
    school_slicer,
    single_slicer,
    slicer,
    table,
)
from sosu_pipeline.publishing.powerbi.visuals import Visual

ABOUT: Final = ("beskrivelse", "formel", "enhed", "kendte_begraensninger")
BY_EDUCATION: Final = (
    "dim_dato[aar]",
    "dim_uddannelse[uddannelse_titel]",
    "dim_uddannelsesdel[uddannelsesdel_titel]",
    "[Nøgletalsværdi]",
    "[Skjult]",
)
COUNTS: Final = ("[Kilder]", "[Kilder for gamle]", "[Linjer i karantæne]", "[Ændringer]")
FEEDS: Final = (
    "kilde_titel",
    "datadato",
    "seneste_ankomst",
    "alder_dage",
    "er_for_gammel",
    "linjer",
    "karantaene",
    "karantaene_andel",
    "svarandel",
    "afviste_leveringer",
    "seneste_afvist_grund",
)
MOVED: Final = (
    *("art", "navn", "titel", "aar", "foer", "efter", "forskel", "aarsag", "status_foer"),
    *("status_efter", "grund"),
)


def kpis() -> list[Visual]:
    """Return the page of one KPI: year, month, education, and what is hidden."""
    school, kpi, part, kommune = columns(4, y=TOP, hoejde=SLICER)
    return [
        *band(),
        school_slicer(school),
        single_slicer("kpi", "dim_kpi[kpi_titel]", kpi, "Nøgletal"),
        slicer("opdeling", "fakt_maaling_skole[opdeling]", part, "Opdeling"),
        slicer("kommune", "dim_kommune[kommune_navn]", kommune, "Kommune"),
        card(
            "skjult",
            "[Bemærkning til nøgletallet]",
            across(y=BELOW, hoejde=BAND),
            "Hvad er skjult?",
        ),
        *_trends(),
        *_cuts(),
    ]


def quality() -> list[Visual]:
    """Return the page of the feeds and of what has moved."""
    boxes = columns(len(COUNTS), y=TOP, hoejde=BAND)
    feeds = table(
        "kilder",
        [f"mart_datakvalitet[{column}]" for column in FEEDS],
        across(y=BELOW, hoejde=340),
        Words(
            "Kilderne: hvor friske og hele de er",
            "Tabel: hver kilde med datadato, alder, linjer, karantæne og afviste leveringer.",
        ),
    )
    return [
        *band(),
        *(
            card(f"antal_{place}", measure, box, measure.strip("[]"))
            for place, (measure, box) in enumerate(zip(COUNTS, boxes, strict=True))
        ),
        replace(feeds, sorter=("mart_datakvalitet[alder_dage]", "Descending")),
        table(
            "aendringer",
            [f"mart_aendringer[{column}]" for column in MOVED],
            across(y=BELOW + 340 + GAP, hoejde=320),
            Words(
                "Hvad der har flyttet sig siden den forrige publicering",
                "Tabel: hvert tal, der har flyttet sig, før og efter, og hvad der flyttede det.",
            ),
        ),
    ]


def _trends() -> list[Visual]:
    by_year, by_month = columns(2, y=BELOW + BAND + GAP, hoejde=240)
    hole = "for hele skolen; et hul er et skjult tal."
    return [
        line(
            "aar",
            "dim_dato[aar]",
            ["[Nøgletalsværdi]"],
            by_year,
            Words("År for år", f"Linje: nøgletallets værdi pr. år {hole}"),
        ),
        line(
            "maaneder",
            "dim_dato[aar_maaned]",
            ["[Nøgletalsværdi]"],
            by_month,
            Words("Måned for måned", f"Linje: nøgletallets værdi pr. måned {hole}"),
        ),
    ]


def _cuts() -> list[Visual]:
    spread, about = columns(2, y=BELOW + BAND + 240 + 2 * GAP, hoejde=300)
    by_education = table(
        "uddannelser",
        BY_EDUCATION,
        spread,
        Words(
            "Efter uddannelse",
            "Tabel: nøgletallet pr. år, uddannelse og del, og hvorfor et tal er skjult.",
        ),
    )
    return [
        replace(by_education, sorter=("dim_dato[aar]", "Descending")),
        table(
            "om",
            [f"dim_kpi[{column}]" for column in ABOUT],
            about,
            Words(
                "Om nøgletallet",
                "Tabel: hvad nøgletallet er, hvordan det regnes, og hvad det ikke kan sige.",
            ),
        ),
    ]
