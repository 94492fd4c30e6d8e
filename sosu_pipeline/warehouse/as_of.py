"""As of a date: the state of every feed from what had arrived by then."""

from collections.abc import Iterator
from datetime import date

import duckdb

from sosu_pipeline.declarations.contract import ColumnType, Contract, DeliveryKind
from sosu_pipeline.naming import Layer, table_name
from sosu_pipeline.warehouse.connecting import transaction
from sosu_pipeline.warehouse.standing import Standing
from sosu_pipeline.warehouse.tables import (
    DELIVERY_LEDGER,
    QUARANTINE,
    staging_table,
    versions_table,
)

RUN = table_name(Layer.STAGING, "koersel")
PERSONS = table_name(Layer.STAGING, "cpr_kaede")
PERSON_TYPES = {ColumnType.CPR, ColumnType.PERSON}
LONGEST_CHAIN = 20
TABLE_TYPES = {"view": "VIEW", "table": "BASE TABLE"}


def set_run_date(connection: duckdb.DuckDBPyConnection, dato: date) -> None:
    """Write the run's as-of date, one row, for every model to read."""
    connection.execute(f"create or replace table {RUN} as select ?::date as dato", [dato])


def build_persons(connection: duckdb.DuckDBPyConnection, changes: Contract) -> None:
    """Build old person → person now, after every change of CPR known on the run's date."""
    connection.execute(f"create or replace table {PERSONS} as {persons_select(changes)}")


def persons_select(changes: Contract) -> str:
    """Return the select of one row per school and person that has changed number.

    Chains of changes are followed to their end.
    """
    return f"""
    with recursive skift as (
        select skole, gammel_person, ny_person from {versions_table(changes)}
        where ankomst <= (from {RUN}) and dato <= (from {RUN}) and gammel_person <> ny_person
        qualify row_number() over (
            partition by skole, gammel_person order by dato desc, raekkefoelge desc
        ) = 1
    ),
    kaede as (
        select skole, gammel_person as person, ny_person as person_nu, 1 as led from skift
        union all
        select kaede.skole, kaede.person, skift.ny_person, led + 1
        from kaede
        inner join skift
            on kaede.skole = skift.skole and kaede.person_nu = skift.gammel_person
        where led < {LONGEST_CHAIN} and skift.ny_person <> kaede.person
    )
    select skole, person, person_nu from kaede
    qualify row_number() over (partition by skole, person order by led desc) = 1
    """


def build_as_of(
    connection: duckdb.DuckDBPyConnection, standing: Standing, contract: Contract
) -> None:
    """Build a feed's state as of the run's date, unless it stands.

    An append feed is a view, since nothing replaces its lines; the others are tables.
    """
    table, select = staging_table(contract), as_of_select(contract)
    if contract.levering is DeliveryKind.APPEND:
        _clear(connection, table, "table")
        connection.execute(f"create or replace view {table} as {select}")
        return
    made_of = {contract.kilde: standing.rests_on([select], _sources(contract))}
    if standing.parts(table) == made_of:
        return
    with transaction(connection):
        _clear(connection, table, "view")
        connection.execute(f"create or replace table {table} as {select}")
        standing.note(table, made_of)


def _sources(contract: Contract) -> Iterator[str]:
    """Yield what a feed's state is made of: what had arrived of it by the run's date."""
    arrived = f"ankomst <= (from {RUN})"
    of_feed = f"kilde = '{contract.kilde}'"
    yield f"(select * from {versions_table(contract)} where {arrived})"
    yield f"(select * from {DELIVERY_LEDGER} where {of_feed} and {arrived})"
    yield f"(select * from {QUARANTINE} where {of_feed})"
    yield PERSONS


def as_of_select(contract: Contract) -> str:
    """Return the select of a feed's rows that hold on the run's date, persons as they are now."""
    columns = ", ".join(_column(contract, column.navn) for column in contract.kept)
    rows = {
        DeliveryKind.APPEND: _known,
        DeliveryKind.UPSERT: _unreplaced,
        DeliveryKind.SNAPSHOT: _latest_snapshot,
    }[contract.levering](contract)
    select = f"""
    select
        lines.skole, {columns},
        lines.levering, lines.fil, lines.linje, lines.ankomst, lines.er_gammel
    from ({rows}) as lines {_persons(contract)}"""
    return select if contract.levering is DeliveryKind.APPEND else select + _one_per_key(contract)


