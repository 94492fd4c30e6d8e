"""Invented schools to be published: people with what is counted of them, and what is shown then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sosu_pipeline.privacy.disclosure import (
    Decision,
    GoalFigure,
    GoalYear,
    HiddenGoal,
    Level,
    Published,
)
from sosu_pipeline.privacy.disclosure.published import BEFORE, HIDDEN, LEFT_OUT
from tests.disclosure.attacker import LEVELS, Key, Knowledge, SameFigure, ShownGoal

SKOLE, LIMIT, WELLBEING_LIMIT = "opfundet", 3, 5
SHOWN = HiddenGoal(aar_er_skjult=False, maaneder_er_skjult=False)
GF_PARTS = ("GF1", "GF2")
GROUPS = tuple((u, d) for u in ("PAU", "SSA", "SSH") for d in ("GF1", "GF2", "HF"))
UNITS = {
    "kpi_optag": "personer",
    "kpi_gymnasial": "andel",
    "kpi_afbrud": "andel",
    "kpi_gennemfoerelse": "andel",
    "kpi_overgang": "andel",
    "kpi_kohorte": "andel",
    "kpi_behov": "andel",
    "kpi_stoette": "andel",
    "kpi_timer": "timer",
    "kpi_trivsel": "skala 1-5",
    "kpi_kommune": "personer",
}
COUNTS = frozenset({"kpi_optag", "kpi_timer", "kpi_kommune"})
SHARES = frozenset(kpi for kpi, unit in UNITS.items() if unit == "andel")
STATES = ("afbrudt", "fuldfoert", "i_gang")
SAME = (
    SameFigure(("kpi_optag", "", "taeller"), [("kpi_gymnasial", "", "naevner")], GF_PARTS),
    SameFigure(
        ("kpi_optag", "", "taeller"),
        [("kpi_kommune", each, "taeller") for each in ("701", "707", "710")],
    ),
    SameFigure(("kpi_afbrud", "", "naevner"), [("kpi_gennemfoerelse", "", "naevner")]),
    SameFigure(
        ("kpi_afbrud", "", "naevner"),
        [("kpi_afbrud", "", "taeller"), ("kpi_gennemfoerelse", "", "taeller")],
    ),
    SameFigure(("kpi_gennemfoerelse", "", "taeller"), [("kpi_overgang", "", "naevner")], ("GF2",)),
    SameFigure(("kpi_behov", "", "taeller"), [("kpi_stoette", "", "naevner")]),
    *(
        SameFigure(("kpi_kohorte", "afbrudt", "naevner"), [("kpi_kohorte", state, "naevner")])
        for state in STATES[1:]
    ),
    SameFigure(
        ("kpi_kohorte", "afbrudt", "naevner"),
        [("kpi_kohorte", state, "taeller") for state in STATES],
    ),
)


@dataclass(frozen=True, kw_only=True)
class Laws:
    """What is well known of a school's key figures, and the limit of each."""

    same: Sequence[SameFigure]
    shares: frozenset[str]
    counts: frozenset[str]
    people: frozenset[str]
    kpis: frozenset[str]
    counted_in_another: frozenset[tuple[str, str]]
    wellbeing: frozenset[str]

    def limit_of(self, kpi: str) -> int:
        """Return the fewest people of a shown figure."""
        return WELLBEING_LIMIT if kpi in self.wellbeing else LIMIT


INVENTED = Laws(
    same=SAME,
    shares=SHARES,
    counts=COUNTS,
    people=frozenset(UNITS) - {"kpi_timer"},
    kpis=frozenset(UNITS),
    counted_in_another=frozenset({("kpi_overgang", ""), ("kpi_stoette", "")}),
    wellbeing=frozenset({"kpi_trivsel"}),
)


@dataclass(frozen=True, kw_only=True)
class School:
    """A school's counted units, one row each, and its goals."""

    units: pd.DataFrame
    goals: Sequence[GoalFigure]
    skole: str = SKOLE
    laws: Laws = INVENTED

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return every level's figures with the people behind them."""
        found = {}
        for level, key in LEVELS.items():
            keys = ["kpi", "skole", "aar", "opdeling", *key]
            found[level] = self.units.groupby(keys, as_index=False, sort=True).agg(
                taeller=("taeller", "sum"),
                naevner=("naevner", lambda each: each.sum(min_count=1)),
                personer=("person", "nunique"),
            )
        return found

    def published(self, before: Decision | None = None) -> Published:
        """Return what the defender is given, beside what it decided on the night before."""
        tables = self.tables()
        return Published(
            levels={
                level: _beside(tables[level.value], before.levels[level] if before else None)
                for level in Level
            },
            goals=before.goals if before else {},
            kpis=_kpis(tables["celle"]),
            limits=pd.DataFrame([(SKOLE, LIMIT, 5)], columns=["skole", "personer", "trivsel"]),
        )


