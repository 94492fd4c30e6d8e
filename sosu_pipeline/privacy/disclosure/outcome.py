"""What came of a family's year: which rows are hidden, and which are better left out."""

from dataclasses import dataclass

import numpy as np

from sosu_pipeline.privacy.disclosure.company import accompany_cells
from sosu_pipeline.privacy.disclosure.laying import Laid
from sosu_pipeline.privacy.disclosure.published import Level
from sosu_pipeline.privacy.disclosure.sheet import Flags, Sheet, Total
from sosu_pipeline.privacy.disclosure.totals import accompany_months, accompany_years
from sosu_pipeline.privacy.disclosure.two_nights import Nights, decide_nights, first_good


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A family's year decided: its cells are left out, or all of it is hidden, where need be.

    ``cells`` are those that are published; where they are left out there are none, and ``years``
    and ``months`` are each for itself.
    """

    laid: Laid
    cells: Sheet | None
    years: Sheet
    months: Sheet
    is_hidden: bool

    @property
    def totals(self) -> list[tuple[Total, bool, bool]]:
        """Return the totals over some groups, and whether their months and year are hidden."""
        sheet = self.cells or self.years
        return [
            (total, not total.months or self.is_hidden, not total.year or self.is_hidden)
            for total in sheet.totals
        ]

    def flags(self, level: Level) -> Flags:
        """Return which rows of a level are hidden; what was hidden and stands stays so."""
        hidden: Flags = self._decided(level) | (self.laid.axes.tables[level]["bliver"] > 0)
        return hidden

    def _decided(self, level: Level) -> Flags:
        at = self.laid.axes.at[level]
        if self.is_hidden:
            return np.ones(len(at), dtype=bool)
        if level is Level.CELL:
            return self.cells.cells[at] if self.cells else np.ones(len(at), dtype=bool)
        if level is Level.YEAR:
            return self.years.years[at]
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
        if not self.cells and (level is Level.CELL or self._has_no_months(level)):
            return hidden
        table = self.laid.axes.tables[level]
        left_out: Flags = hidden & np.isin(table["medlem"], self.laid.telling)
        return left_out | (table["bliver_udeladt"] > 0)

    def _has_no_months(self, level: Level) -> bool:
        return level is Level.MONTH and self.months.has_failed

    @property
    def _months(self) -> Flags:
        return self.cells.months if self.cells else self.months.years | self.months.has_failed


def decide_family(laid: Laid) -> Outcome:
    """Hide what it takes in a family's year, its cells being left out where they take too much."""
    cells = None if laid.is_small else decide_nights(laid.cells, accompany_sheet)
    if cells:
        return Outcome(laid=laid, cells=cells, years=cells, months=cells, is_hidden=False)
    months, years = (_decide_line(laid, each) for each in (laid.months, laid.years))
    is_hidden = laid.is_small or years.has_failed
    return Outcome(laid=laid, cells=None, years=years, months=months, is_hidden=is_hidden)


def _decide_line(laid: Laid, nights: Nights) -> Sheet:
    """Return totals beside which no cell is shown; beside cells of the night before all stays."""
    found = None if laid.had_cells else decide_nights(nights, accompany_years)
    return found or first_good(nights.as_before(), accompany_years)


def accompany_sheet(sheet: Sheet) -> None:
    """Hide company for all that is small on a sheet, as long as it is to be had."""
    for accompany in (accompany_years, accompany_months, accompany_cells):
        if not sheet.has_failed:
            accompany(sheet)
