"""``sosu doctor``: is everything the night needs in place?"""

import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from sosu_pipeline.alerting.message import TRIAL
from sosu_pipeline.alerting.sending import read_addresses, send
from sosu_pipeline.declarations.catalog import load_catalog
from sosu_pipeline.deliveries.archive import Archive
from sosu_pipeline.deliveries.sealing import Seal
from sosu_pipeline.errors import UserError
from sosu_pipeline.publishing.folder import read_current
from sosu_pipeline.publishing.postgres.looking import NOT_SET, look
from sosu_pipeline.publishing.postgres.target import target_of
from sosu_pipeline.publishing.publication import PublicationError
from sosu_pipeline.settings import Settings
from sosu_pipeline.warehouse.connecting import holder_of

LEAST_FREE_GIB = 2
PACKAGES = ("dagster", "dagster-duckdb", "duckdb", "pandas", "great-expectations")


@dataclass(frozen=True)
class Diagnosis:
    """One thing that was looked at: what, how it stands, and whether that will do."""

    hvad: str
    tilstand: str
    er_i_orden: bool = True


def examine(settings: Settings, console: Console) -> bool:
    """Print how settings, declarations, keys, lock, space and versions stand; tell if they do."""
    found = [*_folders(settings), *_declarations(settings), _key(settings), _archive_key(settings)]
    found += [_addresses(settings), _database(settings)]
    found += [_lock(settings), _space(settings), *_versions()]
    table = Table("", "Hvad", "Tilstand", title="sosu doctor")
    for diagnosis in found:
        mark = "[green]✓[/]" if diagnosis.er_i_orden else "[red]✗[/]"
        table.add_row(mark, diagnosis.hvad, diagnosis.tilstand)
    console.print(table)
    return all(diagnosis.er_i_orden for diagnosis in found)


def send_trial(settings: Settings, console: Console) -> None:
    """Send a message to those who are told of the nights.

    Raises:
        UserError: nobody is, or somebody did not get it.
    """
    if settings.besked_til is None:
        msg = "ingen får besked; sæt SOSU_BESKED_TIL til en eller flere Apprise-adresser"
        raise UserError(msg)
    send(TRIAL, settings.besked_til.get_secret_value())
    console.print("Prøvebeskeden er sendt til alle i SOSU_BESKED_TIL.")


def _folders(settings: Settings) -> Iterator[Diagnosis]:
    for name, folder in (
        ("SOSU_HOME", settings.home),
        ("SOSU_LANDING", settings.landing_folder),
        ("SOSU_PUBLISHED", settings.published_folder),
    ):
        can_write = os.access(_nearest(folder), os.W_OK)
        text = str(folder.resolve()) if can_write else f"der kan ikke skrives i {folder.resolve()}"
        yield Diagnosis(name, text, can_write)
    archive = settings.archive_folder
    if archive.exists() and os.name == "posix":
        mode = stat.S_IMODE(archive.stat().st_mode)
        yield Diagnosis("Arkiv", f"{archive.resolve()} ({mode:04o})", mode == stat.S_IRWXU)


def _declarations(settings: Settings) -> Iterator[Diagnosis]:
    try:
        catalog = load_catalog(settings.data)
    except UserError as error:
        yield Diagnosis("SOSU_DATA", str(error), er_i_orden=False)
        return
    counts = {
        "kontrakter": catalog.contracts,
        "skoler": catalog.schools,
        "kodelister": catalog.codes,
    }
    yield Diagnosis("SOSU_DATA", ", ".join(f"{len(each)} {name}" for name, each in counts.items()))


def _key(settings: Settings) -> Diagnosis:
    if not settings.has_key:
        return Diagnosis("Pseudonymnøgle", "ikke sat; kun den opfundne skole kan køres")
    try:
        settings.key()
    except UserError as error:
        return Diagnosis("Pseudonymnøgle", str(error), er_i_orden=False)
    return Diagnosis("Pseudonymnøgle", "sat")


def _archive_key(settings: Settings) -> Diagnosis:
    try:
        key = settings.sealing_key()
        Archive(settings.archive_folder, Seal(key)).entries()
    except UserError as error:
        return Diagnosis("Arkivnøgle", str(error), er_i_orden=False)
    return Diagnosis("Arkivnøgle", "sat" if key else "ikke sat; nye filer arkiveres ukrypteret")


def _addresses(settings: Settings) -> Diagnosis:
    if settings.besked_til is None:
        return Diagnosis("Beskeder", "ikke sat; ingen får besked om en nat, der skal ses på")
    try:
        told = len(read_addresses(settings.besked_til.get_secret_value()))
    except UserError as error:
        return Diagnosis("Beskeder", str(error), er_i_orden=False)
    return Diagnosis("Beskeder", f"sat; {told} {'adresse' if told == 1 else 'adresser'}")


def _database(settings: Settings) -> Diagnosis:
    try:
        target = target_of(settings)
        if target is None:
            return Diagnosis("PostgreSQL", NOT_SET)
        seen, current = look(target), read_current(settings.published_folder)
    except (UserError, PublicationError) as error:
        return Diagnosis("PostgreSQL", str(error), er_i_orden=False)
    is_behind = current is not None and not seen.has(current)
    has = seen.publicering_id or "ingen publicering"
    told = f", ikke hele {current.publicering_id}; kør sosu run" if current and is_behind else ""
    text = f"{target.shown}, version {seen.version}; skemaet {target.skema} har {has}{told}"
    return Diagnosis("PostgreSQL", text, not is_behind)


def _lock(settings: Settings) -> Diagnosis:
    holder = holder_of(settings.warehouse_file) if settings.home.exists() else None
    return Diagnosis("Lager", f"optaget af {holder}" if holder else "ledigt", holder is None)


def _space(settings: Settings) -> Diagnosis:
    free = shutil.disk_usage(_nearest(settings.home)).free / 2**30
    return Diagnosis("Ledig plads", f"{free:.1f} GiB", free >= LEAST_FREE_GIB)


def _versions() -> Iterator[Diagnosis]:
    yield from (Diagnosis(package, version(package)) for package in PACKAGES)


def _nearest(folder: Path) -> Path:
    return next(path for path in (folder, *folder.resolve().parents) if path.exists())
