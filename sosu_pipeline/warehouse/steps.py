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
from sosu_pipeline.warehouse.reference import SETTINGS

KPI_STEPS: Final = "kpi_skridt"
CELL: Final = ("kpi", "skole", "aar", "opdeling")
VALUE: Final = "case when naevner is null then taeller else taeller / nullif(naevner, 0) end"
SCHOOL_YEARS, REACH = (table_name(Layer.MARTS, name) for name in (KPI_SCHOOL, "kpi_datadato"))


def build_kpi_steps(connection: duckdb.DuckDBPyConnection, kpis: Sequence[Model]) -> None:
    """Make the steps of every KPI, school and year from the night before to this one.

    ``til_datadato`` counts no day after tonight's data date and ``genregnet`` none after the one
    of the night before; a KPI that is dated ahead has all its days in both. Only years with days
    after the data date are counted again.
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
    for limit in ("datadato", "foer_datadato"):
        _count_until(connection, kpis, limit)
    cell = ", ".join(f"alle.{name}" for name in CELL)
    connection.execute(f"""
    create or replace table {table_name(Layer.MARTS, KPI_STEPS)} as
    select
        {cell}, graenser.datadato, til.vaerdi as til_datadato, foer.vaerdi as genregnet,
        least(nullif(til.personer, 0), nullif(foer.personer, 0)) as personer
    from {SCHOOL_YEARS} as alle
    left join til_datadato as til on {_same("til")}
    left join til_foer_datadato as foer on {_same("foer")}
    left join skridt_graenser as graenser
        on alle.skole = graenser.skole and alle.kpi = graenser.kpi
    """)


def _count_until(connection: duckdb.DuckDBPyConnection, kpis: Sequence[Model], limit: str) -> None:
    """Make the table of every KPI, school and year with no day counted after a limit."""
    counted = [kpi for kpi in kpis if kpi.header.get("ser_frem") != "ja"]
    later = "\nunion all\n".join(_years_beyond(kpi, limit) for kpi in counted)
    connection.execute(f"create or replace temp table senere_aar as {later}")
    found = connection.execute("select distinct kpi from senere_aar").fetchall()
    again = [kpi for kpi in counted if (kpi.name,) in found]
    recounted = [period_of(kpi, period=YEAR, by=(), units=_until(limit)) for kpi in again]
    stands = f"""
    select alle.* from {SCHOOL_YEARS} as alle
    inner join skridt_graenser as graenser using (skole, kpi)
    anti join senere_aar using (kpi, skole, aar)
    where graenser.{limit} is not null"""
    connection.execute(
        f"create or replace temp table til_{limit} as select *, {VALUE} as vaerdi "
        f"from ({' union all by name '.join([stands, *recounted])})"
    )


def _years_beyond(kpi: Model, limit: str) -> str:
    """Return the select of the years in which a KPI has days after a limit."""
    return (
        f"select distinct '{kpi.name}' as kpi, skole, {YEAR} from {basis_table(kpi)} "
        f"inner join (from skridt_graenser where kpi = '{kpi.name}') using (skole) "
        f"inner join {SETTINGS} using (skole) where dato > {limit}"
    )


def _until(limit: str) -> Callable[[Model], str]:
    """Return where the units of a KPI are found that count no later than a limit.

    They are those of years that have days after it.
    """

    def units(kpi: Model) -> str:
        return (
            "select * exclude (aar) from ("
            f"select units.*, {YEAR} from {basis_table(kpi)} as units "
            f"inner join (from skridt_graenser where kpi = '{kpi.name}') using (skole) "
            f"inner join {SETTINGS} using (skole) where dato <= {limit}"
            f") semi join (from senere_aar where kpi = '{kpi.name}') using (skole, aar)"
        )

    return units


def _same(other: str) -> str:
    return " and ".join(f"alle.{name} is not distinct from {other}.{name}" for name in CELL)
