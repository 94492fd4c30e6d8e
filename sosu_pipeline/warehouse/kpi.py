"""The KPI law in SQL: what every ``kpi_*`` model yields, and the tables made of all of them.

A KPI model has a CTE ``grundlag`` with one row per counted unit and the person behind it, and an
outer select that groups it. Distinct persons cannot be summed over days, so coarser tables are
grouped from ``grundlag`` again.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache

import sqlglot
from sqlglot import exp

from sosu_pipeline.naming import BASIS
from sosu_pipeline.warehouse.models import BANDS, DIALECT, Model, ModelError
from sosu_pipeline.warehouse.reference import SETTINGS

KEYS = ("skole", "dato", "uddannelse", "uddannelsesdel", "afdeling")
FIGURES = ("taeller", "naevner", "personer")
WORDS = ("titel", "beskrivelse", "formel", "enhed", "retning", "kendte_begraensninger")
FLAGS = ("ser_frem", "graense", "over_tid")
"""``ser_frem: ja`` lets a KPI be dated ahead, ``graense: trivsel`` gives it wellbeing's limit, and
``over_tid: seneste`` says that a period's figure is its latest one, not the sum."""
UNIT_COLUMNS = ("person", "taeller", "naevner")
YEAR = "year(dato - interval 1 month * (aar_begynder_maaned - 1)) as aar"
"""The year a day counts in: one that begins in August is named by the year of that August."""
MONTH = f"date_trunc('month', dato)::date as maaned, {YEAR}"
"""The first day of the month a day counts in, and the month's year."""


def law_columns(model: Model) -> tuple[str, ...]:
    """Return the columns the law asks of a model, in order."""
    return (*KEYS, *model.listed("dimensioner"), *FIGURES)


@cache
def basis_of(model: Model) -> str:
    """Return the select that yields a KPI's counted units, one row each.

    Raises:
        ModelError: the model has no CTE named ``grundlag``.
    """
    query = sqlglot.parse_one(model.sql, read=DIALECT)
    clauses = query.args.get("with_")
    if clauses is None or BASIS not in {cte.alias for cte in clauses.expressions}:
        msg = f"{model.name}.sql: lacks the CTE '{BASIS}'; move the counted units into it"
        raise ModelError(msg)
    columns = [*KEYS, *model.listed("dimensioner"), *UNIT_COLUMNS]
    select = exp.select(*columns).from_(BASIS)
    select.set("with_", clauses.copy())
    return select.sql(dialect=DIALECT, comments=False)


def basis_table(model: Model) -> str:
    """Return the table of a KPI's counted units, which is made with its mart and stands with it."""
    return f"{BASIS}.{model.name}"


def units_built(model: Model) -> str:
    """Return the select of a KPI's counted units from their table."""
    return f"select * from {basis_table(model)}"


def units_grouped(model: Model) -> str:
    """Return the select that has, of a KPI's mart, the columns its counted units have.

    No figure comes of it, since the mart is grouped; it tells which column comes of which.
    """
    columns = ", ".join([*KEYS, *model.listed("dimensioner"), "taeller", "naevner"])
    return f"select {columns}, personer as person from {model.table}"


@cache
def grouped_of(model: Model) -> str:
    """Return a KPI's outer select over the table of its units, so that they are found once.

    Raises:
        ModelError: the outer select reads something else than ``grundlag``.
    """
    query = sqlglot.parse_one(model.sql, read=DIALECT)
    query.set("with_", None)
    tables = list(query.find_all(exp.Table))
    if [table.sql() for table in tables] != [BASIS]:
        msg = f"{model.name}.sql: the outer select must read '{BASIS}' alone; move the rest into it"
        raise ModelError(msg)
    tables[0].replace(exp.to_table(basis_table(model)))
    return query.sql(dialect=DIALECT, comments=False)


def union_of(model: Model, dimensions: Sequence[str]) -> str:
    """Return a KPI's part of ``marts.kpi``: its rows under the law, all dimensions as columns."""
    return (
        f"select '{model.name}' as kpi, {', '.join(KEYS)}, {_split(model)}, "
        f"{_optional(dimensions, model.listed('dimensioner'))}"
        f"taeller::decimal(38, 10) as taeller, naevner::decimal(38, 10) as naevner, "
        f"personer::bigint as personer from {model.table}"
    )


def period_of(
    model: Model, *, period: str, by: Sequence[str], units: Callable[[Model], str] = basis_of
) -> str:
    """Return the select that sums a KPI per period with its distinct persons.

    Args:
        model: the KPI model.
        period: SQL over ``dato`` and the school's settings, with its name, e.g. ``YEAR``.
        by: the columns beside school, period and ``opdeling`` to group by.
        units: where the KPI's counted units are found, by default in its own select.
    """
    groups = "".join(f"{column}, " for column in by)
    return (
        f"select '{model.name}' as kpi, skole, {period}, {groups}{_split(model)}, "
        f"sum(taeller)::decimal(38, 10) as taeller, sum(naevner)::decimal(38, 10) as naevner, "
        f"{_persons(model)} as personer from ({_units_in(model, units(model), period)}) "
        f"inner join {SETTINGS} using (skole) group by all"
    )


def catalogue_of(model: Model) -> str:
    """Return a KPI's row of ``marts.kpi_katalog``: what it is, in the words of its header."""
    words = ", ".join(
        f"nullif({exp.Literal.string(model.header.get(field, '')).sql()}, '') as {field}"
        for field in (*WORDS, *FLAGS, *BANDS)
    )
    return f"select {exp.Literal.string(model.name).sql()} as kpi, {words}"


def dimensions_of(models: Iterable[Model]) -> tuple[str, ...]:
    """Return every extra dimension that some KPI declares, in alphabetical order."""
    return tuple(sorted({name for model in models for name in model.listed("dimensioner")}))


def _optional(dimensions: Sequence[str], own: Sequence[str]) -> str:
    return "".join(
        f"{name}, " if name in own else f"null::varchar as {name}, " for name in dimensions
    )


def _split(model: Model) -> str:
    return (
        f"{model.header['opdeling']} as opdeling"
        if model.header.get("opdeling")
        else ("null::varchar as opdeling")
    )


def _units_in(model: Model, units: str, period: str) -> str:
    """Return the units of a period: all of them, or the latest day's where that is the figure."""
    if model.header.get("over_tid") != "seneste":
        return units
    within = re.sub(r" as \w+", "", period)
    cell = ", ".join((*KEYS[2:], *model.listed("dimensioner")))
    return (
        f"select units.* from ({units}) as units inner join {SETTINGS} using (skole) "
        f"qualify dato = max(dato) over (partition by skole, {within}, {cell})"
    )


def _persons(model: Model) -> str:
    return "count(distinct person)" if model.counts_people else "null::bigint"
