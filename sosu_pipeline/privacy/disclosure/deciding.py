"""The decision: what is hidden of everything that is published about people, family by family."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from sosu_pipeline.privacy.disclosure.axes import Tables
from sosu_pipeline.privacy.disclosure.kin import find_kin
from sosu_pipeline.privacy.disclosure.laying import GOAL, lay_out
from sosu_pipeline.privacy.disclosure.outcome import Outcome, decide_family
from sosu_pipeline.privacy.disclosure.published import (
    HIDDEN,
    KEYS,
    LEFT_OUT,
    Decision,
    GoalFigure,
    Level,
    Published,
)
from sosu_pipeline.privacy.disclosure.sheet import Flags
from sosu_pipeline.privacy.disclosure.small import Judged, judge_rows

GoalYear = tuple[tuple[str, ...], str, int]


@dataclass(kw_only=True)
class _Found:
    """What has been decided so far: a flag per row of each level, and the goals' totals."""

    levels: dict[Level, Flags]
    left_out: dict[Level, Flags]
    goals: dict[GoalYear, tuple[bool, bool]] = field(default_factory=dict)


def hide_small(
    published: Published, goals: Sequence[GoalFigure], *, with_company: bool = True
) -> Decision:
    """Decide which rows are hidden so that no small group can be found from what is left.

    Without company only the small rows themselves are hidden, which subtraction undoes.
    """
    judged = judge_rows(published)
    found = _Found(
        levels={
            level: (table["lille"] | table["limit"].isna()).to_numpy(copy=True)
            for level, table in judged.levels.items()
        },
        left_out={
            level: np.zeros(len(table), dtype=bool) for level, table in judged.levels.items()
        },
    )
    if with_company:
        for tables, sizes in _families(judged):
            _note(found, decide_family(lay_out(tables, judged, goals, sizes)))
    levels = {
        level: table[list(KEYS[level])].assign(
            **{HIDDEN: found.levels[level], LEFT_OUT: found.left_out[level]}
        )
        for level, table in judged.levels.items()
    }
    return Decision(levels=levels, goals=_goal_table(found))


def _families(judged: Judged) -> Iterator[tuple[Tables, Mapping[int, float]]]:
    """Yield each family's rows of a school and year, with its groups' sizes the year before."""
    known = {level: table[table["limit"].notna()] for level, table in judged.levels.items()}
    for skole, cells in known[Level.CELL].groupby("skole", sort=True):
        family_of = find_kin(cells, judged.laws, judged.members)
        by_level = {
            level: _split(table[table["skole"] == skole], family_of)
            for level, table in known.items()
        }
        for (family, aar), rows in sorted(by_level[Level.CELL].items()):
            empty = {level: known[level].iloc[:0] for level in Level}
            tables = {
                level: split.get((family, aar), empty[level]) for level, split in by_level.items()
            }
            tables[Level.CELL] = rows
            before = by_level[Level.YEAR].get((family, aar - 1), empty[Level.YEAR])
            yield tables, _sizes(before)


def _split(
    table: pd.DataFrame, family_of: Mapping[int, int]
) -> dict[tuple[int, int], pd.DataFrame]:
    family = table["medlem"].map(family_of)
    return {
        (int(number), int(aar)): table.iloc[at]
        for (number, aar), at in table.groupby([family, table["aar"]], sort=True).indices.items()
    }


def _sizes(before: pd.DataFrame) -> dict[int, float]:
    """Return the size of each group, by the largest of its members."""
    largest = before.groupby("plads")["base"].max()
    return {int(place): float(size) for place, size in zip(largest.index, largest, strict=True)}


def _note(found: _Found, outcome: Outcome) -> None:
    tables = outcome.laid.axes.tables
    for level, table in tables.items():
        at = table.index.to_numpy()
        found.levels[level][at] |= outcome.flags(level)
        found.left_out[level][at] = outcome.is_without_cells and level is Level.CELL
    skole, aar = tables[Level.CELL][["skole", "aar"]].iloc[0]
    for total, months, year in outcome.totals:
        if total.name[0] == GOAL:
            key = (total.name[1:], str(skole), int(aar))
            known = found.goals.get(key, (False, False))
            found.goals[key] = (known[0] or year, known[1] or months)


def _goal_table(found: _Found) -> pd.DataFrame:
    rows = [
        (name, skole, aar, year, months)
        for (name, skole, aar), (year, months) in sorted(found.goals.items())
    ]
    columns = ["navn", "skole", "aar", "aar_er_skjult", "maaneder_er_skjult"]
    return pd.DataFrame(rows, columns=columns)
