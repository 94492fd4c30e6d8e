"""A file as rows of text, the same from every format: its header, and batches of its cells.

A batch holds ``linje``, ``linjefejl`` and one column per header, each dictionary-encoded, since
what is done to the cells afterwards is done once per distinct text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import NamedTuple

import pyarrow as pa

from sosu_pipeline.deliveries.refusal import LineRule

LINE, LINE_RULE = "linje", "linjefejl"
CELL = pa.dictionary(pa.int32(), pa.string())


class Row(NamedTuple):
    """A record: the line it starts on, its cells, and the rule its line breaks."""

    linje: int
    cells: Sequence[str]
    rule: LineRule | None = None


@dataclass(frozen=True)
class RawTable:
    """A file's header as found, and its rows below; blank rows and totals are still in.

    ``width`` is the number of columns: that of the header, or of the first row without one.
    """

    header: tuple[str, ...]
    width: int
    batches: Iterator[pa.RecordBatch]


def cell_name(place: int) -> str:
    """Return the name of the column of cells at a position."""
    return f"felt_{place}"


def make_batch(linjer: pa.Array, rules: pa.Array, cells: Sequence[pa.Array]) -> pa.RecordBatch:
    """Return a batch of dictionary-encoded cells."""
    names = [LINE, LINE_RULE, *(cell_name(place) for place in range(len(cells)))]
    return pa.RecordBatch.from_arrays([linjer, rules, *cells], names)


def batch_rows(rows: Sequence[Row], width: int) -> pa.RecordBatch:
    """Return rows as a batch: short rows are filled up, long ones cut, empty cells are null."""
    filler = ("",) * width
    columns = islice(zip_longest(filler, *(row.cells for row in rows), fillvalue=""), width)
    texts = ([cell or None for cell in column[1:]] for column in columns)
    return make_batch(
        pa.array([row.linje for row in rows], pa.int64()),
        pa.array([row.rule for row in rows], pa.string()),
        [pa.array(column, pa.string()).dictionary_encode() for column in texts],
    )


def join_batches(batches: Sequence[pa.RecordBatch]) -> pa.RecordBatch:
    """Return batches as one, with one dictionary to each column of cells."""
    filled = [batch for batch in batches if batch.num_rows] or batches[:1]
    if len(filled) == 1:
        return filled[0]
    table = pa.Table.from_batches(filled).unify_dictionaries()
    (batch,) = table.combine_chunks().to_batches()
    return batch


def without_empty_tail(cells: Sequence[str]) -> list[str]:
    """Return a header's cells without the empty ones that trailing delimiters make."""
    filled = [number for number, cell in enumerate(cells, 1) if cell.strip()]
    return list(cells[: filled[-1]]) if filled else []


def rule_of_width(cells: Sequence[str], width: int) -> LineRule | None:
    """Return the rule that a row of that many cells breaks; a blank row breaks none."""
    if len(cells) == width:
        return None
    if any(cell.strip() for cell in cells[width:]):
        return LineRule.FOR_MANGE_FELTER
    if len(cells) < width and any(cell.strip() for cell in cells):
        return LineRule.FOR_FAA_FELTER
    return None
