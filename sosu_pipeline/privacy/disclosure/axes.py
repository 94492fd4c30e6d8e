"""Where the rows of a family's year stand in its sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sosu_pipeline.privacy.disclosure.published import Level
from sosu_pipeline.privacy.disclosure.sheet import Flags, Floats, Places

Columns = Mapping[str, npt.NDArray[np.float64]]
Tables = Mapping[Level, Columns]
"""The rows of a family's year on each level, column by column; codes are numbers too."""


@dataclass(frozen=True, kw_only=True)
class Axes:
    """A family's members, groups (smallest first) and months, and its cells' places.

    ``at`` says where each row of a level's table stands: its cell, month or group.
    """

    tables: Tables
    members: Sequence[int]
    places: Sequence[int]
    row: Places
    column: Places
    at: Mapping[Level, Places]
    shape: tuple[int, int]

    def groups_of(self, member: int) -> Flags:
        """Return the groups that a member has rows in."""
        inside = np.zeros(self.shape[0], dtype=bool)
        inside[self.row[self.at[Level.CELL][self._rows(Level.CELL, member)]]] = True
        return inside

    def column_of(self, level: Level, member: int, name: str) -> Floats:
        """Return a member's figures where they stand on a level, zero where it has no row."""
        values = np.zeros(self.size_of(level))
        rows = self._rows(level, member)
        values[self.at[level][rows]] = self.tables[level][name][rows]
        return values

    def any_of(self, level: Level, name: str, members: Sequence[int] | None = None) -> Flags:
        """Return where a flag holds of any row of some members, or of all of them."""
        found = np.zeros(self.size_of(level), dtype=bool)
        for member in self.members if members is None else members:
            found |= self.column_of(level, member, name) > 0
        return found

    def hidden_before(self, level: Level, members: Sequence[int]) -> Flags:
        """Return where rows were hidden on the night before, and none of them was shown."""
        there, shown = (self.any_of(level, name, members) for name in ("fandtes", "vistes"))
        return there & ~shown

    def _rows(self, level: Level, member: int) -> Flags:
        rows: Flags = self.tables[level]["medlem"] == member
        return rows

    def size_of(self, level: Level) -> int:
        """Return how many places a level has: cells, months, groups, or the school itself."""
        sizes = {Level.CELL: len(self.row), Level.MONTH: self.shape[1], Level.YEAR: self.shape[0]}
        return sizes.get(level, 1)


def axes_of(tables: Tables, sizes: Mapping[int, float]) -> Axes:
    """Return where a family's rows stand; ``sizes`` are the groups' last year's."""
    cells = tables[Level.CELL]
    known = np.unique(cells["plads"])
    size = np.array([sizes.get(int(place), 0.0) for place in known])
    by_size = np.lexsort((known, size))
    rank = np.empty(len(known), dtype=np.intp)
    rank[by_size] = np.arange(len(known))
    months = np.unique(cells["tid"])
    row = rank[np.searchsorted(known, cells["plads"])]
    column = np.searchsorted(months, cells["tid"])
    key = np.stack([row, column, cells["sted"].astype(np.intp)])
    keys, cell_at = np.unique(key, axis=1, return_inverse=True)
    at = {
        Level.CELL: cell_at.reshape(-1),
        Level.MONTH: np.searchsorted(months, tables[Level.MONTH]["tid"]),
        Level.YEAR: rank[np.searchsorted(known, tables[Level.YEAR]["plads"])],
        Level.SCHOOL: np.zeros(len(tables[Level.SCHOOL]["medlem"]), dtype=np.intp),
    }
    return Axes(
        tables=tables,
        members=[int(member) for member in np.unique(cells["medlem"])],
        places=[int(place) for place in known[by_size]],
        row=keys[0],
        column=keys[1],
        at=at,
        shape=(len(known), len(months)),
    )
