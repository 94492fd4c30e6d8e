"""Kin: key figures of the same people, which are hidden alike so that none tells of another.

They are found by the cells of a school's year: a denominator that is another's
denominator, or another's numerator. The opdelinger of a rate are the same people asked again and
are one family; those of a count are other people, and a family each, unless they add up to another
key figure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sosu_pipeline.privacy.disclosure.axes import Columns
from sosu_pipeline.privacy.disclosure.small import Judged

NEARLY = 0.97
"""The share of cells that must agree: a correction in one of two feeds does not part two kin."""
CLOSE = 1e-6
Dense = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Kinship:
    """The family of each member, a key figure and opdeling; and the counts that are split.

    The latter have no family: their opdelinger add up to another key figure.
    """

    family_of: Mapping[int, int]
    split: frozenset[str]


def find_kin(cells: Columns, judged: Judged) -> Kinship:
    """Return the kinship of the key figures of a school's year."""
    people = _dense(cells, judged.members)
    split = judged.split
    whole = sorted(people.keys() - split)
    joined = {kpi: kpi for kpi in whole}
    for one, other in _pairs(whole):
        if _are_kin(people[one], people[other]):
            root, leaf = sorted((_root(joined, one), _root(joined, other)))
            joined[leaf] = root
    sums = {
        kpi
        for kpi in sorted(split & people.keys())
        if any(_agree(people[kpi].numerator, people[other].numerator) for other in whole)
    }
    families: dict[tuple[str, str], int] = {}
    family_of = {
        number: families.setdefault(
            (kpi, opdeling) if kpi in split else (_root(joined, kpi), ""), len(families)
        )
        for number, (kpi, opdeling) in enumerate(judged.members)
        if kpi in people.keys() - sums
    }
    return Kinship(family_of=family_of, split=frozenset(sums))


@dataclass(frozen=True, kw_only=True)
class _People:
    base: Dense
    numerator: Dense
    people: Dense


def _dense(cells: Columns, members: Sequence[tuple[str, str]]) -> dict[str, _People]:
    """Return each key figure over the cells of all, with NaN where it has none."""
    keys = np.stack([cells[name].astype(np.intp) for name in ("tid", "plads", "sted")])
    key = np.ravel_multi_index([*keys], keys.max(axis=1) + 1)
    known, number = np.unique(key, return_inverse=True)
    kpis, of_member = np.unique([kpi for kpi, _ in members], return_inverse=True)
    of_row = of_member[cells["medlem"].astype(np.intp)]
    found = {}
    for each in np.unique(of_row):
        rows = np.flatnonzero(of_row == each)
        base, numerator, people = np.full((3, len(known)), np.nan)
        where = number[rows]
        base[where] = cells["base"][rows]
        people[where] = cells["personer"][rows]
        numerator[where] = 0
        np.add.at(numerator, where, cells["taeller"][rows])
        found[str(kpis[each])] = _People(base=base, numerator=numerator, people=people)
    return found


def _are_kin(one: _People, other: _People) -> bool:
    return _is_multiple(one, other) or _agree(one.base, other.numerator)


def _is_multiple(one: _People, other: _People) -> bool:
    """Tell whether one counts the people of another, each the same number of times."""
    if not _agree(one.people, other.people):
        return False
    ratio = _ratio(one.base, other.base)
    return ratio > 0 and _agree(one.base, other.base * ratio)


def _ratio(one: Dense, other: Dense) -> float:
    both = (one > 0) & (other > 0)
    return float(np.median(one[both] / other[both])) if both.any() else 0.0


def _agree(one: Dense, other: Dense) -> bool:
    """Tell whether one is the other wherever one has people, but for a few cells."""
    known = ~np.isnan(one)
    if not known.any():
        return False
    same = np.abs(one[known] - other[known]) <= CLOSE * np.abs(other[known])
    return bool(same.mean() >= NEARLY)


def _pairs(names: list[str]) -> Iterator[tuple[str, str]]:
    yield from ((one, other) for one in names for other in names if one != other)


def _root(joined: Mapping[str, str], kpi: str) -> str:
    while joined[kpi] != kpi:
        kpi = joined[kpi]
    return kpi
