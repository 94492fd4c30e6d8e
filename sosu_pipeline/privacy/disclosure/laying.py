"""A family's year laid out as sheets: its cells, its years and its months."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from sosu_pipeline.privacy.disclosure.atoms import Atoms, Counted, Summed
from sosu_pipeline.privacy.disclosure.axes import Axes, Tables, axes_of
from sosu_pipeline.privacy.disclosure.kin import NEARLY
from sosu_pipeline.privacy.disclosure.published import GoalFigure, Level
from sosu_pipeline.privacy.disclosure.sheet import Figure, Flags, Floats, Sheet, Total
from sosu_pipeline.privacy.disclosure.small import Judged, Law

GOAL = "maal"


@dataclass(frozen=True, kw_only=True)
class Laid:
    """A family's year as a sheet, and its years and its months each as a sheet of its own.

    The latter two are for when cells are left out. ``is_small`` says that the school's own total
    is small. ``telling`` are the members whose rows tell by being there: others of the family have
    rows where they have none.
    """

    axes: Axes
    cells: Sheet
    is_small: bool
    telling: Sequence[int]
    _family: "Family"
    _totals: Sequence[Total]

    @cached_property
    def years(self) -> Sheet:
        """Return the groups' years, beside which no cell and no goal's month is shown."""
        told = self._family.told(Level.YEAR, self.axes.members)
        share = self._family.share(Level.YEAR, self.axes.members)
        small = self._family.small_of(Level.YEAR, self.axes.members)
        return replace(
            _line(self.cells, self.cells.full.sum(axis=2), share, small, told),
            totals=[replace(total, months=False) for total in self._totals],
            figures=[_alone(figure, figure.years) for figure in self.cells.figures],
        )

    @cached_property
    def months(self) -> Sheet:
        """Return the school's months, beside which no cell is shown."""
        whole = self._family.whole
        told = self._family.told(Level.MONTH, whole)
        share = self._family.share(Level.MONTH, whole)
        small = self._family.small_of(Level.MONTH, whole)
        return replace(
            _line(self.cells, self.cells.full.sum(axis=1), share, small, told),
            figures=[_alone(figure, figure.months) for figure in self.cells.figures],
        )


def lay_out(
    tables: Tables, judged: Judged, goals: Sequence[GoalFigure], sizes: Mapping[int, float]
) -> Laid:
    """Return a family's year; ``sizes`` are the groups' last year's, the smallest coming first."""
    axes = axes_of(tables, sizes)
    family = Family.of(axes, judged)
    totals = [*family.own_totals(), *_goal_totals(axes, judged, goals, family.groups)]
    every, whole = axes.members, family.whole
    cells = Sheet(
        row=axes.row,
        column=axes.column,
        shape=axes.shape,
        atoms=np.stack(family.atoms.kinds),
        share=family.share(Level.CELL, every),
        parts=family.parts(),
        whole_parts=np.array([member in whole for member, _ in family.atoms.parts], dtype=bool),
        told=family.told(Level.CELL, every),
        told_months=family.told(Level.MONTH, whole),
        told_years=family.told(Level.YEAR, every),
        figures=[family.figure(summed) for summed in family.atoms.figures],
        totals=[replace(total) for total in totals],
        cells=family.small_of(Level.CELL, every),
        months=family.small_of(Level.MONTH, whole),
        years=family.small_of(Level.YEAR, every),
    )
    return Laid(
        axes=axes,
        cells=cells,
        is_small=bool(family.small_of(Level.SCHOOL, whole).any()),
        telling=[member for member in every if family.tells(member)],
        _family=family,
        _totals=totals,
    )


def _line(sheet: Sheet, atoms: Floats, share: Floats, small: Flags, told: Flags) -> Sheet:
    """Return totals as a sheet of one month, with all the people of each in one hidden cell."""
    size = len(share)
    return replace(
        sheet,
        row=np.arange(size),
        column=np.zeros(size, dtype=np.intp),
        shape=(size, 1),
        atoms=atoms,
        share=share,
        told=np.zeros_like(told),
        told_months=np.zeros((len(sheet.parts), 1), dtype=bool),
        told_years=told,
        figures=[],
        totals=[],
        cells=np.ones(size, dtype=bool),
        months=np.zeros(1, dtype=bool),
        years=small,
        has_failed=False,
    )


def _alone(figure: Figure, needs: Floats) -> Figure:
    return replace(figure, cells=np.zeros_like(needs), months=np.zeros(1), years=needs)


