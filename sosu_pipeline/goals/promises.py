"""What each goal promises, in the words of ``docs/da/maal.md``, as rows."""

from collections.abc import Iterable, Mapping

import pyarrow as pa

from sosu_pipeline.declarations.catalog import Catalog
from sosu_pipeline.declarations.goal import Goal, Milestone, NoGoal
from sosu_pipeline.declarations.kpi_shape import KpiShape
from sosu_pipeline.declarations.plan import GoalHistory
from sosu_pipeline.goals.asking import Asked
from sosu_pipeline.goals.page import BREAK, GoalPage
from sosu_pipeline.goals.rows import COUNT, TEXT
from sosu_pipeline.goals.words import unit_of

WORDS = ("loefte", "maaling", "kilder", "formel", "vilkaar", "graenser")
ROWS = pa.schema(
    {
        "skole": TEXT,
        "plan": TEXT,
        "maal": TEXT,
        "indsats": COUNT,
        "fokusomraade": TEXT,
        "titel": TEXT,
        "type": TEXT,
        "kpi": TEXT,
        "enhed": TEXT,
        "retning": TEXT,
        **dict.fromkeys(WORDS, TEXT),
    }
)


def promise_rows(
    skole: str, asked: Iterable[Asked], catalog: Catalog, kpis: Mapping[str, KpiShape]
) -> pa.Table:
    """Return one row per goal of a school, as it is worded on the day it is asked."""
    page = GoalPage(catalog, kpis)
    rows = []
    for each in asked:
        _, *words = page.row(GoalHistory(versions=(each.goal,)))
        told = dict(zip(WORDS, (word.replace(BREAK, "; ") for word in words), strict=True))
        rows.append(
            {
                "skole": skole,
                "plan": each.plan,
                "maal": each.goal.id,
                "indsats": each.indsats,
                "fokusomraade": each.fokusomraade,
                "titel": each.goal.titel,
                "type": each.goal.type,
                **_measured(each.goal, kpis),
                **told,
            }
        )
    return pa.Table.from_pylist(rows, schema=ROWS)


def _measured(goal: Goal, kpis: Mapping[str, KpiShape]) -> dict[str, str]:
    """Return what a goal is measured in; nothing where it has no measure."""
    if isinstance(goal, Milestone | NoGoal):
        return {}
    unit = unit_of(goal.maaling, kpis)
    return {"kpi": goal.maaling.kpi, "enhed": unit, "retning": goal.retning.value}
