"""Courses: a goal's own measure in every year there are figures of, for the trend beside it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pyarrow as pa

from sosu_pipeline.declarations.goal import MeasuredGoal, Milestone, NoGoal
from sosu_pipeline.goals.asking import Asked
from sosu_pipeline.goals.judging import Judged, SchoolGoals
from sosu_pipeline.goals.rows import COUNT, DAY, NUMBER, PLACES, TEXT
from sosu_pipeline.progress.figures import read_figure
from sosu_pipeline.progress.words import decimal
from sosu_pipeline.progress.years import Year

ROWS = pa.schema(
    {
        "skole": TEXT,
        "plan": TEXT,
        "maal": TEXT,
        "aar": COUNT,
        "til_dato": DAY,
        "kpi": TEXT,
        "er_basis": pa.bool_(),
        "er_foreloebig": pa.bool_(),
        "taeller": NUMBER,
        "naevner": NUMBER,
        "aktuel": NUMBER,
        "personer": COUNT,
    }
)


def course_rows(school: SchoolGoals, judged: Iterable[Judged]) -> pa.Table:
    """Return one row per goal and year, from the first year with figures to the running one.

    A year that the data do not reach the end of is provisional and counts to ``til_dato``.
    """
    rows = [row for each in judged for row in _rows(school, each.asked, each.data_date)]
    return pa.Table.from_pylist(rows, schema=ROWS)


def _rows(school: SchoolGoals, asked: Asked, reached: date | None) -> Iterator[dict[str, Any]]:
    goal = asked.goal
    if reached is None or isinstance(goal, Milestone | NoGoal):
        return
    years = list(_years(school, goal, reached))
    windows = [(year.first, min(year.last, reached)) for year in years]
    people = school.count(goal.maaling, windows)
    series = school.series(goal.maaling)
    for year, (first, last), personer in zip(years, windows, people, strict=True):
        figure = read_figure(series, goal.maaling.vaerdi, first, last)
        if not figure.is_counted:
            continue
        yield {
            "skole": school.skole,
            "plan": asked.plan,
            "maal": goal.id,
            "aar": year.number,
            "til_dato": last,
            "kpi": goal.maaling.kpi,
            "er_basis": year.number == getattr(goal, "basisaar", None),
            "er_foreloebig": reached < year.last,
            "taeller": figure.taeller,
            "naevner": figure.naevner,
            "aktuel": None if figure.value is None else decimal(figure.value).quantize(PLACES),
            "personer": personer,
        }


def _years(school: SchoolGoals, goal: MeasuredGoal, reached: date) -> Iterator[Year]:
    starts_in = school.settings.aar_begynder_maaned
    first = school.series(goal.maaling).first
    if first is None or first > reached:
        return
    last = Year.of(reached, starts_in)
    yield from (
        last.beside(number) for number in range(Year.of(first, starts_in).number, last.number + 1)
    )
