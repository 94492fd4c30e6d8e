"""Tables of what is hidden: what their columns are made of, in the words of ``declared``."""

from collections.abc import Mapping

from sosu_pipeline.audit.lineage.columns import HIDDEN_NIGHTS
from sosu_pipeline.warehouse.nights import HIDDEN_COLUMNS

_PLACE = ("kpi", "skole", "aar", "opdeling", "maaned", "uddannelse", "uddannelsesdel", "afdeling")
_FIGURES = ("taeller", "naevner", "personer")
HIDDEN_TABLES: Mapping[str, Mapping[str, str]] = {
    "marts.skjult_foer": dict.fromkeys(HIDDEN_COLUMNS, HIDDEN_NIGHTS),
    "marts.skjult_nu": {
        "dato": "nat",
        "niveau": "sosu_pipeline/publishing/hiding.py",
        **{name: f"marts.kpi_maaned.{name}" for name in _PLACE},
        "maal": "mål",
        **{name: f"marts.kpi_maaned.{name}" for name in _FIGURES},
        "er_skjult er_udeladt maaneder_er_skjult": "småt marts.skjult_foer.er_skjult",
    },
}
