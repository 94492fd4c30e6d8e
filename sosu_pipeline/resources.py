"""What the world lends us: the warehouse, the deliveries, the published folder and the date."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import duckdb
from dagster_duckdb import DuckDBResource
from pydantic import PrivateAttr

from sosu_pipeline.declarations.catalog import Catalog, load_catalog
from sosu_pipeline.declarations.contract import Column, Contract
from sosu_pipeline.declarations.school import School
from sosu_pipeline.deliveries.archive import Archive, Arrival
from sosu_pipeline.deliveries.invented import drawn_files
from sosu_pipeline.deliveries.landing import FoundDelivery, Landing, scan_landing
from sosu_pipeline.deliveries.ledger import ArchivedFile, Entry
from sosu_pipeline.deliveries.reading import Reading, open_delivery
from sosu_pipeline.deliveries.refusal import describe_rules
from sosu_pipeline.deliveries.settling import Settling, Waiting
from sosu_pipeline.deliveries.store import FileStillChangingError
from sosu_pipeline.deliveries.values import ReadColumn, read_values
from sosu_pipeline.errors import UserError
from sosu_pipeline.expectations.judging import judge
from sosu_pipeline.expectations.rules import rules_of
from sosu_pipeline.privacy.pseudonyms import Pseudonyms
from sosu_pipeline.publishing.gate import GateOutcome, read_gate
from sosu_pipeline.settings import Settings, read_settings
from sosu_pipeline.warehouse.connecting import open_warehouse
from sosu_pipeline.warehouse.staging import Method
from sosu_pipeline.warehouse.tables import create_schemas

TIME_ZONE = ZoneInfo("Europe/Copenhagen")


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


def today() -> date:
    """Return the date in Denmark now."""
    return datetime.now(TIME_ZONE).date()


class Warehouse(DuckDBResource):
    """The DuckDB file: one connection for the whole run, closed whatever happens."""

    database: str = ""
    _connection: duckdb.DuckDBPyConnection | None = PrivateAttr(default=None)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Warehouse"]:
        """Hold the warehouse while the run lasts.

        Raises:
            WarehouseBusyError: another process holds it.
        """
        settings = read_settings()
        path = Path(self.database) if self.database else settings.warehouse_file
        holder = f"kørsel {context.run.run_id[:8]}" if context.run else "en kørsel"
        with open_warehouse(path, holder=holder, memory=settings.hukommelse) as connection:
            create_schemas(connection)
            self._connection = connection
            try:
                yield self
            finally:
                self._connection = None

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """Return the run's connection; an error outside a run."""
        if self._connection is None:
            msg = "the warehouse is only open during a run"
            raise RuntimeError(msg)
        return self._connection

    @contextmanager
    def get_connection(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Yield the run's connection and leave it open for the next step."""
        yield self.connection


class Night(dg.ConfigurableResource[None]):
    """The night that is computed: ``dato`` as ÅÅÅÅ-MM-DD, or the date in Denmark when empty."""

    dato: str = ""
    _as_of: date | None = PrivateAttr(default=None)

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        """Settle the date once, so that a run over midnight has one date.

        Raises:
            UserError: the date is not written as ÅÅÅÅ-MM-DD.
        """
        del context
        try:
            self._as_of = date.fromisoformat(self.dato) if self.dato else today()
        except ValueError as error:
            msg = f"datoen {self.dato} kan ikke læses; skriv den som ÅÅÅÅ-MM-DD"
            raise UserError(msg) from error

    @property
    def as_of(self) -> date:
        """Return the run's as-of date."""
        return self._as_of or today()


class Deliveries(dg.ConfigurableResource[None]):
    """The declarations, the landing folder, the archive and the pseudonym key."""

    _settings: Settings | None = PrivateAttr(default=None)
    _pseudonyms: Pseudonyms | None = PrivateAttr(default=None)

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
        """Return the archive of delivered files."""
        return Archive(self.settings.archive_folder)

    @property
    def pseudonyms(self) -> Pseudonyms:
        """Return the pseudonyms made with the run's key."""
        self._pseudonyms = self._pseudonyms or Pseudonyms(self.settings.key())
        return self._pseudonyms

    @property
    def schools(self) -> dict[str, School]:
        """Return the declared schools, and those whose folder answers to a pattern, by folder."""
        named = {name: school for name, school in self.catalog.schools.items() if not school.mapper}
        arrived = {entry.skole for entry in self.archive.entries()}
        found = {folder: self.catalog.school_for_folder(folder) for folder in sorted(arrived)}
        return named | {folder: school for folder, school in found.items() if school}

    @property
    def expected_feeds(self) -> list[tuple[str, Contract]]:
        """Return every feed that every school delivers, with the contract it is read by."""
        return [
            (folder, self.catalog.contract_for(kilde, school))
            for folder, school in self.schools.items()
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
        changing = [waiting for found in landing.found for waiting in self._archive(found, dag)]
        self._refuse_strangers()
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

    def open(self, entry: Entry, file: ArchivedFile) -> Reading:
        """Open an archived file by its contract.

        Raises:
            DeliveryRefused: the file's shape cannot be read.
        """
        return open_delivery(
            self.archive.path(file.sha256),
            display_name=file.sti,
            contract=self.contract(entry),
            protect=self.pseudonyms,
        )

    def _archive(self, found: FoundDelivery, dag: date) -> Iterator[Waiting]:
        """Archive a delivery; yield its files when one of them changes meanwhile."""
        try:
            self.archive.receive(found, self._arrival(found, dag))
        except FileStillChangingError:
            yield from (Waiting(file, "filen vokser eller ændrer sig") for file in found.files)

    def _contract(self, folder: str, kilde: str) -> Contract:
        school = self.catalog.school_for_folder(folder)
        if school is None or kilde not in school.kilder:
            return self.catalog.contracts[kilde]
        return self.catalog.contract_for(kilde, school)

    def _arrival(self, found: FoundDelivery, dag: date) -> Arrival:
        contract = self._contract(found.skole_folder, found.kilde)
        return Arrival(
            skole=found.skole_folder,
            contract=contract,
            aftryk=self.catalog.fingerprint(contract),
            dag=dag,
            set_tid=datetime.now(UTC),
        )

    def _refuse_strangers(self) -> None:
        """Stop a run without a key when something was delivered that nobody drew."""
        if self.settings.has_key:
            return
        drawn = drawn_files(self.settings.landing_folder)
        for entry in self.archive.entries():
            if not entry.contents <= drawn:
                msg = (
                    f"{entry.filer[0].sti} er ikke fra den opfundne skole, og der er ingen "
                    "pseudonymnøgle; sæt SOSU_PSEUDONYM_KEY_FILE, og kør igen"
                )
                raise UserError(msg)


class Gate(dg.ConfigurableResource[None]):
    """The blocking checks, as ``asset/key:check``; all must be good before readers are moved."""

    checks: list[str]

    def read(self, instance: dg.DagsterInstance) -> GateOutcome:
        """Read back the recorded outcomes of every blocking check."""
        parts = (check.rpartition(":") for check in self.checks)
        return read_gate(
            instance,
            [dg.AssetCheckKey(dg.AssetKey.from_user_string(key), name) for key, _, name in parts],
        )
