"""Company: the cells that are hidden beside the small ones, until each could be a large one.

Company is sought nearest first: in the place itself, then in rectangles of groups that are in the
same shown totals, then across them (which hides those totals), and at last with totals as corners.
Among equals the first group and the first month are taken; groups stand in an order that seldom
changes, so a night that brings little changes little.
"""

from collections.abc import Iterable

import numpy as np

from sosu_pipeline.privacy.disclosure.sheet import FREE, TINY, Floats, Sheet
from sosu_pipeline.privacy.disclosure.wanting import Wanting, places_wanting, small_places

A_MONTH = 6.0
A_YEAR = 6.0
A_GOAL_MONTHS, A_GOAL_YEAR = 2.0, 60.0
"""What hiding a total costs, in cells; a group's year costs more the larger the group is."""
NEXT_GROUP, NEXT_MONTH = 1e-2, 1e-4


def accompany_cells(sheet: Sheet) -> None:
    """Hide what it takes for every small cell of a sheet, unless that is too dear."""
    for each in places_wanting(sheet, *small_places(sheet)):
        if sheet.has_failed:
            return
        _accompany(sheet, each.group, each.month)


def _accompany(sheet: Sheet, group: int, month: int) -> None:
    rows, columns = np.array([group]), np.array([month])
    while not sheet.has_failed and (wanting := places_wanting(sheet, rows, columns)):
        shown = sheet.shown
        (wants,) = wanting
        if not _hide_beside(sheet, wants):
            _hide_rectangle(sheet, wants)
        sheet.has_failed = sheet.shown == shown


def _hide_beside(sheet: Sheet, wants: Wanting) -> bool:
    """Hide one more cell of the place, where one will do, or several where they will."""
    shown = list(sheet.cells_at(wants.group, wants.month))
    able = {cell: sheet.atoms[:, cell] * sheet.share[cell] for cell in shown}
    one = next((cell for cell in shown if suffices(sheet, wants, able[cell])), None)
    if one is not None:
        sheet.hide_cell(one)
        return True
    if not shown or not suffices(sheet, wants, sum(able.values())):
        return False
    _hide_cells(sheet, shown)
    return True


def suffices(sheet: Sheet, wants: Wanting, able: Floats) -> bool:
    """Tell whether what could be given is what is wanted."""
    room = np.array([figure.weights @ able for figure in sheet.figures])
    return bool(
        (room + TINY >= wants.lacks).all() and (sheet.parts[wants.pinned] @ able > TINY).all()
    )


def _hide_rectangle(sheet: Sheet, wants: Wanting) -> None:
    """Hide the corners of the cheapest rectangle that gives what is wanted, or some of it."""
    found = _cheapest(sheet, wants, enough=True) or _cheapest(sheet, wants, enough=False)
    if found:
        _hide_corners(sheet, wants, *found)


def _cheapest(sheet: Sheet, wants: Wanting, *, enough: bool) -> tuple[int, int] | None:
    """Return the group and month across that make the cheapest rectangle, or None."""
    group, month = wants.group, wants.month
    able = np.full_like(sheet.spare, FREE)
    able[:, :-1, :-1] = sheet.able
    usable = sheet.usable
    valid = usable & usable[group][None, :] & usable[:, month][:, None]
    valid[group, :] = valid[:, month] = False
    giving = np.minimum(able[:, :, month][:, :, None], able[:, group, :][:, None, :])
    room = np.stack([np.tensordot(figure.weights, giving, axes=1) for figure in sheet.figures])
    own = sheet.pool[:, group, month] > TINY
    helps = ((room > TINY) & (wants.lacks[:, None, None] > 0)).any(axis=0)
    does = (room + TINY >= wants.lacks[:, None, None]).all(axis=0)
    for part in np.flatnonzero(wants.pinned):
        atoms = sheet.parts[part]
        loose = (giving[atoms] > TINY).any(axis=0) | (able[atoms & own] > TINY).any(axis=0)
        helps |= loose
        does &= loose
    cost = _cost(sheet, wants)
    valid &= does if enough else helps & (cost >= 1)
    valid &= cost < sheet.too_dear
    if not valid.any():
        return None
    found = np.unravel_index(int(np.argmin(np.where(valid, cost, np.inf))), cost.shape)
    return int(found[0]), int(found[1])