def _kpis(cells: pd.DataFrame) -> pd.DataFrame:
    """Return every key figure with its unit and limit, and what holds of all its cells."""
    holds = cells.assign(
        har_naevner=cells["naevner"].notna(),
        er_inden_for=cells["taeller"] <= cells["naevner"].fillna(0),
        er_opdelt=cells["opdeling"] != "",
    )
    rows = [
        (kpi, unit, "trivsel" if kpi == "kpi_trivsel" else None)
        for kpi, unit in UNITS.items()
        if kpi in set(cells["kpi"])
    ]
    every = holds.groupby("kpi", as_index=False).agg(
        {"har_naevner": "any", "er_inden_for": "all", "er_opdelt": "any"}
    )
    return pd.DataFrame(rows, columns=["kpi", "enhed", "graense"]).merge(every, on="kpi")


def _beside(table: pd.DataFrame, before: pd.DataFrame | None) -> pd.DataFrame:
    if before is None:
        return table.assign(**dict.fromkeys(BEFORE.values(), np.nan))
    told = before.rename(columns=BEFORE)
    keys = [name for name in told if name in table]
    return table.merge(told, on=keys, how="left", validate="one_to_one")


@dataclass(frozen=True, kw_only=True)
class Size:
    """From and to how many groups, people a year, months and afdelinger a school has."""

    groups: tuple[int, int] = (2, 7)
    people: tuple[int, int] = (4, 90)
    months: tuple[int, int] = (1, 6)
    afdelinger: tuple[int, int] = (1, 4)
    evenness: float = 0.6


SMALL = Size()


def draw_school(seed: int, of: Size = SMALL) -> School:
    """Draw a school of two years."""
    chance = np.random.default_rng(seed)
    picked = chance.permutation(len(GROUPS))[: chance.integers(*of.groups)]
    groups = [GROUPS[each] for each in sorted(picked)]
    people = chance.integers(*of.people)
    size = chance.dirichlet(np.full(len(groups), of.evenness))
    months = chance.integers(*of.months)
    when = chance.dirichlet(np.full(months, of.evenness + 0.2))
    persons = pd.DataFrame(
        {
            "person": np.arange(2 * people),
            "aar": np.repeat([2025, 2026], people),
            "gruppe": chance.choice(len(groups), 2 * people, p=size),
            "tid": chance.choice(months, 2 * people, p=when) + 1,
            "afdeling": chance.choice(
                ["a", "b", "c"][: chance.integers(*of.afdelinger)], 2 * people
            ),
        }
    )
    persons = persons.assign(
        skole=SKOLE,
        uddannelse=[groups[each][0] for each in persons["gruppe"]],
        uddannelsesdel=[groups[each][1] for each in persons["gruppe"]],
        maaned=persons["aar"] * 100 + persons["tid"],
    )
    units = pd.concat(_units(persons, chance), ignore_index=True)
    return School(units=units.fillna({"opdeling": ""}), goals=_goals(chance))


def _units(persons: pd.DataFrame, chance: np.random.Generator) -> list[pd.DataFrame]:
    size = len(persons)
    is_gf = persons["uddannelsesdel"].isin(GF_PARTS)
    done, state = chance.random(size) < 0.8, chance.choice(STATES, size)
    need, helped = chance.random(size) < 0.4, chance.random(size) < 0.6
    left = persons[chance.random(size) < 0.8].index
    seen = persons[chance.random(size) < 0.6].index
    frames = [
        _counted("kpi_optag", persons, 1.0, None),
        _counted("kpi_gymnasial", persons[is_gf], chance.random(size) < 0.3, 1.0),
        _counted("kpi_afbrud", persons.loc[left], ~done, 1.0),
        _counted("kpi_gennemfoerelse", persons.loc[left], done, 1.0),
        _counted(
            "kpi_overgang",
            persons.loc[left][lambda p: (p["uddannelsesdel"] == "GF2") & done[p.index]],
            chance.random(size) < 0.7,
            1.0,
        ),
        _counted("kpi_behov", persons.loc[seen], need, 1.0),
        _counted("kpi_stoette", persons.loc[seen][lambda p: need[p.index]], helped, 1.0),
        _counted("kpi_timer", persons, chance.integers(1, 90, size) / 7.4, None),
        _counted("kpi_trivsel", persons.loc[seen], chance.integers(4, 21, size) / 4, 1.0),
    ]
    frames += [
        _counted("kpi_kohorte", persons, state == each, 1.0, opdeling=each) for each in STATES
    ]
    where = chance.choice(["701", "707", "710"], size)
    frames += [
        _counted("kpi_kommune", persons[where == each], 1.0, None, opdeling=each)
        for each in ("701", "707", "710")
    ]
    return frames


def _counted(
    kpi: str, persons: pd.DataFrame, taeller: object, naevner: float | None, opdeling: str = ""
) -> pd.DataFrame:
    counted = taeller[persons.index] if isinstance(taeller, np.ndarray) else taeller
    return persons.assign(
        kpi=kpi,
        opdeling=opdeling,
        taeller=np.asarray(counted, dtype=float),
        naevner=np.nan if naevner is None else naevner,
    )


