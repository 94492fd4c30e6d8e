"""The archive's ledger: one JSON file per arrival, sealed as the files are, and never changed."""

import io
import json
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sosu_pipeline.deliveries.sealing import Seal, Source, chunks_of
from sosu_pipeline.deliveries.store import make_private, sync_folder


@dataclass(frozen=True)
class ArchivedFile:
    """A file of a delivery: its place in the landing folder, its bytes by name, its dialect."""

    sti: str
    sha256: str
    bytes: int
    dialekt: Mapping[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One arrival.

    ``levering`` is its id and ``raekkefoelge`` its number among all arrivals. ``genkendt`` names
    the delivery that had already brought these bytes: such an arrival is remembered and counts
    for nothing.
    """

    levering: str
    skole: str
    kilde: str
    ankomst: date
    set_tid: datetime
    er_erklaeret: bool
    raekkefoelge: int
    kontrakt_version: int
    kontrakt_aftryk: str
    filer: tuple[ArchivedFile, ...]
    genkendt: str | None = None

    @property
    def feed(self) -> tuple[str, str]:
        """Return school and feed."""
        return self.skole, self.kilde

    @property
    def contents(self) -> frozenset[str]:
        """Return the sha256 of every file."""
        return frozenset(file.sha256 for file in self.filer)


class Ledger:
    """All arrivals in the order they were seen, and what is asked of them."""

    def __init__(self, folder: Path, seal: Seal) -> None:
        """Read what the folder holds.

        Raises:
            SealKeyError: it was sealed with another key.
            SealBrokenError: an arrival is not as it was written.
        """
        self._folder, self._seal = folder, seal
        self._deliveries: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
        self._places: dict[str, str] = {}
        self._bringers: dict[tuple[str, str, str], str] = {}
        self.next_number = 1
        read = (_read_entry(seal.source(path)) for path in folder.glob("*.json*"))
        self.recorded = tuple(sorted(read, key=lambda entry: entry.raekkefoelge))
        for entry in self.recorded:
            self._remember(entry)

    def deliveries(self) -> Iterator[Entry]:
        """Yield the deliveries that count, in the order they were seen."""
        every = (entry for entries in self._deliveries.values() for entry in entries)
        yield from sorted(every, key=lambda entry: entry.raekkefoelge)

    def lies_at(self, place: str) -> str | None:
        """Return the sha256 that last arrived at a place."""
        return self._places.get(place)

    def bringer(self, feed: tuple[str, str], sha256: str) -> str | None:
        """Return the id of the delivery that first brought these bytes to a feed."""
        return self._bringers.get((*feed, sha256))

    def latest_by(self, feed: tuple[str, str], ankomst: date) -> Entry | None:
        """Return the delivery a feed would stand on, that day and with all that arrived."""
        arrived = (entry for entry in self._deliveries[feed] if entry.ankomst <= ankomst)
        return max(arrived, key=lambda entry: (entry.ankomst, entry.raekkefoelge), default=None)

    def write(self, entry: Entry) -> None:
        """Write an arrival, on disk before its name is."""
        make_private(self._folder)
        aside = self._folder / f".{entry.levering}"
        name = f"{entry.levering}.json"
        chunks = chunks_of(io.BytesIO(_entry_text(entry).encode()))
        with aside.open("wb") as file:
            file.writelines(self._seal.shut(chunks, lambda: name))
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self._folder / (name + self._seal.suffix))
        sync_folder(self._folder)
        self._remember(entry)

    def _remember(self, entry: Entry) -> None:
        self.next_number = entry.raekkefoelge + 1
        for file in entry.filer:
            self._places[file.sti] = file.sha256
            self._bringers.setdefault((*entry.feed, file.sha256), entry.levering)
        if entry.genkendt is None:
            self._deliveries[entry.feed].append(entry)


def _read_entry(source: Source) -> Entry:
    with source.open("rb") as file:
        fields = json.load(file)
    typed = {
        "ankomst": date.fromisoformat(fields["ankomst"]),
        "set_tid": datetime.fromisoformat(fields["set_tid"]),
        "filer": tuple(ArchivedFile(**file) for file in fields["filer"]),
    }
    return Entry(**{**fields, **typed})


def _entry_text(entry: Entry) -> str:
    typed = {"ankomst": entry.ankomst.isoformat(), "set_tid": entry.set_tid.isoformat()}
    return json.dumps({**asdict(entry), **typed}, ensure_ascii=False, indent=2) + "\n"
