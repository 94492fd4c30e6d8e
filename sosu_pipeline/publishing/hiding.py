"""What is hidden of a night's figures: the marts given to the defender, its flags as tables.

``er_skjult`` says that a row's figures are hidden, ``er_udeladt`` that the row is not published.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb
import pandas as pd

from sosu_pipeline.declarations.goal import Measure
from sosu_pipeline.naming import Layer, table_name
from sosu_pipeline.privacy.disclosure import (
    Decision,
    GoalFigure,
    GoalYear,
    HiddenGoal,
    hide_small,
)
from sosu_pipeline.publishing.given import GOAL, give, stands, told_goals
from sosu_pipeline.warehouse.building import KPI_SCHOOL
from sosu_pipeline.warehouse.connecting import transaction
from sosu_pipeline.warehouse.measuring import count_people
from sosu_pipeline.warehouse.models import Model
from sosu_pipeline.warehouse.nights import HIDDEN_COLUMNS, HIDDEN_NOW
from sosu_pipeline.warehouse.reference import SETTINGS
from sosu_pipeline.warehouse.standing import Standing

GOAL_FLAGS = "skjult_maal"
PUBLISHED_DIMENSIONS = ("uddannelse", "uddannelsesdel")

Name = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class GoalMeasure:
    """What a goal measures in a school: its name (plan, goal and place in it) and its measure."""

    skole: str
    name: Name
    measure: Measure


def register_hidden(
    connection: duckdb.DuckDBPyConnection,
    measures: Sequence[GoalMeasure],
    models: Mapping[str, Model],
) -> None:
    """Make the tables that say what is hidden: one of all that counts people, one of the goals.

    ``marts.skjult_nu`` has the key of every row on each level with ``er_skjult`` and
    ``er_udeladt``; a row that is not there counts nobody and is shown. An opdeling, uddannelse,
    uddannelsesdel or afdeling that is NULL in the mart is an empty text. ``skjult_maal`` has
    ``navn, skole, aar, aar_er_skjult, maaneder_er_skjult``, the name as a list. A year that stands
    keeps its flags, which are those that deciding it again would give.
    """
    standing, figures = Standing(connection), goal_figures(measures, models)
    given = give(connection, standing, figures)
    decision = hide_small(given.published, figures)
    with transaction(connection):
        _note(connection, decision, given.standing)
        standing.note(HIDDEN_NOW, given.made_of)
    _make(connection, GOAL_FLAGS, _goals(connection, measures, models))


def _make(connection: duckdb.DuckDBPyConnection, name: str, rows: pd.DataFrame) -> None:
    connection.register("flag", rows)
    connection.execute(f"create or replace temp table {name} as from flag")
    connection.unregister("flag")


def _note(
    connection: duckdb.DuckDBPyConnection, decision: Decision, standing: Sequence[str]
) -> None:
    """Make the table of what was decided, and on which figures, for the night after."""
    kinds = ", ".join(f"null::{kind} as {name}" for name, kind in HIDDEN_COLUMNS.items())
    parts = [f"(select {kinds} limit 0)"]
    parts += [f"from {HIDDEN_NOW} where {stands()}"] if standing else []
    for level, rows in _decided(decision):
        connection.register(f"afgjort_{level}", rows)
        parts.append(f"select '{level}' as niveau, * from afgjort_{level} where not {stands()}")
    connection.execute(
        f"create or replace table {HIDDEN_NOW} as "
        f"select {', '.join(HIDDEN_COLUMNS)} "
        f"from (select * exclude (dato) from ({' union all by name '.join(parts)})) "
        "cross join staging.koersel",
        {"standing": standing},
    )
    for level, _ in _decided(decision):
        connection.unregister(f"afgjort_{level}")


def _decided(decision: Decision) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield each level's rows with what was decided of them, and the goals'."""
    yield from decision.levels.items()
    goals = [(list(key.navn), key.skole, key.aar, *each) for key, each in decision.goals.items()]
    columns = ["maal", "skole", "aar", "er_skjult", "maaneder_er_skjult"]
    yield GOAL, pd.DataFrame(goals, columns=columns)


def goal_figures(measures: Iterable[GoalMeasure], models: Mapping[str, Model]) -> list[GoalFigure]:
    """Return the goals' figures over published dimensions; schools that share a plan share them."""
    return list({each.name: _figure(each, models) for each in measures}.values())


def _figure(goal: GoalMeasure, models: Mapping[str, Model]) -> GoalFigure:
    by = goal.measure.filter
    return GoalFigure(
        name=goal.name,
        kpi=goal.measure.kpi,
        uddannelse=by.get("uddannelse"),
        uddannelsesdel=by.get("uddannelsesdel"),
        opdeling=by.get(models[goal.measure.kpi].header.get("opdeling", "")),
    )


def _goals(
    connection: duckdb.DuckDBPyConnection,
    measures: Sequence[GoalMeasure],
    models: Mapping[str, Model],
) -> pd.DataFrame:
    """Return the goals' flags; one over a part of a published cell is judged beside its rest."""
    flags = told_goals(connection, HIDDEN_NOW)
    for goal in measures:
        if _whole(goal, models) != goal.measure:
            for aar, is_small in _parts(connection, goal, models):
                key = GoalYear(goal.name, goal.skole, aar)
                is_hidden = is_small or (key in flags and flags[key].aar_er_skjult)
                flags[key] = HiddenGoal(aar_er_skjult=is_hidden, maaneder_er_skjult=True)
    rows = [(list(key.navn), key.skole, key.aar, *each) for key, each in sorted(flags.items())]
    return pd.DataFrame(rows, columns=[*GoalYear._fields, *HiddenGoal._fields])


def _whole(goal: GoalMeasure, models: Mapping[str, Model]) -> Measure:
    """Return a goal's measure without the dimensions that no published row is split by."""
    shown = (*PUBLISHED_DIMENSIONS, models[goal.measure.kpi].header.get("opdeling"))
    by = {name: values for name, values in goal.measure.filter.items() if name in shown}
    return goal.measure.model_copy(update={"filter": by})


def _parts(
    connection: duckdb.DuckDBPyConnection, goal: GoalMeasure, models: Mapping[str, Model]
) -> Iterator[tuple[int, bool]]:
    """Yield each year and whether a part of a shown figure, or what is left of it, is small."""
    model = models[goal.measure.kpi]
    begins, limit = connection.execute(
        "select aar_begynder_maaned, case when ? = 'trivsel' then smaa_celler_trivsel "
        f"else smaa_celler_personer end from {SETTINGS} where skole = ?",
        [model.header.get("graense"), goal.skole],
    ).fetchall()[0]
    years = connection.execute(
        f"select distinct aar from {table_name(Layer.MARTS, KPI_SCHOOL)} "
        "where kpi = ? and skole = ? order by aar",
        [goal.measure.kpi, goal.skole],
    ).fetchall()
    windows = [
        (date(aar, begins, 1), date(aar + 1, begins, 1) - timedelta(days=1)) for (aar,) in years
    ]
    counted = (
        count_people(connection, model, measure, goal.skole, windows)
        for measure in (goal.measure, _whole(goal, models))
    )
    for (aar,), part, whole in zip(years, *counted, strict=True):
        if part is not None and whole is not None:
            small = limit is None or 0 < part < limit or 0 < whole - part < limit
            yield aar, bool(whole) and small
