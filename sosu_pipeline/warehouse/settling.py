"""Settling: which deliveries are taken in, which are refused as a whole, and the ledger of it."""

from collections.abc import Sequence
from dataclasses import replace

import duckdb
import pandas as pd
import pyarrow as pa

from sosu_pipeline.declarations.contract import Contract
from sosu_pipeline.warehouse.band import Refusal, Staged, refuse_by_band
from sosu_pipeline.warehouse.tables import (
    COPIES,
    DELIVERY_LEDGER,
    NEW,
    QUARANTINE,
    raw_table,
    versions_table,
)
from sosu_pipeline.warehouse.verdicts import Delivery, Docket, Judge


def name_new(connection: duckdb.DuckDBPyConnection, deliveries: Sequence[Delivery]) -> None:
    """Name the deliveries that are being staged in a temporary table."""
    new = pa.table(
        {
            "levering": pa.array([each.levering for each in deliveries], pa.string()),
            "ankomst": pa.array([each.ankomst for each in deliveries], pa.date32()),
            "raekkefoelge": pa.array([each.raekkefoelge for each in deliveries], pa.int64()),
        }
    )
    connection.register("nye", new)
    connection.execute(f"create or replace temp table {NEW} as select * from nye")
    connection.unregister("nye")


def settle_deliveries(
    connection: duckdb.DuckDBPyConnection, contract: Contract, docket: Docket, judge: Judge
) -> list[Staged]:
    """Take in or refuse each new delivery, and take the refused ones' lines out of staging."""
    lines = _count(connection, f"select levering from {raw_table(contract)}")
    refused = _count(connection, f"select distinct levering, fil, linje from {QUARANTINE}")
    counted = [
        _refuse_by_share(contract, each, lines.get(each.levering, 0), refused.get(each.levering, 0))
        for each in docket.deliveries
    ]
    staged = refuse_by_band(connection, docket, counted, judge)
    gone = [each.delivery.levering for each in staged if each.refusal]
    for table in (versions_table(contract), COPIES):
        connection.execute(f"delete from {table} where list_contains(?, levering)", [gone])
    return staged


def write_deliveries(
    connection: duckdb.DuckDBPyConnection, contract: Contract, staged: Sequence[Staged]
) -> list[Staged]:
    """Write what became of the deliveries to the ledger, with the spans their lines replace."""
    refused = _count(connection, f"select distinct levering, fil, linje from {QUARANTINE}")
    copies = _sum_copies(connection)
    spans = _spans(connection, contract)
    written = [
        replace(
            each,
            karantaene=each.linjer if each.refusal else refused.get(each.delivery.levering, 0),
            kopier=copies.get(each.delivery.levering, 0),
        )
        for each in staged
    ]
    rows = [_ledger_row(each, spans.get(each.delivery.levering, (None, None))) for each in written]
    connection.register("afgjort", pa.Table.from_pandas(pd.DataFrame(rows), preserve_index=False))
    connection.execute(f"insert into {DELIVERY_LEDGER} by name select * from afgjort")
    connection.unregister("afgjort")
    return written


def _ledger_row(staged: Staged, span: tuple[object, object]) -> dict[str, object]:
    delivery, refusal = staged.delivery, staged.refusal
    return {
        "skole": delivery.skole,
        "kilde": delivery.kilde,
        "levering": delivery.levering,
        "ankomst": delivery.ankomst,
        "raekkefoelge": delivery.raekkefoelge,
        "fingeraftryk": delivery.fingeraftryk,
        "er_accepteret": refusal is None,
        "regel": refusal.regel if refusal else None,
        "tekst": refusal.tekst if refusal else None,
        "middel": refusal.middel if refusal else None,
        "linjer": staged.linjer,
        "karantaene": staged.karantaene,
        "kopier": staged.kopier,
        "spaend_fra": span[0],
        "spaend_til": span[1],
    }


def _refuse_by_share(contract: Contract, delivery: Delivery, lines: int, refused: int) -> Staged:
    refusal = _refusal_by_share(contract, lines, refused)
    return Staged(delivery=delivery, linjer=lines, refusal=refusal)


def _refusal_by_share(contract: Contract, lines: int, refused: int) -> Refusal | None:
    allowed = max(1, int(lines * contract.afvis_over_andel))
    if refused == lines:
        return Refusal(
            regel="alle_linjer_afvist",
            tekst=f"alle {lines} linjer er afvist",
            middel="ret udtrækket og aflevér det igen; linjerne står i karantænen med regel",
        )
    if refused > allowed:
        return Refusal(
            regel="for_mange_afviste",
            tekst=f"{refused} af {lines} linjer er afvist, og kontrakten tillader {allowed}",
            middel="ret linjerne i karantænen, eller hæv afvis_over_andel i "
            f"data/kilder/{contract.kilde}.yaml",
        )
    return None


def _count(connection: duckdb.DuckDBPyConnection, lines: str) -> dict[str, int]:
    query = (
        f"select levering, count(*) from ({lines}) semi join {NEW} using (levering) group by all"
    )
    return dict(connection.execute(query).fetchall())


def _sum_copies(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    query = (
        f"select levering, sum(antal)::bigint from {COPIES} semi join {NEW} "
        "using (levering) group by all"
    )
    return dict(connection.execute(query).fetchall())


def _spans(
    connection: duckdb.DuckDBPyConnection, contract: Contract
) -> dict[str, tuple[object, object]]:
    span = contract.erstatter_spaend
    if span is None:
        return {}
    rows = connection.execute(
        f"select levering, min({span}), max({span}) from {versions_table(contract)} "
        f"semi join {NEW} using (levering) group by levering"
    ).fetchall()
    return {levering: (first, last) for levering, first, last in rows}