@dataclass(frozen=True, kw_only=True)
class Family:
    """What the members of a family have: their atoms, their groups and what is small of them."""

    axes: Axes
    atoms: Atoms
    shares: Sequence[int]
    groups: Mapping[int, Flags]
    small: Mapping[Level, Mapping[int, Flags]]

    @classmethod
    def of(cls, axes: Axes, judged: Judged) -> "Family":
        """Return a family, those members taken first that have every group."""
        groups = _groups(axes)
        atoms = Atoms()
        for member in sorted(axes.members, key=lambda each: (not groups[each].all(), each)):
            counted = Counted(
                law=judged.laws[judged.members[member][0]],
                within=groups[member][axes.row],
                base=axes.column_of(Level.CELL, member, "base"),
                numerator=axes.column_of(Level.CELL, member, "taeller"),
            )
            atoms.add(member, counted)
        small = {
            level: {member: axes.column_of(level, member, "lille") > 0 for member in axes.members}
            for level in Level
        }
        shares = [n for n in axes.members if judged.laws[judged.members[n][0]] is Law.SHARE]
        return cls(axes=axes, atoms=atoms, shares=shares, groups=groups, small=small)

    @property
    def whole(self) -> list[int]:
        """Return the members that have every group, so that the school's totals are theirs."""
        return [member for member in self.axes.members if self.groups[member].all()]

    def small_of(self, level: Level, members: Sequence[int]) -> Flags:
        """Return where some of the members are small."""
        small = np.zeros(self.axes.size_of(level), dtype=bool)
        for member in members:
            small |= self.small[level][member]
        return small

    def share(self, level: Level, members: Sequence[int]) -> Floats:
        """Return what can be given while a person stays in each member's row."""
        people = np.full(self.axes.size_of(level), np.inf)
        for member in members:
            own = self.axes.column_of(level, member, "personer")
            people = np.minimum(people, np.where(own > 0, own, np.inf))
        share: Floats = np.where(np.isfinite(people), 1 - 1 / people, 0)
        return share

    def parts(self) -> Flags:
        """Return the sets of atoms that must not be pinned."""
        parts = np.zeros((len(self.atoms.parts), len(self.atoms.kinds)), dtype=bool)
        for number, (_, inside) in enumerate(self.atoms.parts):
            parts[number, list(inside)] = True
        return parts

    def told(self, level: Level, members: Sequence[int]) -> Flags:
        """Return where each part must not be pinned."""
        told = np.zeros((len(self.atoms.parts), self.axes.size_of(level)), dtype=bool)
        for number, (member, _) in enumerate(self.atoms.parts):
            told[number] = self.small[level][member] & (member in members)
        return told

    def figure(self, summed: Summed) -> Figure:
        """Return a figure with its needs; the school's months are those of whole members."""
        weights = np.zeros(len(self.atoms.kinds))
        weights[list(summed.weights)] = list(summed.weights.values())
        name = "need_taeller" if summed.of_numerator else "need"
        cells, months, years = (
            self.axes.column_of(level, summed.member, name)
            for level in (Level.CELL, Level.MONTH, Level.YEAR)
        )
        if summed.member not in self.whole:
            months = np.zeros_like(months)
        return Figure(weights=weights, cells=cells, months=months, years=years)

    def tells(self, member: int) -> bool:
        """Tell whether a member's rows tell by being there.

        It has none somewhere in its groups, or it is counted in the numerator of another.
        """
        has_row = self.axes.column_of(Level.CELL, member, "personer") > 0
        base = self.axes.column_of(Level.CELL, member, "base")[has_row]
        return bool((~has_row & self.groups[member][self.axes.row]).any()) or any(
            other != member
            and np.isclose(base, self.axes.column_of(Level.CELL, other, "taeller")[has_row]).mean()
            >= NEARLY
            for other in self.shares
        )

    def own_totals(self) -> list[Total]:
        """Return the school's totals of the members that have but some of the groups."""
        return [
            Total(
                name=(str(member),),
                groups=groups,
                months=not self.small[Level.MONTH][member].any(),
                year=not self.small[Level.SCHOOL][member].any(),
            )
            for member, groups in self.groups.items()
            if not groups.all()
        ]


def _groups(axes: Axes) -> dict[int, Flags]:
    """Return each member's groups; one counted in another's numerator has the other's groups.

    Where it has no row, the other's numerator is zero, and its totals are the same.
    """
    own = {member: axes.groups_of(member) for member in axes.members}
    base = {member: axes.column_of(Level.CELL, member, "base") for member in axes.members}
    above = {member: axes.column_of(Level.CELL, member, "taeller") for member in axes.members}
    groups = dict(own)
    for member in axes.members:
        for other in axes.members:
            if other != member and np.allclose(base[member], above[other]):
                groups[member] = groups[member] | own[other]
    return groups


def _goal_totals(
    axes: Axes, judged: Judged, goals: Sequence[GoalFigure], groups: Mapping[int, Flags]
) -> list[Total]:
    """Return the goals' totals over the groups of this sheet."""
    totals = []
    for goal in goals:
        inside = np.zeros(axes.shape[0], dtype=bool)
        for member in axes.members:
            if goal.counts(*judged.members[member]):
                inside |= groups[member]
        inside &= [goal.holds(*judged.places[place]) for place in axes.places]
        if inside.any():
            totals.append(Total(name=(GOAL, *goal.name), groups=inside))
    return totals
