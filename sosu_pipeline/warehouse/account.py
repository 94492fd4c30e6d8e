"""The row account: every line of every file is accepted, quarantined or replaced."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import duckdb
from sqlglot import exp

from sosu_pipeline.declarations.contract import Contract
from sosu_pipeline.naming import Layer, table_name
from sosu_pipeline.warehouse.as_of import RUN
from sosu_pipeline.warehouse.tables import (
    COPIES,
    DELIVERY_LEDGER,
    QUARANTINE,
    READ_LEDGER,
    staging_table,
    versions_table,
)

ACCOUNT = table_name(Layer.STAGING, "raekkeregnskab")
FEEDS = table_name(Layer.STAGING, "kilder")


def build_account(connection: duckdb.DuckDBPyConnection, contracts: Iterable[Contract]) -> None:
    """Build the account, one row per file that had arrived on the run's date."""
    connection.execute(f"create or replace table {ACCOUNT} as {account_select(contracts)}")


def account_select(contracts: Iterable[Contract]) -> str:
    """Return the select of the account.

    Accepted lines stand in the as-of state; replaced ones in an earlier version, or are copies of
    another line. A refused file's lines are all quarantined.
    """
    feeds = list(contracts)
    current = " union all ".join(_count(staging_table(feed)) for feed in feeds)
    versions = " union all ".join(_count(versions_table(feed)) for feed in feeds)
    return f"""
    with gaeldende as ({current}),
    alle as ({versions}),
    karantaene as (
        select levering, fil, count(distinct linje) as antal
        from {QUARANTINE} where alvor = 'bloker' group by all
    )
    select
        filer.skole, filer.kilde, filer.levering, filer.fil, filer.filnavn, filer.ankomst,
        filer.linjer,
        coalesce(gaeldende.antal, 0) as accepteret,
        if(er_accepteret, coalesce(karantaene.antal, 0), filer.linjer) as karantaene,
        coalesce(alle.antal, 0) - coalesce(gaeldende.antal, 0) + coalesce(kopier.antal, 0)
            as erstattet,
        filer.titel, filer.tomme, filer.total,
        if(er_accepteret, 'accepteret', 'afvist') as status
    from {READ_LEDGER} as filer
    left join {DELIVERY_LEDGER} as leveringer using (levering)
    left join gaeldende using (levering, fil)
    left join alle using (levering, fil)
    left join karantaene using (levering, fil)
    left join (select levering, fil, sum(antal)::bigint as antal from {COPIES} group by all)
        as kopier using (levering, fil)
    where filer.ankomst <= (from {RUN})
    order by filer.ankomst, filer.raekkefoelge, filer.filnavn
    """


def build_feeds(
    connection: duckdb.DuckDBPyConnection, expected: Iterable[tuple[str, Contract]]
) -> None:
    """Build the state of every feed a school delivers: arrival, data date, age and counts."""
    connection.execute(f"create or replace table {FEEDS} as {feeds_select(expected)}")


def feeds_select(expected: Iterable[tuple[str, Contract]]) -> str:
    """Return the select of every feed's state.

    A feed without a date of its own reaches to its arrival. Its age counts from its arrival.

    Args:
        expected: (school, contract with the school's aliases) for every feed of every school.
    """
    feeds = " union all ".join(_feed(skole, contract) for skole, contract in expected)
    return f"""
    with forventet as ({feeds}),
    ankomster as (
        select
            skole, kilde,
            max(ankomst) filter (er_accepteret) as seneste_ankomst,
            count(*) filter (not er_accepteret) as afviste_leveringer,
            arg_max(tekst, (ankomst, raekkefoelge)) filter (not er_accepteret)
                as seneste_afvist_grund
        from {DELIVERY_LEDGER} where ankomst <= (from {RUN}) group by all
    ),
    regnskab as (
        select
            skole, kilde, sum(linjer)::bigint as linjer, sum(accepteret)::bigint as accepteret,
            sum(karantaene)::bigint as karantaene, sum(erstattet)::bigint as erstattet
        from {ACCOUNT} group by all
    )
    select
        skole, kilde, kilde_titel, seneste_ankomst, datadato,
        datediff('day', seneste_ankomst, (from {RUN})) as alder_dage, max_alder_dage,
        coalesce(linjer, 0) as linjer, coalesce(accepteret, 0) as accepteret,
        coalesce(karantaene, 0) as karantaene, coalesce(erstattet, 0) as erstattet,
        coalesce(afviste_leveringer, 0) as afviste_leveringer, seneste_afvist_grund
    from forventet
    left join ankomster using (skole, kilde)
    left join regnskab using (skole, kilde)
    order by skole, kilde
    """


