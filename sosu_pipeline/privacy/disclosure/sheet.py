"""A sheet: one year of one school's kindred key figures, as groups by months of counted atoms.

An atom is a kind of counted unit, such as those who completed and those who did not; every
published figure is a sum of atoms. Rows are groups (uddannelse × uddannelsesdel), columns months,
and a place may hold several cells (afdelinger). One row and one column more stand for the totals:
a hidden total may grow as it likes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from sosu_pipeline.privacy.disclosure.published import HiddenGoal

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

TOO_DEAR = 50.0
"""The cost from which it is better to leave all cells out than to hide what they would take."""
TINY = 1e-9
FREE = 1e12
"""What a hidden total can give: more than any school has."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A published base figure: its atoms, and how much more each small cell must be able to hold.

    The needs are zero where a cell is not small. ``months`` and ``years`` are those of the totals
    per month and per group.
    """

    weights: Floats
    cells: Floats
    months: Floats
    years: Floats


@dataclass(kw_only=True)
class Total:
    """A figure summed over some groups: a goal's, or that of a kindred key figure with fewer.

    ``months`` tells whether its months are shown, ``year`` whether its year is; one that is known
    stays shown. ``before`` is what was hidden on the night before, None where there was nothing.
    """

    name: tuple[str, ...]
    groups: Flags
    months: bool = True
    year: bool = True
    has_known_months: bool = False
    has_known_year: bool = False
    before: HiddenGoal | None = None

    @property
    def was_hidden(self) -> bool:
        """Tell whether its year was hidden on the night before."""
        return self.before is not None and self.before.aar_er_skjult

    def on_both_nights(self) -> "Total":
        """Return the total as it must be shown where a reader has the night before too."""
        months = self.before is not None and not self.before.maaneder_er_skjult
        year = self.before is not None and not self.before.aar_er_skjult
        return replace(
            self,
            months=self.months or months,
            year=self.year or year,
            has_known_months=months,
            has_known_year=year,
        )


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a reader knows from the night before: cells, and totals per month and per group.

    They are nobody's company, whether they are hidden now or not.
    """

    cells: Flags
    months: Flags
    years: Flags

    @classmethod
    def nothing(cls, cells: int, shape: tuple[int, int]) -> "Known":
        """Return that nothing of a sheet is known."""
        none = [np.zeros(size, dtype=bool) for size in (cells, shape[1], shape[0])]
        return cls(cells=none[0], months=none[1], years=none[2])


