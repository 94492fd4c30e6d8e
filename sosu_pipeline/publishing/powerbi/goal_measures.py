"""Measures of goals: one goal on one night, its way year by year, and never a sum of goals."""

from collections.abc import Iterator
from typing import Final

from sosu_pipeline.publishing.powerbi import units
from sosu_pipeline.publishing.powerbi.model import Measure

FOLDER, WAY = "Mål", "Målets forløb"
BY_UNIT: Final = units.format_by("dim_maal[enhed]")

_GOALS = """\
VAR ErValgt = ISCROSSFILTERED ( dim_indsats )
VAR Maal =
    FILTER (
        VALUES ( dim_maal[maal_noegle] ),
        NOT ErValgt || NOT ISEMPTY ( CALCULATETABLE ( bro_indsats_maal ) )
    )
"""
_NIGHT = """\
VAR Nat =
    CALCULATE (
        MAX ( fakt_maalstatus[dato_noegle] ),
        REMOVEFILTERS ( dim_indsats ),
        Maal,
        REMOVEFILTERS (
            fakt_maalstatus[status],
            fakt_maalstatus[status_tekst],
            fakt_maalstatus[status_symbol],
            fakt_maalstatus[status_farve],
            fakt_maalstatus[status_raekkefoelge]
        )
    )
"""
_FIGURES = {
    "Værdi": ("vaerdi", "Målets tal på den seneste nat i udsnittet"),
    "Måltal": ("maaltal", "Tallet, målet lover"),
    "Forventet nu": ("forventet_nu", "Hvad der kunne ventes i dag på vej mod målet"),
    "Afvigelse": ("afvigelse", "Målets tal minus det, der kunne ventes i dag"),
    "Basis": ("basis", "Tallet, målet sammenlignes med"),
    "Prognose": ("prognose", "Hvad perioden ventes at ende på"),
    "Prognose fra": ("prognose_fra", "Prognosens nedre grænse (95 %)"),
    "Prognose til": ("prognose_til", "Prognosens øvre grænse (95 %)"),
    "Mangler": ("mangler", "Det, der mangler i at nå målet"),
    "Mangler pr. måned": ("mangler_pr_maaned", "Det, der skal til om måneden for at nå målet"),
}
_TEXTS = {
    "Status": ("status_tekst", "Målets status med ord"),
    "Statussymbol": ("status_symbol", "Målets status som tegn"),
    "Statusfarve": ("status_farve", "Målets status som farve, til betinget formatering"),
    "Grund": ("grund", "Hvorfor målet har sin status, i én sætning med tal"),
    "Målets tal er skjult": ("skjult_aarsag", "Hvorfor målets tal er skjult; tom når de vises"),
}


def goal_measures() -> Iterator[Measure]:
    """Yield the measures of a goal on a night."""
    for navn, (column, text) in _FIGURES.items():
        yield Measure(
            navn=navn, mappe=FOLDER, beskrivelse=_one(text), dax=_cell(column), format_dax=BY_UNIT
        )
    for navn, (column, text) in _TEXTS.items():
        yield Measure(navn=navn, mappe=FOLDER, beskrivelse=_one(text), dax=_cell(column))
    yield from _of_other_kinds()
    yield from _composed()


def way_measures() -> Iterator[Measure]:
    """Yield the measures of a goal's way: figure, baseline, expected path and target per year."""
    yield _on_the_way("Forløb", "Målets eget tal i hvert år", _year_cell())
    first = _way("CALCULATE ( [Basis], REMOVEFILTERS ( dim_dato ) )")
    yield _on_the_way("Basis i forløbet", "Basis som en vandret linje", first)
    target = _way("CALCULATE ( [Måltal], REMOVEFILTERS ( dim_dato ) )")
    yield _on_the_way("Måltal i forløbet", "Måltallet som en vandret linje", target)
    yield _on_the_way("Vejen til målet", "En ret linje fra basis til måltal", _path())


def _of_other_kinds() -> Iterator[Measure]:
    yield Measure(
        navn="Fremdrift",
        mappe=FOLDER,
        beskrivelse=_one("Hvor stor en del af vejen fra basis til måltal der er gået"),
        dax=_cell("fremdrift"),
        format=units.WHOLE_SHARE,
    )
    yield Measure(
        navn="Måneder tilbage",
        mappe=FOLDER,
        beskrivelse=_one("Måneder til målets frist"),
        dax=_cell("maaneder_tilbage"),
        format=units.COUNT,
    )
    for navn, column, text in (
        ("Frist", "frist", "Målets frist"),
        ("Målets datadato", "datadato", "Hvor langt målets kilder rækker"),
    ):
        yield Measure(
            navn=navn, mappe=FOLDER, beskrivelse=_one(text), dax=_cell(column), format=units.DAY
        )


