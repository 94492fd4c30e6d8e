"""Measures of the data itself: how fresh, how whole, and whether all of one publication."""

from collections.abc import Iterator, Sequence
from typing import Final

from sosu_pipeline.progress.status import Status
from sosu_pipeline.publishing.powerbi import units
from sosu_pipeline.publishing.powerbi.model import Measure

FOLDER = "Data"
OLDEST_DAYS: Final = 3

_LATE = "CALCULATE ( COUNTROWS ( mart_datakvalitet ), mart_datakvalitet[er_for_gammel] = TRUE () )"
_COUNTS = {
    "Kilder": ("Kilder i udsnittet", "COUNTROWS ( mart_datakvalitet )"),
    "Kilder for gamle": ("Kilder, der er ældre, end deres kontrakt tillader", _LATE),
    "Linjer i kilderne": ("Linjer i kildernes filer", "SUM ( mart_datakvalitet[linjer] )"),
    "Linjer i karantæne": ("Linjer i karantæne", "SUM ( mart_datakvalitet[karantaene] )"),
    "Ændringer": (
        "Tal, der har flyttet sig siden den forrige publicering",
        "COUNTROWS ( mart_aendringer )",
    ),
    "Mål med dårligere status": (
        "Mål, hvis status er blevet dårligere siden den forrige publicering",
        "CALCULATE ( COUNTROWS ( mart_aendringer ), mart_aendringer[er_forvaerret] = TRUE () )",
    ),
    "Dage siden data": (
        "Dage siden den dag, publiceringen er pr.",
        "DATEDIFF ( [Data pr.], TODAY (), DAY )",
    ),
}

_MIXED = """\
IF (
    [Publiceringer] > 1,
    "⚠ Tabellerne kommer fra " & FORMAT ( [Publiceringer], "0" )
        & " publiceringer: opdatér igen.",
    "✔ Alle tabeller er fra samme publicering."
)"""
_OLD = f"""\
SWITCH (
    TRUE (),
    ISBLANK ( [Data pr.] ), "⚠ Der er ingen publicering: opdatér igen.",
    [Dage siden data] > {OLDEST_DAYS},
        "⚠ Data er " & FORMAT ( [Dage siden data], "0" ) & " dage gamle.",
    [Kilder for gamle] = 1, "⚠ Én kilde er ældre, end dens kontrakt tillader.",
    [Kilder for gamle] > 1,
        "⚠ " & FORMAT ( [Kilder for gamle], "0" ) & " kilder er for gamle.",
    "✔ Data og kilder er friske."
)"""
_COLOUR = f"""\
IF (
    [Publiceringer] > 1 || [Dage siden data] > {OLDEST_DAYS} || [Kilder for gamle] > 0,
    "{Status.BAGUD.colour}",
    "{Status.INTET_MAAL.colour}"
)"""


def data_measures(tables: Sequence[str]) -> Iterator[Measure]:
    """Yield the measures of the data in the published tables."""
    yield Measure(
        navn="Data pr.",
        mappe=FOLDER,
        beskrivelse="Dagen, publiceringen er pr.",
        dax="MAX ( mart_publicering[pr_dato] )",
        format=units.DAY,
    )
    for navn, (text, dax) in _COUNTS.items():
        yield Measure(navn=navn, mappe=FOLDER, beskrivelse=f"{text}.", dax=dax, format=units.COUNT)
    yield Measure(
        navn="Publiceringer",
        mappe=FOLDER,
        beskrivelse="Publiceringer, som tabellerne i alt kommer fra; der skal være én.",
        dax=_publications(tables),
        format=units.COUNT,
    )
    yield from _warnings()


def _warnings() -> Iterator[Measure]:
    texts = {
        "Publiceringsadvarsel": (
            "Advarer, når tabellerne kommer fra forskellige publiceringer.",
            _MIXED,
        ),
        "Friskhedsadvarsel": (
            f"Advarer, når data er over {OLDEST_DAYS} dage gamle, eller en kilde er for gammel.",
            _OLD,
        ),
        "Advarselsfarve": ("Advarslernes farve, til betinget formatering.", _COLOUR),
    }
    for navn, (text, dax) in texts.items():
        yield Measure(navn=navn, mappe=FOLDER, beskrivelse=text, dax=dax)


def _publications(tables: Sequence[str]) -> str:
    ids = ",\n".join(f"            DISTINCT ( {table}[publicering_id] )" for table in tables)
    return (
        "CALCULATE (\n    COUNTROWS (\n        DISTINCT (\n            UNION (\n"
        f"{ids}\n            )\n        )\n    ),\n    REMOVEFILTERS ()\n)"
    )
