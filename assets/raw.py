"""Raw: files from landing to the archive, and their lines as text with nobody in them."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from itertools import chain

import dagster as dg
import duckdb
import pyarrow as pa

from assets.evidence import Evidence
from assets.specs import contract_spec, contract_texts, landing_spec, spec, table_key
from sosu_pipeline.declarations.contract import Contract
from sosu_pipeline.deliveries.aside import FileReading
from sosu_pipeline.deliveries.landing import Landing
from sosu_pipeline.deliveries.ledger import ArchivedFile, Entry
from sosu_pipeline.deliveries.refusal import DeliveryRefused
from sosu_pipeline.expectations.library import foretell
from sosu_pipeline.naming import Layer, asset_key
from sosu_pipeline.resources import Deliveries, Night, Warehouse, declared, today
from sosu_pipeline.settings import read_settings
from sosu_pipeline.warehouse.as_of import set_run_date
from sosu_pipeline.warehouse.connecting import transaction
from sosu_pipeline.warehouse.pending import deliveries_read, fingerprints
from sosu_pipeline.warehouse.raw import (
    FileRead,
    LeftInLanding,
    insert_lines,
    placed,
    record_files,
    write_left_in_landing,
)
from sosu_pipeline.warehouse.tables import (
    LEFT_IN_LANDING,
    READ_LEDGER,
    create_feed_tables,
    forget_feed,
    raw_table,
)

DATA = read_settings().data
CATALOG = declared(DATA)
TRANSACTION_BYTES = 1 << 28
LANDING_SPECS = [landing_spec(contract, DATA) for contract in CATALOG.contracts.values()]
FEED_KEYS = {kilde: dg.AssetKey(asset_key(Layer.RAW, kilde)) for kilde in CATALOG.contracts}
LANDING_KEYS = [spec.key for spec in LANDING_SPECS]
LANDING_KEY = table_key(LEFT_IN_LANDING)
LEDGERS = {
    READ_LEDGER: "Hver modtaget fil: sha256, ankomst, dialekt, kontraktversion og antal linjer.",
    LEFT_IN_LANDING: "Hvad der ligger i landing uden at være taget ind, og hvorfor.",
}


@dg.multi_asset(
    name=Layer.RAW.value,
    specs=[
        *(
            contract_spec(Layer.RAW, contract, deps=[dg.AssetKey(["landing", kilde])], data=DATA)
            for kilde, contract in CATALOG.contracts.items()
        ),
        *(
            spec(Layer.RAW, table_key(table).path[-1], description=text, deps=LANDING_KEYS)
            for table, text in LEDGERS.items()
        ),
    ],
)
def raw(
    context: dg.AssetExecutionContext, warehouse: Warehouse, deliveries: Deliveries, night: Night
) -> Iterator[dg.MaterializeResult[None]]:
    """Archive what has arrived and read what raw has not read, feed by feed."""
    connection, contracts = warehouse.connection, deliveries.catalog.contracts.values()
    evidence = Evidence(connection=connection, as_of=night.as_of)
    set_run_date(connection, night.as_of)
    write_left_in_landing(connection, _left(deliveries.receive(today()), deliveries.mask))
    for text in read_archived(connection, deliveries):
        context.log.warning(text)
    texts = {raw_table(contract): contract_texts(contract) for contract in contracts}
    for table in (*texts, *LEDGERS):
        yield evidence.of(table, texts.get(table))


def read_archived(connection: duckdb.DuckDBPyConnection, deliveries: Deliveries) -> Iterator[str]:
    """Read what raw has not read of the archive, feed by feed; yield what to log of refusals."""
    contracts = deliveries.catalog.contracts.values()
    new = {each.kilde: _unread(connection, each, deliveries) for each in contracts}
    if any(new.values()):
        foretell()
    with deliveries.reading(chain.from_iterable(new.values())):
        for contract in contracts:
            yield from _read_feed(connection, contract, deliveries, new[contract.kilde])


def _left(landing: Landing, mask: Callable[[str], str]) -> list[LeftInLanding]:
    problems = [LeftInLanding(each.regel, each.tekst, each.middel) for each in landing.problems]
    waiting = [
        LeftInLanding(None, mask(f"{each.path.name}: {each.reason}"), "tages med i næste kørsel")
        for each in landing.waiting
    ]
    return [*problems, *waiting]


def _unread(
    connection: duckdb.DuckDBPyConnection, contract: Contract, deliveries: Deliveries
) -> list[Entry]:
    """Return a feed's new deliveries, or all again when contract, codes or key has changed."""
    entries = deliveries.entries(contract.kilde)
    known = {(entry.skole, deliveries.fingerprint(entry)) for entry in entries}
    if fingerprints(connection, contract.kilde) - known:
        forget_feed(connection, contract)
    create_feed_tables(connection, contract)
    read = deliveries_read(connection, contract.kilde)
    return [entry for entry in entries if entry.levering not in read]


