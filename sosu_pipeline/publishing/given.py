"""What the defender is given: the marts' rows, each beside what was decided the night before.

Only the years that are to be decided again are given, and of the years before them what tells the
groups' sizes. A school's year stands where all that it would be decided on is as it was.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from sosu_pipeline.naming import Layer, table_name
from sosu_pipeline.privacy.disclosure import GoalFigure, GoalYear, HiddenGoal, Level, Published
from sosu_pipeline.privacy.disclosure.published import BEFORE, KEYS
from sosu_pipeline.publishing.code_version import code_version
from sosu_pipeline.warehouse.building import (
    KPI_CATALOGUE,
    KPI_MONTHS,
    KPI_SCHOOL,
    KPI_SCHOOL_MONTHS,
    KPI_YEARS,
)
from sosu_pipeline.warehouse.nights import HIDDEN_BEFORE, HIDDEN_NOW
from sosu_pipeline.warehouse.reference import SETTINGS
from sosu_pipeline.warehouse.standing import Parts, Standing

MARTS: Mapping[Level, str] = {
    Level.CELL: KPI_MONTHS,
    Level.MONTH: KPI_SCHOOL_MONTHS,
    Level.YEAR: KPI_YEARS,
    Level.SCHOOL: KPI_SCHOOL,
}
SIZED = (Level.YEAR, Level.SCHOOL)
"""The levels of which the year before tells the order that company is taken in."""
GOAL = "maal"
OWN_COLUMNS = {"kpi", "skole", "aar", "maaned"}
"""Columns of a key that no row lacks."""
YEAR, NEXT_YEAR = "skole || ' ' || aar", "skole || ' ' || (aar + 1)"
"""How a row's year is named, and the year after it."""
KPIS = f"""
select k.kpi, k.enhed, k.graense, coalesce(har_naevner, false) as har_naevner,
    coalesce(er_inden_for, false) as er_inden_for, coalesce(er_opdelt, false) as er_opdelt
from {table_name(Layer.MARTS, KPI_CATALOGUE)} as k
left join (
    select
        kpi, count(naevner) > 0 as har_naevner,
        bool_and(taeller::double <= coalesce(naevner::double, 0)) as er_inden_for,
        bool_or(coalesce(opdeling, '') <> '') as er_opdelt
    from {table_name(Layer.MARTS, KPI_MONTHS)} where personer is not null group by kpi
) using (kpi)
order by all"""
LIMITS = f"""
select skole, smaa_celler_personer as personer, smaa_celler_trivsel as trivsel
from {SETTINGS} order by all"""


@dataclass(frozen=True, kw_only=True)
class Given:
    """What each school's year is decided on, as a mark, and the years that stand.

    ``published`` is what is given of the others.
    """

    made_of: Parts
    standing: Sequence[str]
    published: Published


def give(
    connection: duckdb.DuckDBPyConnection, standing: Standing, figures: Sequence[GoalFigure]
) -> Given:
    """Return what is to be decided of a night that was not decided on the same already."""
    kpis, limits = connection.sql(KPIS).df(), connection.sql(LIMITS).df()
    texts = (code_version(), repr(figures), kpis.to_csv(), limits.to_csv())
    rows = connection.execute(_contents()).fetchall()
    made_of = {year: standing.rests_on((*texts, *told), ()) for year, told in rows}
    decided_on = standing.parts(HIDDEN_NOW)
    years = [year for year, mark in made_of.items() if decided_on.get(year) == mark]
    published = Published(
        levels={
            level: connection.execute(_beside_before(level), {"standing": years}).df()
            for level in MARTS
        },
        goals=told_goals(connection, HIDDEN_BEFORE),
        kpis=kpis,
        limits=limits,
    )
    return Given(made_of=made_of, standing=years, published=published)


def stands(year: str = YEAR) -> str:
    """Return the condition for a row of a year that stands, or of which the year after does."""
    return f"list_contains($standing::varchar[], {year})"


def told_goals(connection: duckdb.DuckDBPyConnection, table: str) -> dict[GoalYear, HiddenGoal]:
    """Return the goals' flags as a table of what was decided has them."""
    goals = connection.execute(
        f"select maal, skole, aar, er_skjult, maaneder_er_skjult from {table} "
        f"where niveau = '{GOAL}'"
    ).fetchall()
    return {
        GoalYear(tuple(name), skole, aar): HiddenGoal(*flags) for name, skole, aar, *flags in goals
    }


def _contents() -> str:
    """Return the select of what every school's year holds: its name, and a text of each source."""
    return f"""
    select {YEAR} as navn, list(told order by told) from (
        {" union all ".join(_sources())}
    ) group by navn"""


def _sources() -> Iterator[str]:
    """Yield the selects of what a year is decided on: its rows, last year's, and the night before.

    What rows hold, in any order, is told as in ``Standing``.
    """
    marts = {level: table_name(Layer.MARTS, mart) for level, mart in MARTS.items()}
    sources = {f"{level}": f"from {mart}" for level, mart in marts.items()}
    sources |= {
        f"{level} foer": f"select * replace (aar + 1 as aar) from {marts[level]}" for level in SIZED
    }
    sources["nat foer"] = f"select * exclude (dato) from {HIDDEN_BEFORE}"
    for name, select in sources.items():
        yield (
            f"select skole, aar, concat_ws(' ', '{name}', count(*), sum(hash(rows)::hugeint)) "
            f"as told from ({select}) as rows group by all"
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
    stand = " and ".join(map(stands, (YEAR, NEXT_YEAR) if level in SIZED else (YEAR,)))
    return (
        f"select tal.*, {before} "
        f"from (from {table_name(Layer.MARTS, MARTS[level])} where not ({stand})) as tal "
        f"left join {HIDDEN_BEFORE} as foer on foer.niveau = '{level}' and {same}"
    )
