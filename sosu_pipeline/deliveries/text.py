"""Delimited text of any size as batches: blocks at once, with care only where it is needed."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np
import pyarrow as pa
from pyarrow import csv

from sosu_pipeline.deliveries.dialect import Dialect
from sosu_pipeline.deliveries.encoding import as_utf_8, read_blocks
from sosu_pipeline.deliveries.lookahead import mark_last
from sosu_pipeline.deliveries.records import (
    QUOTE,
    Shape,
    end_of_lines,
    first_texts,
    read_lines,
    read_rows,
    span_at,
    usual_fields,
)
from sosu_pipeline.deliveries.sealing import Source
from sosu_pipeline.deliveries.table import (
    CELL,
    RawTable,
    batch_rows,
    cell_name,
    join_batches,
    make_batch,
    without_empty_tail,
)

PIECE_BYTES = 1 << 17
"""How much is read with care for the sake of one line that needs it."""

_PARALLEL_BYTES = 1 << 20
_CR, _LF = b"\r\n"


def open_text(source: Source, dialect: Dialect) -> RawTable:
    """Open a text file by its dialect; its rows are read as the batches are asked for."""
    encoding, delimiter = dialect.encoding or "", dialect.delimiter or ""
    blocks = read_blocks(source, encoding, newline=dialect.newline or "")
    head = next(blocks, b"")
    texts = first_texts(head, encoding)
    header: list[str] = []
    start = 0
    if dialect.header_line is not None:
        span = span_at(texts, dialect.header_line - 1, delimiter)
        header, start = without_empty_tail(span.cells), dialect.header_line - 1 + span.lines
    fields, _ = usual_fields(texts[start:], delimiter)
    width = len(header) or fields
    reader = _BlockReader(encoding, Shape(delimiter, width), fields=max(width, fields))
    body = chain([head[end_of_lines(head, start) :]], blocks)
    return RawTable(tuple(header), width, reader.read(body, first_line=start + 1))


class _BlockReader:
    """Reads blocks of lines at once where they are plain, and piece by piece where not."""

    def __init__(self, encoding: str, shape: Shape, *, fields: int) -> None:
        self._encoding, self._shape = encoding, shape
        names = [cell_name(place) for place in range(fields)]
        self._names = names
        self._parse = csv.ParseOptions(delimiter=shape.delimiter)
        self._convert = csv.ConvertOptions(
            column_types=dict.fromkeys(names, CELL),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        )

    def read(self, blocks: Iterable[bytes], *, first_line: int) -> Iterator[pa.RecordBatch]:
        """Yield the batches of all blocks, with the physical line of each record."""
        line, rest = first_line, b""
        for block, is_last in mark_last(blocks):
            whole = rest + block
            if (batch := self._read_at_once(whole, line)) is not None:
                yield batch
                line, rest = line + batch.num_rows, b""
                continue
            rest, batches = b"", []
            for piece, is_last_piece in mark_last(_pieces(whole)):
                lines = rest + piece
                batch, taken, rest = self._read_piece(
                    lines, line, is_last=is_last and is_last_piece
                )
                batches.append(batch)
                line += taken
            if batches:
                yield join_batches(batches)

    def _read_piece(
        self, piece: bytes, line: int, *, is_last: bool
    ) -> tuple[pa.RecordBatch, int, bytes]:
        """Return a piece's batch, how many lines it took, and the bytes of those left."""
        if (batch := self._read_at_once(piece, line)) is not None:
            return batch, batch.num_rows, b""
        lines = read_lines(piece, self._encoding)
        rows, taken = read_rows(lines, self._shape, first_line=line, is_last=is_last)
        batch = batch_rows(rows, self._shape.width)
        if taken == len(lines.texts):
            return batch, taken, b""
        return batch, taken, piece[end_of_lines(piece, taken) :]

    def _read_at_once(self, block: bytes, line: int) -> pa.RecordBatch | None:
        """Return the block's batch if every line of it is one whole record, else ``None``."""
        utf_8 = as_utf_8(block, self._encoding)
        if utf_8 is None or not (lines := _count_plain_lines(utf_8)):
            return None
        is_quoted = QUOTE.encode() in utf_8
        options = csv.ReadOptions(
            column_names=self._names,
            block_size=len(utf_8) + 1 if is_quoted else _PARALLEL_BYTES,
        )
        try:
            table = csv.read_csv(pa.BufferReader(utf_8), options, self._parse, self._convert)
        except pa.ArrowInvalid:
            return None
        cells = [column.combine_chunks() for column in table.columns]
        if table.num_rows != lines or self._spills(cells, is_quoted=is_quoted):
            return None
        linjer, rules = pa.arange(line, line + lines), pa.nulls(lines, pa.string())
        return make_batch(linjer, rules, cells[: self._shape.width])

    def _spills(self, cells: Sequence[pa.Array], *, is_quoted: bool) -> bool:
        """Tell whether cells stand outside the header, or a quote is open at the block's end."""
        if any(column.null_count < len(column) for column in cells[self._shape.width :]):
            return True
        return is_quoted and any("\n" in (column[-1].as_py() or "") for column in cells)


def _count_plain_lines(block: bytes) -> int:
    """Return the number of lines; 0 where a NUL or a CR on its own asks for care."""
    codes = np.frombuffer(block, np.uint8)
    returns = np.flatnonzero(codes == _CR)
    if not block.endswith(b"\n") or b"\0" in block or np.any(codes[returns + 1] != _LF):
        return 0
    return int(np.count_nonzero(codes == _LF))


def _pieces(block: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(block):
        end = block.rfind(b"\n", start, start + PIECE_BYTES) + 1
        end = end or block.find(b"\n", start) + 1 or len(block)
        yield block[start:end]
        start = end
