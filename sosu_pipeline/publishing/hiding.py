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
    Level,
    Published,
    hide_small,
)
from sosu_pipeline.privacy.disclosure.published import BEFORE, KEYS
from sosu_pipeline.warehouse.building import (
    KPI_CATALOGUE,
    KPI_MONTHS,
    KPI_SCHOOL,
    KPI_SCHOOL_MONTHS,
    KPI_YEARS,
)
from sosu_pipeline.warehouse.measuring import count_people
from sosu_pipeline.warehouse.models import Model
from sosu_pipeline.warehouse.nights import HIDDEN_BEFORE, HIDDEN_COLUMNS, HIDDEN_NOW
from sosu_pipeline.warehouse.reference import SETTINGS

MARTS: Mapping[Level, str] = {
    Level.CELL: KPI_MONTHS,
    Level.MONTH: KPI_SCHOOL_MONTHS,
    Level.YEAR: KPI_YEARS,
    Level.SCHOOL: KPI_SCHOOL,
}
FLAGS: Mapping[Level, str] = {level: f"skjult_{mart}" for level, mart in MARTS.items()}
GOAL, GOAL_FLAGS = "maal", "skjult_maal"
OWN_COLUMNS = {"kpi", "skole", "aar", "maaned"}
"""Columns of a key that no row lacks."""
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
    """Make the temporary tables that say what is hidden: one per level, and one of the goals.

    ``skjult_kpi_maaned``, ``skjult_kpi_skole_maaned``, ``skjult_kpi_aar`` and ``skjult_kpi_skole``
    have their mart's key with ``er_skjult`` and ``er_udeladt``; a row that is not there counts
    nobody and is shown. An opdeling, uddannelse, uddannelsesdel or afdeling that is NULL in the
    mart is an empty text. ``skjult_maal`` has ``navn, skole, aar, aar_er_skjult,
    maaneder_er_skjult``, the name as a list.
    """
    decision = hide_small(_published(connection), goal_figures(measures, models))
    for level, table in decision.levels.items():
        _make(connection, FLAGS[level], table)
    _make(connection, GOAL_FLAGS, _goals(connection, decision, measures, models))
    _note(connection, decision)


def _make(connection: duckdb.DuckDBPyConnection, name: str, rows: pd.DataFrame) -> None:
    connection.register("flag", rows)
    connection.execute(f"create or replace temp table {name} as from flag")
    connection.unregister("flag")


def _note(connection: duckdb.DuckDBPyConnection, decision: Decision) -> None:
    """Make the table of what was decided, and on which figures, for the night after."""
    goals = [(list(key.navn), key.skole, key.aar, *each) for key, each in decision.goals.items()]
    columns = ["maal", "skole", "aar", "er_skjult", "maaneder_er_skjult"]
    _make(connection, "afgjorte_maal", pd.DataFrame(goals, columns=columns))
    tables = [*FLAGS.items(), (GOAL, "afgjorte_maal")]
    kinds = ", ".join(f"null::{kind} as {name}" for name, kind in HIDDEN_COLUMNS.items())
    rows = " union all by name ".join(
        f"select '{level}' as niveau, dato, {table}.* from {table} cross join staging.koersel"
        for level, table in tables
    )
    connection.execute(
        f"create or replace table {HIDDEN_NOW} as select {', '.join(HIDDEN_COLUMNS)} "
        f"from ((select {kinds} limit 0) union all by name {rows})"
    )


def _published(connection: duckdb.DuckDBPyConnection) -> Published:
    catalogue = table_name(Layer.MARTS, KPI_CATALOGUE)
    goals = connection.sql(
        "select maal, skole, aar, er_skjult, maaneder_er_skjult "
        f"from {HIDDEN_BEFORE} where niveau = '{GOAL}'"
    ).fetchall()
    return Published(
        levels={level: connection.sql(_beside_before(level)).df() for level in MARTS},
        goals={
            GoalYear(tuple(name), skole, aar): HiddenGoal(*flags)
            for name, skole, aar, *flags in goals
        },
        kpis=connection.sql(f"select kpi, enhed, graense from {catalogue}").df(),
        limits=connection.sql(
            "select skole, smaa_celler_personer as personer, smaa_celler_trivsel as trivsel "
            f"from {SETTINGS}"
        ).df(),
    )


def _beside_before(level: Level) -> str:
    """Return the select of a mart's rows, each beside what was decided of it the night before."""
    before = ", ".join(f"foer.{name}::double as {beside}" for name, beside in BEFORE.items())
    same = " and ".join(
        f"foer.{name} = tal.{name}"
        if name in OWN_COLUMNS
        else f"foer.{name} = coalesce(tal.{name}, '')"
        for name in KEYS[level]
    )
    return (
        f"select tal.*, {before} from {table_name(Layer.MARTS, MARTS[level])} as tal "
        f"left join {HIDDEN_BEFORE} as foer on foer.niveau = '{level}' and {same}"
    )


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
    decision: Decision,
    measures: Sequence[GoalMeasure],
    models: Mapping[str, Model],
) -> pd.DataFrame:
    """Return the goals' flags; one over a part of a published cell is judged beside its rest."""
    flags = dict(decision.goals)
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
