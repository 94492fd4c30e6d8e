"""Rows of a file that are no data: blank ones anywhere, and totals below the last."""

import re
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from sosu_pipeline.deliveries.table import LINE, LINE_RULE
from sosu_pipeline.naming import fold_text

_TOTAL = re.compile(r"(i ?alt|total|sum|samlet|hovedtotal)\b")


def drop_blanks(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return the rows with anything in them, or with a rule they break."""
    cells = _cells(batch)
    if any(column.null_count == 0 for column in cells):
        return batch
    filled = pc.is_valid(batch.column(LINE_RULE))
    for column in cells:
        filled = pc.or_(filled, pc.is_valid(column))
    return batch.filter(filled)


def drop_totals(batch: pa.RecordBatch, key: Sequence[int]) -> pa.RecordBatch:
    """Return the rows above the totals; ``key`` holds the positions of the key's columns."""
    rows = batch.num_rows
    while rows and _is_total([column[rows - 1].as_py() for column in _cells(batch)], key):
        rows -= 1
    return batch.slice(0, rows)


def _is_total(cells: Sequence[str | None], key: Sequence[int]) -> bool:
    """Tell whether the first filled cell says total and the key is not all there."""
    place, label = next(((i, cell) for i, cell in enumerate(cells) if cell), (0, ""))
    others = [cells[i] for i in key if i != place]
    return bool(_TOTAL.match(fold_text(label))) and not (others and all(others))


def _cells(batch: pa.RecordBatch) -> list[pa.Array]:
    return [batch.column(name) for name in batch.schema.names if name not in {LINE, LINE_RULE}]
