"""How a figure is written: a format for each unit, chosen by the row the figure stands in."""

from typing import Final

COUNT: Final = "#,0"
ONE_PLACE: Final = "#,0.0"
SHARE: Final = "0.0%"
WHOLE_SHARE: Final = "0%"
DAY: Final = "dd-MM-yyyy"
YEAR: Final = "0"

_BY_UNIT = {
    "andel": SHARE,
    "skala 1-5": "0.00",
    "årselever": ONE_PLACE,
    "elever pr. hold": ONE_PLACE,
}


def format_by(column: str) -> str:
    """Return DAX for the format of the one unit in view; a count where it is another."""
    cases = ", ".join(f'"{unit}", "{written}"' for unit, written in _BY_UNIT.items())
    return f'SWITCH ( SELECTEDVALUE ( {column} ), {cases}, "{COUNT}" )'
