"""Figures beside the goals: shown with their year, and never judged."""

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from sosu_pipeline.declarations.goal import Beside
from sosu_pipeline.goals.asking import Asked
from sosu_pipeline.goals.judging import SchoolGoals
from sosu_pipeline.goals.rows import COUNT, DAY, NUMBER, PLACES, TEXT
from sosu_pipeline.progress.figures import read_figure
from sosu_pipeline.progress.series import Series
from sosu_pipeline.progress.words import decimal
from sosu_pipeline.progress.years import Year

ROWS = pa.schema(
    {
        "skole": TEXT,
        "plan": TEXT,
        "maal": TEXT,
        "nr": COUNT,
        "titel": TEXT,
        "aar": COUNT,
        "dato": DAY,
        "kpi": TEXT,
        "enhed": TEXT,
        "taeller": NUMBER,
        "naevner": NUMBER,
        "aktuel": NUMBER,
        "personer": COUNT,
    }
)


def rows_beside(school: SchoolGoals, asked: Iterable[Asked]) -> pa.Table:
    """Return one row per goal and figure beside it: its fixed year's, or the latest that has any.

    A figure that nobody has measured yet has neither year nor value.
    """
    return pa.Table.from_pylist([row for each in asked for row in _rows(school, each)], ROWS)


def _rows(school: SchoolGoals, asked: Asked) -> Iterator[dict[str, Any]]:
    for nr, beside in enumerate(asked.goal.ved_siden_af):
        yield {
            "skole": school.skole,
            "plan": asked.plan,
            "maal": asked.goal.id,
            "nr": nr,
            "titel": beside.titel,
            "dato": school.as_of,
            "kpi": beside.kpi,
            "enhed": beside.enhed or school.kpis[beside.kpi].enhed,
            **_figure(school, beside),
        }


def _figure(school: SchoolGoals, beside: Beside) -> dict[str, Any]:
    series = school.series(beside)
    year = _year(school, beside, series)
    if year is None:
        return {"aar": beside.aar}
    last = min(year.last, school.as_of)
    figure = read_figure(series, beside.vaerdi, year.first, last)
    value = decimal(figure.value).quantize(PLACES) if figure.value is not None else None
    return {
        "aar": year.number,
        "taeller": figure.taeller,
        "naevner": figure.naevner,
        "aktuel": value,
        "personer": school.count(beside, [(year.first, last)])[0],
    }


def _year(school: SchoolGoals, beside: Beside, series: Series) -> Year | None:
    starts_in = school.settings.aar_begynder_maaned
    if beside.aar is not None:
        return Year(beside.aar, starts_in)
    last = series.last_until(school.as_of)
    return Year.of(last, starts_in) if last else None