@dataclass(kw_only=True)
class Sheet:
    """The cells of a sheet, and which of them and of their totals are hidden.

    ``share`` is what a cell can give and still hold a person, since no published row is empty.
    ``parts`` are figures, as sets of atoms, that must not be pinned to a point in the cells that
    ``told`` names, the school's months of ``told_months`` and the groups' years of ``told_years``;
    those of ``whole_parts`` are told by the totals per month. ``has_failed`` says that some small
    cell has no company within reason.
    """

    row: Places
    column: Places
    shape: tuple[int, int]
    atoms: Floats
    share: Floats
    parts: Flags
    whole_parts: Flags
    told: Flags
    told_months: Flags
    told_years: Flags
    figures: Sequence[Figure]
    totals: Sequence[Total]
    cells: Flags
    months: Flags
    years: Flags
    known: Known
    too_dear: float = TOO_DEAR
    has_failed: bool = False
    full: Floats = field(init=False)
    able: Floats = field(init=False)
    pool: Floats = field(init=False)
    spare: Floats = field(init=False)
    hidden: Flags = field(init=False)
    usable: Flags = field(init=False)
    count: Floats = field(init=False)
    alike_months: Flags = field(init=False)
    alike_year: Flags = field(init=False)

    def __post_init__(self) -> None:
        """Lay out every cell, and what is hidden from the start."""
        groups, months = self.shape
        unknown = ~self.known.cells
        laid = self.cells & unknown
        given = self.atoms * self.share
        self.full, self.able = self._gather(self.atoms), self._gather(given * unknown)
        self.pool, self.count = self._gather(self.atoms * laid), self._gather(laid[None])[0]
        self.spare = np.zeros((len(self.atoms), groups + 1, months + 1))
        self.spare[:, :-1, :-1] = self._gather(given * laid)
        self.hidden = np.zeros((groups + 1, months + 1), dtype=bool)
        self.hidden[:-1, :-1] = self.count > 0
        self.usable = np.zeros_like(self.hidden)
        self.usable[:-1, :-1] = self._gather(self.atoms * unknown).sum(axis=0) > TINY
        self.usable[:-1, -1], self.usable[-1, :-1] = ~self.known.years, ~self.known.months
        for group in np.flatnonzero(self.years & ~self.known.years):
            self.hide_year(int(group))
        for month in np.flatnonzero(self.months & ~self.known.months):
            self.hide_month(int(month))
        self._tell_alike()

    def _gather(self, amounts: Floats | Flags) -> Floats:
        """Return what the cells of each place have together, kind by kind."""
        at = self.row * self.shape[1] + self.column
        size = self.shape[0] * self.shape[1]
        sums = [np.bincount(at, weights=each, minlength=size) for each in amounts]
        gathered: Floats = np.array(sums, dtype=np.float64).reshape(-1, *self.shape)
        return gathered

    def cells_at(self, group: int, month: int) -> Iterator[int]:
        """Yield the shown cells of a place that could be company, in order."""
        at = (self.row == group) & (self.column == month) & ~self.cells & ~self.known.cells
        yield from map(int, np.flatnonzero(at))

    def hide_cell(self, cell: int) -> None:
        """Hide a cell."""
        if not self.cells[cell]:
            self.cells[cell] = True
            self._lay(cell)

    def hide_year(self, group: int) -> None:
        """Hide a group's year."""
        self.years[group] = self.hidden[group, -1] = True
        self.spare[:, group, -1] = FREE

    def hide_month(self, month: int) -> None:
        """Hide the school's month."""
        self.months[month] = self.hidden[-1, month] = True
        self.spare[:, -1, month] = FREE

    @property
    def knows(self) -> bool:
        """Tell whether anything is known from the night before."""
        known = (self.known.cells, self.known.months, self.known.years)
        return any(each.any() for each in known) or any(
            total.has_known_months or total.has_known_year for total in self.totals
        )

    @property
    def shown(self) -> int:
        """Return how many cells and totals are shown."""
        totals = sum(total.months + total.year for total in self.totals)
        return int((~self.cells).sum() + (~self.years).sum() + (~self.months).sum()) + totals

    def hide_totals_between(self, one: int, other: int, *, year: bool) -> None:
        """Hide the totals that hold one of two groups and not the other; -1 is no group."""
        for total in self.totals:
            inside = np.append(total.groups, np.False_)
            if inside[one] != inside[other]:
                total.months = False
                total.year = total.year and not year
        self._tell_alike()

    @cached_property
    def none_of(self) -> tuple[Flags, Flags, Flags]:
        """Return where there is none of each part: by group, by month, and anywhere.

        The totals per month are those of whole parts.
        """
        full = [self.full[part].sum(axis=0) for part in self.parts]
        years = np.array([part.sum(axis=1) <= TINY for part in full])
        months = np.array([part.sum(axis=0) <= TINY for part in full])
        anywhere = np.array([part.sum() <= TINY for part in full])
        return years, months & self.whole_parts[:, None], anywhere

    def partners(self, group: int, *, year: bool) -> Flags:
        """Return the groups that no known total parts from a group; the last is no group."""
        found = np.ones(self.shape[0] + 1, dtype=bool)
        for total in self.totals:
            inside = np.append(total.groups, np.False_)
            is_known = total.months and total.has_known_months
            if is_known or (year and total.year and total.has_known_year):
                found &= inside == inside[group]
        return found

    def _tell_alike(self) -> None:
        self.alike_months = self._alike([each.groups for each in self.totals if each.months])
        self.alike_year = self._alike([each.groups for each in self.totals if each.year])
        self.alike_year &= self.alike_months

    def _alike(self, shown: Sequence[Flags]) -> Flags:
        """Return which groups are in the same shown totals; the last is no group."""
        groups = self.shape[0]
        same = np.ones((groups + 1, groups + 1), dtype=bool)
        for inside in shown:
            whole = np.append(inside, np.False_)
            same &= whole[:, None] == whole[None, :]
        return same

    def _lay(self, cell: int) -> None:
        group, month = self.row[cell], self.column[cell]
        self.pool[:, group, month] += self.atoms[:, cell]
        self.spare[:, group, month] += self.atoms[:, cell] * self.share[cell]
        self.hidden[group, month] = True
        self.count[group, month] += 1
