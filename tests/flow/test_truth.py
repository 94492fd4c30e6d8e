"""The marts of a drawn school are its true figures, and every file's lines end where they should."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from sosu_pipeline.synthetic.faults import Rule
from sosu_pipeline.warehouse.kpi import period_of
from sosu_pipeline.warehouse.models import Model
from tests.factories import fetch, marts
from tests.flow.drawn import DrawnNight, run_school

KPIS = sorted(model.name for model in marts().values() if model.is_kpi)
MEASURES = ("taeller", "naevner", "personer")
SIX_DECIMALS = Decimal("0.000001")
RULE_ENDINGS = {
    "_type": Rule.UMULIG_DATO,
    "_vaerdier": Rule.UDEN_FOR_KODELISTE,
    "_interval": Rule.UDEN_FOR_SKALA,
    "_form": Rule.FORKERT_CPR,
    "underskrift_foer_start": Rule.UNDERSKREVET_EFTER_START,
    "_foer_start": Rule.UNDERSKREVET_EFTER_START,
    "_foer_slut": Rule.SLUT_FOER_START,
    "_foer_til": Rule.SLUT_FOER_START,
    "_foer_forventet_slut": Rule.SLUT_FOER_START,
    "noegle_entydig": Rule.SAMME_NOEGLE,
}
CLEAN, DIALECTS, BAD_LINES, BAD_FILES = range(4)

Group = frozenset[tuple[str, Any]]


@pytest.fixture(scope="module", params=[CLEAN, DIALECTS, BAD_LINES, BAD_FILES], ids="rod{}".format)
def night(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DrawnNight]:
    """Run the night of a drawn school at each level of mess."""
    yield run_school(tmp_path_factory.mktemp(f"rod{request.param}"), rod=request.param)


@pytest.mark.parametrize("kpi", KPIS)
def test_a_kpi_is_the_true_figure_in_every_group(night: DrawnNight, kpi: str) -> None:
    true = night.sandhed.kpi[kpi]
    dimensions = [name for name in true[0] if name not in MEASURES]
    select = period_of(
        [marts()[kpi]],
        period="year(dato) as aar",
        by=[name for name in dimensions if name != "aar"],
    )

    found = night.home.query(select)

    assert _figures(found, dimensions) == _figures(true, dimensions)


