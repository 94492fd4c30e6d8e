"""The pages of goals: all indsatser at once, and one of them in depth."""

from dataclasses import replace
from typing import Final

from sosu_pipeline.publishing.powerbi.shapes import (
    BELOW,
    FOCUS,
    GAP,
    SLICER,
    TOP,
    Words,
    across,
    band,
    bars,
    columns,
    line,
    school_slicer,
    single_slicer,
    slicer,
    table,
)
from sosu_pipeline.publishing.powerbi.visuals import Visual

NOW: Final = "mart_indsats_status"
INDSATSER: Final = (
    f"{NOW}[fokusomraade_titel]",
    f"{NOW}[indsats]",
    f"{NOW}[indsats_titel]",
    "[Indsatsstatus med symbol]",
    f"{NOW}[maal]",
    f"{NOW}[grund]",
    f"{NOW}[ejer]",
)
GOALS: Final = (
    "dim_maal[maal_id_titel]",
    "[Status med symbol]",
    "[Værdi]",
    "[Forventet nu]",
    "[Afvigelse]",
    "[Måltal]",
    "[Fremdrift]",
    "[Prognose]",
    "[Prognoseinterval]",
    "[Basis]",
    "dim_maal[enhed]",
    "[Frist]",
    "[Grund]",
)
FACTS: Final = ("indsats_nr_titel", "ejer", "periode_fra", "periode_til", "overgaar_til_drift")
WAY: Final = ("[Forløb]", "[Basis i forløbet]", "[Vejen til målet]", "[Måltal i forløbet]")


def overview() -> list[Visual]:
    """Return the page of all indsatser with their status."""
    plan, school, focus, status = columns(4, y=TOP, hoejde=SLICER)
    counts = bars(
        "statusser",
        f"{NOW}[status_tekst]",
        "[Indsatser]",
        across(y=BELOW, hoejde=200),
        Words(
            "Indsatser efter status, det værste først",
            "Vandrette søjler: antallet af indsatser med hver status, det værste først.",
        ),
    )
    listed = table(
        "indsatser",
        INDSATSER,
        across(y=BELOW + 200 + GAP, hoejde=700),
        Words(
            "Indsatserne efter fokusområde",
            "Tabel: hver indsats med fokusområde, nummer, status, mål, grund og ejer.",
        ),
    )
    return [
        *band(),
        slicer("plan", "dim_indsats[plan]", plan, "Plan"),
        school_slicer(school),
        slicer("fokus", "dim_indsats[fokusomraade_titel]", focus, FOCUS),
        slicer("status", f"{NOW}[status_tekst]", status, "Status"),
        replace(counts, farve={"[Indsatser]": "[Indsatsstatus farve]"}),
        replace(
            listed,
            farve={"[Indsatsstatus med symbol]": "[Indsatsstatus farve]"},
            sorter=(f"{NOW}[indsats]", "Ascending"),
        ),
    ]


def one_indsats() -> list[Visual]:
    """Return the page of one indsats: its goals, and the chosen goal's way."""
    school, indsats, goal = columns(3, y=TOP, hoejde=SLICER)
    about = Words(
        "Om indsatsen", "Tabel: indsatsens ejer, periode og hvornår den går over i driften."
    )
    way = Words(
        "Målets forløb mod basis, vej og måltal; vælg ét mål",
        "Linjer pr. år: målets eget tal, basis, den lige vej til målet og måltallet.",
    )
    return [
        *band(),
        school_slicer(school),
        single_slicer("indsats", "dim_indsats[indsats_nr_titel]", indsats, "Indsats"),
        replace(
            single_slicer("maal", "dim_maal[maal_id_titel]", goal, "Mål i forløbet"),
            kun_hvis="[Valgte mål]",
            paavirker_ikke=("maalene", "fakta"),
        ),
        table(
            "fakta",
            [f"dim_indsats[{column}]" for column in FACTS],
            across(y=BELOW, hoejde=100),
            about,
        ),
        _goals(),
        line("forloeb", "dim_dato[aar]", WAY, across(y=BELOW + 350 + 2 * GAP, hoejde=300), way),
    ]


def _goals() -> Visual:
    goals = table(
        "maalene",
        GOALS,
        across(y=BELOW + 100 + GAP, hoejde=250),
        Words(
            "Målene, og hvorfor de står, som de gør",
            "Tabel: hvert mål med status, tal, ventet, måltal, prognose, frist og grund.",
        ),
    )
    return replace(
        goals,
        farve={"[Status med symbol]": "[Statusfarve]"},
        sorter=("dim_maal[maal_id_titel]", "Ascending"),
    )
