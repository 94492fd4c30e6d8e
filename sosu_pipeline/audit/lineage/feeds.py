"""The lineage of a feed by its contract: file → raw → every version in staging, and the ledgers."""

from collections.abc import Iterable, Iterator

from sosu_pipeline.audit.lineage.columns import LANDING, Column, Step, Steps
from sosu_pipeline.declarations.contract import Contract
from sosu_pipeline.warehouse.reference import code_table
from sosu_pipeline.warehouse.tables import (
    COPIES,
    DELIVERY_LEDGER,
    LEFT_IN_LANDING,
    PLACE_COLUMNS,
    QUARANTINE,
    READ_LEDGER,
    form_column,
    ledger_columns,
    raw_table,
)

FILE_ITSELF = "(filen)"
CONTRACTS = "data/kilder"
CODE = "kode"
ARRIVAL = ("ankomst", "raekkefoelge")
BY_CONTRACT = {"kontrakt_version", "fingeraftryk", "kolonne", "alvor", "er_accepteret"}
TOLD = {"regel", "tekst", "middel"}


def landing_table(kilde: str) -> str:
    """Return the name a feed's files have in lineage."""
    return f"{LANDING}.{kilde}"


def landing_columns(contract: Contract) -> tuple[str, ...]:
    """Return what a feed's files are read for: the headers by the contract, and the file itself."""
    return (*(column.overskrift for column in contract.kept), FILE_ITSELF)


def raw_steps(contract: Contract) -> Steps:
    """Return the steps back from a feed's lines as text to its files' columns."""
    headers = {column.navn: column.overskrift for column in contract.kept}
    headers |= {form_column(each): each.overskrift for each in contract.kept if each.is_identity}
    of_file = dict.fromkeys((*PLACE_COLUMNS, "linjefejl"), FILE_ITSELF)
    table = landing_table(contract.kilde)
    return {name: (Step(Column(table, of)),) for name, of in {**of_file, **headers}.items()}


def version_steps(contract: Contract) -> Steps:
    """Return the steps back from a feed's typed rows: raw, and where it has one the code list.

    When a row arrived is of the feed's own files, though the ledger of all files passes it on.
    """
    lines = raw_table(contract)
    place = {name: (Step(Column(lines, name)),) for name in PLACE_COLUMNS}
    itself = Step(Column(landing_table(contract.kilde), FILE_ITSELF))
    arrived = dict.fromkeys(ARRIVAL, (itself,))
    typed = {
        column.navn: (
            Step(Column(lines, column.navn)),
            *([Step(Column(code_table(column.kodeliste), CODE))] if column.kodeliste else []),
        )
        for column in contract.kept
    }
    return {**place, **arrived, **typed}


def ledger_steps(contracts: Iterable[Contract]) -> Iterator[tuple[str, Steps]]:
    """Yield the ledgers of every feed's deliveries, each with the steps back from its columns."""
    feeds, columns = list(contracts), ledger_columns()
    files = [Column(landing_table(each.kilde), FILE_ITSELF) for each in feeds]
    lines = {name: [Column(raw_table(each), name) for each in feeds] for name in PLACE_COLUMNS}
    persons = [Column(raw_table(each), each.person.navn) for each in feeds if each.person]
    dates = [
        Column(raw_table(each), each.erstatter_spaend) for each in feeds if each.erstatter_spaend
    ]
    broken = [Column(raw_table(each), "linjefejl") for each in feeds]
    keys = [Column(raw_table(each), name) for each in feeds for name in each.noegle]
    known = columns[READ_LEDGER]

    def of(name: str, own: dict[str, list[Column]]) -> Iterator[Column]:
        yield from own.get(name, [Column(READ_LEDGER, name)] if name in known else [])
        if name in BY_CONTRACT | TOLD:
            yield Column(CONTRACTS, name)

    by_table: dict[str, dict[str, list[Column]]] = {
        READ_LEDGER: dict.fromkeys(known, files),
        LEFT_IN_LANDING: dict.fromkeys(columns[LEFT_IN_LANDING], files),
        QUARANTINE: lines | {"person": persons, "kolonne": broken},
        COPIES: lines | {"antal": keys},
        DELIVERY_LEDGER: {
            "er_accepteret": [Column(READ_LEDGER, "regel"), Column(QUARANTINE, "linje")],
            "karantaene": [Column(QUARANTINE, "linje")],
            "kopier": [Column(COPIES, "antal")],
            **dict.fromkeys(("spaend_fra", "spaend_til"), dates),
        },
    }
    for table, own in by_table.items():
        yield table, {name: tuple(map(Step, of(name, own))) for name in columns[table]}
