"""Chance that falls the same way on every machine and day, and the shares it is given."""

from collections.abc import Mapping
from random import Random
from typing import Annotated, TypeAlias

from pydantic import Field

Share: TypeAlias = Annotated[float, Field(ge=0, le=1)]
Weights: TypeAlias = dict[str, float]
ByYear: TypeAlias = dict[int, float]


def dice(*names: object) -> Random:
    """Return a generator seeded by the names alone (text seeds are hashed with SHA-512)."""
    return Random("/".join(map(str, names)))  # noqa: S311 - invented data, not secrets


def pick(rng: Random, weights: Mapping[str, float]) -> str:
    """Pick a name by its weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


def whole(rng: Random, expected: float) -> int:
    """Return a whole number with that mean: the remainder decides by chance."""
    return int(expected) + (rng.random() < expected % 1)


def factor(by_year: Mapping[int, float], year: int) -> float:
    """Return the factor of a year; a year that is not named has 1."""
    return by_year.get(year, 1.0)
