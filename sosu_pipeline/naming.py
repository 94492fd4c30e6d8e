"""Every name of a layer, an asset, a table or a file is built here and nowhere else."""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

DANISH_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe"})


class Layer(StrEnum):
    """The layers of the flow, in the order data moves through them."""

    RAW = "raw"
    STAGING = "staging"
    MARTS = "marts"
    PUBLISHED = "published"


BASIS = "grundlag"
"""The schema of the counted units behind every KPI, and the CTE that yields them."""
SHOWN = "vist"
"""The schema of what may be shown of the marts, between them and what is published."""
KPI_PREFIX = "kpi_"
VERSIONS_SUFFIX = "_versioner"
QUARANTINE_TABLE = "karantaene"


def asset_key(layer: Layer, name: str) -> list[str]:
    """Return the asset key of a table, e.g. ``["marts", "kpi_optag"]``."""
    return [layer.value, name]


def table_name(layer: Layer, name: str) -> str:
    """Return the qualified table name, e.g. ``marts.kpi_optag``."""
    return f"{layer.value}.{name}"


def is_kpi(name: str) -> bool:
    """Tell whether a mart is held to the KPI law."""
    return name.startswith(KPI_PREFIX)


def fold_text(text: str) -> str:
    """Fold case, spacing, NFC/NFD and Danish letters, so spellings of one word are equal."""
    folded = unicodedata.normalize("NFC", text).casefold().translate(DANISH_LETTERS)
    return " ".join(folded.split())


@lru_cache(maxsize=1 << 12)
def header_key(header: str) -> str:
    """Fold a column header to letters, digits and ``+``: ``Aft.type_obl`` is ``afttypeobl``."""
    return re.sub(r"[^0-9a-z+]", "", fold_text(header))