def _goals(chance: np.random.Generator) -> list[GoalFigure]:
    possible = [
        GoalFigure(name=("a",), kpi="kpi_optag", uddannelse=("PAU",), uddannelsesdel=("GF2",)),
        GoalFigure(
            name=("b",), kpi="kpi_optag", uddannelse=("SSA", "SSH"), uddannelsesdel=("GF2",)
        ),
        GoalFigure(name=("c",), kpi="kpi_optag", uddannelsesdel=("GF1",)),
        GoalFigure(name=("d",), kpi="kpi_gymnasial"),
        GoalFigure(name=("e",), kpi="kpi_gennemfoerelse", uddannelsesdel=("HF",)),
        GoalFigure(
            name=("f",), kpi="kpi_afbrud", uddannelse=("SSA", "SSH"), uddannelsesdel=("HF",)
        ),
        GoalFigure(name=("g",), kpi="kpi_kohorte", uddannelse=("SSH",), opdeling=("afbrudt",)),
        GoalFigure(name=("h",), kpi="kpi_kommune", uddannelse=("SSA",), opdeling=("707",)),
        GoalFigure(name=("i",), kpi="kpi_timer", uddannelse=("SSA", "PAU")),
    ]
    return [goal for goal in possible if chance.random() < 0.6]


def shown_of(school: School, decision: Decision, aar: int) -> Knowledge:
    """Return what a reader of one year sees: hidden figures and rows left out are gone."""
    tables = {}
    for level, table in school.tables().items():
        key = ["kpi", "skole", "aar", "opdeling", *LEVELS[level]]
        flags = decision.levels[Level(level)][[*key, HIDDEN, LEFT_OUT]]
        rows = table.merge(flags, on=key, how="left", validate="one_to_one")
        rows = rows[(rows["aar"] == aar) & ~rows["er_udeladt"].astype(bool)]
        figures = ["taeller", "naevner"]
        rows[figures] = rows[figures].mask(rows["er_skjult"].astype(bool))
        tables[level] = rows[["kpi", "opdeling", *LEVELS[level], *figures]]
    return Knowledge(
        tables=tables,
        goals=[*_shown_goals(school, decision, aar)],
        same=school.laws.same,
        shares=school.laws.shares,
        counts=school.laws.counts,
        people=school.laws.people,
        kpis=school.laws.kpis,
        silent=_silent(school.laws, decision, aar),
        every_cell=_every_cell(tables, aar),
    )


def _silent(laws: Laws, decision: Decision, aar: int) -> dict[str, frozenset[tuple[str, str]]]:
    """Return the members of whom some row of a level is left out, or always could be."""
    silent = {}
    for level, table in decision.levels.items():
        rows = table[table["er_udeladt"].astype(bool) & (table["aar"] == aar)]
        found = set(zip(rows["kpi"], rows["opdeling"], strict=True))
        silent[level.value] = frozenset(found | laws.counted_in_another)
    return silent


def _every_cell(tables: Mapping[str, pd.DataFrame], aar: int) -> list[Key]:
    """Return every cell that anybody has a row in, and every group in any month of the year."""
    cells = {tuple(cell) for cell in tables["celle"][LEVELS["celle"]].to_numpy()}
    months = range(aar * 100 + 1, aar * 100 + 13)
    places = {tuple(place) for place in tables["aar"][LEVELS["aar"]].to_numpy()}
    return sorted(cells | {(month, *place, "") for month in months for place in places})


def _shown_goals(school: School, decision: Decision, aar: int) -> list[ShownGoal]:
    found = []
    places = _places(school.units[school.units["aar"] == aar])
    for goal in school.goals:
        rows = school.units[(school.units["aar"] == aar) & (school.units["kpi"] == goal.kpi)]
        rows = rows[
            [
                goal.counts(kpi, opdeling) and goal.holds(u, d)
                for kpi, opdeling, u, d in rows[
                    ["kpi", "opdeling", "uddannelse", "uddannelsesdel"]
                ].itertuples(index=False)
            ]
        ]
        groups = [place for place in places if goal.holds(*place)]
        flags = decision.goals.get(GoalYear(goal.name, school.skole, aar), SHOWN)
        if not len(rows):
            continue
        if not flags.aar_er_skjult:
            found.append(_goal(goal, rows, groups, None))
        if not flags.maaneder_er_skjult:
            found += [_goal(goal, part, groups, month) for month, part in rows.groupby("maaned")]
    return found


def _places(units: pd.DataFrame) -> list[tuple[str, str]]:
    """Return every group; that a goal has nobody in one is not told by its figure."""
    return sorted(set(zip(units["uddannelse"], units["uddannelsesdel"], strict=True)))


def _goal(
    goal: GoalFigure, rows: pd.DataFrame, groups: Sequence[tuple[str, str]], maaned: object
) -> ShownGoal:
    return ShownGoal(
        kpi=goal.kpi,
        opdelinger=sorted(set(rows["opdeling"])),
        groups=groups,
        taeller=float(rows["taeller"].sum()),
        naevner=float(rows["naevner"].sum(min_count=1)),
        maaned=maaned,
    )