def _read_feed(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    deliveries: Deliveries,
    new: Iterable[Entry],
) -> Iterator[str]:
    """Read a feed's new deliveries; yield what to log of refused files."""
    for together in _in_transactions(new):
        try:
            _read_together(connection, contract, deliveries, together, [])
        except DeliveryRefused:
            for entry in together:
                yield from _read_alone(connection, contract, deliveries, entry)


def _in_transactions(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Gather small deliveries: DuckDB is quick with many lines at once and slow with few."""
    together: list[Entry] = []
    for entry in entries:
        together.append(entry)
        if sum(file.bytes for each in together for file in each.filer) >= TRANSACTION_BYTES:
            yield together
            together = []
    if together:
        yield together


def _read_together(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    deliveries: Deliveries,
    entries: Iterable[Entry],
    read: list[FileRead],
) -> None:
    """Read all files of some deliveries, or none when one cannot be; ``read`` has those before."""
    with transaction(connection):
        insert_lines(connection, contract, _lines(deliveries, entries, read))
        record_files(connection, read)


def _lines(
    deliveries: Deliveries, entries: Iterable[Entry], read: list[FileRead]
) -> Iterator[pa.RecordBatch]:
    """Yield the lines of every file; note each in ``read`` when its last line is out."""
    for entry, file in ((each, file) for each in entries for file in each.filer):
        reading, place = deliveries.read(entry, file), (entry.skole, entry.levering, file.sha256)
        yield from (placed(batch, place) for batch in reading.batches())
        read.append(_read(deliveries, entry, file, reading))


def _read_alone(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    deliveries: Deliveries,
    entry: Entry,
) -> Iterator[str]:
    """Read all files of a delivery; when one cannot be read, keep none but the reason."""
    read: list[FileRead] = []
    try:
        _read_together(connection, contract, deliveries, [entry], read)
    except DeliveryRefused as refusal:
        yield str(refusal)
        at_fault = entry.filer[len(read)]
        reasons = [(file, refusal if file == at_fault else None) for file in entry.filer]
        record_files(connection, [_refused(deliveries, entry, *each) for each in reasons])


def _read(
    deliveries: Deliveries, entry: Entry, file: ArchivedFile, reading: FileReading
) -> FileRead:
    account, told = reading.account, [asdict(note) for note in reading.told]
    return replace(
        _known(deliveries, entry, file),
        dialekt=deliveries.mask(json.dumps(reading.dialect.record(), ensure_ascii=False)),
        linjer=account.linjer,
        titel=account.titel,
        tomme=account.tomme,
        total=account.total,
        fortalt=json.dumps(told, ensure_ascii=False),
    )


def _refused(
    deliveries: Deliveries, entry: Entry, file: ArchivedFile, refusal: DeliveryRefused | None
) -> FileRead:
    known = _known(deliveries, entry, file)
    if refusal is None:
        return known
    return replace(
        known,
        regel=refusal.regel.value,
        tekst=refusal.tekst,
        middel=refusal.middel,
        afvist_linje=refusal.linje,
    )


def _known(deliveries: Deliveries, entry: Entry, file: ArchivedFile) -> FileRead:
    """Return what the archive knows of a file before it is read."""
    return FileRead(
        skole=entry.skole,
        kilde=entry.kilde,
        levering=entry.levering,
        fil=file.sha256,
        filnavn=deliveries.mask(file.sti),
        ankomst=entry.ankomst,
        set_tid=entry.set_tid,
        er_erklaeret=entry.er_erklaeret,
        raekkefoelge=entry.raekkefoelge,
        bytes=file.bytes,
        dialekt=deliveries.mask(json.dumps(file.dialekt, ensure_ascii=False)),
        kontrakt_version=deliveries.contract(entry).version,
        fingeraftryk=deliveries.fingerprint(entry),
    )
