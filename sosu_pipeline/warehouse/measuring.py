"""What goals ask of the marts: a measure by day, the people behind a window, and the feeds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from sosu_pipeline.declarations.goal import Measure
from sosu_pipeline.naming import Layer, table_name
from sosu_pipeline.warehouse.account import FEEDS
from sosu_pipeline.warehouse.kpi import basis_table
from sosu_pipeline.warehouse.models import Model

OPEN_WINDOW = "vindue = 'aaben'"
"""A counted unit whose outcome is not settled yet, in KPIs that tell it."""

Window = tuple[date, date]


@dataclass(frozen=True)
class FeedState:
    """How far a school's feed reaches, and whether it is older than its contract allows."""

    datadato: date | None
    er_for_gammel: bool


def feed_states(connection: duckdb.DuckDBPyConnection, skole: str) -> dict[str, FeedState]:
    """Return the state of every feed a school delivers."""
    rows = connection.execute(
        f"select kilde, datadato, coalesce(alder_dage > max_alder_dage, true) from {FEEDS} "
        "where skole = ?",
        [skole],
    ).fetchall()
    return {kilde: FeedState(datadato, is_late) for kilde, datadato, is_late in rows}


def measure_daily(
    connection: duckdb.DuckDBPyConnection, measure: Measure, skole: str
) -> list[tuple[date, Decimal, Decimal | None]]:
    """Return a measure's numerator and denominator on every day that has any."""
    condition, values = _counted(measure, skole)
    return connection.execute(
        "select dato, sum(taeller)::decimal(38, 10), sum(naevner)::decimal(38, 10) from "
        f"{table_name(Layer.MARTS, measure.kpi)} where {condition} group by dato order by dato",
        values,
    ).fetchall()


def count_people(
    connection: duckdb.DuckDBPyConnection,
    model: Model,
    measure: Measure,
    skole: str,
    windows: Sequence[Window],
) -> tuple[int | None, ...]:
    """Return the distinct people behind a measure in each window; none where none are counted."""
    if not model.counts_people or not windows:
        return (None,) * len(windows)
    condition, values = _counted(measure, skole)
    listed = ", ".join("(?::int, ?::date, ?::date)" for _ in windows)
    days = [value for number, window in enumerate(windows) for value in (number, *window)]
    rows = connection.execute(
        f"select count(distinct person) from (values {listed}) as vinduer(nr, fra, til) "
        f"left join (select dato, person from {basis_table(model)} where {condition}) "
        "on dato between fra and til group by nr order by nr",
        [*days, *values],
    ).fetchall()
    return tuple(count for (count,) in rows)


def count_waiting(
    connection: duckdb.DuckDBPyConnection,
    model: Model,
    measure: Measure,
    skole: str,
    window: Window,
) -> int:
    """Return how many in a window still have time to count in the numerator."""
    if "vindue" not in model.listed("dimensioner"):
        return 0
    condition, values = _counted(measure, skole)
    ((waiting,),) = connection.execute(
        f"select coalesce(sum(naevner), 0)::bigint from {model.table} "
        f"where {condition} and {OPEN_WINDOW} and dato between ? and ?",
        [*values, *window],
    ).fetchall()
    return int(waiting)


def register_lines(
    connection: duckdb.DuckDBPyConnection, skole: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the lines of the school's register of milestones as of the run, by goal."""
    columns = ("milepael", "status", "frist", "opnaaet_dato", "dokumentation")
    rows = connection.execute(
        f"select maal, {', '.join(columns)} from {table_name(Layer.STAGING, 'milepaele')} "
        "where skole = ? order by maal, milepael",
        [skole],
    ).fetchall()
    for maal, *values in rows:
        yield maal, dict(zip(columns, values, strict=True))


def _counted(measure: Measure, skole: str) -> tuple[str, list[str]]:
    """Return the condition for a measure's rows, and the values of its marks."""
    parts, values = ["skole = ?"], [skole]
    for dimension, possible in measure.filter.items():
        parts.append(f"{dimension} in ({', '.join('?' for _ in possible)})")
        values += possible
    return " and ".join(parts), values
