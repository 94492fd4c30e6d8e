"""Aims: what each kind of goal asks of a year, given the baseline."""

import math
from dataclasses import dataclass
from fractions import Fraction

from sosu_pipeline.declarations.goal import (
    AbsoluteChange,
    BetterThanBaseline,
    Direction,
    Level,
    MeasuredGoal,
    Range,
    RelativeChange,
    Share,
    YearlyGrowth,
)


@dataclass(frozen=True)
class Aim:
    """A figure to reach and the way to it; where ``is_strict``, being level is not enough."""

    target: Fraction
    direction: Direction
    is_strict: bool = False

    def is_met_by(self, value: Fraction) -> bool:
        """Tell whether a value reaches the aim, compared unrounded."""
        if value == self.target:
            return not self.is_strict
        return (value > self.target) is (self.direction is Direction.OP)

    def lack(self, value: Fraction) -> Fraction:
        """Return how much a value lacks, 0 where it lacks nothing."""
        return max(sign_of(self.direction) * (self.target - value), Fraction(0))


def sign_of(direction: Direction) -> int:
    """Return 1 where more is better, else -1."""
    return 1 if direction is Direction.OP else -1


def baseline_year(goal: MeasuredGoal) -> int | None:
    """Return the year a goal is held against, or None."""
    match goal:
        case RelativeChange() | AbsoluteChange() | BetterThanBaseline() | YearlyGrowth():
            return goal.basisaar
        case Level() | Share() | Range():
            return None


def first_year(goal: MeasuredGoal) -> int:
    """Return the first year a goal is judged in."""
    match goal:
        case RelativeChange() | AbsoluteChange():
            return goal.maalaar
        case _:
            return goal.fra_aar


def needs_more_than_zero(goal: MeasuredGoal) -> bool:
    """Tell whether a goal is in percent of its baseline, and so means nothing on one of zero."""
    return isinstance(goal, RelativeChange | YearlyGrowth)


def aim(goal: MeasuredGoal, base: Fraction, year: int) -> Aim:
    """Return what a goal asks of a year; one without a baseline does not look at ``base``.

    A percentage of a negative baseline goes the way the goal says, not the way its sign does. A
    range is met from the end one comes to first.
    """
    match goal:
        case RelativeChange():
            return Aim(base + abs(base) * Fraction(goal.aendring), goal.retning)
        case AbsoluteChange():
            return Aim(base + Fraction(goal.aendring), goal.retning)
        case BetterThanBaseline():
            return Aim(base, goal.retning, is_strict=True)
        case YearlyGrowth():
            outward = sign_of(goal.retning) * (1 if base > 0 else -1)
            yearly = 1 + outward * Fraction(goal.aarlig)
            return Aim(base * yearly ** (year - goal.basisaar), goal.retning)
        case Range():
            upward = goal.retning is Direction.OP
            return Aim(Fraction(goal.mindst if upward else goal.hoejst), goal.retning)
        case Level() | Share():
            return Aim(Fraction(goal.maaltal), goal.retning)


def promises_agree(absolute: AbsoluteChange, relative: RelativeChange, base: Fraction) -> bool:
    """Tell whether a number more is the same promise as a percentage: both in whole percent."""
    if base == 0:
        return False
    as_share = Fraction(absolute.aendring) / base
    return _whole_percent(as_share) == _whole_percent(Fraction(relative.aendring))


def _whole_percent(share: Fraction) -> int:
    """Round half up, as people do."""
    return math.floor(share * 100 + Fraction(1, 2))
