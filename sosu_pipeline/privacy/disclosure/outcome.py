"""What came of a family's year: which rows are hidden, and which are better left out."""

from dataclasses import dataclass

import numpy as np

from sosu_pipeline.privacy.disclosure.company import accompany_cells
from sosu_pipeline.privacy.disclosure.laying import Laid
from sosu_pipeline.privacy.disclosure.published import Level
from sosu_pipeline.privacy.disclosure.sheet import Flags, Sheet, Total
from sosu_pipeline.privacy.disclosure.totals import accompany_months, accompany_years


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A family's year decided: its cells are left out, or all of it is hidden, where need be."""

    laid: Laid
    is_without_cells: bool
    is_hidden: bool

    @property
    def totals(self) -> list[tuple[Total, bool, bool]]:
        """Return the totals over some groups, and whether their months and year are hidden."""
        sheet = self.laid.years if self.is_without_cells else self.laid.cells
        return [
            (total, not total.months or self.is_hidden, not total.year or self.is_hidden)
            for total in sheet.totals
        ]

    def flags(self, level: Level) -> Flags:
        """Return which rows of a level are hidden."""
        at = self.laid.axes.at[level]
        if self.is_hidden or (level is Level.CELL and self.is_without_cells):
            return np.ones(len(at), dtype=bool)
        if level is Level.CELL:
            return self.laid.cells.cells[at]
        if level is Level.YEAR:
            return self._years[at]
        own = {total.name: each for total, *each in self.totals}
        hidden: Flags = self._months[at] if level is Level.MONTH else np.zeros(len(at), dtype=bool)
        members = self.laid.axes.tables[level]["medlem"]
        for member in self.laid.axes.members:
            if (str(member),) in own:
                months, year = own[str(member),]
                hidden[members == member] = months if level is Level.MONTH else year
        return hidden

    def left_out(self, level: Level) -> Flags:
        """Return which rows of a level are not to be published at all."""
        hidden = self.flags(level)
        if level is Level.CELL and self.is_without_cells:
            return hidden
        if level is Level.MONTH and self.is_without_cells and self.laid.months.has_failed:
            return np.ones_like(hidden)
        members = self.laid.axes.tables[level]["medlem"]
        return hidden & np.isin(members, self.laid.telling)

    @property
    def _years(self) -> Flags:
        return (self.laid.years if self.is_without_cells else self.laid.cells).years

    @property
    def _months(self) -> Flags:
        if not self.is_without_cells:
            return self.laid.cells.months
        months = self.laid.months
        return months.years | months.has_failed


def decide_family(laid: Laid) -> Outcome:
    """Hide what it takes in a family's year, its cells being left out where they take too much."""
    if laid.is_small:
        return Outcome(laid=laid, is_without_cells=True, is_hidden=True)
    if accompany_sheet(laid.cells):
        return Outcome(laid=laid, is_without_cells=False, is_hidden=False)
    accompany_years(laid.months)
    accompany_years(laid.years)
    return Outcome(laid=laid, is_without_cells=True, is_hidden=laid.years.has_failed)


def accompany_sheet(sheet: Sheet) -> bool:
    """Hide company for all that is small on a sheet, and tell whether it was to be had."""
    for accompany in (accompany_years, accompany_months, accompany_cells):
        accompany(sheet)
        if sheet.has_failed:
            return False
    return True
