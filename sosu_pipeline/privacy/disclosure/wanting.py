"""What a small cell still wants before an attacker must think that it could be a large one."""

from dataclasses import dataclass

import numpy as np

from sosu_pipeline.privacy.disclosure.sheet import TINY, Flags, Floats, Places, Sheet
from sosu_pipeline.privacy.disclosure.worlds import loose_at, room_of


@dataclass(frozen=True, kw_only=True)
class Wanting:
    """What the small cells of a place want: room for each figure, and the parts that are pinned.

    ``lacks`` is the room that rectangles must give, the place's own cells having given theirs.
    """

    group: int
    month: int
    lacks: Floats
    pinned: Flags


def places_wanting(sheet: Sheet, rows: Places, columns: Places) -> list[Wanting]:
    """Return what some places want, those that want nothing left out."""
    if not len(rows):
        return []
    lacks = np.stack([_lacks(sheet, each)[rows, columns] for each in range(len(sheet.figures))])
    rooms = [room_of(sheet, rows, columns, figure.weights) for figure in sheet.figures]
    lacks = np.where(lacks > np.stack(rooms) + TINY, lacks, 0)
    pinned = np.zeros((len(sheet.parts), len(rows)), dtype=bool)
    for part in np.flatnonzero(sheet.told.any(axis=1)):
        pinned[part] = _told(sheet, int(part))[rows, columns]
        for atom in np.flatnonzero(sheet.parts[part]):
            if pinned[part].any():
                pinned[part] &= ~loose_at(sheet, rows, columns, int(atom))
    wanting = (lacks > 0).any(axis=0) | pinned.any(axis=0)
    return [
        Wanting(
            group=int(rows[each]),
            month=int(columns[each]),
            lacks=lacks[:, each],
            pinned=pinned[:, each],
        )
        for each in np.flatnonzero(wanting)
    ]


def small_places(sheet: Sheet) -> tuple[Places, Places]:
    """Return the places with a small cell, month by month."""
    small = np.zeros(sheet.shape, dtype=bool)
    for figure in sheet.figures:
        needing = figure.cells > 0
        small[sheet.row[needing], sheet.column[needing]] = True
    told = sheet.told.any(axis=0)
    small[sheet.row[told], sheet.column[told]] = True
    columns, rows = np.nonzero(small.T)
    return rows, columns


def _lacks(sheet: Sheet, number: int) -> Floats:
    """Return what each place's neediest cell lacks when the others there have given theirs."""
    figure = sheet.figures[number]
    own = (figure.weights @ sheet.atoms) * sheet.share
    there = np.tensordot(figure.weights, sheet.spare[:, :-1, :-1], axes=1)
    lack = figure.cells - (there[sheet.row, sheet.column] - own)
    lacks = np.zeros(sheet.shape)
    needing = figure.cells > 0
    np.maximum.at(lacks, (sheet.row[needing], sheet.column[needing]), lack[needing])
    return lacks


def _told(sheet: Sheet, part: int) -> Flags:
    """Return where a part must not be pinned; what a shown total of none says is said there."""
    told = np.zeros(sheet.shape, dtype=bool)
    cells = sheet.told[part]
    told[sheet.row[cells], sheet.column[cells]] = True
    return told & ~none_shown(sheet, part)


def none_shown(sheet: Sheet, part: int) -> Flags:
    """Return the places of which a shown total says that there is none of a part."""
    full = sheet.full[sheet.parts[part]].sum(axis=0)
    none = np.zeros(sheet.shape, dtype=bool)
    years, months = ~sheet.years | sheet.known.years, ~sheet.months | sheet.known.months
    none |= (years & (full.sum(axis=1) <= TINY))[:, None]
    if sheet.whole_parts[part]:
        none |= (months & (full.sum(axis=0) <= TINY))[None, :]
    none |= full.sum() <= TINY
    return none
