"""Keys within a feed: a copy counts once, a contradiction is refused."""

import duckdb
import pandas as pd

from sosu_pipeline.declarations.contract import Contract, DeliveryKind
from sosu_pipeline.warehouse.tables import COPIES, NEW, versions_table
from sosu_pipeline.warehouse.verdicts import (
    Docket,
    Judge,
    count_refused,
    quarantine,
)

KEY_FRAME = ("noegle",)
SHARED = "samme_noegle"


def settle_keys(
    connection: duckdb.DuckDBPyConnection, contract: Contract, docket: Docket, judge: Judge
) -> None:
    """Take repeated lines of each delivery out of the versions, and quarantine contradictions."""
    _find_shared_keys(connection, contract, within="levering")
    _drop_copies(connection, contract, within="levering")
    _refuse_contradictions(connection, contract, docket, judge, within="levering")


def settle_earlier_keys(
    connection: duckdb.DuckDBPyConnection, contract: Contract, docket: Docket, judge: Judge
) -> None:
    """Hold an append feed's new lines against the others: what arrived first stays.

    It stays also where it is read last, so that reading all again comes out the same.
    """
    if contract.levering is DeliveryKind.APPEND and _has_several(connection, contract):
        _find_shared_keys(connection, contract, within="skole")
        _drop_copies(connection, contract, within="skole")
        _refuse_contradictions(connection, contract, docket, judge, within="skole")


def _has_several(connection: duckdb.DuckDBPyConnection, contract: Contract) -> bool:
    query = f"select count(distinct levering) > 1 from {versions_table(contract)}"
    return bool(connection.execute(query).fetchall()[0][0])


def _find_shared_keys(
    connection: duckdb.DuckDBPyConnection, contract: Contract, *, within: str
) -> None:
    """Collect the lines whose key stands more than once; by hash first, since few do."""
    table, keys = versions_table(contract), ", ".join((within, *contract.noegle))
    scope = f"levering in (select levering from {NEW})" if within == "levering" else "true"
    connection.execute(
        f"create or replace temp table aftryk as select hash({keys}) as aftryk from {table} "
        f"where {scope} group by all having count(*) > 1"
    )
    connection.execute(
        f"create or replace temp table {SHARED} as "
        f"select * from {table} where {scope} and hash({keys}) in (from aftryk) "
        f"qualify count(*) over (partition by {keys}) > 1 "
        f"and bool_or(levering in (select levering from {NEW})) over (partition by {keys})"
    )


def _drop_copies(connection: duckdb.DuckDBPyConnection, contract: Contract, *, within: str) -> None:
    columns = ", ".join((within, *(column.navn for column in contract.kept)))
    connection.execute(
        f"create or replace temp table kopier as select * from {SHARED} qualify row_number() over "
        f"(partition by {columns} order by ankomst, raekkefoelge, fil, linje) > 1"
    )
    connection.execute(
        f"insert into {COPIES} select skole, ?, levering, fil, count(*) from kopier group by all",
        [contract.kilde],
    )
    for table in (SHARED, versions_table(contract)):
        _delete_lines(connection, table, "kopier")


def _refuse_contradictions(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    docket: Docket,
    judge: Judge,
    *,
    within: str,
) -> None:
    """Quarantine the lines whose key stands a number of times that the suite refuses.

    Within a delivery nobody knows which of them is right; between deliveries the first one is.
    """
    keys = ", ".join((within, *contract.noegle))
    turn = f"row_number() over (partition by {keys} order by ankomst, raekkefoelge)"
    is_refused = "true" if within == "levering" else f"{turn} > 1"
    frame = _key_frame(connection, keys)
    person = contract.person.navn if contract.person else "null"
    for verdict in judge({KEY_FRAME: frame}):
        counts = [int(frame["antal"].iloc[place]) for place in verdict.refused]
        connection.execute(
            f"create or replace temp table modsigelser as select * from {SHARED} "
            f"qualify list_contains(?, count(*) over (partition by {keys})) and {is_refused}",
            [counts],
        )
        lines = f"select skole, levering, fil, linje, {person} as person from modsigelser"
        quarantine(connection, contract, verdict.rule, lines)
        _delete_lines(connection, versions_table(contract), "modsigelser")
        refused = count_refused(connection, lines, {})
        docket.note(verdict, evaluated={}, refused=refused)


def _key_frame(connection: duckdb.DuckDBPyConnection, keys: str) -> pd.DataFrame:
    """Return the distinct numbers of lines that share a key: 1, and more where keys repeat."""
    counts = connection.execute(
        f"select distinct count(*) from {SHARED} group by {keys} order by 1"
    ).fetchall()
    return pd.DataFrame({"antal": sorted({1, *(count for (count,) in counts)})})


def _delete_lines(connection: duckdb.DuckDBPyConnection, table: str, lines: str) -> None:
    same = " and ".join(f"{table}.{name} = {lines}.{name}" for name in ("levering", "fil", "linje"))
    connection.execute(f"delete from {table} using {lines} where {same}")
