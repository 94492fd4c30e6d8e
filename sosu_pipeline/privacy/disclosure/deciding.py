"""The decision: what is hidden of everything that is published about people, family by family."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from sosu_pipeline.privacy.disclosure.axes import Columns, Tables
from sosu_pipeline.privacy.disclosure.kin import Kinship, find_kin
from sosu_pipeline.privacy.disclosure.laying import lay_out
from sosu_pipeline.privacy.disclosure.outcome import Outcome, decide_family
from sosu_pipeline.privacy.disclosure.published import (
    FIGURES,
    HIDDEN,
    KEYS,
    LEFT_OUT,
    Decision,
    GoalFigure,
    GoalYear,
    HiddenGoal,
    Level,
    Published,
)
from sosu_pipeline.privacy.disclosure.sheet import Flags
from sosu_pipeline.privacy.disclosure.small import Judged, judge_rows
from sosu_pipeline.privacy.disclosure.summed import GOAL, SHOWN, GoalsBefore
from sosu_pipeline.privacy.disclosure.sums import SplitYear, decide_split

ROW = "raekke"
COLUMNS = (
    *("medlem", "plads", "tid", "sted"),
    *("base", "taeller", "personer", "lille", "need", "need_taeller"),
    *("foer_base", "foer_taeller", "foer_personer", "fandtes", "vistes", "udgivet"),
    *("er_ny", "er_flyttet", "er_kendt", "bliver", "bliver_udeladt", "bliver_skjult"),
)
Years = Mapping[Level, Mapping[int, Columns]]
NOTHING: Columns = {name: np.zeros(0) for name in (*COLUMNS, ROW)}


@dataclass(kw_only=True)
class _Found:
    """What has been decided so far: a flag per row of each level, and the goals' totals."""

    levels: dict[Level, Flags]
    left_out: dict[Level, Flags]
    goals: dict[GoalYear, HiddenGoal] = field(default_factory=dict)


def hide_small(
    published: Published, goals: Sequence[GoalFigure], *, with_company: bool = True
) -> Decision:
    """Decide which rows are hidden so that no small group can be found from what is left.

    Without company only the small rows themselves are hidden, which subtraction undoes.
    """
    judged = judge_rows(published)
    goals_before = _by_year(published.goals)
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
        for skole in sorted(set(judged.levels[Level.SCHOOL]["skole"])):
            years = _years_of(judged, skole)
            kin = {aar: find_kin(cells, judged) for aar, cells in years[Level.CELL].items()}
            for aar, tables, sizes in _families(years, kin):
                before = goals_before.get((skole, aar), {})
                outcome = decide_family(lay_out(tables, judged, goals, sizes, before))
                _note(found, outcome, skole, aar)
            split = {aar: each.split for aar, each in kin.items()}
            for year in decide_split(judged, skole, split):
                members = [n for n, (kpi, _) in enumerate(judged.members) if kpi == year.kpi]
                tables = _of_year(years, year.aar, members)
                _note_split(found, year, skole, tables, goals)
    levels = {
        level: table[[*KEYS[level], *FIGURES]].assign(
            **{HIDDEN: found.levels[level], LEFT_OUT: found.left_out[level]}
        )
        for level, table in judged.levels.items()
    }
    return Decision(levels=levels, goals=found.goals)


def _by_year(goals: Mapping[GoalYear, HiddenGoal]) -> dict[tuple[str, int], GoalsBefore]:
    """Return the goals' flags of each school's year."""
    found: dict[tuple[str, int], dict[tuple[str, ...], HiddenGoal]] = {}
    for goal, flags in goals.items():
        found.setdefault((goal.skole, goal.aar), {})[goal.navn] = flags
    return {**found}


def _years_of(judged: Judged, skole: str) -> Years:
    """Return a school's rows that have a limit, level by level and year by year."""
    return {
        level: _by_aar(table[(table["skole"] == skole) & table["limit"].notna()])
        for level, table in judged.levels.items()
    }


def _by_aar(table: pd.DataFrame) -> dict[int, Columns]:
    """Return the columns of each year."""
    columns = {name: table[name].to_numpy(dtype=float) for name in COLUMNS if name in table}
    columns[ROW] = table.index.to_numpy(dtype=float)
    years = table["aar"].to_numpy()
    return {
        int(aar): {name: values[years == aar] for name, values in columns.items()}
        for aar in np.unique(years)
    }


def _families(
    years: Years, kin: Mapping[int, Kinship]
) -> Iterator[tuple[int, Tables, Mapping[int, float]]]:
    """Yield each family's rows of a year in which any is small, with last year's group sizes.

    Kinship is of each year by itself, so that a new year changes none before it.
    """
    for aar, kinship in kin.items():
        for family in sorted(set(kinship.family_of.values())):
            members = [each for each, number in kinship.family_of.items() if number == family]
            tables = _of_year(years, aar, members)
            if any(table["lille"].any() for table in tables.values()):
                before = _of_members(years[Level.YEAR].get(aar - 1, NOTHING), members)
                yield aar, tables, _sizes(before)


def _of_year(years: Years, aar: int, members: Sequence[int]) -> Tables:
    return {level: _of_members(parts.get(aar, NOTHING), members) for level, parts in years.items()}


def _of_members(table: Columns, members: Sequence[int]) -> Columns:
    rows = np.isin(table["medlem"], members)
    return {name: values[rows] for name, values in table.items()}


def _sizes(before: Columns) -> dict[int, float]:
    """Return the size of each group, by the largest of its members."""
    sizes: dict[int, float] = {}
    for place, size in zip(before["plads"], before["base"], strict=True):
        sizes[int(place)] = max(sizes.get(int(place), 0.0), float(size))
    return sizes


def _note(found: _Found, outcome: Outcome, skole: str, aar: int) -> None:
    for level, table in outcome.laid.axes.tables.items():
        at = table[ROW].astype(np.intp)
        found.levels[level][at] |= outcome.flags(level)
        found.left_out[level][at] = outcome.left_out(level)
    for total, months, year in outcome.totals:
        if total.name[0] == GOAL:
            key = GoalYear(total.name[1:], skole, aar)
            known = found.goals.get(key, SHOWN)
            found.goals[key] = HiddenGoal(
                aar_er_skjult=known.aar_er_skjult or year,
                maaneder_er_skjult=known.maaneder_er_skjult or months,
            )


def _note_split(
    found: _Found, year: SplitYear, skole: str, tables: Tables, goals: Sequence[GoalFigure]
) -> None:
    found.levels[Level.SCHOOL][year.at] |= year.hidden
    found.left_out[Level.SCHOOL][year.at] = year.left_out
    for level in (Level.CELL, Level.MONTH, Level.YEAR):
        at = tables[level][ROW].astype(np.intp)
        found.levels[level][at] = found.left_out[level][at] = True
    for goal in goals:
        counts = [goal.counts(year.kpi, each) for each in year.opdelinger]
        if any(counts):
            by_group = goal.uddannelse is not None or goal.uddannelsesdel is not None
            is_hidden = by_group or bool((year.hidden & counts).any())
            found.goals[GoalYear(goal.name, skole, year.aar)] = HiddenGoal(
                aar_er_skjult=is_hidden, maaneder_er_skjult=True
            )
