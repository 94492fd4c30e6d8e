"""Raw: the lines of a delivered file as text, and the ledger of what was read."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import date, datetime
from itertools import chain
from queue import Queue
from threading import Thread

import duckdb
import pyarrow as pa

from sosu_pipeline.declarations.contract import Contract
from sosu_pipeline.warehouse.tables import LEFT_IN_LANDING, READ_LEDGER, raw_table

BATCHES_AHEAD = 2


@dataclass(frozen=True, kw_only=True)
class FileRead:
    """One delivered file as the ledger keeps it: where it came from and what was in it.

    Counts are records. ``regel``, ``tekst`` and ``middel`` are set when the file was refused.
    """

    skole: str
    kilde: str
    levering: str
    fil: str
    filnavn: str
    ankomst: date
    set_tid: datetime
    er_erklaeret: bool
    raekkefoelge: int
    bytes: int
    dialekt: str
    kontrakt_version: int
    fingeraftryk: str
    linjer: int = 0
    titel: int = 0
    tomme: int = 0
    total: int = 0
    regel: str | None = None
    tekst: str | None = None
    middel: str | None = None
    afvist_linje: int | None = None
    fortalt: str = "[]"


@dataclass(frozen=True)
class LeftInLanding:
    """Something in landing that was not taken in; without a rule it only waits for the next run."""

    regel: str | None
    tekst: str
    middel: str


def placed(batch: pa.RecordBatch, place: tuple[str, str, str]) -> pa.RecordBatch:
    """Return a batch with its place in front: school, delivery and file."""
    columns = [pa.repeat(each, batch.num_rows).dictionary_encode() for each in place]
    names = ["skole", "levering", "fil", *batch.schema.names]
    return pa.RecordBatch.from_arrays([*columns, *batch.columns], names)


def insert_lines(
    connection: duckdb.DuckDBPyConnection, contract: Contract, batches: Iterator[pa.RecordBatch]
) -> None:
    """Insert placed batches into raw at once.

    An error raised while reading comes out as it was raised, and nothing is inserted.
    """
    first = next(batches, None)
    if first is None:
        return
    raised: list[Exception] = []
    ahead = _read_ahead(chain([first], batches), raised)
    connection.register("indgaaende", pa.RecordBatchReader.from_batches(first.schema, ahead))
    try:
        connection.execute(f"insert into {raw_table(contract)} by name select * from indgaaende")
    except duckdb.Error:
        if raised:
            raise raised[0] from None
        raise
    connection.unregister("indgaaende")


def record_files(connection: duckdb.DuckDBPyConnection, read: Sequence[FileRead]) -> None:
    """Write files to the ledger."""
    if read:
        rows = pa.Table.from_pylist([asdict(each) for each in read])
        connection.register("filer", rows)
        connection.execute(f"insert into {READ_LEDGER} by name select * from filer")
        connection.unregister("filer")


def write_left_in_landing(
    connection: duckdb.DuckDBPyConnection, left: Sequence[LeftInLanding]
) -> None:
    """Write what lies in landing without being taken in, in place of the last run's."""
    connection.execute(f"delete from {LEFT_IN_LANDING}")
    for each in left:
        connection.execute(f"insert into {LEFT_IN_LANDING} values (?, ?, ?)", list(astuple(each)))


def _read_ahead(
    batches: Iterator[pa.RecordBatch], raised: list[Exception]
) -> Iterator[pa.RecordBatch]:
    """Yield batches that a thread of its own has read, so that reading and writing overlap.

    An error is kept in ``raised``, since DuckDB would raise one of its own in its place.
    """
    ready: Queue[pa.RecordBatch | None] = Queue(maxsize=BATCHES_AHEAD)

    def read() -> None:
        try:
            for batch in batches:
                ready.put(batch)
        except Exception as error:  # noqa: BLE001 - raised again where the batches are asked for
            raised.append(error)
        ready.put(None)

    Thread(target=read, name="laeser", daemon=True).start()
    while (batch := ready.get()) is not None:
        yield batch
    if raised:
        raise raised[0]