def _composed() -> Iterator[Measure]:
    yield Measure(
        navn="Status med symbol",
        mappe=FOLDER,
        beskrivelse="Målets status som tegn og ord, så den kan læses uden farve.",
        dax='IF ( NOT ISBLANK ( [Status] ), [Statussymbol] & " " & [Status] )',
    )
    yield Measure(
        navn="Prognoseinterval",
        mappe=FOLDER,
        beskrivelse="Hvor prognosen ligger med 95 procents sikkerhed, fra og til.",
        dax=(
            f"VAR Skrives = {BY_UNIT}\n"
            "RETURN\n"
            "    IF (\n"
            "        NOT ISBLANK ( [Prognose fra] ) && NOT ISBLANK ( [Prognose til] ),\n"
            '        FORMAT ( [Prognose fra], Skrives, "da-DK" ) & " til "\n'
            '            & FORMAT ( [Prognose til], Skrives, "da-DK" )\n'
            "    )"
        ),
    )
    yield Measure(
        navn="Valgte mål",
        mappe=FOLDER,
        beskrivelse="Målene i udsnittet, også dem, indsatsen deler med andre.",
        dax=(
            f"{_GOALS}{_NIGHT}RETURN\n"
            "    CALCULATE (\n"
            "        COUNTROWS ( fakt_maalstatus ),\n"
            "        REMOVEFILTERS ( dim_indsats ),\n"
            "        Maal,\n"
            "        fakt_maalstatus[dato_noegle] = Nat\n"
            "    )"
        ),
        format=units.COUNT,
    )


def _cell(column: str) -> str:
    """Return DAX for a column of exactly one goal; several goals have no figure together."""
    return (
        f"{_GOALS}{_NIGHT}RETURN\n"
        "    CALCULATE (\n"
        "        IF ( COUNTROWS ( fakt_maalstatus ) = 1, "
        f"MAX ( fakt_maalstatus[{column}] ) ),\n"
        "        REMOVEFILTERS ( dim_indsats ),\n"
        "        Maal,\n"
        "        fakt_maalstatus[dato_noegle] = Nat\n"
        "    )"
    )


def _year_cell() -> str:
    return (
        f"{_GOALS}RETURN\n"
        "    CALCULATE (\n"
        "        IF ( COUNTROWS ( fakt_maalforloeb ) = 1, MAX ( fakt_maalforloeb[vaerdi] ) ),\n"
        "        REMOVEFILTERS ( dim_indsats ),\n"
        "        Maal\n"
        "    )"
    )


def _of_version(column: str) -> str:
    return (
        f"CALCULATE ( MAX ( fakt_maaltal[{column}] ), REMOVEFILTERS ( dim_indsats ), Maal, "
        "fakt_maaltal[er_gaeldende] = TRUE () )"
    )


def _way(line: str) -> str:
    """Return DAX for a line over the goal's own years only."""
    return (
        f"{_GOALS}VAR Aar = MAX ( dim_dato[aar] )\n"
        "VAR Foerste =\n"
        "    CALCULATE (\n"
        "        MIN ( fakt_maalforloeb[aar] ),\n"
        "        REMOVEFILTERS ( dim_dato ),\n"
        "        REMOVEFILTERS ( dim_indsats ),\n"
        "        Maal\n"
        "    )\n"
        f"VAR Sidste = {_of_version('maalaar')}\n"
        "RETURN\n"
        f"    IF ( Aar >= Foerste && Aar <= Sidste, {line} )"
    )


def _path() -> str:
    return (
        f"{_GOALS}VAR Aar = MAX ( dim_dato[aar] )\n"
        f"VAR Fra = {_of_version('basisaar')}\n"
        f"VAR Til = {_of_version('maalaar')}\n"
        "VAR Start = CALCULATE ( [Basis], REMOVEFILTERS ( dim_dato ) )\n"
        "VAR Slut = CALCULATE ( [Måltal], REMOVEFILTERS ( dim_dato ) )\n"
        "RETURN\n"
        "    IF (\n"
        "        NOT ISBLANK ( Start ) && NOT ISBLANK ( Slut ) && Aar >= Fra && Aar <= Til,\n"
        "        Start + ( Slut - Start ) * DIVIDE ( Aar - Fra, Til - Fra )\n"
        "    )"
    )


def _on_the_way(navn: str, text: str, dax: str) -> Measure:
    return Measure(navn=navn, mappe=WAY, beskrivelse=_one(text), dax=dax, format_dax=BY_UNIT)


def _one(text: str) -> str:
    return f"{text}; tom når der er flere mål i udsnittet."
