"""What is declared of indsatser and goals, as rows: indsatser, their goals, and every version."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from sosu_pipeline.declarations.catalog import Catalog
from sosu_pipeline.declarations.kpi_shape import KpiShape
from sosu_pipeline.declarations.plan import GoalHistory, Plan
from sosu_pipeline.declarations.school import School
from sosu_pipeline.goals.asking import SECTOR
from sosu_pipeline.goals.rows import COUNT, DAY, NUMBER, TEXT
from sosu_pipeline.goals.words import promise_of
from sosu_pipeline.progress.status import Status
from sosu_pipeline.warehouse.measuring import FeedState

INDSATS_ROWS = pa.schema(
    {
        "skole": TEXT,
        "plan": TEXT,
        "indsats": COUNT,
        "titel": TEXT,
        "fokusomraade": TEXT,
        "periode_fra": COUNT,
        "periode_til": COUNT,
        "overgaar_til_drift": TEXT,
        "ejer": TEXT,
    }
)
LINK_ROWS = pa.schema(
    {"skole": TEXT, "plan": TEXT, "indsats": COUNT, "maal": TEXT, "er_egen": pa.bool_()}
)
VERSION_ROWS = pa.schema(
    {
        "skole": TEXT,
        "plan": TEXT,
        "maal": TEXT,
        "version": COUNT,
        "gyldig_fra": DAY,
        "gyldig_til": DAY,
        "er_gaeldende": pa.bool_(),
        "aarsag": TEXT,
        "basisaar": COUNT,
        "maalaar": COUNT,
        "aendring": NUMBER,
        "maaltal": NUMBER,
        "loefte": TEXT,
    }
)
STATUS_ROWS = pa.schema(
    {"status": TEXT, "status_tekst": TEXT, "symbol": TEXT, "farve": TEXT, "raekkefoelge": COUNT}
)
REACH_ROWS = pa.schema({"skole": TEXT, "kpi": TEXT, "datadato": DAY})


def reach_table(
    skole: str, kpis: Mapping[str, KpiShape], feeds: Mapping[str, FeedState]
) -> pa.Table:
    """Return one row per KPI with the last day that every feed behind it covers."""
    reached = {name: _reached(shape, feeds) for name, shape in kpis.items()}
    rows = [{"skole": skole, "kpi": name, "datadato": day} for name, day in reached.items()]
    return pa.Table.from_pylist(rows, schema=REACH_ROWS)


def indsats_table(skole: str, plans: Sequence[Plan]) -> pa.Table:
    """Return one row per indsats of a school's plans, with its period and its owner."""
    rows = [
        {
            "skole": skole,
            "plan": plan.name,
            "indsats": each.nr,
            "titel": each.titel,
            "fokusomraade": each.fokusomraade,
            "periode_fra": each.periode.fra,
            "periode_til": each.periode.til,
            "overgaar_til_drift": each.overgaar_til_drift,
            "ejer": each.ejer,
        }
        for plan in plans
        for each in plan.indsatser
    ]
    return pa.Table.from_pylist(rows, schema=INDSATS_ROWS)


def link_table(skole: str, plans: Sequence[Plan]) -> pa.Table:
    """Return one row per indsats and goal; a shared goal belongs to another indsats."""
    rows = [
        {
            "skole": skole,
            "plan": plan.name,
            "indsats": each.nr,
            "maal": goal.id,
            "er_egen": goal.id not in each.delte_maal,
        }
        for plan in plans
        for each in plan.indsatser
        for goal in plan.goals_of(each)
    ]
    return pa.Table.from_pylist(rows, schema=LINK_ROWS)


def version_table(
    skole: str, catalog: Catalog, school: School, kpis: Mapping[str, KpiShape], as_of: date
) -> pa.Table:
    """Return one row per goal and wording, with the days it holds and why it came."""
    rows = [
        {"skole": skole, "plan": plan, **row}
        for plan, history in _histories(catalog, school)
        for row in _versions(history, kpis, as_of)
    ]
    return pa.Table.from_pylist(rows, schema=VERSION_ROWS)


def _reached(shape: KpiShape, feeds: Mapping[str, FeedState]) -> date | None:
    """Return the last day that every feed behind a KPI covers; None where one is silent."""
    days = [feeds[kilde].datadato for kilde in shape.kilder if kilde in feeds]
    return None if None in days else min(filter(None, days), default=None)


def _histories(catalog: Catalog, school: School) -> Iterator[tuple[str, GoalHistory]]:
    for plan in catalog.plans_for(school):
        yield from ((plan.name, goal) for goal in plan.goals.values())
    for document in catalog.sector:
        yield from ((SECTOR, goal) for goal in document.maal)


def _versions(
    history: GoalHistory, kpis: Mapping[str, KpiShape], as_of: date
) -> Iterator[dict[str, Any]]:
    in_force = history.on(as_of)
    for number, goal in enumerate(history.versions, start=1):
        yield {
            "maal": goal.id,
            "version": number,
            "gyldig_fra": goal.gyldig_fra,
            "gyldig_til": _day_before(history.versions[number:]),
            "er_gaeldende": goal is in_force,
            "aarsag": goal.grund,
            "basisaar": getattr(goal, "basisaar", None),
            "maalaar": getattr(goal, "last_year", None),
            "aendring": getattr(goal, "aendring", getattr(goal, "aarlig", None)),
            "maaltal": getattr(goal, "maaltal", getattr(goal, "mindst", None)),
            "loefte": promise_of(goal, kpis),
        }


def _day_before(later: Iterable[Any]) -> date | None:
    """Return the last day before the next version begins."""
    begins = next((each.gyldig_fra for each in later), None)
    return begins - timedelta(days=1) if begins else None


def status_table() -> pa.Table:
    """Return one row per status, worst first, with how it is shown."""
    looks = [
        {
            "status": each.value,
            "status_tekst": each.label,
            "symbol": each.symbol,
            "farve": each.colour,
            "raekkefoelge": each.rank + 1,
        }
        for each in Status
    ]
    return pa.Table.from_pylist(looks, schema=STATUS_ROWS)
