"""A family's year laid out as sheets: its cells, its years and its months."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from sosu_pipeline.privacy.disclosure.axes import Axes, Tables, axes_of
from sosu_pipeline.privacy.disclosure.family import Family
from sosu_pipeline.privacy.disclosure.published import GoalFigure, Level
from sosu_pipeline.privacy.disclosure.sheet import Figure, Flags, Floats, Sheet, Total
from sosu_pipeline.privacy.disclosure.small import Judged

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
