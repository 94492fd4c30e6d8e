"""Company for the totals: hidden years of groups, and hidden months of the school."""

import numpy as np

from sosu_pipeline.privacy.disclosure.company import suffices
from sosu_pipeline.privacy.disclosure.sheet import TINY, Flags, Sheet
from sosu_pipeline.privacy.disclosure.wanting import Wanting
from sosu_pipeline.privacy.disclosure.worlds import (
    loose_in_months,
    loose_in_years,
    room_in_months,
    room_in_years,
)


def accompany_years(sheet: Sheet) -> None:
    """Hide other groups' years until every small one could be large."""
    small = sheet.told_years.any(axis=0)
    for figure in sheet.figures:
        small |= figure.years > 0
    for group in np.flatnonzero(small):
        while not sheet.has_failed:
            wants = _year_wanting(sheet, int(group))
            if wants is None:
                break
            shown = sheet.shown
            _hide_other_year(sheet, wants)
            sheet.has_failed = sheet.shown == shown


def _year_wanting(sheet: Sheet, group: int) -> Wanting | None:
    rooms = np.array([room_in_years(sheet, figure.weights)[group] for figure in sheet.figures])
    needs = np.array([figure.years[group] for figure in sheet.figures])
    lacks = np.where(needs > rooms + TINY, needs - rooms, 0)
    pinned = sheet.told_years[:, group].copy()
    for part in np.flatnonzero(pinned):
        atoms = np.flatnonzero(sheet.parts[part])
        pinned[part] = sheet.full[atoms].sum() > TINY and not any(
            loose_in_years(sheet, int(atom))[group] for atom in atoms
        )
    if not lacks.any() and not pinned.any():
        return None
    return Wanting(group=group, month=-1, lacks=lacks, pinned=pinned)


def _hide_other_year(sheet: Sheet, wants: Wanting) -> None:
    """Hide the year of the first group that can give enough, or of the one that can give most."""
    present = sheet.full[:, wants.group].sum(axis=0) > TINY
    partners = sheet.partners(wants.group, year=True)[:-1] & sheet.usable[:-1, -1]
    for among in (sheet.alike_year[wants.group, :-1] & partners, partners):
        found = _giver(sheet, wants, among, present)
        if found is None:
            continue
        if not sheet.alike_year[wants.group, found]:
            sheet.hide_totals_between(wants.group, found, year=True)
        if not sheet.years[found]:
            sheet.hide_year(found)
        _hide_months_of(sheet, wants, found, present)
        return


def _giver(sheet: Sheet, wants: Wanting, among: Flags, present: Flags) -> int | None:
    """Return the group that is to be hidden beside one: hidden already, enough, first in order."""
    shown = sheet.able - sheet.spare[:, :-1, :-1]
    reached = sheet.hidden[:-1, -1] & sheet.alike_year[wants.group, :-1]
    could = np.where(reached[None, :, None], shown, sheet.able)[:, :, present]
    room = np.stack([np.einsum("k,khm->h", f.weights, could) for f in sheet.figures])
    told = np.tensordot(sheet.parts[wants.pinned].astype(float), could, axes=1)
    has = (told > TINY).any(axis=2)
    helps = among & (((room > TINY) & (wants.lacks[:, None] > 0)).any(axis=0) | has.any(axis=0))
    helps[wants.group] = False
    enough = helps & (room + TINY >= wants.lacks[:, None]).all(axis=0) & has.all(axis=0)
    if enough.any():
        first = np.flatnonzero(enough & sheet.years)
        return int(first[0]) if len(first) else int(np.flatnonzero(enough)[0])
    return (
        int(np.argmax(np.where(helps, room.sum(axis=0) + has.sum(axis=0), -1)))
        if (helps.any())
        else None
    )


def _hide_months_of(sheet: Sheet, wants: Wanting, giver: int, present: Flags) -> None:
    """Hide cells of the other group until the year has what it wants: one, if one will do."""
    now = _year_wanting(sheet, wants.group)
    months = [int(month) for month in np.flatnonzero(present)]
    cells = [cell for month in months for cell in sheet.cells_at(giver, month)]
    if now is None:
        return
    for cell in cells:
        if suffices(sheet, now, sheet.atoms[:, cell] * sheet.share[cell]):
            sheet.hide_cell(cell)
            return
    for cell in cells:
        sheet.hide_cell(cell)
        if _year_wanting(sheet, wants.group) is None:
            return


def accompany_months(sheet: Sheet) -> None:
    """Hide other months of the school until every small one could be large."""
    small = np.zeros(sheet.shape[1], dtype=bool)
    for figure in sheet.figures:
        small |= figure.months > 0
    for month in np.flatnonzero(small):
        while not sheet.has_failed and _month_lacks(sheet, int(month)):
            shown = sheet.shown
            _hide_other_month(sheet, int(month))
            sheet.has_failed = sheet.shown == shown
    sheet.has_failed |= _has_pinned_month(sheet)


def _has_pinned_month(sheet: Sheet) -> bool:
    """Tell whether a small month's part is pinned; the months alone are then another sheet."""
    for part in np.flatnonzero(sheet.told_months.any(axis=1)):
        atoms = np.flatnonzero(sheet.parts[part])
        loose = np.logical_or.reduce([loose_in_months(sheet, int(atom)) for atom in atoms])
        if sheet.full[atoms].sum() > TINY and (sheet.told_months[part] & ~loose).any():
            return True
    return False


def _month_lacks(sheet: Sheet, month: int) -> bool:
    return any(
        figure.months[month] > room_in_months(sheet, figure.weights)[month] + TINY
        for figure in sheet.figures
    )


def _hide_other_month(sheet: Sheet, month: int) -> None:
    """Hide a group's cells in the first month that can give, and that month of the school."""
    weights = sum(figure.weights for figure in sheet.figures)
    could = np.tensordot(weights, sheet.able, axes=1)
    left = could - np.where(
        sheet.months[None, :] & sheet.alike_months[:-1, -1:],
        np.tensordot(weights, sheet.spare[:, :-1, :-1], axes=1),
        0,
    )
    helps = (sheet.full[:, :, month].sum(axis=0) > TINY)[:, None] & (left > TINY)
    helps[:, month] = False
    helps &= sheet.usable[-1, None, :-1] & sheet.partners(-1, year=False)[:-1, None]
    if not helps.any():
        return
    need = max(float(figure.months[month]) for figure in sheet.figures)
    enough = helps & (left + TINY >= need)
    cost = np.where(sheet.months, 0.0, 1.0)[None, :] + np.where(enough, 0.0, 10.0)
    cost = np.where(helps, cost, np.inf)
    order = np.argmin(cost.T)
    other, group = (int(each) for each in np.unravel_index(int(order), cost.T.shape))
    if not sheet.alike_months[group, -1]:
        sheet.hide_totals_between(group, -1, year=False)
    if not sheet.months[other]:
        sheet.hide_month(other)
    for cell in sheet.cells_at(group, other):
        sheet.hide_cell(cell)
