"""Findings: what the checks report, read from the ledgers and the tables."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from sosu_pipeline.warehouse.account import ACCOUNT, FEEDS
from sosu_pipeline.warehouse.as_of import RUN
from sosu_pipeline.warehouse.kpi import law_columns
from sosu_pipeline.warehouse.models import Model
from sosu_pipeline.warehouse.tables import (
    DELIVERY_LEDGER,
    LEFT_IN_LANDING,
    QUARANTINE,
    READ_LEDGER,
    VERDICTS,
)
from sosu_pipeline.warehouse.verdicts import FIRST_LINES

Record = dict[str, str | int | float | bool | None]


@dataclass(frozen=True)
class Finding:
    """What was found: whether it holds, one Danish sentence, and the rows that show it."""

    holds: bool
    tekst: str
    records: Sequence[Record] = ()


def reading_of(connection: duckdb.DuckDBPyConnection, kilde: str) -> Finding:
    """Find whether the files that a feed last brought could be read."""
    refused = _records(
        connection,
        f"select skole, filnavn, afvist_linje, regel, tekst, middel from {READ_LEDGER} "
        f"where levering in ({_newest()}) and regel is not null order by filnavn",
        [kilde],
    )
    if refused:
        return Finding(False, f"{refused[0]['tekst']}; {refused[0]['middel']}", refused)
    notes = _records(
        connection,
        f"select skole, filnavn, fortalt from {READ_LEDGER} "
        f"where levering in ({_latest()}) and fortalt <> '[]' order by filnavn",
        [kilde],
    )
    told = [
        {"skole": file["skole"], "filnavn": file["filnavn"], **note}
        for file in notes
        for note in json.loads(str(file["fortalt"]))
    ]
    return Finding(True, "alle filer i de seneste leveringer kunne læses", told)


def landing_of(connection: duckdb.DuckDBPyConnection) -> Finding:
    """Find what lies in landing without being taken in."""
    left = _records(
        connection, f"select * from {LEFT_IN_LANDING} order by regel nulls last, tekst", []
    )
    wrong = [each for each in left if each["regel"]]
    if wrong:
        return Finding(False, f"{wrong[0]['tekst']}; {wrong[0]['middel']}", left)
    return Finding(True, f"alt i landing hører til en levering; {len(left)} filer venter", left)


def contract_of(connection: duckdb.DuckDBPyConnection, kilde: str) -> tuple[Finding, bool]:
    """Find how a feed's latest deliveries hold to the contract; also whether one last brought did.

    The records are the refused lines by file and rule, then the warnings, then what held.
    """
    quarantined = _records(
        connection,
        "select karantaene.skole, filnavn, karantaene.alvor, karantaene.regel, "
        "karantaene.kolonne as kolonner, "
        "karantaene.tekst, karantaene.middel, false as er_overholdt, null::bigint as vurderet, "
        "count(distinct linje) as linjer, "
        f"array_to_string(list_sort(list(distinct linje))[:{FIRST_LINES}], ', ') as foerste_linjer "
        f"from {QUARANTINE} as karantaene inner join {READ_LEDGER} as filer using (levering, fil) "
        f"where levering in ({_latest()}) group by all order by skole, filnavn, regel",
        [kilde],
    )
    rules = _records(
        connection,
        "select skole, filnavn, alvor, regel, kolonner, tekst, middel, er_overholdt, vurderet, "
        f"linjer, foerste_linjer from {VERDICTS} inner join ("
        "select levering, string_agg(filnavn, ', ' order by filnavn) as filnavn "
        f"from {READ_LEDGER} group by levering) using (levering) where levering in ({_latest()}) "
        "and (er_overholdt or alvor = 'advar') order by er_overholdt, skole, regel",
        [kilde],
    )
    refused = _records(
        connection,
        "select string_agg(filnavn, ', ' order by filnavn) as filer, "
        "any_value(leveringer.tekst) as tekst, any_value(leveringer.middel) as middel "
        f"from {DELIVERY_LEDGER} as leveringer inner join {READ_LEDGER} using (levering) "
        f"where levering in ({_newest()}) and not er_accepteret group by levering order by filer",
        [kilde],
    )
    broken = [*quarantined, *(rule for rule in rules if not rule["er_overholdt"])]
    if refused:
        first = refused[0]
        text = (
            f"{first['filer']}: leveringen er afvist, {first['tekst']} "
            f"(data/kilder/{kilde}.yaml); {first['middel']}"
        )
    elif broken:
        text = "; ".join(dict.fromkeys(_broken_text(rule) for rule in broken))
    else:
        text = f"{len(rules)} regler er overholdt"
    return Finding(not refused and not broken, text, [*quarantined, *rules]), bool(refused)


def account_of(connection: duckdb.DuckDBPyConnection, kilde: str) -> Finding:
    """Find whether every line of every file of a feed is accounted for."""
    files = _records(
        connection,
        f"select * exclude (kilde, fil, ankomst) from {ACCOUNT} where kilde = ? order by levering",
        [kilde],
    )
    astray = [
        file
        for file in files
        if file["linjer"]
        != sum(int(file[part] or 0) for part in ("accepteret", "karantaene", "erstattet"))
    ]
    if astray:
        return Finding(False, f"regnskabet går ikke op for {astray[0]['filnavn']}", astray)
    return Finding(True, f"hver linje i {len(files)} filer er gjort rede for", files)


def freshness_of(connection: duckdb.DuckDBPyConnection) -> Finding:
    """Find whether every feed that a school delivers is younger than its contract allows."""
    feeds = _records(
        connection,
        "select skole, kilde, seneste_ankomst::varchar as seneste_ankomst, "
        "datadato::varchar as datadato, alder_dage, max_alder_dage, "
        f"coalesce(alder_dage <= max_alder_dage, false) as er_ny_nok from {FEEDS} "
        "order by er_ny_nok, skole, kilde",
        [],
    )
    late = [late_text(feed) for feed in feeds if not feed["er_ny_nok"]]
    if late:
        return Finding(False, f"{', '.join(late)}; aflevér nye udtræk", feeds)
    return Finding(True, f"{len(feeds)} kilder er nye nok", feeds)


def grain_of(connection: duckdb.DuckDBPyConnection, model: Model) -> Finding:
    """Find whether a model's key is unique, as its header promises."""
    keys = ", ".join(model.listed("noegle"))
    broken = _records(
        connection,
        f"select count(*) as noegler, coalesce(sum(antal), 0) as raekker from "
        f"(select count(*) as antal from {model.table} group by {keys} having count(*) > 1)",
        [],
    )[0]
    if broken["noegler"]:
        return Finding(False, f"{broken['noegler']} nøgler ({keys}) står flere gange", [broken])
    return Finding(True, f"nøglen ({keys}) er entydig")


