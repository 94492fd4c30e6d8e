"""The page of goals is what the declarations and the SQL models say, and is up to date."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sosu_pipeline.declarations.kpi_shape import check_measures
from sosu_pipeline.declarations.plan import GoalHistory
from sosu_pipeline.goals.page import PAGE, GoalPage
from sosu_pipeline.naming import Layer
from sosu_pipeline.warehouse.kpi_shapes import kpi_shapes
from sosu_pipeline.warehouse.models import read_model
from tests.factories import ROOT, catalog, marts

HEADER = """\
-- titel: Stande
-- beskrivelse: Talt efter omvalg_maaneder.
-- formel: Σ taeller
-- enhed: andel
-- grain: skole
-- noegle: skole
-- ejer: data-team
"""


def page() -> GoalPage:
    return GoalPage(catalog(), kpi_shapes(tuple(marts().values())))


@cache
def lines() -> Sequence[str]:
    return page().text().splitlines()


def row_of(goal_id: str) -> list[str]:
    """Return the cells of a goal's row on the page."""
    (line,) = (line for line in lines() if line.startswith(f"| **{goal_id}** "))
    return line.strip("| ").split(" | ")


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page().text(), "docs/da/maal.md: kør make docs"


def test_every_goal_of_every_plan_and_document_has_one_row() -> None:
    goals: Sequence[GoalHistory] = [
        *(goal for plan in catalog().plans for goal in plan.goals.values()),
        *(goal for document in catalog().sector for goal in document.maal),
    ]
    rows = [line for line in lines() if line.startswith("| **")]

    assert len(rows) == len(goals) == 54 + 15
    assert all(row_of(goal.id) for goal in goals)


def test_every_goal_fits_the_kpis_there_are() -> None:
    check_measures(ROOT / "data", catalog(), kpi_shapes(tuple(marts().values())))


@pytest.mark.parametrize(
    ("goal_id", "promise"),
    [
        ("01-a", "+10 % fra 2026 til 2027"),
        ("03-b", "+60 personer fra 2026 til 2027"),
        ("04-c", "+12,5 % fra 2026 til 2027"),
        ("05-a", "mindst 25 % i 2026–2027"),
        ("06-a", "højere i 2026–2032 end i 2025"),
        ("11-b", "+10 % om året fra 2025, hvert år i 2026–2030"),
        ("15-a", "mindst 110 årselever i 2027"),
        ("16", "intet mål"),
        ("20-a", "4–5 robotter i 2026"),
        ("26-b", "nået senest 31-12-2026, efter 26-a"),
        ("27-a", "−27 % fra 2026 til 2027"),
        ("29-b", "højere i 2026 end budgetteret resultat i 2026"),
        ("s1-a", "højst 12 % i 2026<br>dokumentets tal: da: 18 %"),
    ],
)
def test_a_goal_says_what_it_promises(goal_id: str, promise: str) -> None:
    assert row_of(goal_id)[1] == promise


def test_a_row_has_measure_source_formula_assumptions_and_limits() -> None:
    _, _, measure, sources, formula, assumptions, limits = row_of("02-d")

    words = "Søgning, uddannelse SSA, uddannelsesdel HF, adgangsvej Merit (sum, personer)"
    assert measure == words
    assert sources == "ansoegninger"
    assert formula == marts()["kpi_soegning"].header["formel"]
    assert "merit_adgangsvej" in assumptions
    assert limits.endswith(marts()["kpi_soegning"].header["kendte_begraensninger"])


def test_a_figure_beside_a_goal_is_told_with_the_year_it_is_held_to() -> None:
    assert row_of("08-a")[2].split("<br>")[1] == (
        "ved siden af: Trivsel i ETU, indikator Samlet (forhold, skala 1-5) i 2024"
    )
    assert row_of("08-a")[3] == "mikromaalinger"


def test_an_assumed_deadline_is_told_as_assumed_and_a_stated_one_is_not() -> None:
    assert row_of("07-a")[5] == "Fristen er antaget: målet nævner ingen tid."
    assert row_of("02-a")[5] == "–"
    assert row_of("02-a")[3] == "milepaele"


def test_a_changed_target_stands_under_the_first_one_with_its_day_and_reason() -> None:
    history: Any = catalog().plans[0].goals["15-a"]
    entry = history.versions[0].model_dump(exclude_none=True)
    change = {"gyldig_fra": "2026-09-01", "grund": "Færre hold", "maaltal": 90}
    changed = GoalHistory.model_validate({**entry, "aendringer": [change]})

    cells = page().row(changed)

    assert cells[1] == (
        "mindst 110 årselever i 2027<br>fra 01-09-2026: mindst 90 årselever i 2027 (Færre hold)"
    )


def test_a_kpi_tells_its_settings_feeds_and_the_values_it_makes(tmp_path: Path) -> None:
    def model(name: str, sql: str) -> Any:
        path = tmp_path / f"{name}.sql"
        path.write_text(f"{HEADER}-- dimensioner: stand, art, hold\n{sql}", encoding="utf-8")
        return read_model(path, Layer.MARTS)

    entity = model("stande", "select * from staging.hold")
    made = "(values ('ny', 1), ('gammel', 2)) as t (stand, orden)"
    kpi = model(
        "kpi_stande", f"select t.stand, 'alle' as art, s.hold from marts.stande as s, {made}"
    )

    shape = kpi_shapes((entity, kpi))["kpi_stande"]

    assert shape.dimensioner == {"stand": ("ny", "gammel"), "art": ("alle",), "hold": ()}
    assert shape.kilder == ("hold",)
    assert shape.indstillinger == ("omvalg_maaneder",)
