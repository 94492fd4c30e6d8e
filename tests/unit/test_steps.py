"""A KPI's figure on two data dates: only the years that have later days are counted again."""

from datetime import date
from decimal import Decimal

import duckdb
import pytest

from sosu_pipeline.naming import Layer
from sosu_pipeline.warehouse.kpi import YEAR, basis_table, period_of, units_built
from sosu_pipeline.warehouse.models import Model
from sosu_pipeline.warehouse.nights import COLUMNS
from sosu_pipeline.warehouse.steps import build_kpi_steps

DATA_DATE, BEFORE = date(2027, 10, 15), date(2027, 9, 30)


def kpi(name: str, **header: str) -> Model:
    words = {"dimensioner": "", "enhed": "personer", **header}
    return Model(layer=Layer.MARTS, name=name, header=words, sql="select 1", reads=frozenset())


OPTAG, HOLD, BUDGET = (
    kpi("kpi_optag"),
    kpi("kpi_hold", over_tid="seneste"),
    kpi("kpi_budget", ser_frem="ja"),
)
KPIS = (OPTAG, HOLD, BUDGET)
UNITS = f"""
create schema marts;
create schema staging;
create schema grundlag;
create table staging.indstillinger as
from (values ('nord', 1), ('syd', 8)) as v(skole, aar_begynder_maaned);
create table {basis_table(OPTAG)} as
select skole, dato::date as dato, 'SSA' as uddannelse, 'HF' as uddannelsesdel,
    null::varchar as afdeling, 'p' || row_number() over () as person, 1 as taeller,
    null::int as naevner
from (
    values ('nord', '2026-09-01'), ('nord', '2027-09-01'), ('nord', '2027-10-10'),
        ('nord', '2027-11-01'), ('syd', '2027-03-01'), ('syd', '2027-09-01'), ('syd', '2027-10-01')
) as v(skole, dato);
create table {basis_table(HOLD)} as
select * replace (v.dag::date as dato, v.antal as taeller)
from {basis_table(OPTAG)} cross join (values ('2027-09-20', 4), ('2027-10-01', 6)) as v(dag, antal)
where person = 'p1';
create table {basis_table(BUDGET)} as
select * replace (date '2027-12-31' as dato, 9 as taeller) from {basis_table(OPTAG)}
where person = 'p1';
create table marts.kpi_datadato as
select skole, kpi, date '{DATA_DATE}' as datadato
from (values ('nord'), ('syd')) as s(skole)
cross join (values ('kpi_optag'), ('kpi_hold'), ('kpi_budget')) as k(kpi);
"""


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    """Return two schools whose years begin in January and in August, the second one new."""
    connection = duckdb.connect()
    connection.execute(UNITS)
    years = "\nunion all\n".join(
        period_of(each, period=YEAR, by=(), units=units_built) for each in KPIS
    )
    connection.execute(f"create table marts.kpi_skole as {years}")
    columns = ", ".join(f"null::{kind} as {name}" for name, kind in COLUMNS.items())
    before = f"'nord' as skole, 'kpi' as art, date '{BEFORE}' as datadato"
    connection.execute(f"""
    create table marts.nat_foer as
    select * replace ({before}, v.navn as navn) from (select {columns}) cross join
    (values ('kpi_optag'), ('kpi_hold'), ('kpi_budget')) as v(navn)""")
    return connection


def steps_of(connection: duckdb.DuckDBPyConnection, kpi: Model) -> list[tuple[object, ...]]:
    build_kpi_steps(connection, KPIS)
    return connection.execute(
        "select skole, aar, til_datadato, genregnet, personer from marts.kpi_skridt "
        "where kpi = ? order by all",
        [kpi.name],
    ).fetchall()


def test_days_after_either_data_date_are_not_counted_and_other_years_are_as_they_are(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    assert steps_of(connection, OPTAG) == [
        ("nord", 2026, Decimal(1), Decimal(1), 1),
        ("nord", 2027, Decimal(2), Decimal(1), 1),  # of 3: one on the 10th, one in November
        ("syd", 2026, Decimal(1), None, 1),  # March belongs to the year from August before
        ("syd", 2027, Decimal(2), None, 2),  # nothing was told of it the night before
    ]


def test_the_latest_figure_is_that_of_the_last_day_no_later_than_the_data_date(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    assert steps_of(connection, HOLD) == [("nord", 2027, Decimal(6), Decimal(4), 1)]


def test_a_figure_that_is_dated_ahead_has_all_its_days(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    assert steps_of(connection, BUDGET) == [("nord", 2027, Decimal(9), Decimal(9), 1)]


def test_a_year_with_nothing_but_later_days_has_no_figure(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    connection.execute("update marts.kpi_datadato set datadato = date '2027-01-01'")
    assert [row[:3] for row in steps_of(connection, OPTAG)] == [
        ("nord", 2026, Decimal(1)),
        ("nord", 2027, None),
        ("syd", 2026, None),
        ("syd", 2027, None),
    ]
