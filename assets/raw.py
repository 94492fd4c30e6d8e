"""Raw: files from landing to the archive, and their lines as text with nobody in them."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace

import dagster as dg
import duckdb

from assets.specs import (
    PIPELINE_OWNER,
    built_metadata,
    contract_spec,
    contract_texts,
    spec,
    table_key,
)
from sosu_pipeline.declarations.contract import Contract
from sosu_pipeline.deliveries.landing import Landing
from sosu_pipeline.deliveries.ledger import ArchivedFile, Entry
from sosu_pipeline.deliveries.reading import Reading
from sosu_pipeline.deliveries.refusal import DeliveryRefused
from sosu_pipeline.naming import Layer, asset_key
from sosu_pipeline.resources import Deliveries, Night, Warehouse, declared, today
from sosu_pipeline.settings import read_settings
from sosu_pipeline.warehouse.as_of import set_run_date
from sosu_pipeline.warehouse.building import describe_table
from sosu_pipeline.warehouse.connecting import transaction
from sosu_pipeline.warehouse.pending import deliveries_read, fingerprints
from sosu_pipeline.warehouse.raw import (
    FileRead,
    LeftInLanding,
    insert_lines,
    record_file,
    write_left_in_landing,
)
from sosu_pipeline.warehouse.tables import (
    LEFT_IN_LANDING,
    READ_LEDGER,
    create_feed_tables,
    forget_feed,
    raw_table,
)

CATALOG = declared(read_settings().data)
LANDING_SPECS = [
    dg.AssetSpec(
        ["landing", kilde],
        group_name="landing",
        description=f"Filer fra skolerne i landing/<skole>/{kilde}/ ({contract.rapport}).",
        owners=[f"team:{PIPELINE_OWNER}"],
        kinds={"file"},
        tags={"lag": "landing"},
    )
    for kilde, contract in CATALOG.contracts.items()
]
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
            contract_spec(Layer.RAW, contract, deps=[dg.AssetKey(["landing", kilde])])
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
    set_run_date(connection, night.as_of)
    write_left_in_landing(connection, _left(deliveries.receive(today()), deliveries.mask))
    for contract in contracts:
        for text in _read_feed(connection, contract, deliveries):
            context.log.warning(text)
    texts = {raw_table(contract): contract_texts(contract) for contract in contracts}
    for table in (*texts, *LEDGERS):
        metadata = built_metadata(describe_table(connection, table), texts.get(table))
        yield dg.MaterializeResult(asset_key=table_key(table), metadata=metadata)


def _left(landing: Landing, mask: Callable[[str], str]) -> list[LeftInLanding]:
    problems = [LeftInLanding(each.regel, each.tekst, each.middel) for each in landing.problems]
    waiting = [
        LeftInLanding(None, mask(f"{each.path.name}: {each.reason}"), "tages med i næste kørsel")
        for each in landing.waiting
    ]
    return [*problems, *waiting]


def _read_feed(
    connection: duckdb.DuckDBPyConnection, contract: Contract, deliveries: Deliveries
) -> Iterator[str]:
    """Read a feed's new deliveries, or all again when contract, codes or key has changed.

    Yields what to log of refused files.
    """
    entries = deliveries.entries(contract.kilde)
    known = {(entry.skole, deliveries.fingerprint(entry)) for entry in entries}
    if fingerprints(connection, contract.kilde) - known:
        forget_feed(connection, contract)
    create_feed_tables(connection, contract)
    read = deliveries_read(connection, contract.kilde)
    for entry in entries:
        if entry.levering not in read:
            yield from _read_delivery(connection, deliveries, entry)


def _read_delivery(
    connection: duckdb.DuckDBPyConnection, deliveries: Deliveries, entry: Entry
) -> Iterator[str]:
    """Read all files of a delivery; when one cannot be read, keep none but the reason."""
    contract, file = deliveries.contract(entry), entry.filer[0]
    try:
        with transaction(connection):
            for file in entry.filer:
                reading = deliveries.open(entry, file)
                place = (entry.skole, entry.levering, file.sha256)
                insert_lines(connection, contract, place=place, batches=reading.batches())
                record_file(connection, _read(deliveries, entry, file, reading))
    except DeliveryRefused as refusal:
        yield str(refusal)
        with transaction(connection):
            for each in entry.filer:
                reason = refusal if each == file else None
                record_file(connection, _refused(deliveries, entry, each, reason))


def _read(deliveries: Deliveries, entry: Entry, file: ArchivedFile, reading: Reading) -> FileRead:
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
