"""From the bytes of a text file to blocks of whole lines, whatever the encoding and the size."""

import codecs
import re
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from sosu_pipeline.deliveries.sealing import Source

UTF_8 = "utf-8"
UTF_8_SIG = "utf-8-sig"
CP1252 = "cp1252"
UTF_16 = ("utf-16-le", "utf-16-be")

BLOCK_BYTES = 4 << 20
LONGEST_LINE_BYTES = 64 << 20

_CHUNK_BYTES = 1 << 20
_TELLING_LINES = 10_000
_DANISH_IN_UTF_8 = re.compile(rb"\xc3[\x80-\xbf]")
_BOMS = {
    codecs.BOM_UTF8: UTF_8_SIG,
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}


def detect_encoding(source: Source) -> str:
    """Return the encoding of a text file, having read all of it where that is needed.

    A file that is not UTF-8 throughout is what most of its lines with other than ASCII are.
    """
    with source.open("rb") as file:
        head = file.read(_CHUNK_BYTES)
        if bom := _bom(head):
            return _BOMS[bom]
        if utf_16 := _utf_16_by_nuls(head):
            return utf_16
        file.seek(0)
        if _decodes(file):
            return UTF_8
        file.seek(0)
        telling = islice((line for line in file if not line.isascii()), _TELLING_LINES)
        verdicts = [is_utf_8(line) for line in telling]
    return UTF_8 if 2 * sum(verdicts) > len(verdicts) else CP1252


def read_blocks(source: Source, encoding: str, *, newline: str) -> Iterator[bytes]:
    """Yield blocks that end with a line, without BOM; UTF-16 comes out as UTF-8.

    A lone CR as the file's line end comes out as LF. A line past any reason is cut.
    """
    rest = b""
    with source.open("rb") as file:
        for chunk in _ascii_based(file, encoding):
            lines = chunk.replace(b"\r", b"\n") if newline == "\r" else chunk
            end = lines.rfind(b"\n") + 1
            if not end and len(rest) < LONGEST_LINE_BYTES:
                rest += lines
                continue
            yield rest + lines[:end]
            rest = lines[end:]
    if rest:
        yield rest + b"\n"


def as_utf_8(block: bytes, encoding: str) -> bytes | None:
    """Return a block in UTF-8; ``None`` where some lines may be in another encoding."""
    if encoding != CP1252 or block.isascii():
        return block
    if _DANISH_IN_UTF_8.search(block):
        return None
    return block.decode(CP1252, "replace").encode()


def decode_line(line: bytes, encoding: str) -> tuple[str, bool]:
    """Return the text of a line, and whether it is in another encoding than the file's."""
    if line.isascii():
        return line.decode("ascii"), False
    if encoding != CP1252:
        return (line.decode(UTF_8), False) if is_utf_8(line) else (_from_cp1252(line), True)
    if _DANISH_IN_UTF_8.search(line) and is_utf_8(line):
        return line.decode(UTF_8), True
    return _from_cp1252(line), False


def is_utf_8(line: bytes) -> bool:
    """Tell whether bytes decode as UTF-8."""
    try:
        line.decode(UTF_8)
    except UnicodeDecodeError:
        return False
    return True


def _from_cp1252(line: bytes) -> str:
    return line.decode(CP1252, "replace")


def _ascii_based(file: BinaryIO, encoding: str) -> Iterator[bytes]:
    """Yield the file's bytes without BOM, in an encoding where a line ends with a byte."""
    file.seek(len(_bom(file.read(4))))
    chunks = iter(lambda: file.read(BLOCK_BYTES), b"")
    if encoding not in UTF_16:
        yield from chunks
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for chunk in chunks:
        yield decoder.decode(chunk).encode()
    yield decoder.decode(b"", final=True).encode()


def _bom(head: bytes) -> bytes:
    return next((bom for bom in _BOMS if head.startswith(bom)), b"")


def _utf_16_by_nuls(head: bytes) -> str | None:
    """Return the UTF-16 whose ASCII letters leave NULs on every other byte of the head."""
    pairs = len(head) // 2
    first, second = head[::2].count(0), head[1::2].count(0)
    if pairs and max(first, second) > pairs // 2 and min(first, second) <= pairs // 20:
        return UTF_16[0] if second > first else UTF_16[1]
    return None


def _decodes(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder(UTF_8)()
    try:
        for chunk in iter(lambda: file.read(_CHUNK_BYTES), b""):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
