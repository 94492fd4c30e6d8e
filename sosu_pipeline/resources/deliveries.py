"""The declarations, the landing folder, the archive and the key."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache, partial
from itertools import chain
from pathlib import Path

import dagster as dg
from pydantic import PrivateAttr

from sosu_pipeline.declarations.catalog import Catalog, load_catalog
from sosu_pipeline.declarations.contract import Column, Contract
from sosu_pipeline.declarations.school import School
from sosu_pipeline.deliveries.archive import Archive, Arrival
from sosu_pipeline.deliveries.aside import FileReading, Readers, Unread, open_readers
from sosu_pipeline.deliveries.dialect import Dialect
from sosu_pipeline.deliveries.invented import drawn_files, sha256_of
from sosu_pipeline.deliveries.landing import FoundDelivery, Landing, scan_landing
from sosu_pipeline.deliveries.ledger import ArchivedFile, Entry
from sosu_pipeline.deliveries.refusal import describe_rules
from sosu_pipeline.deliveries.sealing import Seal
from sosu_pipeline.deliveries.settling import Settling, Waiting
from sosu_pipeline.deliveries.store import FileStillChangingError
from sosu_pipeline.deliveries.values import ReadColumn, read_values
from sosu_pipeline.errors import UserError
from sosu_pipeline.expectations.judging import judge
from sosu_pipeline.expectations.rules import rules_of
from sosu_pipeline.privacy.pseudonyms import Pseudonyms
from sosu_pipeline.settings import Settings, read_settings
from sosu_pipeline.warehouse.staging import Method


@cache
def declared(root: Path) -> Catalog:
    """Return the catalogue of a folder of declarations, read once for the process."""
    return load_catalog(root)


def method_of(contract: Contract, catalog: Catalog) -> Method:
    """Return how a feed's deliveries are read and judged, by its contract and code lists."""

    def read(column: Column, texts: Sequence[str | None]) -> ReadColumn:
        return read_values(column, texts, catalog.values_of(column))

    rules = rules_of(contract, catalog.values_of)
    return Method(
        read_values=read, judge=partial(judge, contract.kilde, rules), line_rules=describe_rules()
    )


