"""Which rows are small, and how much more each must be able to hold to pass for a large one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from sosu_pipeline.privacy.disclosure.published import (
    BEFORE,
    FIGURES,
    HIDDEN,
    KEYS,
    LEFT_OUT,
    PLACE,
    SCALE_UNIT,
    SHARE_UNIT,
    WELLBEING,
    Level,
    Published,
)

CLOSE = 1e-6
TEXTS = ("kpi", "skole", "opdeling", "uddannelse", "uddannelsesdel", "afdeling")


class Law(StrEnum):
    """What holds of a numerator and its denominator in every cell.

    A share counts its numerator among its denominator, a scale answers 1 to 5 each, a count has no
    denominator, and of the others nothing is known but that they are not negative.
    """

    COUNT = "antal"
    SHARE = "andel"
    SCALE = "skala"
    SHARE_OVER_TIME = "andel over tid"
    OTHER = "andet"


@dataclass(frozen=True, kw_only=True)
class Judged:
    """The rows that count people: their base figure, whether they are small and what they need.

    ``need`` is what the base figure must be able to grow by, ``need_taeller`` the same of the
    numerator, both zero where the row is not small. ``fandtes``, ``vistes`` and ``staar`` tell
    whether the row was there on the night before, whether its figures were shown, and whether
    they are the same tonight; ``foer_base``, ``foer_taeller`` and ``foer_personer`` are those.

    ``medlem``, ``plads``, ``tid`` and ``sted`` number the key figures with their opdeling, the
    groups, the months and the afdelinger; ``members`` and ``places`` say which they are. ``split``
    are the counts that are split, whose opdelinger are other people each.
    """

    levels: Mapping[Level, pd.DataFrame]
    laws: Mapping[str, Law]
    split: frozenset[str]
    members: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]


def judge_rows(published: Published) -> Judged:
    """Return every row that counts people with what is asked of it, in the order of its key."""
    limits = _limits(published)
    levels = {level: _judged(table, level, limits) for level, table in published.levels.items()}
    kpis = published.kpis.set_index("kpi")
    laws = {str(kpi): _law(holds) for kpi, holds in kpis.iterrows()}
    for table in levels.values():
        is_count = table["kpi"].map(laws).eq(Law.COUNT)
        table["base"] = np.where(is_count, table["taeller"], table["naevner"].fillna(0))
        _compare(table, is_count)
        people = table["personer"].where(table["personer"] > 0, 1)
        times = np.where(table["lille"], table["limit"] / people - 1, 0.0)
        table["need"] = table["base"] * times
        table["need_taeller"] = table["taeller"].fillna(0) * times
        table["taeller"] = table["taeller"].fillna(0)
    members = _number(levels, ("kpi", "opdeling"), "medlem")
    places = _number(levels, PLACE, "plads")
    _number(levels, ("maaned",), "tid")
    _number(levels, ("afdeling",), "sted")
    return Judged(
        levels=levels,
        laws=laws,
        split=frozenset(k for k in laws if laws[k] is Law.COUNT and kpis["er_opdelt"][k]),
        members=members,
        places=places,
    )


def _compare(table: pd.DataFrame, is_count: pd.Series) -> None:
    """Hold the rows against the night before."""
    was = {name: table[column].fillna(0) for name, column in BEFORE.items()}
    table["fandtes"] = table[BEFORE[HIDDEN]].notna()
    table["vistes"] = table["fandtes"] & (was[HIDDEN] + was[LEFT_OUT] == 0)
    table["foer_base"] = np.where(is_count, was["taeller"], was["naevner"])
    table["foer_taeller"], table["foer_personer"] = was["taeller"], was["personer"]
    table["staar"] = (
        table["fandtes"]
        & ((table["taeller"].fillna(0) - was["taeller"]).abs() <= CLOSE)
        & ((table["naevner"].fillna(0) - was["naevner"]).abs() <= CLOSE)
    )
    table["er_flyttet"] = table["fandtes"] & ~table["staar"]
    table["er_kendt"], table["er_ny"] = table["staar"] & table["vistes"], ~table["staar"]
    table["bliver"] = table["staar"] & ~table["vistes"]
    table["bliver_udeladt"] = table["staar"] & (was[LEFT_OUT] > 0)
    table["bliver_skjult"] = table["bliver"] & ~table["bliver_udeladt"]
    table["udgivet"] = table["fandtes"] & (was[LEFT_OUT] == 0)


def _number(
    levels: Mapping[Level, pd.DataFrame], columns: Sequence[str], number: str
) -> tuple[tuple[str, str], ...]:
    """Number what some columns hold, in order, in every table that has them."""
    known: pd.Index | None = None
    for level in (Level.CELL, Level.MONTH, Level.YEAR, Level.SCHOOL):
        table = levels[level]
        if not {*columns} <= {*table.columns}:
            continue
        one = len(columns) == 1
        index = (
            pd.Index(table[columns[0]]) if one else pd.MultiIndex.from_frame(table[list(columns)])
        )
        known = index.unique().sort_values() if known is None else known
        table[number] = known.get_indexer(index)
    return tuple(known if known is not None else ())


def _limits(published: Published) -> pd.DataFrame:
    """Return the limit of each key figure and school."""
    every = published.kpis[["kpi", "graense"]].merge(published.limits, how="cross")
    limit = every["personer"].where(every["graense"] != WELLBEING, every["trivsel"])
    return every[["kpi", "skole"]].assign(limit=limit.astype(float))


def _judged(table: pd.DataFrame, level: Level, limits: pd.DataFrame) -> pd.DataFrame:
    keys = list(KEYS[level])
    rows = table[table["personer"].notna()]
    numbers = [*FIGURES, *BEFORE.values()]
    rows = rows[[*keys, *numbers]].astype(dict.fromkeys(numbers, float))
    texts = [name for name in TEXTS if name in keys]
    rows = rows.assign(**{name: rows[name].astype(object).fillna("") for name in texts})
    rows = rows.merge(limits, on=["kpi", "skole"], how="left", validate="many_to_one")
    small = (rows["personer"] > 0) & (rows["personer"] < rows["limit"])
    return rows.assign(lille=small).sort_values(keys, ignore_index=True)


def _law(kpi: pd.Series) -> Law:
    if not kpi["har_naevner"]:
        return Law.COUNT
    if kpi["enhed"] == SCALE_UNIT:
        return Law.SCALE
    if kpi["enhed"] != SHARE_UNIT:
        return Law.OTHER
    return Law.SHARE if kpi["er_inden_for"] else Law.SHARE_OVER_TIME
