"""Many files read ahead in processes of their own: Python reads on one core only."""

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

import pyarrow as pa

from sosu_pipeline.declarations.contract import Contract
from sosu_pipeline.deliveries.dialect import Dialect
from sosu_pipeline.deliveries.protection import Protection
from sosu_pipeline.deliveries.reading import Account, Reading, open_delivery
from sosu_pipeline.deliveries.refusal import Note
from sosu_pipeline.deliveries.sealing import Source
from sosu_pipeline.settings import temporary_folder

Name = tuple[str, str]
"""A file of a delivery: the delivery's id and the file's sha256."""

LEAST_BYTES = 1 << 26
"""Fewer are read before a process has begun."""
MOST_PROCESSES = 2
PREFIX = ".laest-"
FILES_AHEAD = 8


@dataclass(frozen=True, kw_only=True)
class Unread:
    """A file that is to be read by its contract, and how many bytes it has."""

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
    """Files that will be asked for in their order, and those of them that are being read."""

    def __init__(
        self, files: Mapping[Name, Unread], folder: Path, pool: ProcessPoolExecutor | None
    ) -> None:
        """Take the files by name; without a pool each is read where it is asked for."""
        self._files, self._folder, self._pool = files, folder, pool
        self._next = enumerate(files)
        self._ahead: dict[Name, Future[ReadAside]] = {}

    def read(self, name: Name) -> FileReading:
        """Return a file, read or opened; a process that dies costs time and nothing else.

        Raises:
            DeliveryRefused: its shape cannot be read.
        """
        try:
            self._read_ahead()
            if ahead := self._ahead.pop(name, None):
                return ahead.result()
        except BrokenProcessPool:
            self._pool, self._ahead = None, {}
        return self._files[name].open()

    def _read_ahead(self) -> None:
        while self._pool and len(self._ahead) < FILES_AHEAD and (following := next(self._next, ())):
            number, name = following
            lines = self._folder / str(number)
            self._ahead[name] = self._pool.submit(_read_aside, self._files[name], lines)


@contextmanager
def open_readers(files: Mapping[Name, Unread], home: Path) -> Iterator[Readers]:
    """Yield readers of some files; lines wait in a folder of their own below ``home``."""
    if len(files) == 1 or sum(file.bytes for file in files.values()) < LEAST_BYTES:
        yield Readers(files, home, None)
        return
    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    with temporary_folder(home, PREFIX) as folder:
        pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
        try:
            yield Readers(files, folder, pool)
        finally:
            pool.shutdown(cancel_futures=True)


def _read_aside(file: Unread, lines: Path) -> ReadAside:
    reading = file.open()
    batches = reading.batches()
    first = next(batches)
    with pa.OSFile(str(lines), "wb") as target, pa.ipc.new_stream(target, first.schema) as stream:
        for batch in chain([first], batches):
            stream.write_batch(batch)
    return ReadAside(
        dialect=reading.dialect, told=reading.told, account=reading.account, lines=lines
    )
