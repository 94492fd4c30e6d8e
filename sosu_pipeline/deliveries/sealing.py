"""Bytes sealed with a key, and read from any place in them without a plain copy.

AES-256-GCM in chunks, as in age and in Tink's streaming encryption: every file has a key of its
own, made by HKDF from the archive's key and the file's header; a chunk's nonce is its number and,
on the last chunk, a mark; the last chunk vouches for the file's name too. So what was changed,
cut, lengthened, reordered or exchanged for another file does not open.
"""

import errno
import hmac
import io
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sosu_pipeline.errors import UserError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CHUNK_BYTES = 1 << 20
SUFFIX = ".aes"

_FORM = b"SOSU\x01"
_KEY_ID_BYTES, _SALT_BYTES, _KEY_BYTES = 8, 32, 32
_HEADER_BYTES = len(_FORM) + _KEY_ID_BYTES + _SALT_BYTES
_TAG_BYTES = 16
_SETTINGS = "SOSU_ARCHIVE_KEY_FILE eller SOSU_ARCHIVE_KEY"


class SealKeyError(UserError):
    """The key that a file was sealed with is not the one that is set."""


class SealBrokenError(UserError):
    """A sealed file is not as it was written."""


class Source(Protocol):
    """What bytes are read from: a path, or a sealed file."""

    def open(self, mode: Literal["rb"], /) -> io.BufferedReader:
        """Open the plain bytes, to be read from any place."""


@dataclass(frozen=True)
class Seal:
    """What is written is sealed where there is a key; what was written plain is always read."""

    key: bytes | None = field(repr=False)

    @property
    def suffix(self) -> str:
        """Return what the name of a written file ends with."""
        return SUFFIX if self.key else ""

    def source(self, path: Path) -> Source:
        """Return a file's plain bytes; its name tells whether it is sealed."""
        return _SealedFile(path, self.key) if path.suffix == SUFFIX else path

    def shut(self, chunks: Iterable[bytes], name: Callable[[], str]) -> Iterator[bytes]:
        """Yield what is written for ``chunks_of`` a file, whose name is asked for at its end."""
        if self.key is None:
            yield from chunks
            return
        header = _FORM + _key_id(self.key) + os.urandom(_SALT_BYTES)
        yield header
        cipher = _cipher(self.key, header)
        for number, chunk in enumerate(chunks):
            is_last = len(chunk) < CHUNK_BYTES
            vouched = name().encode() if is_last else None
            yield cipher.encrypt(_nonce(number, is_last=is_last), chunk, vouched)

    def cover(self, name: str) -> str:
        """Return a text that stands for a name, the same each time and unreadable with a key."""
        if self.key is None:
            return name
        return hmac.digest(_derive(self.key, b"navn"), name.encode(), "sha256").hex()


def chunks_of(file: BinaryIO) -> Iterator[bytes]:
    """Yield a file's bytes in whole chunks and at the end one that is not, empty if need be."""
    chunk = file.read(CHUNK_BYTES)
    while len(chunk) == CHUNK_BYTES:
        yield chunk
        chunk = file.read(CHUNK_BYTES)
    yield chunk


@dataclass(frozen=True)
class _SealedFile:
    path: Path
    key: bytes | None = field(repr=False)

    def open(self, mode: Literal["rb"], /) -> io.BufferedReader:
        """Open the plain bytes.

        Raises:
            SealKeyError: the key is missing, or is another than the file was sealed with.
            SealBrokenError: the file is not as it was written.
        """
        file = self.path.open(mode, buffering=0)
        try:
            return io.BufferedReader(
                _Opened(file, self._cipher(file.read(_HEADER_BYTES)), self.path)
            )
        except BaseException:
            file.close()
            raise

    def _cipher(self, header: bytes) -> AESGCM:
        if len(header) < _HEADER_BYTES or not header.startswith(_FORM):
            raise _broken(self.path)
        if self.key is None:
            msg = f"arkivet er krypteret, og der er ingen nøgle; sæt {_SETTINGS} til arkivets nøgle"
            raise SealKeyError(msg)
        if header[len(_FORM) :][:_KEY_ID_BYTES] != _key_id(self.key):
            msg = f"arkivet er krypteret med en anden nøgle; sæt {_SETTINGS} til arkivets nøgle"
            raise SealKeyError(msg)
        return _cipher(self.key, header)


class _Opened(io.RawIOBase):
    """The plain bytes of a sealed file; one chunk of them is in memory at a time."""

    def __init__(self, file: io.FileIO, cipher: AESGCM, path: Path) -> None:
        """Read the last chunk first, since it tells whether the file is whole."""
        self._file, self._cipher, self._path = file, cipher, path
        sealed = file.seek(0, os.SEEK_END) - _HEADER_BYTES
        self._last, rest = divmod(sealed, CHUNK_BYTES + _TAG_BYTES)
        if rest < _TAG_BYTES:
            raise _broken(path)
        self._size = sealed - _TAG_BYTES * (self._last + 1)
        self._place, self._at, self._chunk = 0, -1, b""
        self._turn_to(self._last)

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Read on, at most to the end of a chunk."""
        if self._place >= self._size:
            return 0
        number, start = divmod(self._place, CHUNK_BYTES)
        self._turn_to(number)
        with memoryview(buffer).cast("B") as view:
            taken = self._chunk[start : start + len(view)]
            view[: len(taken)] = taken
        self._place += len(taken)
        return len(taken)

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place in the plain bytes."""
        origin = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._size}[whence]
        if origin + offset < 0:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        self._place = origin + offset
        return self._place

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that it can be read from any place."""
        return True

    def close(self) -> None:
        """Close the file below."""
        super().close()
        self._file.close()

    def _turn_to(self, number: int) -> None:
        if number == self._at:
            return
        is_last = number == self._last
        self._file.seek(_HEADER_BYTES + number * (CHUNK_BYTES + _TAG_BYTES))
        sealed = self._file.read(CHUNK_BYTES + _TAG_BYTES)
        vouched = self._path.stem.encode() if is_last else None
        try:
            self._chunk = self._cipher.decrypt(_nonce(number, is_last=is_last), sealed, vouched)
        except InvalidTag as error:
            raise _broken(self._path) from error
        self._at = number


def _broken(path: Path) -> SealBrokenError:
    msg = f"arkivets fil {path.name} er ændret eller afkortet; hent den fra en sikkerhedskopi"
    return SealBrokenError(msg)


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _cipher(key: bytes, header: bytes) -> AESGCM:
    return AESGCM(_derive(key, header, salt=header[-_SALT_BYTES:]))


def _key_id(key: bytes) -> bytes:
    """Return a short fingerprint of the key, to tell two keys apart."""
    return _derive(key, b"id")[:_KEY_ID_BYTES]


def _derive(key: bytes, purpose: bytes, *, salt: bytes | None = None) -> bytes:
    return HKDF(SHA256(), _KEY_BYTES, salt, b"sosu arkiv " + purpose).derive(key)
