"""Counts that are split, and add up to another key figure: shown per year for the school alone.

Where each afgang has one grund, a cell's grunde are known but for one as soon as its afgange are.
So their cells, months and groups are left out, and of the school's years as many are hidden as it
takes that none is found from their sum.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from sosu_pipeline.privacy.disclosure.published import BLOCK, Level
from sosu_pipeline.privacy.disclosure.sheet import Figure, Flags, Floats, Known, Places, Sheet
from sosu_pipeline.privacy.disclosure.small import Judged
from sosu_pipeline.privacy.disclosure.totals import accompany_years
from sosu_pipeline.privacy.disclosure.two_nights import Nights, decide_nights, first_good, without


@dataclass(frozen=True, kw_only=True)
class SplitYear:
    """A split count's year: its opdelinger, where they stand in the table, which are hidden.

    Where there is no company for the small ones, none of the year's rows is published.
    """

    kpi: str
    aar: int
    at: Places
    opdelinger: tuple[str, ...]
    hidden: Flags
    left_out: Flags


def decide_split(
    judged: Judged, skole: str, split: Mapping[int, frozenset[str]]
) -> Iterator[SplitYear]:
    """Yield the counts that are split in each year, last year's smallest opdelinger first."""
    table = judged.levels[Level.SCHOOL]
    rows = table[(table["skole"] == skole) & table["limit"].notna()]
    before = rows.set_index(list(BLOCK))["base"].to_dict()
    for aar, kpi in ((aar, kpi) for aar, kpis in split.items() for kpi in sorted(kpis)):
        year = rows[(rows["kpi"] == kpi) & (rows["aar"] == aar)]
        sizes = [before.get((kpi, skole, aar - 1, each), 0.0) for each in year["opdeling"]]
        ordered = year.iloc[np.lexsort((year["medlem"], sizes))]
        nights = _nights(ordered)
        sheet = decide_nights(nights, accompany_years)
        sheet = sheet or first_good(nights.as_before(), accompany_years)
        failed = sheet.has_failed
        yield SplitYear(
            kpi=str(kpi),
            aar=int(aar),
            at=ordered.index.to_numpy(),
            opdelinger=tuple(ordered["opdeling"]),
            hidden=sheet.years | failed,
            left_out=ordered["bliver_udeladt"].to_numpy() | failed,
        )


def _nights(year: pd.DataFrame) -> Nights:
    """Return a year's opdelinger as they are, and as they were on both nights."""
    sheet = _sheet(year)
    nothing = sheet.known
    there, shown, is_known, stays = (
        year[name].to_numpy() for name in ("fandtes", "vistes", "er_kendt", "bliver_skjult")
    )
    hidden = there & ~shown
    before = replace(
        without(sheet, replace(nothing, years=~hidden), replace(nothing, years=~stays)),
        atoms=np.minimum(sheet.atoms, year["foer_base"].to_numpy()),
        share=np.minimum(sheet.share, _share(year["foer_personer"])),
    )
    known = replace(nothing, years=is_known)
    return Nights(
        tonight=without(sheet, known, known),
        both_nights=before if there.any() else None,
        hidden_years=hidden,
    )


def _share(people: pd.Series) -> Floats:
    """Return what can be given while a person stays."""
    share: Floats = 1 - 1 / np.maximum(people.to_numpy(), 1)
    return share


def _sheet(year: pd.DataFrame) -> Sheet:
    """Return a year's opdelinger as a sheet of one month, each with all of its people."""
    size = len(year)
    none, needs = np.zeros((0, size), dtype=bool), year["need"].to_numpy()
    return Sheet(
        row=np.arange(size),
        column=np.zeros(size, dtype=np.intp),
        shape=(size, 1),
        atoms=year["base"].to_numpy()[None],
        share=_share(year["personer"]),
        parts=np.zeros((0, 1), dtype=bool),
        whole_parts=np.zeros(0, dtype=bool),
        told=none,
        told_months=none[:, :1],
        told_years=none,
        figures=[Figure(weights=np.ones(1), cells=np.zeros(size), months=np.zeros(1), years=needs)],
        totals=[],
        cells=np.ones(size, dtype=bool),
        months=np.zeros(1, dtype=bool),
        years=(year["lille"] | year["bliver"]).to_numpy(copy=True),
        known=Known.nothing(size, (size, 1)),
    )
