"""The calendar: weeks, holidays, school years and teaching weeks, one row per day.

Engines do not agree on ISO weeks, so the models look them up here.
"""

import hashlib
from datetime import date
from functools import cache
from importlib.metadata import version

import duckdb
import pyarrow as pa

from sosu_pipeline.declarations.catalog import CodeList
from sosu_pipeline.errors import UserError
from sosu_pipeline.naming import Layer, table_name
from sosu_pipeline.warehouse.reference import code_table

CALENDAR_TABLE = "kalender"
CALENDAR = table_name(Layer.STAGING, CALENDAR_TABLE)
EXEMPT_WEEKS = "undervisningsfri_uger"
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2040, 12, 30)
"""The last day is a Sunday, so that every week knows all the days that could exempt it."""
MONTHS_BEFORE_SCHOOL_YEAR = 7
ISO_WEEKS = frozenset(str(number) for number in range(1, 54))

_DAYS = f"""
with dage as (
    select
        dag::date as dato,
        date_trunc('week', dag)::date as uge_mandag,
        week(dag)::int as iso_uge,
        year(dag - interval {MONTHS_BEFORE_SCHOOL_YEAR} month) as skoleaar_fra,
        helligdag,
    from generate_series(date '{FIRST_DAY}', date '{LAST_DAY}', interval 1 day) as dage(dag)
    left join helligdage on dag = helligdage.dato
),
fri as (
    select distinct uge_mandag,
    from dage
    inner join {code_table(EXEMPT_WEEKS)} as koder
        on koder.kode in (iso_uge::varchar, helligdag, dato::varchar)
        and dato >= coalesce(gyldig_fra, dato) and dato <= coalesce(gyldig_til, dato)
),
uger as (
    select
        uge_mandag,
        fri.uge_mandag is null as er_undervisningsuge,
        1 + coalesce(sum(er_undervisningsuge::int) over (
            order by uge_mandag rows between unbounded preceding and 1 preceding
        ), 0)::int as undervisningsuge_nr,
    from (select distinct uge_mandag from dage)
    left join fri using (uge_mandag)
)
select
    dato,
    year(dato)::int as aar,
    month(dato)::int as maaned,
    isoyear(dato)::int as iso_aar,
    iso_uge,
    uge_mandag,
    isodow(dato)::int as ugedag,
    skoleaar_fra || '/' || (skoleaar_fra + 1) as skoleaar,
    helligdag,
    er_undervisningsuge and isodow(dato) <= 5 and helligdag is null as er_skoledag,
    er_undervisningsuge,
    undervisningsuge_nr,
from dage
inner join uger using (uge_mandag)
order by dato
"""


def write_calendar(connection: duckdb.DuckDBPyConnection, exempt: CodeList) -> None:
    """Write one row per day, unless the table was made of the same.

    ``undervisningsuge_nr`` numbers the teaching weeks; a week without teaching has the number of
    the next one. So teaching week n from a day is the teaching week numbered n - 1 above the day's.

    Args:
        connection: a warehouse that holds the code lists.
        exempt: the weeks without teaching: an ISO week by its number, the week that holds a
            holiday by its name, or the week that holds a date.

    Raises:
        UserError: an exempt week is none of the three.
    """
    made_of = _fingerprint(exempt)
    if _is_written(connection, made_of):
        return
    names = danish_holidays()
    for code in exempt.codes:
        _check_week(code, frozenset(names.values()))
    days = {"dato": list(names), "helligdag": list(names.values())}
    connection.register("helligdage", pa.table(days))
    connection.execute(f"create or replace table {CALENDAR} as {_DAYS}")
    connection.unregister("helligdage")
    connection.execute(f"comment on table {CALENDAR} is '{made_of}'")


@cache
def danish_holidays() -> dict[date, str]:
    """Return the Danish name of every holiday; Store bededag is none from 2024."""
    from holidays.countries.denmark import Denmark  # noqa: PLC0415 - 0.3 s, and seldom needed

    years = range(FIRST_DAY.year, LAST_DAY.year + 1)
    return dict(Denmark(years=years, language="da"))  # type: ignore[no-untyped-call]


def _check_week(code: str, holidays: frozenset[str]) -> None:
    if code in ISO_WEEKS | holidays:
        return
    try:
        date.fromisoformat(code)
    except ValueError as error:
        msg = (
            f"data/koder/{EXEMPT_WEEKS}.csv: '{code}' er hverken en uge, en helligdag eller en "
            f"dato; skriv 1-53, ÅÅÅÅ-MM-DD eller en af {', '.join(sorted(holidays))}"
        )
        raise UserError(msg) from error


def _fingerprint(exempt: CodeList) -> str:
    made_of = (_DAYS, exempt, version("holidays"))
    return hashlib.sha256(repr(made_of).encode()).hexdigest()


def _is_written(connection: duckdb.DuckDBPyConnection, made_of: str) -> bool:
    return bool(
        connection.execute(
            "select 1 from duckdb_tables() "
            "where schema_name = ? and table_name = ? and comment = ?",
            [Layer.STAGING.value, CALENDAR_TABLE, made_of],
        ).fetchall()
    )