class Deliveries(dg.ConfigurableResource[None]):
    """The declarations, the landing folder, the archive and the pseudonym key."""

    _settings: Settings | None = PrivateAttr(default=None)
    _pseudonyms: Pseudonyms | None = PrivateAttr(default=None)
    _archive: Archive | None = PrivateAttr(default=None)
    _readers: Readers | None = PrivateAttr(default=None)

    @classmethod
    def under(cls, settings: Settings) -> "Deliveries":
        """Return the deliveries of a home whose settings are read already."""
        deliveries = cls()
        deliveries._settings = settings
        return deliveries

    @property
    def settings(self) -> Settings:
        """Return the settings, read once for the run."""
        self._settings = self._settings or read_settings()
        return self._settings

    @property
    def catalog(self) -> Catalog:
        """Return what is declared."""
        return declared(self.settings.data)

    @property
    def archive(self) -> Archive:
        """Return the archive of delivered files, whose ledger is read once for the run."""
        if self._archive is None:
            seal = Seal(self.settings.sealing_key())
            self._archive = Archive(self.settings.archive_folder, seal)
        return self._archive

    @property
    def pseudonyms(self) -> Pseudonyms:
        """Return the pseudonyms made with the run's key."""
        self._pseudonyms = self._pseudonyms or Pseudonyms(self.settings.key())
        return self._pseudonyms

    def schools(self, day: date) -> dict[str, School]:
        """Return the schools as of a day, by folder.

        They are the declared ones, and those that had delivered by then to a folder that answers
        to a declared pattern.
        """
        named = {name: school for name, school in self.catalog.schools.items() if not school.mapper}
        arrived = {entry.skole for entry in self.archive.entries() if entry.ankomst <= day}
        found = {folder: self.catalog.school_for_folder(folder) for folder in sorted(arrived)}
        return named | {folder: school for folder, school in found.items() if school}

    def expected_feeds(self, day: date) -> list[tuple[str, Contract]]:
        """Return every feed that every school of a day delivers, with its contract there."""
        return [
            (folder, self.catalog.contract_for(kilde, school))
            for folder, school in self.schools(day).items()
            for kilde in school.kilder
        ]

    def mask(self, text: str) -> str:
        """Return a text with every CPR number in it masked."""
        return self.pseudonyms.mask(text)

    def receive(self, dag: date) -> Landing:
        """Archive what has arrived in the landing folder and return what lay there.

        Raises:
            UserError: there is no key, and something else than the invented school has arrived.
        """
        folder = self.settings.landing_folder
        folder.mkdir(parents=True, exist_ok=True)
        landing = scan_landing(folder, self.catalog, settling=Settling(), mask=self.pseudonyms.mask)
        if not self.settings.has_key:
            self._refuse_strangers(landing)
        seen = datetime.now(UTC)
        changing = [w for found in landing.found for w in self._take(found, dag, seen)]
        return replace(landing, waiting=(*landing.waiting, *changing))

    def entries(self, kilde: str) -> list[Entry]:
        """Return a feed's deliveries in the order they were seen."""
        return [entry for entry in self.archive.entries() if entry.kilde == kilde]

    def contract(self, entry: Entry) -> Contract:
        """Return the contract a delivery is read by."""
        return self._contract(entry.skole, entry.kilde)

    def fingerprint(self, entry: Entry) -> str:
        """Return what a delivery's reading rests on: contract, code lists and key."""
        return f"{self.catalog.fingerprint(self.contract(entry))}-{self.pseudonyms.key_id}"

    @contextmanager
    def reading(self, entries: Iterable[Entry]) -> Iterator[None]:
        """Make ready to ``read`` the files of some deliveries, in their order."""
        unread = {
            (entry.levering, file.sha256): self._unread(entry, file)
            for entry in entries
            for file in entry.filer
        }
        with open_readers(unread, self.settings.home) as self._readers:
            yield

    def read(self, entry: Entry, file: ArchivedFile) -> FileReading:
        """Read an archived file by its contract, where it was made ready for ``reading``.

        Raises:
            DeliveryRefused: the file's shape cannot be read.
        """
        if self._readers is None:
            msg = "files are only read while reading()"
            raise RuntimeError(msg)
        return self._readers.read((entry.levering, file.sha256))

    def _take(self, found: FoundDelivery, dag: date, seen: datetime) -> Iterator[Waiting]:
        """Archive a delivery; yield its files when one of them changes meanwhile."""
        try:
            self.archive.receive(found, self._arrival(found, dag, seen))
        except FileStillChangingError:
            yield from (Waiting(file, "filen vokser eller ændrer sig") for file in found.files)

    def _unread(self, entry: Entry, file: ArchivedFile) -> Unread:
        """Return an archived file with its contract; its dialect holds while the contract does."""
        contract = self.contract(entry)
        is_known = file.dialekt and entry.kontrakt_aftryk == self.catalog.fingerprint(contract)
        return Unread(
            source=self.archive.source(file.sha256),
            display_name=file.sti,
            contract=contract,
            protect=self.pseudonyms,
            dialect=Dialect.recorded(file.dialekt) if is_known and file.dialekt else None,
            bytes=file.bytes,
        )

    def _contract(self, folder: str, kilde: str) -> Contract:
        school = self.catalog.school_for_folder(folder)
        if school is None or kilde not in school.kilder:
            return self.catalog.contracts[kilde]
        return self.catalog.contract_for(kilde, school)

    def _arrival(self, found: FoundDelivery, dag: date, seen: datetime) -> Arrival:
        contract = self._contract(found.skole_folder, found.kilde)
        return Arrival(
            skole=found.skole_folder,
            contract=contract,
            aftryk=self.catalog.fingerprint(contract),
            dag=dag,
            set_tid=seen,
        )

    def _refuse_strangers(self, landing: Landing) -> None:
        """Stop before anything is archived when something was delivered that nobody drew."""
        drawn = drawn_files(self.settings.landing_folder)
        files = ((found.place(file), file) for found in landing.found for file in found.files)
        arrived = ((place, sha256_of(file)) for place, file in files)
        known = ((file.sti, file.sha256) for each in self.archive.entries() for file in each.filer)
        for place, sha256 in chain(arrived, known):
            if sha256 not in drawn:
                msg = (
                    f"{self.mask(place)} er ikke fra den opfundne skole, og der er ingen "
                    "pseudonymnøgle; tag filen ud, eller sæt SOSU_PSEUDONYM_KEY_FILE, og kør igen"
                )
                raise UserError(msg)
