"""Two publications side by side: whether every file has the same bytes, and where it has not."""

from itertools import zip_longest
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sosu_pipeline.publishing.contract import PUBLICATION_ID

Bytes = dict[str, bytes]


def bytes_of(folder: Path) -> Bytes:
    """Return the bytes of every Parquet file of a publication and of its contract, by name."""
    files = [*folder.glob("*.parquet"), folder / "kontrakt.json"]
    return {path.name: path.read_bytes() for path in sorted(files)}


def differences(first: Bytes, again: Bytes) -> list[str]:
    """Return what differs, file by file, with the first column and row that do."""
    missing = [f"{name}: is only in one of the two" for name in sorted(first.keys() ^ again.keys())]
    common = [name for name in first if name in again and first[name] != again[name]]
    return missing + [f"{name}: {_where(first[name], again[name])}" for name in common]


def _where(first: bytes, again: bytes) -> str:
    """Return the first cell that differs; the publication's own name differs wherever one does."""
    if not first.startswith(b"PAR1"):
        return "other text"
    one, other = (pq.read_table(pa.BufferReader(content)) for content in (first, again))
    if one.schema != other.schema:
        return "other columns"
    if len(one) != len(other):
        return f"{len(one)} rows and {len(other)}"
    names = [*(name for name in one.column_names if name != PUBLICATION_ID), PUBLICATION_ID]
    return next((found for name in names if (found := _cell(one, other, name))), "same cells")


def _cell(one: pa.Table, other: pa.Table, name: str) -> str | None:
    if one[name].equals(other[name]):
        return None
    pairs = zip_longest(one[name].to_pylist(), other[name].to_pylist())
    row, (mine, theirs) = next((n, pair) for n, pair in enumerate(pairs) if pair[0] != pair[1])
    return f"{name} in row {row} is {mine!r} and {theirs!r}"
