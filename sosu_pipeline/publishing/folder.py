"""The published folder: publications side by side, and the pointer to the one that counts.

``published/marts/<publicering_id>/`` is never changed once it has its name, and
``published/aktuel.json`` is replaced in one step. One process writes at a time, since the run
that publishes holds the warehouse; any number may read.
"""

import os
import shutil
import time
import uuid
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import duckdb

from sosu_pipeline.publishing import durable
from sosu_pipeline.publishing.contract import CONTRACT_FILE, PublishedContract
from sosu_pipeline.publishing.publication import MARTS_FOLDER, Publication, PublicationFacts
from sosu_pipeline.publishing.tables import sha256_of, write_tables

POINTER = "aktuel.json"
MANIFEST = "manifest.json"
ASIDE = ".ny-"
READERS_GRACE = timedelta(hours=1)


def write_publication(
    connection: duckdb.DuckDBPyConnection,
    root: Path,
    *,
    contract: PublishedContract,
    facts: PublicationFacts,
) -> Publication:
    """Write the built tables of a contract as a publication that nobody is pointed at yet.

    A publication of the same content is returned as it stands, its damaged files mended.

    Raises:
        PublicationError: a column has a type that BI cannot read.
    """
    marts = root / MARTS_FOLDER
    marts.mkdir(parents=True, exist_ok=True)
    _sweep(marts)
    aside = marts / f"{ASIDE}{uuid.uuid4().hex}"
    publication = write_tables(connection, aside, contract=contract, facts=facts)
    durable.write_text(aside / CONTRACT_FILE, contract.text())
    durable.write_text(aside / MANIFEST, publication.text())
    return _settle(aside, root / publication.sti, publication)


def read_current(root: Path) -> Publication | None:
    """Return the publication that readers shall use, or nothing before the first.

    Raises:
        PublicationError: the pointer is not what a run wrote.
    """
    try:
        return Publication.read(root / POINTER)
    except FileNotFoundError:
        return None


def read_publication(root: Path, publicering_id: str) -> Publication:
    """Read a written publication by its id.

    Raises:
        FileNotFoundError: there is none of that id.
        PublicationError: its manifest is not what a run wrote.
    """
    return Publication.read(root / MARTS_FOLDER / publicering_id / MANIFEST)


def publications_as_of(root: Path, dato: date) -> tuple[Publication, ...]:
    """Return the publications as of a date, the last written first."""
    folders = [f for f in _publications(root / MARTS_FOLDER) if f.name.startswith(f"{dato}-")]
    found = sorted(folders, key=_last_used, reverse=True)
    return tuple(Publication.read(folder / MANIFEST) for folder in found)


def move_pointer(root: Path, publication: Publication) -> str | None:
    """Point readers at a publication; return why not, in Danish, where it may not be so.

    A publication as of an earlier date than the current one never takes its place. The one that
    is left is marked as used until now, since readers may still be in it.
    """
    current = read_current(root)
    if current == publication:
        return None
    if current and publication.pr_dato < current.pr_dato:
        return (
            f"den aktuelle publicering er pr. {current.pr_dato:%d-%m-%Y} og bliver stående; "
            f"denne er pr. {publication.pr_dato:%d-%m-%Y}"
        )
    if current:
        with suppress(FileNotFoundError):
            os.utime(root / current.sti)
    durable.write_text(root / POINTER, publication.text())
    return None


def remove_old_publications(
    root: Path, *, keep: int, grace: timedelta = READERS_GRACE
) -> tuple[str, ...]:
    """Remove all but the latest publications and return the removed ones' ids.

    The one pointed at stays, and so does one that was pointed at within ``grace``.
    """
    current = read_current(root)
    in_use = time.time() - grace.total_seconds()
    folders = sorted(_publications(root / MARTS_FOLDER), key=_last_used, reverse=True)
    return tuple(
        folder.name
        for folder in folders[keep:]
        if not (current and folder.name == current.publicering_id)
        and _last_used(folder) < in_use
        and _remove(folder)
    )


def _settle(aside: Path, folder: Path, publication: Publication) -> Publication:
    if not folder.exists():
        durable.move(aside, folder)
        return publication
    for file in publication.tabeller.values():
        published = folder / file.fil
        if not published.exists() or sha256_of(published) != file.sha256:
            durable.move(aside / file.fil, published)
    shutil.rmtree(aside)
    return Publication.read(folder / MANIFEST)


def _publications(marts: Path) -> list[Path]:
    return [path.parent for path in marts.glob(f"[!.]*/{MANIFEST}")]


def _last_used(folder: Path) -> float:
    return folder.stat().st_mtime


def _remove(folder: Path) -> bool:
    """Take a publication out of sight in one step before its files go."""
    aside = folder.with_name(f"{ASIDE}{folder.name}")
    try:
        folder.rename(aside)
    except PermissionError:
        return False
    shutil.rmtree(aside, ignore_errors=True)
    return True


def _sweep(marts: Path) -> None:
    for leftover in marts.glob(f"{ASIDE}*"):
        shutil.rmtree(leftover, ignore_errors=True)
