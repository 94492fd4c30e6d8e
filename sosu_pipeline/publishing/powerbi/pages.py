"""The four pages: all indsatser, one of them, the KPIs, and how far the data can be trusted."""

from collections.abc import Sequence
from dataclasses import dataclass

from sosu_pipeline.publishing.powerbi.figure_pages import kpis, quality
from sosu_pipeline.publishing.powerbi.goal_pages import one_indsats, overview
from sosu_pipeline.publishing.powerbi.visuals import Visual


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page: its name, height and visuals in the order the tab key visits them."""

    navn: str
    hoejde: int
    visuals: Sequence[Visual]


def all_pages() -> list[Page]:
    """Return the report's pages in their order."""
    return [
        Page(navn="Overblik", hoejde=1140, visuals=overview()),
        Page(navn="Indsats", hoejde=900, visuals=one_indsats()),
        Page(navn="Nøgletal", hoejde=900, visuals=kpis()),
        Page(navn="Datakvalitet", hoejde=900, visuals=quality()),
    ]
