"""What pages were written of a publication: their sha256, kept in the archive and not beside them.

Who may change the published folder can change a page, and a sum lying beside it. The archive is
closed to others, so an edited page is found.
"""

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

FOLDER = "sider"
PRIVATE = 0o700
Write = Callable[[Path, str], None]
"""Replaces a file by a text in one step."""


class Side(StrEnum):
    """A page that is written of a publication."""

    SCORECARD = "scorecard"
    REVISION = "revision"


def note_pages(
    archive: Path, publicering_id: str, side: Side, files: Mapping[str, Path], write: Write
) -> None:
    """Keep the sha256 of a page's files, by their names, over what was kept before."""
    path = _record(archive, publicering_id, side)
    for folder in (archive, archive / FOLDER, path.parent):
        folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE)
    sums = {name: sha256(file.read_bytes()).hexdigest() for name, file in sorted(files.items())}
    write(path, json.dumps(sums, indent=2) + "\n")


def noted_pages(archive: Path, publicering_id: str, side: Side) -> Mapping[str, str] | None:
    """Return the sha256 of a page's files by name; None where none was written.

    Raises:
        ValueError: what is kept cannot be read.
    """
    try:
        found = json.loads(_record(archive, publicering_id, side).read_bytes())
    except FileNotFoundError:
        return None
    return {str(name): str(digest) for name, digest in found.items()}


def forget_pages(archive: Path, kept: Sequence[str]) -> None:
    """Forget the pages of all publications but those that are kept."""
    for folder in sorted((archive / FOLDER).glob("*")):
        if folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)


def _record(archive: Path, publicering_id: str, side: Side) -> Path:
    return archive / FOLDER / publicering_id / f"{side}.json"
