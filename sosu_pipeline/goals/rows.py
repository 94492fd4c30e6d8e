"""Verdicts as rows: one per goal and night, and one per indsats and night."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from sosu_pipeline.declarations.goal import Milestone, NoGoal
from sosu_pipeline.declarations.plan import Plan
from sosu_pipeline.goals.asking import GoalKey
from sosu_pipeline.goals.judging import Judged
from sosu_pipeline.progress.status import Status, worst

TEXT, NUMBER, DAY, COUNT = pa.string(), pa.decimal128(38, 10), pa.date32(), pa.int64()
PLACES = Decimal(1).scaleb(-10)
GOAL_ROWS = pa.schema(
    {
        "skole": TEXT,
        "plan": TEXT,
        "maal": TEXT,
        "dato": DAY,
        "indsats": COUNT,
        "fokusomraade": TEXT,
        "titel": TEXT,
        "type": TEXT,
        "kpi": TEXT,
        "enhed": TEXT,
        "maalt_som": TEXT,
        "retning": TEXT,
        "status": TEXT,
        "status_tekst": TEXT,
        "grund": TEXT,
        "basis": NUMBER,
        "basis_er_foreloebig": pa.bool_(),
        "samme_dag_basis": NUMBER,
        "aktuel": NUMBER,
        "maaltal": NUMBER,
        "forventet_nu": NUMBER,
        "prognose": NUMBER,
        "prognose_fra": NUMBER,
        "prognose_til": NUMBER,
        "fremdrift": NUMBER,
        "mangler": NUMBER,
        "mangler_pr_maaned": NUMBER,
        "maaneder_tilbage": COUNT,
        "taeller": NUMBER,
        "naevner": NUMBER,
        "personer": COUNT,
        "basis_personer": COUNT,
        "frist": DAY,
        "datadato": DAY,
        "gyldig_fra": DAY,
        "version_grund": TEXT,
        "uenig_med": TEXT,
        "naevnte_aar": pa.list_(COUNT),
    }
)
INDSATS_ROWS = pa.schema(
    {
        "skole": TEXT,
        "plan": TEXT,
        "indsats": COUNT,
        "dato": DAY,
        "titel": TEXT,
        "fokusomraade": TEXT,
        "status": TEXT,
        "status_tekst": TEXT,
        "bedoemte_maal": COUNT,
        "neutrale_maal": COUNT,
        "maal": TEXT,
    }
)


def goal_rows(skole: str, judged: Iterable[Judged], dato: date, units: dict[str, str]) -> pa.Table:
    """Return one row per goal; ``units`` has each KPI's unit."""
    rows = [_goal_row(skole, each, dato, units) for each in judged]
    return pa.Table.from_pylist(rows, schema=GOAL_ROWS)


def indsats_rows(
    skole: str, plans: Sequence[Plan], judged: Iterable[Judged], dato: date
) -> pa.Table:
    """Return one row per indsats: the worst of its goals, the shared ones with them."""
    statuses = {each.asked.key: each.verdict.status for each in judged}
    rows = [row for plan in plans for row in _indsats_of(skole, plan, statuses, dato)]
    return pa.Table.from_pylist(rows, schema=INDSATS_ROWS)


def _goal_row(skole: str, each: Judged, dato: date, units: dict[str, str]) -> dict[str, Any]:
    goal, verdict = each.asked.goal, each.verdict
    measured = {}
    if not isinstance(goal, Milestone | NoGoal):
        measure = goal.maaling
        unit = measure.enhed or units[measure.kpi]
        measured = {"kpi": measure.kpi, "enhed": unit, "maalt_som": measure.vaerdi.value}
        measured["retning"] = goal.retning.value
    figures = {
        name: value.quantize(PLACES) if isinstance(value, Decimal) else value
        for name, value in asdict(verdict).items()
        if name in GOAL_ROWS.names
    }
    return {
        "skole": skole,
        "plan": each.asked.plan,
        "maal": goal.id,
        "dato": dato,
        "indsats": each.asked.indsats,
        "fokusomraade": each.asked.fokusomraade,
        "titel": goal.titel,
        "type": goal.type,
        **measured,
        **figures,
        "status": verdict.status.value,
        "status_tekst": verdict.status.label,
        "grund": verdict.reason,
        "personer": each.personer,
        "basis_personer": each.basis_personer,
        "datadato": each.data_date,
        "gyldig_fra": goal.gyldig_fra,
        "version_grund": goal.grund,
        "uenig_med": each.uenig_med,
        "naevnte_aar": list(each.years),
    }


def _indsats_of(
    skole: str, plan: Plan, statuses: dict[GoalKey, Status], dato: date
) -> Iterator[dict[str, Any]]:
    for indsats in plan.indsatser:
        goals = [goal.id for goal in plan.goals_of(indsats)]
        told = [statuses[plan.name, goal] for goal in goals]
        status, neutral = worst(told), sum(each.is_neutral for each in told)
        yield {
            "skole": skole,
            "plan": plan.name,
            "indsats": indsats.nr,
            "dato": dato,
            "titel": indsats.titel,
            "fokusomraade": indsats.fokusomraade,
            "status": status.value,
            "status_tekst": status.label,
            "bedoemte_maal": len(told) - neutral,
            "neutrale_maal": neutral,
            "maal": ", ".join(goals),
        }
