"""Sheets of two nights: what a reader knows from the night before, and what was hidden then too."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from sosu_pipeline.privacy.disclosure.sheet import Flags, Known, Sheet


@dataclass(frozen=True, kw_only=True)
class Nights:
    """A sheet before company is sought, as it is tonight and as it was on both nights.

    On ``tonight`` nothing that is known from the night before is company. ``both_nights`` has as
    company but what was hidden on that night too; there is none on a first night. ``hidden_years``
    are those that were hidden then.
    """

    tonight: Sheet
    both_nights: Sheet | None
    hidden_years: Flags

    def beside(self, both_nights: Sheet | None) -> Iterator[Sheet]:
        """Yield tonight's sheet with the company of both nights: knowing, and not knowing."""
        yield from _sheets(joined(self.tonight, both_nights) if both_nights else self.tonight)

    def as_before(self) -> Iterator[Sheet]:
        """Yield tonight's sheet with all that was hidden hidden still: knowing, and not knowing."""
        totals = [
            replace(total, year=total.year and not total.was_hidden)
            for total in self.tonight.totals
        ]
        years = self.tonight.years | self.hidden_years
        yield from _sheets(replace(self.tonight, years=years, totals=totals))


def decide_nights(nights: Nights, accompany: Callable[[Sheet], None]) -> Sheet | None:
    """Return tonight's sheet with company, first of both nights; None where it is not to be had."""
    both_nights = nights.both_nights and joined(nights.both_nights, nights.both_nights)
    if both_nights:
        accompany(both_nights)
        if both_nights.has_failed:
            return None
    sheet = first_good(nights.beside(both_nights), accompany)
    return None if sheet.has_failed else sheet


def first_good(sheets: Iterable[Sheet], accompany: Callable[[Sheet], None]) -> Sheet:
    """Return the first sheet on which company was to be had, or else the last."""
    for sheet in sheets:
        accompany(sheet)
        if not sheet.has_failed:
            break
    return sheet


def joined(sheet: Sheet, other: Sheet) -> Sheet:
    """Return a sheet with what is hidden on another one too."""
    return replace(
        sheet,
        cells=sheet.cells | other.cells,
        months=sheet.months | other.months,
        years=sheet.years | other.years,
        totals=[
            replace(one, months=one.months and two.months, year=one.year and two.year)
            for one, two in zip(sheet.totals, other.totals, strict=True)
        ],
    )


def without(sheet: Sheet, known: Known, quiet: Known) -> Sheet:
    """Return a sheet on which what is known is no company, and what is quiet wants none."""
    return replace(
        sheet,
        known=known,
        told=sheet.told & ~quiet.cells,
        told_months=sheet.told_months & ~quiet.months,
        told_years=sheet.told_years & ~quiet.years,
        figures=[
            replace(
                figure,
                cells=figure.cells * ~quiet.cells,
                months=figure.months * ~quiet.months,
                years=figure.years * ~quiet.years,
            )
            for figure in sheet.figures
        ],
    )


def _sheets(sheet: Sheet) -> Iterator[Sheet]:
    """Yield a sheet as it is, and then one on which what is known may be company too."""
    yield joined(sheet, sheet)
    if sheet.knows:
        totals = [replace(t, has_known_months=False, has_known_year=False) for t in sheet.totals]
        nothing = Known.nothing(len(sheet.row), sheet.shape)
        yield replace(joined(sheet, sheet), totals=totals, known=nothing)
