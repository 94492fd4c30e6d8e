"""Two nights of an invented school, and a reader who has kept the first one's publication."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from sosu_pipeline.privacy.disclosure import Decision, Level
from sosu_pipeline.privacy.disclosure.published import HIDDEN, LEFT_OUT
from tests.disclosure.attacker import LEVELS, Attacker, Key, Knowledge
from tests.disclosure.finding import Finding, found_of
from tests.disclosure.schools import School, Size, draw_school, shown_of

CELL = LEVELS["celle"]
BUSY = Size(groups=(4, 8), people=(60, 200), months=(4, 8), afdelinger=(1, 3), evenness=1.5)
COUNTED = frozenset({"kpi_optag", "kpi_behov", "kpi_afbrud", "kpi_gennemfoerelse"})


@dataclass(frozen=True, kw_only=True)
class TwoNights:
    """A school on two nights; ``moved`` are the cells that somebody came to in between."""

    first: School
    second: School
    moved: frozenset[Key]


def draw_nights(seed: int, aar: int) -> TwoNights:
    """Draw a school to whose last month but one, and a few closed cells, people come late.

    Nobody of the last month was there on the first night.
    """
    chance = np.random.default_rng(seed + 1_000)
    drawn = draw_school(seed, BUSY)
    second = replace(drawn, units=drawn.units[drawn.units["kpi"].isin(COUNTED)])
    persons = second.units[second.units["aar"] == aar].drop_duplicates("person")
    last = persons["maaned"].max()
    running = persons["maaned"] == last - 1
    late = chance.random(len(persons)) < 1 / len(persons)
    came = (persons["maaned"] == last) | (running & (chance.random(len(persons)) < 0.4)) | late
    people = set(persons.loc[came, "person"])
    is_new = second.units["person"].isin(people)
    moved = second.units.loc[is_new, CELL].drop_duplicates()
    return TwoNights(
        first=replace(second, units=second.units[~is_new]),
        second=second,
        moved=frozenset(map(tuple, moved.to_numpy())),
    )


class KeepingAttacker(Attacker):
    """Bounds what is hidden from two nights: what did not move is the same, the rest has grown."""

    def __init__(self, first: Knowledge, second: Knowledge, moved: frozenset[Key]) -> None:
        """Write down what each night tells, and what holds between them."""
        super().__init__(second)
        self.before = Attacker(first)
        now, offset = dict(self.unknown), len(self.unknown)
        before = {name: number + offset for name, number in self.before.unknown.items()}
        for (kpi, *rest), number in before.items():
            self.unknown[f"foer {kpi}", *rest] = number
        self.lower += self.before.lower
        self.below += [(one + offset, other + offset) for one, other in self.before.below]
        self.rows += [
            ([cell + offset for cell in cells], weights, value)
            for cells, weights, value in self.before.rows
        ]
        self._link(before, now, moved)

    def _link(
        self, before: Mapping[Key, int], now: Mapping[Key, int], moved: frozenset[Key]
    ) -> None:
        """Write down what holds between the nights, cell by cell and place by place.

        A cell that is left out may go by another name, its afdeling not being known.
        """
        places = {cell[:-1] for cell in moved}
        both = [
            ({before[name]}, {now[name]}, name[2] in moved)
            for name in sorted(before.keys() & now, key=str)
            if name[2][-1]
        ]
        sums: dict[Key, tuple[set[int], set[int]]] = {}
        for night, unknown in enumerate((before, now)):
            for (kpi, opdeling, cell, figure), number in unknown.items():
                name = (kpi, opdeling, cell[:-1], figure)
                sums.setdefault(name, (set(), set()))[night].add(number)
        both += [(*sides, name[2] in places) for name, sides in sums.items()]
        for earlier, later, has_moved in both:
            if has_moved:
                self.below.append((sorted(earlier), sorted(later)))
            else:
                signs = [1.0] * len(earlier) + [-1.0] * len(later)
                self.rows.append(([*sorted(earlier), *sorted(later)], signs, 0.0))

    def shown_around(self, kpi: str, opdeling: str, level: str, key: Key) -> Iterator[pd.Series]:
        """Yield the totals that a cell is in, shown on either night."""
        yield from super().shown_around(kpi, opdeling, level, key)
        yield from self.before.shown_around(kpi, opdeling, level, key)


def kept_findings(nights: TwoNights, one: Decision, two: Decision, aar: int) -> Iterator[Finding]:
    """Yield every small row that stands as it was, hidden on both nights, and is found."""
    known = (shown_of(nights.first, one, aar), shown_of(nights.second, two, aar))
    attackers = {
        kpi: attacker
        for first, second in zip(*(each.parts() for each in known), strict=True)
        for attacker in [KeepingAttacker(first, second, nights.moved)]
        for kpi in second.kpis
    }
    laws = nights.second.laws
    for level, rows in _standing(nights, one, two).items():
        for row in rows[rows["aar"] == aar].to_dict("records"):
            yield from found_of(attackers[row["kpi"]], level, row, laws.limit_of(row["kpi"]))


def _standing(nights: TwoNights, one: Decision, two: Decision) -> dict[str, pd.DataFrame]:
    """Return the small rows that are as they were, and were published as hidden the night before.

    One that is hidden no longer is found too.
    """
    found = {}
    first, second = nights.first.tables(), nights.second.tables()
    for level in Level:
        key = ["kpi", "skole", "aar", "opdeling", *LEVELS[level.value]]
        rows = first[level.value].merge(second[level.value], validate="one_to_one")
        for name, decision in (("foer", one), ("nu", two)):
            flags = decision.levels[level].set_index(key)[[HIDDEN, LEFT_OUT]]
            rows = rows.join(flags.add_suffix(f"_{name}"), on=key, how="inner")
        left_out = rows[f"{LEFT_OUT}_foer"] | rows[f"{LEFT_OUT}_nu"]
        rows = rows.rename(columns={f"{HIDDEN}_nu": HIDDEN})
        stays = rows[f"{HIDDEN}_foer"] & ~left_out
        small = rows["personer"] < rows["kpi"].map(nights.second.laws.limit_of)
        found[level.value] = rows[small & stays]
    return found
