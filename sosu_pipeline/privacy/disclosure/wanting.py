"""What a small cell still wants before an attacker must think that it could be a large one."""

from dataclasses import dataclass

import numpy as np

from sosu_pipeline.privacy.disclosure.sheet import TINY, Flags, Floats, Places, Sheet
from sosu_pipeline.privacy.disclosure.worlds import Corners, loose_at, room_of


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
    number = np.full(sheet.shape, -1)
    number[rows, columns] = np.arange(len(rows))
    at = number[sheet.row, sheet.column]
    cells = np.flatnonzero(at >= 0)
    corners = Corners(sheet, rows, columns)
    lacks = _lacks(corners, cells, at[cells])
    pinned = _pinned(corners, cells, at[cells])
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


def _lacks(corners: Corners, cells: Places, at: Places) -> Floats:
    """Return what each place's neediest cell lacks when the others there have given theirs.

    It is zero where rectangles have room for it.
    """
    sheet, rows, columns = corners.sheet, corners.rows, corners.columns
    lacks = np.zeros((len(sheet.figures), len(rows)))
    for lack, figure in zip(lacks, sheet.figures, strict=True):
        needing = figure.cells[cells] > 0
        if not needing.any():
            continue
        small, place = cells[needing], at[needing]
        own = (figure.weights @ sheet.atoms[:, small]) * sheet.share[small]
        there = figure.weights @ sheet.spare[:, rows, columns]
        np.maximum.at(lack, place, figure.cells[small] - (there[place] - own))
        if lack.any():
            lack[lack <= room_of(corners, figure.weights) + TINY] = 0
    return lacks


def _pinned(corners: Corners, cells: Places, at: Places) -> Flags:
    """Return which parts that must not be pinned are so, place by place.

    What a shown total of none says is said there.
    """
    sheet = corners.sheet
    pinned = np.zeros((len(sheet.parts), len(corners.rows)), dtype=bool)
    told = sheet.told[:, cells]
    for part in np.flatnonzero(told.any(axis=1)):
        pinned[part, at[told[part]]] = True
        pinned[part] &= ~_none_shown(corners, int(part))
        for atom in np.flatnonzero(sheet.parts[part]):
            if pinned[part].any():
                pinned[part] &= ~loose_at(corners, int(atom))
    return pinned


def _none_shown(corners: Corners, part: int) -> Flags:
    """Return at which places a shown total says that there is none of a part."""
    sheet, rows, columns = corners.sheet, corners.rows, corners.columns
    of_groups, of_months, anywhere = (none[part] for none in sheet.none_of)
    years, months = ~sheet.years | sheet.known.years, ~sheet.months | sheet.known.months
    none: Flags = (years & of_groups)[rows] | (months & of_months)[columns] | anywhere
    return none
