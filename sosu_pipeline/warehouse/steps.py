"""Steps: every KPI's figure as it would be if no day after a data date counted.

Held against the night before, they tell the days that were counted already from the new ones.
"""

from collections.abc import Callable, Sequence
from typing import Final

import duckdb

from sosu_pipeline.naming import Layer, table_name
from sosu_pipeline.warehouse.building import KPI_SCHOOL
from sosu_pipeline.warehouse.kpi import YEAR, basis_table, period_of
from sosu_pipeline.warehouse.models import Model
from sosu_pipeline.warehouse.nights import BEFORE

KPI_STEPS: Final = "kpi_skridt"
CELL: Final = ("kpi", "skole", "aar", "opdeling")
VALUE: Final = "case when naevner is null then taeller else taeller / nullif(naevner, 0) end"
REACH = table_name(Layer.MARTS, "kpi_datadato")


def build_kpi_steps(connection: duckdb.DuckDBPyConnection, kpis: Sequence[Model]) -> None:
    """Make the steps of every KPI, school and year from the night before to this one.

    ``til_datadato`` counts no day after tonight's data date and ``genregnet`` none after the one
    of the night before; a KPI that is dated ahead has all its days in both.
    """
    connection.execute(f"""
    create or replace temp table skridt_graenser as
    select skole, kpi, nu.datadato, foer.datadato as foer_datadato
    from {REACH} as nu
    left join (
        select skole, navn as kpi, max(datadato) as datadato
        from {BEFORE} where art = 'kpi' group by all
    ) as foer using (skole, kpi)
    """)
    for name in ("datadato", "foer_datadato"):
        units = _until(name)
        years = "\nunion all\n".join(
            period_of(kpi, period=YEAR, by=(), units=units) for kpi in kpis
        )
        select = f"select *, {VALUE} as vaerdi from ({years})"
        connection.execute(f"create or replace temp table til_{name} as {select}")
    same = " and ".join(f"alle.{name} is not distinct from del.{name}" for name in CELL)
    cell = ", ".join(f"alle.{name}" for name in CELL)
    connection.execute(f"""
    create or replace table {table_name(Layer.MARTS, KPI_STEPS)} as
    select
        {cell}, graenser.datadato, til.vaerdi as til_datadato, foer.vaerdi as genregnet,
        least(nullif(til.personer, 0), nullif(foer.personer, 0)) as personer
    from {table_name(Layer.MARTS, KPI_SCHOOL)} as alle
    left join til_datadato as til on {same.replace("del.", "til.")}
    left join til_foer_datadato as foer on {same.replace("del.", "foer.")}
    left join skridt_graenser as graenser
        on alle.skole = graenser.skole and alle.kpi = graenser.kpi
    """)


def _until(limit: str) -> Callable[[Model], str]:
    """Return where the units of a KPI are found that count no later than a limit."""

    def units(model: Model) -> str:
        is_ahead = model.header.get("ser_frem") == "ja"
        last = "true" if is_ahead else f"units.dato <= graenser.{limit}"
        return (
            f"select units.* from {basis_table(model)} as units "
            f"inner join skridt_graenser as graenser on units.skole = graenser.skole "
            f"and graenser.kpi = '{model.name}' and graenser.{limit} is not null and {last}"
        )

    return units