def data_dates(connection: duckdb.DuckDBPyConnection) -> dict[str, date | None]:
    """Return the last day each feed covers, by feed; of several schools the earliest."""
    query = f"select kilde, min(datadato) from {FEEDS} group by kilde order by kilde"
    return dict(connection.execute(query).fetchall())


def files_read(connection: duckdb.DuckDBPyConnection, kilde: str) -> list[dict[str, Any]]:
    """Return a feed's files as raw read them, the last to arrive first."""
    return _rows(
        connection,
        "select skole, filnavn, fil as sha256, ankomst, kontrakt_version, linjer, "
        f"coalesce(tekst, '') as afvist from {READ_LEDGER} "
        f"where kilde = ? and ankomst <= (from {RUN}) "
        "order by ankomst desc, raekkefoelge desc, filnavn",
        kilde,
    )


def files_accounted(connection: duckdb.DuckDBPyConnection, kilde: str) -> list[dict[str, Any]]:
    """Return what became of the lines of a feed's files, the last to arrive first."""
    return _rows(
        connection,
        "select skole, filnavn, fil as sha256, ankomst, status, linjer, accepteret, karantaene, "
        f"erstattet from {ACCOUNT} where kilde = ? order by ankomst desc, filnavn",
        kilde,
    )


def feeds_accounted(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Return one row per feed that has delivered: its files, the last one, and their lines."""
    return _rows(
        connection,
        "select kilde, count(*) as filer, arg_max(filnavn, (ankomst, filnavn)) as seneste_fil, "
        "arg_max(fil, (ankomst, filnavn)) as seneste_sha256, max(ankomst) as ankomst, "
        "sum(linjer)::bigint as linjer, sum(accepteret)::bigint as accepteret, "
        "sum(karantaene)::bigint as karantaene, sum(erstattet)::bigint as erstattet "
        f"from {ACCOUNT} group by kilde order by kilde",
    )


def deliveries_of(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the files that stand behind each feed on the run's date, as one text by feed."""
    query = (
        "select kilde, string_agg(concat_ws(' ', levering, fil, fingeraftryk), ',' "
        f"order by levering, fil) from {READ_LEDGER} where ankomst <= (from {RUN}) group by kilde"
    )
    return dict(connection.execute(query).fetchall())


def _rows(connection: duckdb.DuckDBPyConnection, query: str, *values: str) -> list[dict[str, Any]]:
    found = connection.execute(query, list(values))
    names = [name for name, *_ in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _count(table: str) -> str:
    return (
        f"select levering, fil, count(*) as antal from {table} "
        f"where ankomst <= (from {RUN}) group by all"
    )


def _feed(skole: str, contract: Contract) -> str:
    dated = (
        f"least(max({contract.datadato}), max(ankomst))" if contract.datadato else "max(ankomst)"
    )
    return (
        f"select '{skole}' as skole, '{contract.kilde}' as kilde, "
        f"{exp.Literal.string(contract.titel).sql()} as kilde_titel, "
        f"{contract.max_alder_dage}::bigint as max_alder_dage, {dated} as datadato "
        f"from {staging_table(contract)} where skole = '{skole}'"
    )