def _one_per_key(contract: Contract) -> str:
    """Return the clause that keeps the latest line of each key.

    Two lines of one delivery can share a key after a change of CPR; the one under today's number
    is kept.
    """
    keys = ", ".join(_now_or_plain(contract, key) for key in contract.noegle)
    own = [
        f"(lines.{column.navn} is not distinct from {_now(column.navn)}) desc"
        for column in contract.kept
        if column.type in PERSON_TYPES
    ]
    order = ", ".join(
        ["lines.ankomst desc", "lines.raekkefoelge desc", *own, "lines.fil", "lines.linje desc"]
    )
    return f"""
    qualify row_number() over (partition by lines.skole, {keys} order by {order}) = 1"""


def _known(contract: Contract) -> str:
    return f"""
        select *, false as er_gammel from {versions_table(contract)}
        where ankomst <= (from {RUN})"""


def _unreplaced(contract: Contract) -> str:
    span = contract.erstatter_spaend
    if span is None:
        return _known(contract)
    return f"""
        select versions.*, false as er_gammel from {versions_table(contract)} as versions
        anti join {DELIVERY_LEDGER} as senere
            on versions.skole = senere.skole and senere.kilde = '{contract.kilde}'
            and senere.er_accepteret and senere.ankomst <= (from {RUN})
            and (senere.ankomst, senere.raekkefoelge)
                > (versions.ankomst, versions.raekkefoelge)
            and versions.{span} between senere.spaend_fra and senere.spaend_til
        where versions.ankomst <= (from {RUN})"""


def _latest_snapshot(contract: Contract) -> str:
    """Return the latest snapshot's lines, and the last good ones of pupils with a refused line.

    Those pupils' lines come from their last delivery without a refused line, for the keys that
    the latest snapshot does not hold, and are marked as old.
    """
    table = versions_table(contract)
    latest = f"""
        select skole, levering from {DELIVERY_LEDGER}
        where kilde = '{contract.kilde}' and er_accepteret and ankomst <= (from {RUN})
        qualify row_number() over (
            partition by skole order by ankomst desc, raekkefoelge desc
        ) = 1"""
    current = f"""
        select versions.*, false as er_gammel from {table} as versions
        semi join ({latest}) as sidste on versions.levering = sidste.levering"""
    if contract.person is None:
        return current
    person = contract.person.navn
    keys = " and ".join(f"gamle.{key} is not distinct from nye.{key}" for key in contract.noegle)
    refused = f"""
        select distinct levering, person from {QUARANTINE}
        where kilde = '{contract.kilde}' and person is not null"""
    return f"""{current}
        union all
        select gamle.* from (
            select versions.*, true as er_gammel from {table} as versions
            semi join (
                select refused.person from ({refused}) as refused
                semi join ({latest}) as sidste on refused.levering = sidste.levering
            ) as ramte on versions.{person} = ramte.person
            anti join ({refused}) as urene
                on versions.levering = urene.levering and versions.{person} = urene.person
            anti join ({latest}) as sidste on versions.levering = sidste.levering
            where versions.ankomst <= (from {RUN})
            qualify dense_rank() over (
                partition by versions.skole, versions.{person}
                order by versions.ankomst desc, versions.raekkefoelge desc
            ) = 1
        ) as gamle
        anti join ({current}) as nye on gamle.skole = nye.skole and {keys}"""


def _column(contract: Contract, name: str) -> str:
    if contract.column(name).type in PERSON_TYPES:
        return f"{_now(name)} as {name}"
    return f"lines.{name}"


def _now_or_plain(contract: Contract, name: str) -> str:
    return _now(name) if contract.column(name).type in PERSON_TYPES else f"lines.{name}"


def _now(name: str) -> str:
    return f"coalesce(nu_{name}.person_nu, lines.{name})"


def _persons(contract: Contract) -> str:
    return " ".join(
        f"left join {PERSONS} as nu_{column.navn} on lines.skole = nu_{column.navn}.skole "
        f"and lines.{column.navn} = nu_{column.navn}.person"
        for column in contract.kept
        if column.type in PERSON_TYPES
    )


def _clear(connection: duckdb.DuckDBPyConnection, table: str, kind: str) -> None:
    """Drop a feed's state where it is of another kind than its contract asks for now."""
    schema, name = table.split(".")
    is_of_kind = connection.execute(
        "select 1 from information_schema.tables "
        "where table_schema = ? and table_name = ? and table_type = ?",
        [schema, name, TABLE_TYPES[kind]],
    ).fetchall()
    if is_of_kind:
        connection.execute(f"drop {kind} {table}")
