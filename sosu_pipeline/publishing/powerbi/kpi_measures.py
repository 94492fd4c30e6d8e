"""Measures of KPIs: one published cell, read at the level it is published at.

Hidden cells are empty, so a sum over a finer table would be too low without saying so. A month,
a year of the school and a year by education are three tables, and what is in view chooses one.
"""

from collections.abc import Iterator
from typing import Final

from sosu_pipeline.publishing.powerbi import units
from sosu_pipeline.publishing.powerbi.model import Measure

FOLDER = "Nøgletal"
BY_UNIT: Final = units.format_by("dim_kpi[enhed]")
FINEST, MONTH, BY_EDUCATION, YEAR = (
    "fakt_maaling",
    "fakt_maaling_maaned",
    "fakt_maaling_aar",
    "fakt_maaling_skole",
)
_WHOLE = """\
VAR Hele{name} =
    HASONEVALUE ( dim_dato[{column}] )
        && COUNTROWS ( dim_dato )
            = CALCULATE (
                COUNTROWS ( dim_dato ),
                REMOVEFILTERS ( dim_dato ),
                VALUES ( dim_dato[{column}] )
            )
"""
_IN_VIEW = f"""\
VAR Opdeling = FILTERS ( {YEAR}[opdeling] )
{_WHOLE.format(name="Maaned", column="aar_maaned_sortering")}\
{_WHOLE.format(name="Aar", column="aar")}\
VAR PrUddannelse =
    ISCROSSFILTERED ( dim_uddannelse ) || ISCROSSFILTERED ( dim_uddannelsesdel )
VAR PrAfdeling = ISCROSSFILTERED ( dim_afdeling )
"""


def kpi_measures() -> Iterator[Measure]:
    """Yield the measures of a KPI."""
    value = "Nøgletallets værdi, som den er publiceret for udsnittet, aldrig lagt sammen"
    yield _figure("Nøgletalsværdi", value, "vaerdi", BY_UNIT)
    yield _figure("Tæller", "Nøgletallets tæller, som den er publiceret", "taeller", None)
    yield _figure("Nævner", "Nøgletallets nævner, som den er publiceret", "naevner", None)
    yield Measure(
        navn="Skjult",
        mappe=FOLDER,
        beskrivelse="Hvorfor tallet i udsnittet er skjult; tom når det vises.",
        dax=_cell("skjult_aarsag"),
    )
    yield Measure(
        navn="Skjulte tal",
        mappe=FOLDER,
        beskrivelse="Tal pr. år og uddannelse i udsnittet, der er skjult, fordi gruppen er lille.",
        dax=(
            f"CALCULATE ( COUNTROWS ( {BY_EDUCATION} ), "
            f'KEEPFILTERS ( {BY_EDUCATION}[skjult_aarsag] <> "" ) )'
        ),
        format=units.COUNT,
    )
    yield Measure(
        navn="Bemærkning til nøgletallet",
        mappe=FOLDER,
        beskrivelse="Hvad der er skjult, eller hvad der skal vælges, for at der står et tal.",
        dax=_remark(),
    )


def _figure(navn: str, text: str, column: str, format_dax: str | None) -> Measure:
    return Measure(
        navn=navn,
        mappe=FOLDER,
        beskrivelse=f"{text}; tom når tallet er skjult, eller udsnittet har flere tal.",
        dax=_cell(column),
        format=None if format_dax else units.ONE_PLACE,
        format_dax=format_dax,
    )


def _cell(column: str) -> str:
    """Return DAX for a column of the one published cell in view."""
    return (
        f"{_IN_VIEW}RETURN\n"
        "    SWITCH (\n"
        "        TRUE (),\n"
        f"        HeleMaaned && ( PrUddannelse || PrAfdeling ), {_one(FINEST, column)},\n"
        f"        HeleMaaned, {_one(MONTH, column)},\n"
        "        PrAfdeling || NOT HeleAar, BLANK (),\n"
        f"        PrUddannelse, {_one(BY_EDUCATION, column)},\n"
        f"        {_one(YEAR, column)}\n"
        "    )"
    )


def _one(table: str, column: str) -> str:
    cell = f"IF ( COUNTROWS ( {table} ) = 1, MAX ( {table}[{column}] ) )"
    if table == YEAR:
        return cell
    return f"CALCULATE ( {cell}, TREATAS ( Opdeling, {table}[opdeling] ) )"


def _remark() -> str:
    return """\
VAR Skjulte = [Skjulte tal]
RETURN
    SWITCH (
        TRUE (),
        NOT HASONEVALUE ( dim_kpi[kpi_noegle] ), "Vælg ét nøgletal.",
        Skjulte = 1, "Ét tal er skjult, fordi gruppen er lille.",
        Skjulte > 1, FORMAT ( Skjulte, "0" ) & " tal er skjult, fordi grupperne er små.",
        "Ingen tal er skjult i udsnittet."
    )"""
