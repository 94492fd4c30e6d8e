"""Bytes by their sha256, closed to others and sealed where there is a key: copied once."""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from sosu_pipeline.deliveries.sealing import SUFFIX, Seal, SealBrokenError, Source, chunks_of
from sosu_pipeline.deliveries.settling import is_unchanged
from sosu_pipeline.errors import UserError


class FileStillChangingError(UserError):
    """A file was written to while it was being archived; it waits for the next run."""


class Stored(NamedTuple):
    """What a file's plain bytes are."""

    sha256: str
    bytes: int


class Store:
    """The folder of archived bytes, and a memory of files seen so that they are read once.

    The memory, ``set.jsonl``, is only there for speed: without it every file is read again. A
    place in it is covered with the key, since a person can stand in a file's name.
    """

    def __init__(self, root: Path, seal: Seal) -> None:
        """Take the archive's folder; nothing is made before something is stored."""
        self._root, self._seal = root, seal
        self._seen_file = root / "set.jsonl"
        self._seen: dict[str, tuple[int, int, str]] | None = None

    def path(self, sha256: str) -> Path:
        """Return where bytes of that sha256 lie, sealed or plain, or would lie."""
        plain = self._root / "filer" / sha256[:2] / sha256
        sealed = plain.with_name(sha256 + SUFFIX)
        return sealed if sealed.exists() else plain

    def source(self, sha256: str) -> Source:
        """Return the plain bytes of that sha256."""
        return self._seal.source(self.path(sha256))

    def verify(self, sha256: str) -> bool:
        """Tell whether the archived bytes still have the sha256 they are named by."""
        try:
            with self.source(sha256).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except (FileNotFoundError, SealBrokenError):
            return False

    def take(self, file: Path, place: str) -> Stored:
        """Archive a file; one that was seen at its place and has not changed costs only a stat.

        Raises:
            FileStillChangingError: the file changed while it was read.
        """
        before = file.stat()
        size, changed, sha256 = self._memory().get(self._seal.cover(place), (0, 0, ""))
        is_seen = (size, changed) == (before.st_size, before.st_mtime_ns)
        if is_seen and self.path(sha256).exists():
            return Stored(sha256, size)
        stored = self._copy(file)
        if not is_unchanged(file, before) or stored.bytes != before.st_size:
            msg = f"{file.name}: filen ændrede sig under læsningen; den venter til næste kørsel"
            raise FileStillChangingError(msg)
        self._note(self._seal.cover(place), (before.st_size, before.st_mtime_ns, stored.sha256))
        return stored

    def _copy(self, file: Path) -> Stored:
        folder = self._root / "filer"
        make_private(self._root)
        make_private(folder)
        handle, name = tempfile.mkstemp(prefix=".", dir=folder)
        aside = Path(name)
        try:
            with os.fdopen(handle, "wb") as target, file.open("rb") as source:
                stored = _copy_hashing(source, target, self._seal)
            named = self.path(stored.sha256)
            if not named.exists():
                make_private(named.parent)
                aside.replace(named.with_name(stored.sha256 + self._seal.suffix))
                sync_folder(named.parent)
        finally:
            aside.unlink(missing_ok=True)
        return stored

    def _memory(self) -> dict[str, tuple[int, int, str]]:
        if self._seen is None:
            self._seen = {}
            with suppress(FileNotFoundError), self._seen_file.open(encoding="utf-8") as lines:
                for line in lines:
                    with suppress(ValueError):
                        place, size, changed, sha256 = json.loads(line)
                        self._seen[place] = size, changed, sha256
        return self._seen

    def _note(self, place: str, seen: tuple[int, int, str]) -> None:
        self._memory()[place] = seen
        with self._seen_file.open("a", encoding="utf-8", newline="\n") as lines:
            lines.write(json.dumps([place, *seen], ensure_ascii=False) + "\n")


def _copy_hashing(source: BinaryIO, target: BinaryIO, seal: Seal) -> Stored:
    digest = hashlib.sha256()

    def hashed() -> Iterator[bytes]:
        for chunk in chunks_of(source):
            digest.update(chunk)
            yield chunk

    target.writelines(seal.shut(hashed(), digest.hexdigest))
    target.flush()
    os.fsync(target.fileno())
    return Stored(digest.hexdigest(), source.tell())


def make_private(folder: Path) -> None:
    """Make a folder that only its owner can open."""
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(0o700)


def sync_folder(folder: Path) -> None:
    """Wait until a folder's names are on disk; Windows does so by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
