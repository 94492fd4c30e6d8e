"""Where the boxes of a drawing stand: layers from files at the left to the table at the right."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sosu_pipeline.audit.lineage.ancestry import Ancestry, Band, band_of

BOX_WIDTH, BETWEEN, ROW, HEAD, GAP, MARGIN, TOP = 172, 50, 14, 20, 10, 12, 34
SPREAD = frozenset({Band.GATHERED, Band.PUBLISHED})
"""Bands whose tables are shown behind one another; those of others stand in one column."""


@dataclass(frozen=True)
class Box:
    """A table's box: its place, and the columns it lists from the top."""

    table: str
    x: int
    y: int
    columns: tuple[str, ...]

    @property
    def height(self) -> int:
        """Return the height of the head and the columns."""
        return HEAD + ROW * len(self.columns)

    def anchor(self, column: str) -> int:
        """Return the height at which a column's line meets the box; the head's for the whole."""
        if column not in self.columns:
            return self.y + HEAD // 2
        return self.y + HEAD + ROW * self.columns.index(column) + ROW // 2


@dataclass(frozen=True)
class Layout:
    """Every box by its table, and the size of the whole."""

    boxes: Mapping[str, Box]
    width: int
    height: int


def place(ancestry: Ancestry) -> Layout:
    """Place each table left of those it is part of, near them; the same ancestry gives the same."""
    ranks = _ranks(ancestry)
    deepest = max(ranks.values(), default=0)
    ranked: dict[int, list[str]] = defaultdict(list)
    for table in sorted(ranks):
        ranked[ranks[table]].append(table)
    used_by: dict[str, set[str]] = defaultdict(set)
    for line in ancestry.lines:
        used_by[line.source.table].add(line.target.table)
    boxes: dict[str, Box] = {}
    for rank in sorted(ranked):
        x, y = MARGIN + (deepest - rank) * (BOX_WIDTH + BETWEEN), TOP
        for table in sorted(ranked[rank], key=lambda each: (_pull(boxes, used_by[each]), each)):
            boxes[table] = box = Box(table, x, y, ancestry.columns[table])
            y += box.height + GAP
    width = 2 * MARGIN + (deepest + 1) * BOX_WIDTH + deepest * BETWEEN
    return Layout(boxes, width, max(box.y + box.height for box in boxes.values()) + MARGIN)


def _pull(boxes: Mapping[str, Box], users: set[str]) -> float:
    """Return the middle height of the boxes that a table is part of."""
    heights = [boxes[each].y + boxes[each].height / 2 for each in sorted(users) if each in boxes]
    return sum(heights) / len(heights) if heights else 0.0


def _ranks(ancestry: Ancestry) -> dict[str, int]:
    """Return how many columns from the right each table stands.

    Each band has a column of its own, or where its tables are gathered of one another several.
    """
    sources: dict[str, set[str]] = defaultdict(set)
    for line in ancestry.lines:
        sources[line.target.table].add(line.source.table)
    ranks: dict[str, int] = {}
    start = 0
    for band in reversed(Band):
        within = sorted(table for table in ancestry.columns if band_of(table) is band)
        depths = dict.fromkeys(within, 0)
        if band in SPREAD:
            _spread(depths, sources)
        ranks |= {table: start + depth for table, depth in depths.items()}
        start += max(depths.values(), default=-1) + 1
    return ranks


def _spread(depths: dict[str, int], sources: Mapping[str, set[str]]) -> None:
    """Move each table left of those in its band that it is part of."""
    waiting = list(depths)
    while waiting:
        table = waiting.pop()
        for source in sorted(sources.get(table, set()) & depths.keys()):
            if depths[source] <= depths[table]:
                depths[source] = depths[table] + 1
                waiting.append(source)
