"""The archive: every delivered file unchanged, and the ledger of when it came and counted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from sosu_pipeline.declarations.contract import Contract, DeliveryKind
from sosu_pipeline.deliveries.landing import FoundDelivery
from sosu_pipeline.deliveries.ledger import ArchivedFile, Entry, Ledger
from sosu_pipeline.deliveries.refusal import DeliveryRefused, Subject
from sosu_pipeline.deliveries.sealing import Seal, Source
from sosu_pipeline.deliveries.sniff import sniff
from sosu_pipeline.deliveries.store import Store


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """What is known of a delivery before its files are opened.

    ``dag`` is the day the pipeline first saw it, which a dated folder overrules; ``set_tid`` is
    the time in UTC; ``aftryk`` the fingerprint of the contract with its code lists.
    """

    skole: str
    contract: Contract
    aftryk: str
    dag: date
    set_tid: datetime


@dataclass(frozen=True)
class Receipt:
    """What came of a found delivery: a new one, or none, and the files whose bytes came again."""

    ny: Entry | None
    genkendt: tuple[str, ...]


class Archive:
    """The folder ``arkiv/``: bytes under ``filer/``, arrivals under ``leveringer/``."""

    def __init__(self, root: Path, seal: Seal) -> None:
        """Take the archive's folder; it is made, closed to others, when something is stored."""
        self._root, self._seal, self._store = root, seal, Store(root, seal)

    @cached_property
    def _ledger(self) -> Ledger:
        return Ledger(self._root / "leveringer", self._seal)

    def entries(self) -> tuple[Entry, ...]:
        """Return all deliveries in the order they were seen."""
        return tuple(self._ledger.deliveries())

    def recorded(self) -> tuple[Entry, ...]:
        """Return every arrival in the order it was seen, also those whose bytes came before."""
        return self._ledger.recorded

    def path(self, sha256: str) -> Path:
        """Return where an archived file lies, as it was written."""
        return self._store.path(sha256)

    def source(self, sha256: str) -> Source:
        """Return an archived file's plain bytes."""
        return self._store.source(sha256)

    def verify(self, sha256: str) -> bool:
        """Tell whether an archived file still has the bytes it came with."""
        return self._store.verify(sha256)

    def receive(self, found: FoundDelivery, arrival: Arrival) -> Receipt:
        """Archive a found delivery and write its arrival, unless all of it lies there already.

        The same bytes count once in a feed. A snapshot that comes again in a new place after
        another one is a new delivery, since it says that the feed stands as it did.

        Raises:
            FileStillChangingError: a file is being written to; nothing was written to the ledger.
            SealKeyError: the archive was sealed with another key; nothing was written at all.
        """
        ledger = self._ledger  # read before anything is written, since it knows a wrong key
        files = self._take(found)
        new = [file for file in files if ledger.lies_at(file.sti) != file.sha256]
        counting = self._counting(files, new, found, arrival) if new else []
        again = [file for file in new if file not in counting]
        if again:
            bringer = ledger.bringer((arrival.skole, found.kilde), again[0].sha256)
            ledger.write(self._entry(again, found, arrival, genkendt=bringer))
        ny = None
        if counting:
            read = [replace(file, dialekt=self._dialect(file, arrival)) for file in counting]
            ny = self._entry(read, found, arrival, genkendt=None)
            ledger.write(ny)
        return Receipt(ny, tuple(file.sti for file in again))

    def _take(self, found: FoundDelivery) -> list[ArchivedFile]:
        """Store a delivery's files; bytes that stand in it twice are one file."""
        files: dict[str, ArchivedFile] = {}
        for file in found.files:
            place = found.place(file)
            stored = self._store.take(file, place)
            files.setdefault(stored.sha256, ArchivedFile(place, *stored, dialekt=None))
        return list(files.values())

    def _counting(
        self,
        files: Sequence[ArchivedFile],
        new: Sequence[ArchivedFile],
        found: FoundDelivery,
        arrival: Arrival,
    ) -> Sequence[ArchivedFile]:
        """Return the files that count; ``new`` are those that did not lie where they lie now."""
        feed = arrival.skole, found.kilde
        fresh = [file for file in new if self._ledger.bringer(feed, file.sha256) is None]
        if arrival.contract.levering is not DeliveryKind.SNAPSHOT:
            return fresh
        latest = self._ledger.latest_by(feed, found.declared or arrival.dag)
        is_return = latest is not None and latest.contents != {file.sha256 for file in files}
        return files if fresh or is_return else []

    def _entry(
        self,
        files: Sequence[ArchivedFile],
        found: FoundDelivery,
        arrival: Arrival,
        *,
        genkendt: str | None,
    ) -> Entry:
        ankomst, number = found.declared or arrival.dag, self._ledger.next_number
        return Entry(
            levering=f"{found.kilde}-{ankomst.isoformat()}-{number:04}",
            skole=arrival.skole,
            kilde=found.kilde,
            ankomst=ankomst,
            set_tid=arrival.set_tid,
            er_erklaeret=found.declared is not None,
            raekkefoelge=number,
            kontrakt_version=arrival.contract.version,
            kontrakt_aftryk=arrival.aftryk,
            filer=tuple(files),
            genkendt=genkendt,
        )

    def _dialect(self, file: ArchivedFile, arrival: Arrival) -> dict[str, Any] | None:
        """Return what the file is written in; nothing for one that will be refused."""
        subject = Subject(PurePosixPath(file.sti).name, arrival.contract.kilde, str)
        try:
            return sniff(self.source(file.sha256), subject, arrival.contract).record()
        except DeliveryRefused:
            return None
