"""Measures of indsatser: their status now, how many there are of each, and on any night."""

from collections.abc import Iterator

from sosu_pipeline.progress.status import Status
from sosu_pipeline.publishing.powerbi import units
from sosu_pipeline.publishing.powerbi.model import Measure

FOLDER = "Indsatser"
_LOOKS = {
    "Indsatsstatus": ("status_tekst", "Indsatsens status med ord"),
    "Indsatsstatus symbol": ("status_symbol", "Indsatsens status som tegn"),
    "Indsatsstatus farve": ("status_farve", "Statussens farve, til betinget formatering"),
}
_ON_A_NIGHT = """\
VAR Nat =
    CALCULATE (
        MAX ( fakt_indsatsstatus[dato_noegle] ),
        REMOVEFILTERS (
            fakt_indsatsstatus[status],
            fakt_indsatsstatus[status_tekst],
            fakt_indsatsstatus[status_symbol],
            fakt_indsatsstatus[status_farve],
            fakt_indsatsstatus[status_raekkefoelge]
        )
    )
RETURN
    CALCULATE (
        COUNTROWS ( fakt_indsatsstatus ),
        fakt_indsatsstatus[dato_noegle] = Nat
    )"""


def indsats_measures() -> Iterator[Measure]:
    """Yield the measures of indsatser."""
    yield _count("Indsatser", "Indsatser i udsnittet, som de står nu", _counted(""))
    for status in Status:
        where = f', mart_indsats_status[status] = "{status.value}"'
        text = f"Indsatser, der nu har statussen {status.label}"
        yield _count(f"Indsatser: {status.label}", text, _counted(where))
    yield _count("Indsatser på natten", "Indsatser på den seneste nat i perioden", _ON_A_NIGHT)
    for navn, (column, text) in _LOOKS.items():
        dax = (
            "IF ( HASONEVALUE ( mart_indsats_status[status] ), "
            f"MAX ( mart_indsats_status[{column}] ) )"
        )
        told = f"{text}; tom når udsnittet har flere statusser."
        yield Measure(navn=navn, mappe=FOLDER, beskrivelse=told, dax=dax)
    yield Measure(
        navn="Indsatsstatus med symbol",
        mappe=FOLDER,
        beskrivelse="Indsatsens status som tegn og ord, så den kan læses uden farve.",
        dax=(
            'IF ( NOT ISBLANK ( [Indsatsstatus] ), [Indsatsstatus symbol] & " " & [Indsatsstatus] )'
        ),
    )


def _counted(where: str) -> str:
    return f"CALCULATE ( COUNTROWS ( mart_indsats_status ){where} )"


def _count(navn: str, text: str, dax: str) -> Measure:
    return Measure(navn=navn, mappe=FOLDER, beskrivelse=f"{text}.", dax=dax, format=units.COUNT)
