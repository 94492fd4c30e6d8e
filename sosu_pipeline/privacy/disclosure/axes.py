"""Where the rows of a family's year stand in its sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sosu_pipeline.privacy.disclosure.published import Level
from sosu_pipeline.privacy.disclosure.sheet import Flags, Floats, Places

Tables = Mapping[Level, pd.DataFrame]


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
        values[self.at[level][rows]] = self.tables[level][name].to_numpy(dtype=float)[rows]
        return values

    def _rows(self, level: Level, member: int) -> Flags:
        rows: Flags = self.tables[level]["medlem"].to_numpy() == member
        return rows

    def size_of(self, level: Level) -> int:
        """Return how many places a level has: cells, months, groups, or the school itself."""
        sizes = {Level.CELL: len(self.row), Level.MONTH: self.shape[1], Level.YEAR: self.shape[0]}
        return sizes.get(level, 1)


def axes_of(tables: Tables, sizes: Mapping[int, float]) -> Axes:
    """Return where a family's rows stand; ``sizes`` are the groups' last year's."""
    cells = tables[Level.CELL]
    places = sorted(set(cells["plads"]), key=lambda place: (sizes.get(place, 0.0), place))
    months = sorted(set(cells["tid"]))
    row = pd.Index(places).get_indexer(cells["plads"])
    column = pd.Index(months).get_indexer(cells["tid"])
    key = np.stack([row, column, cells["sted"].to_numpy()])
    keys, cell_at = np.unique(key, axis=1, return_inverse=True)
    at = {
        Level.CELL: cell_at.reshape(-1),
        Level.MONTH: pd.Index(months).get_indexer(tables[Level.MONTH]["tid"]),
        Level.YEAR: pd.Index(places).get_indexer(tables[Level.YEAR]["plads"]),
        Level.SCHOOL: np.zeros(len(tables[Level.SCHOOL]), dtype=np.intp),
    }
    return Axes(
        tables=tables,
        members=sorted(set(cells["medlem"])),
        places=places,
        row=keys[0],
        column=keys[1],
        at=at,
        shape=(len(places), len(months)),
    )
