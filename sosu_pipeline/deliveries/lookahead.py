"""Iteration that knows which item is the last."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def mark_last(items: Iterable[Item]) -> Iterator[tuple[Item, bool]]:
    """Yield each item with whether it is the last, holding one back to know."""
    remaining = iter(items)
    try:
        held = next(remaining)
    except StopIteration:
        return
    for item in remaining:
        yield held, False
        held = item
    yield held, True
