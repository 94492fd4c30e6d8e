"""A family's year laid out as sheets: its cells, its years and its months, on both nights."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from sosu_pipeline.privacy.disclosure.axes import Axes, Tables, axes_of
from sosu_pipeline.privacy.disclosure.family import Family
from sosu_pipeline.privacy.disclosure.published import GoalFigure, Level
from sosu_pipeline.privacy.disclosure.sheet import Figure, Flags, Floats, Known, Sheet, Total
from sosu_pipeline.privacy.disclosure.small import Judged
from sosu_pipeline.privacy.disclosure.summed import GoalsBefore, totals_of
from sosu_pipeline.privacy.disclosure.two_nights import Nights, without


@dataclass(frozen=True, kw_only=True)
class Laid:
    """A family's year as a sheet, and its years and its months each as a sheet of its own.

    The latter two are for when cells are left out. ``is_small`` says that the school's own total
    is small, ``had_cells`` that cells were published on the night before. ``telling`` are the
    members whose rows tell by being there: others of the family have rows where they have none.
    """

    axes: Axes
    cells: Nights
    is_small: bool
    had_cells: bool
    telling: Sequence[int]
    _family: Family

    @cached_property
    def years(self) -> Nights:
        """Return the groups' years, beside which no cell and no goal's month is shown."""
        every = self.axes.members
        share = self._family.share(Level.YEAR, every)
        before = self._family.share(Level.YEAR, every, "foer_personer")

        def line(sheet: Sheet, share: Floats) -> Sheet:
            figures = [_alone(figure, figure.years) for figure in sheet.figures]
            totals = [replace(total, months=False) for total in sheet.totals]
            return _line(
                sheet,
                atoms=sheet.full.sum(axis=2),
                share=share,
                told_years=sheet.told_years,
                figures=figures,
                years=sheet.years,
                known=sheet.known.years,
                totals=totals,
            )

        both = self.cells.both_nights
        return Nights(
            tonight=line(self.cells.tonight, share),
            both_nights=line(both, np.minimum(share, before)) if both else None,
            hidden_years=self.axes.hidden_before(Level.YEAR, every),
        )

    @cached_property
    def months(self) -> Nights:
        """Return the school's months, beside which no cell is shown."""
        whole = self._family.whole
        share = self._family.share(Level.MONTH, whole)
        before = self._family.share(Level.MONTH, whole, "foer_personer")

        def line(sheet: Sheet, share: Floats) -> Sheet:
            figures = [_alone(figure, figure.months) for figure in sheet.figures]
            return _line(
                sheet,
                atoms=sheet.full.sum(axis=1),
                share=share,
                told_years=sheet.told_months,
                figures=figures,
                years=sheet.months,
                known=sheet.known.months,
                totals=[],
            )

        both = self.cells.both_nights
        return Nights(
            tonight=line(self.cells.tonight, share),
            both_nights=line(both, np.minimum(share, before)) if both else None,
            hidden_years=self.axes.hidden_before(Level.MONTH, whole),
        )


def lay_out(
    tables: Tables,
    judged: Judged,
    goals: Sequence[GoalFigure],
    sizes: Mapping[int, float],
    before: GoalsBefore,
) -> Laid:
    """Return a family's year; ``sizes`` are the groups' last year's, the smallest coming first."""
    axes = axes_of(tables, sizes)
    family = Family.of(axes, judged)
    sheet = _sheet_of(family)
    known = _where(family, lambda level, members: axes.any_of(level, "er_kendt", members))
    totals = [*totals_of(family, judged, goals, before)]
    return Laid(
        axes=axes,
        cells=Nights(
            tonight=replace(without(sheet, known, known), totals=totals),
            both_nights=_both_nights(family, sheet, totals),
            hidden_years=np.zeros(axes.shape[0], dtype=bool),
        ),
        is_small=bool(family.small_of(Level.SCHOOL, family.whole).any()),
        had_cells=bool(axes.any_of(Level.CELL, "udgivet").any()),
        telling=[member for member in axes.members if family.tells(member)],
        _family=family,
    )


def _sheet_of(family: Family) -> Sheet:
    """Return what is hidden from the start, with nothing known."""
    axes, every, whole = family.axes, family.axes.members, family.whole
    parts = family.atoms.parts
    return Sheet(
        row=axes.row,
        column=axes.column,
        shape=axes.shape,
        atoms=family.tonight,
        share=family.share(Level.CELL, every),
        parts=family.parts(),
        whole_parts=np.array([member in whole for member, _ in parts], dtype=bool),
        told=family.told(Level.CELL, every),
        told_months=family.told(Level.MONTH, whole),
        told_years=family.told(Level.YEAR, every),
        figures=[family.figure(summed) for summed in family.atoms.figures],
        totals=[],
        cells=family.hidden(Level.CELL, every),
        months=family.hidden(Level.MONTH, whole),
        years=family.hidden(Level.YEAR, every),
        known=Known.nothing(len(axes.row), axes.shape),
    )


def _both_nights(family: Family, sheet: Sheet, totals: Sequence[Total]) -> Sheet | None:
    """Return the sheet of what was hidden on both nights, with what a cell held on both."""
    axes, every = family.axes, family.axes.members
    if not axes.any_of(Level.CELL, "fandtes").any():
        return None
    known = _where(family, lambda level, members: ~axes.hidden_before(level, members))
    quiet = _where(family, lambda level, members: ~axes.any_of(level, "bliver_skjult", members))
    quiet = Known(
        cells=known.cells | quiet.cells,
        months=known.months | quiet.months,
        years=known.years | quiet.years,
    )
    before = family.share(Level.CELL, every, "foer_personer")
    return replace(
        without(sheet, known, quiet),
        atoms=family.both_nights,
        share=np.minimum(sheet.share, before),
        totals=[total.on_both_nights() for total in totals],
        too_dear=np.inf,
    )


def _where(family: Family, holds: Callable[[Level, Sequence[int]], Flags]) -> Known:
    every = family.axes.members
    return Known(
        cells=holds(Level.CELL, every),
        months=holds(Level.MONTH, family.whole),
        years=holds(Level.YEAR, every),
    )


def _line(  # noqa: PLR0913 - totals, and what is to be known of them
    sheet: Sheet,
    *,
    atoms: Floats,
    share: Floats,
    told_years: Flags,
    figures: Sequence[Figure],
    years: Flags,
    known: Flags,
    totals: Sequence[Total],
) -> Sheet:
    """Return totals as a sheet of one month, with all the people of each in one hidden cell."""
    size = len(share)
    shape = (size, 1)
    return replace(
        sheet,
        row=np.arange(size),
        column=np.zeros(size, dtype=np.intp),
        shape=shape,
        atoms=atoms,
        share=share,
        told=np.zeros_like(told_years),
        told_months=np.zeros((len(sheet.parts), 1), dtype=bool),
        told_years=told_years,
        figures=figures,
        totals=totals,
        cells=np.ones(size, dtype=bool),
        months=np.zeros(1, dtype=bool),
        years=years,
        known=replace(Known.nothing(size, shape), years=known),
    )


def _alone(figure: Figure, needs: Floats) -> Figure:
    return replace(figure, cells=np.zeros_like(needs), months=np.zeros(1), years=needs)
