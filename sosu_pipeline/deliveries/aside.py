"""Many files at once, read in processes of their own: Python reads on one core only."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from sosu_pipeline.declarations.contract import Contract
from sosu_pipeline.deliveries.dialect import Dialect
from sosu_pipeline.deliveries.protection import Protection
from sosu_pipeline.deliveries.reading import Account, Reading, open_delivery
from sosu_pipeline.deliveries.refusal import Note
from sosu_pipeline.deliveries.sealing import Source

LEAST_BYTES = 1 << 24
"""Fewer are read before a process of its own has begun."""
MOST_PROCESSES = 2


@dataclass(frozen=True, kw_only=True)
class Unread:
    """A file that is to be read by its contract, and its bytes."""

    source: Source
    display_name: str
    contract: Contract
    protect: Protection
    dialect: Dialect | None
    bytes: int

    def open(self) -> Reading:
        """Open it.

        Raises:
            DeliveryRefused: the file's shape cannot be read.
        """
        return open_delivery(
            self.source,
            display_name=self.display_name,
            contract=self.contract,
            protect=self.protect,
            dialect=self.dialect,
        )


@dataclass(frozen=True, kw_only=True)
class ReadAside:
    """A file that was read: what was found of it, and where its lines lie until they are taken."""

    dialect: Dialect
    told: tuple[Note, ...]
    account: Account
    lines: Path

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield, once, the batches that its reading gave."""
        with pa.memory_map(str(self.lines)) as file, pa.ipc.open_stream(file) as stream:
            yield from stream
        self.lines.unlink()


FileReading = Reading | ReadAside


class Readers:
    """Reads files in order; where there are many bytes, in processes that then stay ready."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        """Take the folder that lines wait in, and what is closed when all is read."""
        self._folder, self._stack = folder, stack
        self._pool: ProcessPoolExecutor | None = None

    def read(self, files: Sequence[Unread]) -> Iterator[FileReading]:
        """Yield each file, opened or read.

        Raises:
            DeliveryRefused: the file whose turn it is cannot be read.
        """
        if len(files) == 1 or sum(file.bytes for file in files) < LEAST_BYTES:
            yield from (file.open() for file in files)
            return
        places = (self._folder / str(number) for number in range(len(files)))
        yield from self._processes().map(_read_aside, files, places)

    def _processes(self) -> ProcessPoolExecutor:
        if self._pool is None:
            count = min(os.cpu_count() or 1, MOST_PROCESSES)
            pool = ProcessPoolExecutor(count, mp_context=get_context("spawn"))
            self._pool = self._stack.enter_context(pool)
        return self._pool


@contextmanager
def open_readers(folder: Path) -> Iterator[Readers]:
    """Yield readers whose lines wait in a folder of their own below ``folder``."""
    with ExitStack() as stack:
        own = stack.enter_context(TemporaryDirectory(prefix=".laest-", dir=folder))
        yield Readers(Path(own), stack)


def _read_aside(file: Unread, lines: Path) -> ReadAside:
    reading = file.open()
    batches = reading.batches()
    first = next(batches)
    with pa.OSFile(str(lines), "wb") as target, pa.ipc.new_stream(target, first.schema) as stream:
        stream.write_batch(first)
        for batch in batches:
            stream.write_batch(batch)
    return ReadAside(
        dialect=reading.dialect, told=reading.told, account=reading.account, lines=lines
    )
