"""No small group of a drawn school's year is found in what its night shows."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import pytest

from assets.goals import KPI_MODELS
from sosu_pipeline.declarations.kpi_shape import measures_of
from sosu_pipeline.goals.asking import asked_of
from sosu_pipeline.privacy.disclosure import Decision, GoalFigure, GoalYear, HiddenGoal, Level
from sosu_pipeline.privacy.disclosure.published import FIGURES, HIDDEN, KEYS, LEFT_OUT
from sosu_pipeline.publishing.hiding import GoalMeasure, goal_figures
from tests.disclosure.attacker import SameFigure
from tests.disclosure.finding import findings_of
from tests.disclosure.schools import Laws, School
from tests.factories import catalog
from tests.flow.drawn import PR_DATO, run_school
from tests.nights import SCHOOL, Home

YEAR, SHARE = 2026, 0.3
GF_PARTS = ("GF1", "GF+", "GF2")
STATES = ("afbrudt", "fuldfoert", "i_gang")
LOOSE = frozenset(
    {"kpi_eud_aarselever", "kpi_amu_aarselever", "kpi_amu_udlagt", "kpi_udland"}
    | {"kpi_svarandel", "kpi_holdstoerrelse"}
)
"""Key figures whose rows may count less than one for a person."""
LEFT, DONE = ("kpi_afbrud", ""), ("kpi_gennemfoerelse", "")
SAME = (
    SameFigure(("kpi_optag", "", "taeller"), [("kpi_gymnasial", "", "naevner")], GF_PARTS),
    SameFigure((*LEFT, "naevner"), [(*DONE, "naevner")]),
    SameFigure((*LEFT, "naevner"), [(*LEFT, "taeller"), (*DONE, "taeller")]),
    SameFigure((*DONE, "taeller"), [("kpi_gf1_til_gf2", "", "naevner")], ("GF1",)),
    SameFigure(("kpi_sprogbehov", "", "taeller"), [("kpi_sprogstoette", "", "naevner")]),
    *(
        SameFigure(("kpi_kohorte", STATES[0], "naevner"), [("kpi_kohorte", state, "naevner")])
        for state in STATES[1:]
    ),
    SameFigure(
        ("kpi_kohorte", STATES[0], "naevner"),
        [("kpi_kohorte", state, "taeller") for state in STATES],
    ),
)
COUNTED_IN_ANOTHER = frozenset({"kpi_gf1_til_gf2", "kpi_gf2_til_hf", "kpi_sprogstoette"})


@dataclass(frozen=True, kw_only=True)
class Drawn(School):
    """A school as its night left it; its units are its cells."""

    levels: Mapping[str, pd.DataFrame]

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return every level's figures with the people behind them."""
        return {**self.levels}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Run the night of a drawn school."""
    return run_school(tmp_path_factory.mktemp("hjem"), rod=0).home


def decided(home: Home) -> Decision:
    """Return what the night hid."""
    rows = pd.DataFrame(home.query("from marts.skjult_nu"))
    days = pd.to_datetime(rows["maaned"])
    rows["maaned"] = days.dt.year * 100 + days.dt.month
    flags = [HIDDEN, LEFT_OUT]
    goals = rows[rows["niveau"] == "maal"]
    return Decision(
        levels={
            level: rows.loc[rows["niveau"] == level, [*KEYS[level], *FIGURES, *flags]].astype(
                dict.fromkeys(flags, bool)
            )
            for level in Level
        },
        goals={
            GoalYear(tuple(row["maal"]), row["skole"], row["aar"]): HiddenGoal(
                row[HIDDEN], row["maaneder_er_skjult"]
            )
            for row in goals.to_dict("records")
        },
    )


def goals() -> list[GoalFigure]:
    """Return what the goals of the school measure."""
    declared = catalog()
    asked = asked_of(declared, declared.schools[SCHOOL], PR_DATO)
    measures = [
        GoalMeasure(skole=SCHOOL, name=(*each.key, *map(str, place)), measure=measure)
        for each in asked
        for place, measure in measures_of(each.goal)
    ]
    return goal_figures(measures, KPI_MODELS)


def laws_of(home: Home, cells: pd.DataFrame) -> Laws:
    """Return what is well known of the key figures."""
    units = {row["kpi"]: row for row in home.query("from marts.kpi_katalog")}
    kpis = frozenset(cells["kpi"])
    counts = frozenset(cells["kpi"]) - frozenset(cells.loc[cells["naevner"].notna(), "kpi"])
    beyond = frozenset(cells.loc[cells["taeller"] > cells["naevner"], "kpi"])
    return Laws(
        same=SAME,
        shares=frozenset(kpi for kpi in kpis if units[kpi]["enhed"] == "andel") - beyond,
        counts=counts,
        people=kpis - LOOSE,
        kpis=kpis,
        counted_in_another=frozenset((kpi, "") for kpi in COUNTED_IN_ANOTHER & kpis),
        wellbeing=frozenset(kpi for kpi in kpis if units[kpi]["graense"] == "trivsel"),
    )


def test_no_small_group_of_a_drawn_year_is_found(home: Home) -> None:
    decision = decided(home)
    levels = {
        level.value: table.drop(columns=[HIDDEN, LEFT_OUT])
        for level, table in decision.levels.items()
    }
    cells = levels[Level.CELL.value]
    school = Drawn(
        units=cells, goals=goals(), skole=SCHOOL, laws=laws_of(home, cells), levels=levels
    )
    assert list(findings_of(school, decision, YEAR, share=SHARE)) == []
