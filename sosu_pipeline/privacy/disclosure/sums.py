"""Counts that are split, and add up to another key figure: shown per year for the school alone.

Where each afgang has one grund, a cell's grunde are known but for one as soon as its afgange are.
So their cells, months and groups are left out, and of the school's years as many are hidden as it
takes that none is found from their sum.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sosu_pipeline.privacy.disclosure.published import BLOCK, Level
from sosu_pipeline.privacy.disclosure.sheet import Figure, Flags, Places, Sheet
from sosu_pipeline.privacy.disclosure.small import Judged
from sosu_pipeline.privacy.disclosure.totals import accompany_years


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
    is_left_out: bool


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
        sheet = _sheet(ordered)
        accompany_years(sheet)
        yield SplitYear(
            kpi=str(kpi),
            aar=int(aar),
            at=ordered.index.to_numpy(),
            opdelinger=tuple(ordered["opdeling"]),
            hidden=sheet.years | sheet.has_failed,
            is_left_out=sheet.has_failed,
        )


def _sheet(year: pd.DataFrame) -> Sheet:
    """Return a year's opdelinger as a sheet of one month, each with all of its people."""
    size = len(year)
    none, needs = np.zeros((0, size), dtype=bool), year["need"].to_numpy()
    return Sheet(
        row=np.arange(size),
        column=np.zeros(size, dtype=np.intp),
        shape=(size, 1),
        atoms=year["base"].to_numpy()[None],
        share=1 - 1 / np.maximum(year["personer"].to_numpy(), 1),
        parts=np.zeros((0, 1), dtype=bool),
        whole_parts=np.zeros(0, dtype=bool),
        told=none,
        told_months=none[:, :1],
        told_years=none,
        figures=[Figure(weights=np.ones(1), cells=np.zeros(size), months=np.zeros(1), years=needs)],
        totals=[],
        cells=np.ones(size, dtype=bool),
        months=np.zeros(1, dtype=bool),
        years=year["lille"].to_numpy(copy=True),
    )
