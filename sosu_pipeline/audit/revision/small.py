"""What may be told of counts beside a figure that is shown: none of a group below the limit."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True)
class Part(Generic[Name]):
    """One or more counts told as one; None where it is only told to be below the limit."""

    navne: tuple[Name, ...]
    antal: int | None


@dataclass(frozen=True)
class Parts(Generic[Name]):
    """Counts as they may be told, and whether their total may be told beside them."""

    dele: tuple[Part[Name], ...]
    viser_total: bool


def told_parts(counts: Mapping[Name, int], smallest: int) -> Parts[Name]:
    """Return counts with those below a limit added together, and to the next until they reach it.

    Where all of them together are below the limit, neither they nor their total can be told.
    A count of nothing is left out, since it tells of nobody.

    Args:
        counts: a count by name; the total of them can be found from the figure.
        smallest: how many a group has to be to be told of; 1 or less tells everything.
    """
    rising = sorted((antal, place) for place, antal in enumerate(counts.values()) if antal)
    names = list(counts)
    together: list[int] = []
    total = 0
    for antal, place in rising:
        if antal >= smallest and (not together or total >= smallest):
            break
        together.append(place)
        total += antal
    if len(together) <= 1 and total >= smallest:
        together = []
    alone = tuple(
        Part((name,), antal)
        for place, (name, antal) in enumerate(counts.items())
        if antal and place not in together
    )
    if not together:
        return Parts(alone, viser_total=True)
    joined = tuple(names[place] for place in sorted(together))
    if total < smallest:
        return Parts((*alone, Part(joined, None)), viser_total=False)
    return Parts((*alone, Part(joined, total)), viser_total=True)


def may_tell(antal: int, smallest: int) -> bool:
    """Tell whether a count may be told by itself."""
    return antal == 0 or antal >= smallest
