"""A reader who tries to find hidden figures: what must they be, given everything published?

Every figure of every key figure per month, uddannelse, uddannelsesdel and afdeling is an unknown;
every shown figure is an equation of them. A linear program then tells how small and how large any
hidden figure can be. Nothing here is the defender's: all is read off the published tables.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import csr_array

PLACE = ["uddannelse", "uddannelsesdel"]
FIGURES = ("naevner", "taeller")
LEVELS: Mapping[str, list[str]] = {
    "celle": ["maaned", *PLACE, "afdeling"],
    "maaned": ["maaned"],
    "aar": PLACE,
    "skole": [],
}
Key = tuple[object, ...]


@dataclass(frozen=True, kw_only=True)
class ShownGoal:
    """A figure of a goal as it is shown: of a year, or of a month of it, over some groups."""

    kpi: str
    opdelinger: Sequence[str]
    groups: Sequence[tuple[str, str]]
    taeller: float
    naevner: float
    maaned: object = None


@dataclass(frozen=True)
class SameFigure:
    """What a reader knows: that a figure is, in every cell, the sum of others' figures there.

    ``dele`` are the uddannelsesdele it holds in, all where there are none.
    """

    of: tuple[str, str, str]
    others: Sequence[tuple[str, str, str]]
    dele: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """All that is published of one school's year, hidden figures being NaN, and what is well known.

    ``tables`` has one per level with ``kpi, opdeling``, the level's key, ``taeller`` and
    ``naevner``, NaN too where there is none. A key figure of ``shares`` counts its numerator among
    its denominator, and one of ``people`` has at least one person in every row that is published.
    ``silent`` has, per level, the members some of whose rows are left out, so that a missing row
    says nothing; they could have any of ``every_cell``.
    """

    tables: Mapping[str, pd.DataFrame]
    goals: Sequence[ShownGoal]
    same: Sequence[SameFigure]
    shares: frozenset[str]
    counts: frozenset[str]
    people: frozenset[str]
    kpis: frozenset[str]
    silent: Mapping[str, frozenset[tuple[str, str]]]
    every_cell: Sequence[Key]

    @property
    def members(self) -> set[tuple[str, str]]:
        """Return the key figures with their opdelinger, those left out altogether among them."""
        shown = {
            member
            for table in self.tables.values()
            for member in zip(table["kpi"], table["opdeling"], strict=True)
        }
        return shown | {member for member in self.silent["skole"] if member[0] in self.kpis}

    def parts(self) -> "Iterator[Knowledge]":
        """Yield what is known of key figures that have nothing to do with the others."""
        left = sorted(self.kpis)
        while left:
            near = {left[0]}
            for _ in self.same:
                for kin in self.same:
                    names = {kin.of[0], *(other[0] for other in kin.others)}
                    near |= names if names & near else set()
            tables = {name: table[table["kpi"].isin(near)] for name, table in self.tables.items()}
            goals = [goal for goal in self.goals if goal.kpi in near]
            yield replace(self, tables=tables, goals=goals, kpis=frozenset(near))
            left = [kpi for kpi in left if kpi not in near]


class Attacker:
    """Bounds hidden figures from what is published."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Number the unknowns and write down every equation."""
        self.known = knowledge
        self.unknown: dict[Key, int] = {}
        self.lower: list[float] = []
        self.rows: list[tuple[list[int], list[float], float]] = []
        self.below: list[tuple[int, int]] = []
        self._name_unknowns()
        self._write_tables()
        self._write_goals()
        self._write_kin()

    def range_of(self, level: str, kpi: str, opdeling: str, key: Key, figure: str) -> Key:
        """Return the least and the most that a figure can be."""
        goal = np.zeros(len(self.unknown))
        goal[self._cells(level, kpi, opdeling, key, figure)] = 1
        return self._extreme(goal, 1), self._extreme(goal, -1)

    def most_of(self, level: str, kpi: str, opdeling: str, key: Key, figure: str) -> float:
        """Return the most that a figure can be."""
        goal = np.zeros(len(self.unknown))
        goal[self._cells(level, kpi, opdeling, key, figure)] = 1
        return self._extreme(goal, -1)

    def _extreme(self, goal: np.ndarray, sign: int) -> float:
        found = linprog(
            sign * goal,
            A_ub=self._upper,
            b_ub=np.zeros(self._upper.shape[0]),
            A_eq=self._equal,
            b_eq=np.array([value for _, _, value in self.rows]),
            bounds=[(least, None) for least in self.lower],
            method="highs",
        )
        if found.status == 3:
            return -sign * np.inf
        assert found.status == 0, found.message
        return sign * float(found.fun)

    @cached_property
    def _equal(self) -> csr_array:
        where = [(row, cell) for row, (cells, _, _) in enumerate(self.rows) for cell in cells]
        rows, cells = zip(*where, strict=True) if where else ((), ())
        values = [weight for _, weights, _ in self.rows for weight in weights]
        return csr_array((values, (rows, cells)), shape=(len(self.rows), len(self.unknown)))

    @cached_property
    def _upper(self) -> csr_array:
        matrix = np.zeros((len(self.below), len(self.unknown)))
        for row, (smaller, larger) in enumerate(self.below):
            matrix[row, smaller], matrix[row, larger] = 1, -1
        return csr_array(matrix)

    def _name_unknowns(self) -> None:
        """Name a cell for every published row; without any, for every group in every month."""
        cells = self.known.tables["celle"]
        published = {
            member: [tuple(row) for row in rows[LEVELS["celle"]].to_numpy()]
            for member, rows in cells.groupby(["kpi", "opdeling"])
        }
        for member in sorted(self.known.members):
            own = set(published.get(member, []))
            self._add(*member, sorted(own), least=1.0)
            if member in self.known.silent["celle"]:
                self._add(*member, sorted(self._could_have(member) - own), least=0.0)

    def _could_have(self, member: tuple[str, str]) -> set[Key]:
        """Return the cells that a member could have, its months and groups being what is shown."""
        months, places = (
            None if member in self.known.silent[level] else set(self._rows_of(level, member))
            for level in ("maaned", "aar")
        )
        dele = {
            part
            for kin in self.known.same
            if any(other[:2] == member for other in kin.others)
            for part in kin.dele
        }
        return {
            cell
            for cell in self.known.every_cell
            if (months is None or cell[:1] in months)
            and (places is None or cell[1:3] in places)
            and (not dele or cell[2] in dele)
        }

    def _rows_of(self, level: str, member: tuple[str, str]) -> list[Key]:
        table = self.known.tables[level]
        rows = table[(table["kpi"] == member[0]) & (table["opdeling"] == member[1])]
        return [tuple(row) for row in rows[LEVELS[level]].to_numpy()]

    def _add(self, kpi: str, opdeling: str, keys: Sequence[Key], *, least: float) -> None:
        is_count = kpi in self.known.counts
        base = "taeller" if is_count else "naevner"
        for key in keys:
            for figure in ("taeller",) if is_count else FIGURES:
                at_least = least if figure == base and kpi in self.known.people else 0.0
                self.unknown[kpi, opdeling, key, figure] = len(self.lower)
                self.lower.append(at_least)
            if kpi in self.known.shares:
                both = (self.unknown[kpi, opdeling, key, name] for name in ("taeller", "naevner"))
                self.below.append(tuple(both))

    @cached_property
    def _of_member(self) -> Mapping[tuple[str, str, str], list[tuple[Key, int]]]:
        found: dict[tuple[str, str, str], list[tuple[Key, int]]] = {}
        for (kpi, opdeling, key, figure), number in self.unknown.items():
            found.setdefault((kpi, opdeling, figure), []).append((key, number))
        return found

    def _cells(self, level: str, kpi: str, opdeling: str, key: Key, figure: str) -> list[int]:
        wanted = dict(zip(LEVELS[level], key, strict=True))
        at = [(LEVELS["celle"].index(name), value) for name, value in wanted.items()]
        members = self._of_member.get((kpi, opdeling, figure), [])
        return [n for cell, n in members if all(cell[place] == value for place, value in at)]

    def _write_tables(self) -> None:
        for level, table in self.known.tables.items():
            for row in table.to_dict("records"):
                key = tuple(row[name] for name in LEVELS[level])
                for figure in FIGURES:
                    if not np.isnan(row[figure]):
                        cells = self._cells(level, row["kpi"], row["opdeling"], key, figure)
                        self._write(cells, row[figure])

    def _write_goals(self) -> None:
        for goal in self.known.goals:
            for figure in FIGURES:
                value = getattr(goal, figure)
                if np.isnan(value):
                    continue
                cells = [
                    cell
                    for opdeling in goal.opdelinger
                    for group in goal.groups
                    for cell in self._cells("aar", goal.kpi, opdeling, group, figure)
                ]
                if goal.maaned is not None:
                    months = {key: number for number, key in self._numbers}
                    cells = [cell for cell in cells if months[cell][2][0] == goal.maaned]
                self._write(cells, value)

    @cached_property
    def _numbers(self) -> list[tuple[Key, int]]:
        return [(key, number) for key, number in self.unknown.items()]

    def _write(self, cells: Sequence[int], value: float) -> None:
        self.rows.append((list(cells), [1.0] * len(cells), value))

    def _write_kin(self) -> None:
        for kin in self.known.same:
            if not all((*other[:2], other[2]) in self._of_member for other in kin.others):
                continue
            for key, number in self._of_member.get(kin.of, []):
                if kin.dele and key[2] not in kin.dele:
                    continue
                others = [
                    self.unknown[kpi, opdeling, key, figure]
                    for kpi, opdeling, figure in kin.others
                    if (kpi, opdeling, key, figure) in self.unknown
                ]
                self.rows.append(([number, *others], [1.0] + [-1.0] * len(others), 0.0))

    def shown_around(self, kpi: str, opdeling: str, level: str, key: Key) -> Iterator[pd.Series]:
        """Yield the shown totals that a cell is in."""
        wanted = dict(zip(LEVELS[level], key, strict=True))
        for name, table in self.known.tables.items():
            if set(LEVELS[name]) <= set(LEVELS[level]):
                rows = table[(table["kpi"] == kpi) & (table["opdeling"] == opdeling)]
                for column in LEVELS[name]:
                    rows = rows[rows[column] == wanted[column]]
                yield from (row for _, row in rows[rows["taeller"].notna()].iterrows())
