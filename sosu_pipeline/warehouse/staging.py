"""Staging: new deliveries' text becomes typed rows; what the suite refuses goes to quarantine."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from sosu_pipeline.declarations.contract import Contract, Severity
from sosu_pipeline.warehouse.band import Staged
from sosu_pipeline.warehouse.distinct import Distinct, ReadValues, read_distinct, read_pairs
from sosu_pipeline.warehouse.duplicates import settle_earlier_keys, settle_keys
from sosu_pipeline.warehouse.settling import name_new, settle_deliveries, write_deliveries
from sosu_pipeline.warehouse.tables import DETECTED, NEW, QUARANTINE, raw_table, versions_table
from sosu_pipeline.warehouse.verdicts import (
    Delivery,
    Docket,
    Finder,
    Judge,
    Verdict,
    quarantine_broken_lines,
    refuse_lines,
)


@dataclass(frozen=True, kw_only=True)
class Method:
    """How deliveries are read and judged: what the rooms beside this one lend it.

    ``read_values`` reads a column's distinct texts, ``judge`` judges frames of distinct values, and
    ``line_rules`` has text and remedy of the rules that a line's shape can break.
    """

    read_values: ReadValues
    judge: Judge
    line_rules: Mapping[str, tuple[str, str]]


def stage_deliveries(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    deliveries: Sequence[Delivery],
    method: Method,
) -> list[Staged]:
    """Read, judge and write a feed's new deliveries, in order of arrival.

    A delivery whose refused lines pass the contract's share, or that breaks a blocking rule as a
    whole, leaves nothing in staging; the ledger says why.
    """
    docket, judge = Docket(deliveries), method.judge
    name_new(connection, deliveries)
    readings = [
        read_distinct(connection, contract, column, method.read_values) for column in contract.kept
    ]
    _write_detected(connection, deliveries, readings)
    quarantine_broken_lines(connection, contract, method.line_rules)
    verdicts = judge({(reading.column.navn,): reading.frame() for reading in readings})
    _refuse_values(connection, contract, docket, readings, verdicts)
    joins = _write_maps(connection, contract, readings, verdicts)
    _refuse_pairs(connection, contract, docket, joins, judge)
    _insert_accepted(connection, contract, joins)
    settle_keys(connection, contract, docket, judge)
    staged = settle_deliveries(connection, contract, docket, judge)
    settle_earlier_keys(connection, contract, docket, judge)
    docket.write(connection)
    return write_deliveries(connection, contract, staged)


def _write_detected(
    connection: duckdb.DuckDBPyConnection,
    deliveries: Sequence[Delivery],
    readings: Sequence[Distinct],
) -> None:
    places = {each.levering: (each.skole, each.kilde, each.levering) for each in deliveries}
    rows = [
        [*places[levering], fil, reading.column.navn, form]
        for reading in readings
        for (levering, fil), form in reading.detected.items()
    ]
    if rows:
        names = ("skole", "kilde", "levering", "fil", "kolonne", "laest_som")
        found = pa.table(list(map(list, zip(*rows, strict=True))), names=names)
        connection.register("fundet", found)
        connection.execute(f"insert into {DETECTED} by name select * from fundet")
        connection.unregister("fundet")


def _refuse_values(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    docket: Docket,
    readings: Sequence[Distinct],
    verdicts: Sequence[Verdict],
) -> None:
    """Quarantine the lines of values that a blocking rule refuses."""
    by_name = {reading.column.navn: reading for reading in readings}
    for verdict in verdicts:
        reading = by_name[verdict.rule.columns[0]]
        refused = {}
        if verdict.refused:
            rows = reading.rows_at(verdict.refused)
            finder = Finder(
                keys=rows.drop_columns(["plads"]),
                on=["linjer.levering", "linjer.fil", f"linjer.{reading.source}"],
            )
            values = Counter(rows["levering"].to_pylist())
            refused = refuse_lines(connection, contract, verdict.rule, finder, values)
        docket.note(verdict, evaluated=reading.per_delivery, refused=refused)


def _write_maps(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    readings: Sequence[Distinct],
    verdicts: Sequence[Verdict],
) -> dict[str, str]:
    """Write text → value where they differ; what a mere warning refuses becomes empty.

    Returns the joins by column.
    """
    emptied = {
        reading.column.navn: frozenset(
            place
            for verdict in verdicts
            if verdict.rule.columns == (reading.column.navn,)
            and verdict.rule.alvor is Severity.ADVAR
            for place in verdict.refused
        )
        for reading in readings
    }
    related = {name for relation in contract.relationer for name in relation.kolonner}
    joins = {}
    for reading in readings:
        name = reading.column.navn
        if not reading.is_as_delivered or emptied[name] or name in related:
            reading.write_map(connection, emptied[name])
            joins[name] = reading.join
    return joins


def _refuse_pairs(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    docket: Docket,
    joins: Mapping[str, str],
    judge: Judge,
) -> None:
    """Quarantine the lines whose pair of values breaks a blocking relation."""
    for relation in contract.relationer:
        join = " ".join(joins[name] for name in relation.kolonner)
        pairs = read_pairs(connection, contract, relation, join)
        on = [f"laest_{name}.vaerdi" for name in relation.kolonner]
        for verdict in judge({relation.kolonner: pairs.frame()}):
            if verdict.rule.regel != relation.regel:
                continue
            refused = {}
            if verdict.refused:
                keys, values = pairs.refused(connection, verdict.refused)
                finder = Finder(keys=keys, on=on, joins=join)
                refused = refuse_lines(connection, contract, verdict.rule, finder, values)
            docket.note(verdict, evaluated=pairs.per_delivery, refused=refused)


def _insert_accepted(
    connection: duckdb.DuckDBPyConnection, contract: Contract, joins: Mapping[str, str]
) -> None:
    names = [column.navn for column in contract.kept]
    values = ", ".join(
        f"laest_{name}.vaerdi" if name in joins else f"linjer.{name}" for name in names
    )
    connection.execute(
        f"insert into {versions_table(contract)} "
        f"(skole, levering, fil, linje, ankomst, raekkefoelge, {', '.join(names)}) "
        "select linjer.skole, linjer.levering, linjer.fil, linjer.linje, nye.ankomst, "
        f"nye.raekkefoelge, {values} from {raw_table(contract)} as linjer "
        f"inner join {NEW} as nye on linjer.levering = nye.levering {' '.join(joins.values())} "
        f"where not exists (select 1 from {QUARANTINE} as karantaene "
        "where karantaene.levering = linjer.levering and karantaene.fil = linjer.fil "
        "and karantaene.linje = linjer.linje)"
    )
