"""A KPI's figure that stood still between two nights; tests replace what moved."""

from datetime import date
from decimal import Decimal

from sosu_pipeline.publishing.moves import Pair

STILL = Pair(
    art="kpi",
    enhed="personer",
    foer=Decimal(10),
    efter=Decimal(10),
    foer_til_datadato=Decimal(10),
    genregnet=Decimal(10),
    med_gammel_ordlyd=None,
    foer_datadato=date(2027, 10, 4),
    datadato=date(2027, 10, 5),
    er_ny_definition=False,
    er_ny_ordlyd=False,
    er_omskrevet=False,
    status_foer=None,
    status_efter=None,
    skjult_aarsag=None,
)
HIDDEN = "skjult for at beskytte en gruppe på færre end 3 personer"


def standing(amount: str) -> dict[str, Decimal]:
    """Return the figures of one that stands at an amount."""
    names = ("foer", "efter", "foer_til_datadato", "genregnet")
    return dict.fromkeys(names, Decimal(amount))
