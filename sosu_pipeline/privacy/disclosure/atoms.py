"""Atoms: the kinds of counted units that a family's figures are sums of.

Two figures of the same people share their atoms, so whoever is moved is moved in both.
"""

from dataclasses import dataclass, field

import numpy as np

from sosu_pipeline.privacy.disclosure.sheet import Flags, Floats
from sosu_pipeline.privacy.disclosure.small import Law

CLOSE = 1e-6
LEAST, MOST = 1, 5
"""What one answer on a scale can be."""
Weights = dict[int, float]


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A member of a family: its figures per cell of the sheet, zero where it has no row.

    ``within`` are the cells of the groups that it has rows in.
    """

    law: Law
    within: Flags
    base: Floats
    numerator: Floats


@dataclass(frozen=True)
class Summed:
    """A member's base figure, or its numerator, as a sum of atoms."""

    member: int
    weights: Weights
    of_numerator: bool = False


@dataclass(kw_only=True)
class Atoms:
    """The atoms found so far, and each member's figures as sums of them.

    ``parts`` are the sets of atoms that must not be pinned, with the member they are of.
    """

    kinds: list[Floats] = field(default_factory=list)
    figures: list[Summed] = field(default_factory=list)
    parts: list[tuple[int, set[int]]] = field(default_factory=list)

    def add(self, number: int, member: Counted) -> None:
        """Add a member: over the atoms of another one where its figures are that one's."""
        match member.law:
            case Law.COUNT:
                self.figures.append(Summed(number, self._base(member)))
            case Law.SHARE:
                self._add_share(number, member)
            case Law.SCALE:
                self._add_scale(number, member)
            case Law.SHARE_OVER_TIME | Law.OTHER:
                self._add_apart(number, member)

    def _base(self, member: Counted) -> Weights:
        """Return the atoms that a member's base is: known ones times a factor, or a new one."""
        sums = [summed.weights for summed in self.figures if not summed.of_numerator]
        single = [{atom: 1.0} for atom in range(len(self.kinds))]
        own = member.base[member.within]
        for weights in (*sums, *single):
            known = self._sum(weights)[member.within]
            factor = own.sum() / known.sum() if known.sum() > 0 else 0.0
            if factor > 0 and np.allclose(known * factor, own, rtol=CLOSE, atol=CLOSE):
                return {atom: weight * factor for atom, weight in weights.items()}
        return {self._new(member.base): 1.0}

    def _add_share(self, number: int, member: Counted) -> None:
        """Split the atom that the numerator is counted in; where there is none, it stands alone."""
        base = self._base(member)
        holding = (
            atom
            for atom, weight in sorted(base.items())
            if (member.numerator <= self.kinds[atom] * weight + CLOSE).all()
        )
        atom = next(holding, None)
        if atom is None:
            atom = self._new(member.base)
            base = {atom: 1.0}
        part = self._split(atom, member.numerator / base[atom])
        base[part] = base[atom]
        self.figures.append(Summed(number, base))
        self.parts += [(number, {part}), (number, base.keys() - {part})]

    def _add_scale(self, number: int, member: Counted) -> None:
        """Count those who gave the least and those who gave the most: any answers are of them."""
        span = MOST - LEAST
        least = self._new((MOST * member.base - member.numerator) / span)
        most = self._new((member.numerator - LEAST * member.base) / span)
        self.figures.append(Summed(number, {least: 1.0, most: 1.0}))

    def _add_apart(self, number: int, member: Counted) -> None:
        """Count numerator and denominator each for itself."""
        base, numerator = self._new(member.base), self._new(member.numerator)
        self.figures.append(Summed(number, {base: 1.0}))
        if member.law is Law.OTHER:
            self.figures.append(Summed(number, {numerator: 1.0}, of_numerator=True))
        self.parts += [(number, {base}), (number, {numerator})]

    def _sum(self, weights: Weights) -> Floats:
        total: Floats = sum(
            (self.kinds[atom] * weight for atom, weight in weights.items()),
            start=np.zeros_like(self.kinds[0]),
        )
        return total

    def _new(self, amounts: Floats) -> int:
        self.kinds.append(np.maximum(amounts, 0))
        return len(self.kinds) - 1

    def _split(self, atom: int, amounts: Floats) -> int:
        """Take a new atom out of a known one, in every figure that has it."""
        part = self._new(amounts)
        self.kinds[atom] = np.maximum(self.kinds[atom] - amounts, 0)
        for summed in self.figures:
            if atom in summed.weights:
                summed.weights[part] = summed.weights[atom]
        for _, atoms in self.parts:
            if atom in atoms:
                atoms.add(part)
        return part