def _cost(sheet: Sheet, wants: Wanting) -> Floats:
    """Return what each rectangle costs: the corners and totals that it takes, and are not hidden.

    Where a giver is hidden in part, but not enough, it costs a cell more.
    """
    group, month = wants.group, wants.month
    groups, months = (np.arange(size + 1) for size in sheet.shape)
    new = np.where(sheet.hidden, 0.0, 1.0)
    new[-1, :] *= A_MONTH
    new[:, -1] *= A_YEAR * (1 + groups)
    short = _short(sheet, wants)
    beside = np.maximum(new[group], short[group])
    below = np.maximum(new[:, month], short[:, month])
    order = groups[:, None] * NEXT_GROUP + months[None, :] * NEXT_MONTH
    cost: Floats = new + beside[None, :] + below[:, None] + order + _parting(sheet, group)
    return cost


def _parting(sheet: Sheet, group: int) -> Floats:
    """Return what it costs that people move into, or out of, totals that are shown."""
    cost = np.zeros((sheet.shape[0] + 1, sheet.shape[1] + 1))
    for total in sheet.totals:
        inside = np.append(total.groups, np.False_)
        parted = inside != inside[group]
        cost[parted] += A_GOAL_MONTHS * total.months
        cost[parted, -1] += A_GOAL_YEAR * total.year
    cost[~sheet.partners(group, year=False)] = np.inf
    cost[~sheet.partners(group, year=True), -1] = np.inf
    return cost


def _short(sheet: Sheet, wants: Wanting) -> Floats:
    """Return 1 where what is hidden in a place does not suffice as a giver, and more could be."""
    room = np.stack([np.tensordot(figure.weights, sheet.spare, axes=1) for figure in sheet.figures])
    enough = (room + TINY >= wants.lacks[:, None, None]).all(axis=0)
    told = np.tensordot(sheet.parts[wants.pinned].astype(float), sheet.spare, axes=1)
    enough &= (told > TINY).all(axis=0)
    more = np.zeros_like(enough)
    more[:-1, :-1] = (sheet.able - sheet.spare[:, :-1, :-1]).sum(axis=0) > TINY
    return np.where(more & ~enough, 1.0, 0.0)


def _hide_corners(sheet: Sheet, wants: Wanting, group: int, month: int) -> None:
    """Hide three corners beside a place: of the givers enough, of the one across some cell."""
    groups, months = sheet.shape
    is_year = month == months
    alike = sheet.alike_year if is_year else sheet.alike_months
    if not alike[wants.group, group]:
        sheet.hide_totals_between(wants.group, -1 if group == groups else group, year=is_year)
    for giver in ((wants.group, month), (group, wants.month)):
        _hide_corner(sheet, *giver, wants)
    _hide_corner(sheet, group, month, None)


def _hide_corner(sheet: Sheet, group: int, month: int, wants: Wanting | None) -> None:
    groups, months = sheet.shape
    if month == months:
        sheet.hide_year(group)
    elif group == groups:
        sheet.hide_month(month)
    elif wants is not None:
        _hide_giver(sheet, group, month, wants)
    elif not sheet.hidden[group, month]:
        _hide_cells(sheet, [next(sheet.cells_at(group, month))])


def _hide_giver(sheet: Sheet, group: int, month: int, wants: Wanting) -> None:
    """Hide cells of a place until they can give what is wanted: one if it will do, else all."""
    if suffices(sheet, wants, sheet.spare[:, group, month]):
        return
    shown = list(sheet.cells_at(group, month))
    for cell in shown:
        able = sheet.spare[:, group, month] + sheet.atoms[:, cell] * sheet.share[cell]
        if suffices(sheet, wants, able):
            sheet.hide_cell(cell)
            return
    _hide_cells(sheet, shown)


def _hide_cells(sheet: Sheet, cells: Iterable[int]) -> None:
    """Hide cells."""
    for cell in cells:
        sheet.hide_cell(cell)