def law_of(connection: duckdb.DuckDBPyConnection, model: Model) -> Finding:
    """Find whether a KPI holds to the KPI law: its columns, and no row without school and day."""
    columns = tuple(name for name, *_ in connection.execute(f"describe {model.table}").fetchall())
    if columns != law_columns(model):
        return Finding(
            False,
            f"kolonnerne er {', '.join(columns)}; loven siger {', '.join(law_columns(model))}",
        )
    broken = connection.execute(
        f"select count(*) from {model.table} "
        "where skole is null or dato is null or taeller is null "
        "or personer < 0 or (personer is null and ?)",
        [model.counts_people],
    ).fetchall()[0][0]
    if broken:
        return Finding(False, f"{broken} rækker mangler skole, dag, tæller eller personer")
    return Finding(True, "KPI-loven er overholdt")


def counter_examples_of(connection: duckdb.DuckDBPyConnection, select: str) -> Finding:
    """Find whether a promise holds: its select of counter-examples gives no row."""
    count = connection.execute(f"select count(*) from ({select})").fetchall()[0][0]
    counted = {0: "ingen modeksempler", 1: "1 modeksempel"}.get(count, f"{count} modeksempler")
    return Finding(count == 0, counted)


def _broken_text(verdict: Record) -> str:
    count = verdict["linjer"]
    lines = f" ({count} {'linje' if count == 1 else 'linjer'})" if count else ""
    return f"{verdict['tekst']}{lines}"


def _latest() -> str:
    return (
        f"select levering from {READ_LEDGER} where kilde = ? and ankomst <= (from {RUN}) "
        "qualify dense_rank() over "
        "(partition by skole order by ankomst desc, raekkefoelge desc) = 1"
    )


def _newest() -> str:
    """Return the deliveries that one run saw first and none has followed, whatever their day."""
    return (
        f"select levering from {READ_LEDGER} where kilde = ? and ankomst <= (from {RUN}) "
        "qualify dense_rank() over (partition by skole order by set_tid desc) = 1"
    )


def late_text(feed: Record) -> str:
    """Return what is said of a feed that is older than its contract allows."""
    age = feed["alder_dage"]
    text = "er aldrig modtaget" if age is None else f"er {age} dage gammel"
    return f"{feed['skole']}/{feed['kilde']} {text}"


def _records(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: list[object]
) -> list[Record]:
    cursor = connection.execute(query, parameters)
    names = [name for name, *_ in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
