"""A family's year: what its members have together, before any of it is hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sosu_pipeline.privacy.disclosure.atoms import Atoms, Counted, Summed
from sosu_pipeline.privacy.disclosure.axes import Axes
from sosu_pipeline.privacy.disclosure.kin import NEARLY
from sosu_pipeline.privacy.disclosure.published import Level
from sosu_pipeline.privacy.disclosure.sheet import Figure, Flags, Floats, Places
from sosu_pipeline.privacy.disclosure.small import Judged, Law


@dataclass(frozen=True, kw_only=True)
class Family:
    """What the members of a family have: their atoms, their groups and what is small of them.

    ``tonight`` is how much each cell has of each atom, ``both_nights`` what it had of it on the
    night before too.
    """

    axes: Axes
    atoms: Atoms
    tonight: Floats
    both_nights: Floats
    shares: Sequence[int]
    groups: Mapping[int, Flags]
    small: Mapping[Level, Mapping[int, Flags]]

    @classmethod
    def of(cls, axes: Axes, judged: Judged) -> "Family":
        """Return a family, those members taken first that have every group."""
        groups = _groups(axes)
        moved = np.flatnonzero(axes.any_of(Level.CELL, "er_flyttet"))
        atoms = Atoms()
        for member in sorted(axes.members, key=lambda each: (not groups[each].all(), each)):
            counted = Counted(
                law=judged.laws[judged.members[member][0]],
                within=groups[member][np.append(axes.row, axes.row[moved])],
                base=_with_before(axes, member, "base", moved),
                numerator=_with_before(axes, member, "taeller", moved),
            )
            atoms.add(member, counted)
        small = {
            level: {member: axes.column_of(level, member, "lille") > 0 for member in axes.members}
            for level in Level
        }
        shares = [n for n in axes.members if judged.laws[judged.members[n][0]] is Law.SHARE]
        tonight, before = np.split(np.stack(atoms.kinds), [len(axes.row)], axis=1)
        both = tonight.copy()
        both[:, moved] = np.minimum(both[:, moved], before)
        both *= axes.any_of(Level.CELL, "fandtes")
        return cls(
            axes=axes,
            atoms=atoms,
            tonight=tonight,
            both_nights=both,
            shares=shares,
            groups=groups,
            small=small,
        )

    @property
    def whole(self) -> list[int]:
        """Return the members that have every group, so that the school's totals are theirs."""
        return [member for member in self.axes.members if self.groups[member].all()]

    def small_of(self, level: Level, members: Sequence[int]) -> Flags:
        """Return where some of the members are small."""
        small = np.zeros(self.axes.size_of(level), dtype=bool)
        for member in members:
            small |= self.small[level][member]
        return small

    def hidden(self, level: Level, members: Sequence[int]) -> Flags:
        """Return where some of the members are small, or were hidden and stand as they were."""
        return self.small_of(level, members) | self.axes.any_of(level, "bliver", members)

    def share(self, level: Level, members: Sequence[int], people_in: str = "personer") -> Floats:
        """Return what can be given while a person stays in each member's row."""
        people = np.full(self.axes.size_of(level), np.inf)
        for member in members:
            own = self.axes.column_of(level, member, people_in)
            people = np.minimum(people, np.where(own > 0, own, np.inf))
        share: Floats = np.where(np.isfinite(people), 1 - 1 / people, 0)
        return share

    def parts(self) -> Flags:
        """Return the sets of atoms that must not be pinned."""
        parts = np.zeros((len(self.atoms.parts), len(self.atoms.kinds)), dtype=bool)
        for number, (_, inside) in enumerate(self.atoms.parts):
            parts[number, list(inside)] = True
        return parts

    def told(self, level: Level, members: Sequence[int]) -> Flags:
        """Return where each part must not be pinned."""
        told = np.zeros((len(self.atoms.parts), self.axes.size_of(level)), dtype=bool)
        for number, (member, _) in enumerate(self.atoms.parts):
            told[number] = self.small[level][member] & (member in members)
        return told

    def figure(self, summed: Summed) -> Figure:
        """Return a figure with its needs; the school's months are those of whole members."""
        weights = np.zeros(len(self.atoms.kinds))
        weights[list(summed.weights)] = list(summed.weights.values())
        name = "need_taeller" if summed.of_numerator else "need"
        cells, months, years = (
            self.axes.column_of(level, summed.member, name)
            for level in (Level.CELL, Level.MONTH, Level.YEAR)
        )
        if summed.member not in self.whole:
            months = np.zeros_like(months)
        return Figure(weights=weights, cells=cells, months=months, years=years)

    def tells(self, member: int) -> bool:
        """Tell whether a member's rows tell by being there.

        It has none somewhere in its groups, or it is counted in the numerator of another.
        """
        has_row = self.axes.column_of(Level.CELL, member, "personer") > 0
        base = self.axes.column_of(Level.CELL, member, "base")[has_row]
        return bool((~has_row & self.groups[member][self.axes.row]).any()) or any(
            other != member
            and np.isclose(base, self.axes.column_of(Level.CELL, other, "taeller")[has_row]).mean()
            >= NEARLY
            for other in self.shares
        )


def _with_before(axes: Axes, member: int, name: str, moved: Places) -> Floats:
    """Return a member's figures, and after them those of the night before where others were."""
    before = axes.column_of(Level.CELL, member, f"foer_{name}")
    return np.append(axes.column_of(Level.CELL, member, name), before[moved])


def _groups(axes: Axes) -> dict[int, Flags]:
    """Return each member's groups; one counted in another's numerator has the other's groups.

    Where it has no row, the other's numerator is zero, and its totals are the same.
    """
    own = {member: axes.groups_of(member) for member in axes.members}
    base = {member: axes.column_of(Level.CELL, member, "base") for member in axes.members}
    above = {member: axes.column_of(Level.CELL, member, "taeller") for member in axes.members}
    groups = dict(own)
    for member in axes.members:
        for other in axes.members:
            if other != member and np.allclose(base[member], above[other]):
                groups[member] = groups[member] | own[other]
    return groups
