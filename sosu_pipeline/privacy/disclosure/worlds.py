"""Other worlds: what an attacker must hold possible, since nothing shown would be different.

A world moves people between hidden cells and leaves every shown figure as it is. Within a place
they move from one cell to another; else around a rectangle of hidden corners, two groups by two
months, where one diagonal takes what the other gives. A hidden total is a corner as well: the
row of totals stands for the school's months, the column of totals for the groups' years.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sosu_pipeline.privacy.disclosure.sheet import TINY, Flags, Floats, Places, Sheet


@dataclass(frozen=True)
class Corners:
    """Some places of a sheet, and the hidden corners that may stand across from each."""

    sheet: Sheet
    rows: Places
    columns: Places

    @cached_property
    def across(self) -> Flags:
        """Return the hidden corners across from each place: places × groups × months.

        The group across must be in the same shown totals, or people would move between them.
        """
        sheet, rows, columns = self.sheet, self.rows, self.columns
        across = sheet.hidden[None] & sheet.alike_months[rows][:, :, None]
        across[:, :, -1] = sheet.hidden[None, :, -1] & sheet.alike_year[rows]
        each = np.arange(len(rows))
        across[each, rows, :] = False
        across[each, :, columns] = False
        return across


def room_of(corners: Corners, weights: Floats) -> Floats:
    """Return how much more of a figure each place could hold by rectangles.

    Rectangles that share a giver are bundled: one group beside over all months, or one month
    beside over all groups.
    """
    across = corners.across.astype(float)
    by_group = np.zeros(across.shape[:2])
    by_month = np.zeros((across.shape[0], across.shape[2]))
    for atom in np.flatnonzero(weights):
        spare = corners.sheet.spare[atom]
        beside, below = spare[corners.rows], spare[:, corners.columns].T
        far = np.einsum("phn,pn->ph", across, beside)
        by_group += weights[atom] * np.minimum(below, far)
        far = np.einsum("phn,ph->pn", across, below)
        by_month += weights[atom] * np.minimum(beside, far)
    best: Floats = np.maximum(by_group.max(axis=1), by_month.max(axis=1))
    return best


def loose_at(corners: Corners, atom: int) -> Flags:
    """Return where the hidden cells could hold more of an atom, or less."""
    sheet, rows, columns = corners.sheet, corners.rows, corners.columns
    has = sheet.spare[atom] > TINY
    more = corners.across & has[rows][:, None, :] & has[:, columns].T[:, :, None]
    less = corners.across & has[None]
    less &= sheet.hidden[rows][:, None, :] & sheet.hidden[:, columns].T[:, :, None]
    pooled = sheet.pool[atom, rows, columns] > TINY
    several = sheet.count[rows, columns] > 1
    loose: Flags = more.any(axis=(1, 2)) | (pooled & (several | less.any(axis=(1, 2))))
    return loose


def room_in_years(sheet: Sheet, weights: Floats) -> Floats:
    """Return how much more each group's hidden year could hold, taken from other hidden years."""
    spare = np.tensordot(weights, sheet.spare[:, :-1, :-1], axes=1)
    hidden = sheet.hidden[:-1, :-1].astype(float)
    pairs = _pairs(sheet.hidden[:-1, -1], sheet.alike_year[:-1, :-1])
    room: Floats = ((hidden @ spare.T) * pairs).sum(axis=1)
    return room


def loose_in_years(sheet: Sheet, atom: int) -> Flags:
    """Return which groups' hidden years could hold more of an atom, or less."""
    hidden = sheet.hidden[:-1, :-1].astype(float)
    has = (sheet.spare[atom, :-1, :-1] > TINY).astype(float)
    own = (sheet.pool[atom] > TINY).astype(float)
    pairs = _pairs(sheet.hidden[:-1, -1], sheet.alike_year[:-1, :-1])
    loose: Flags = ((hidden @ has.T + own @ hidden.T) * pairs).sum(axis=1) > 0
    return loose


def room_in_months(sheet: Sheet, weights: Floats) -> Floats:
    """Return how much more each hidden month of the school could hold, taken from other such."""
    spare = np.tensordot(weights, sheet.spare[:, :-1, :-1], axes=1)
    free = sheet.hidden[:-1, :-1] * sheet.alike_months[:-1, -1:]
    everywhere = np.ones((sheet.shape[1],) * 2, dtype=bool)
    pairs = _pairs(sheet.hidden[-1, :-1], everywhere)
    room: Floats = ((free.T.astype(float) @ spare) * pairs).sum(axis=1)
    return room


def loose_in_months(sheet: Sheet, atom: int) -> Flags:
    """Return which hidden months of the school could hold more of an atom, or less."""
    hidden = (sheet.hidden[:-1, :-1] & sheet.alike_months[:-1, -1:]).astype(float)
    has = (sheet.spare[atom, :-1, :-1] > TINY) * hidden
    own = (sheet.pool[atom] > TINY) * hidden
    everywhere = np.ones((sheet.shape[1],) * 2, dtype=bool)
    pairs = _pairs(sheet.hidden[-1, :-1], everywhere)
    loose: Flags = ((hidden.T @ has + own.T @ hidden) * pairs).sum(axis=1) > 0
    return loose


def _pairs(hidden: Flags, alike: Flags) -> Flags:
    pairs: Flags = hidden[:, None] & hidden[None, :] & alike
    np.fill_diagonal(pairs, val=False)
    return pairs
