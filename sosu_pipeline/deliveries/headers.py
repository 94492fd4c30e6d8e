"""Headers of a file held against the columns of a contract."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from sosu_pipeline.declarations.contract import Column, Contract
from sosu_pipeline.naming import header_key

HEADER_WITHIN = 30
"""A header stands among the first lines, or it is not found."""

_RESEMBLANCE = 0.6
_NUMBER = re.compile(r"-?[0-9][0-9.,]*")


@dataclass(frozen=True)
class HeaderMatch:
    """The cells of one line as headers: column name to positions, and the positions left over."""

    cells: tuple[str, ...]
    positions: dict[str, tuple[int, ...]]
    missing: tuple[Column, ...]
    extra: tuple[str, ...]

    def nearest(self, column: Column) -> str | None:
        """Return the left-over header that most resembles one of the column's own."""
        keys = {header_key(cell): cell for cell in self.extra}
        found = (
            get_close_matches(own, keys, 1, _RESEMBLANCE) for own in sorted(column.header_keys)
        )
        return next((keys[close[0]] for close in found if close), None)


def match_headers(cells: Sequence[str], contract: Contract) -> HeaderMatch:
    """Return which cell is which column; spelling, case and spacing are folded."""
    keys = [header_key(cell) for cell in cells]
    positions = {
        column.navn: tuple(i for i, key in enumerate(keys) if key in column.header_keys)
        for column in contract.kolonner
    }
    known = {i for places in positions.values() for i in places}
    return HeaderMatch(
        cells=tuple(cells),
        positions={navn: places for navn, places in positions.items() if places},
        missing=tuple(column for column in contract.kolonner if not positions[column.navn]),
        extra=tuple(cell for i, cell in enumerate(cells) if keys[i] and i not in known),
    )


def find_header(
    lines: Iterable[Sequence[str]], contract: Contract | None
) -> tuple[int | None, tuple[int, int]]:
    """Return the index of the header among the first lines, and how well it fits.

    Without a contract it is the first filled line, unless a cell of it is a number.
    """
    first = list(islice(lines, HEADER_WITHIN))
    if contract is None:
        filled = (i for i, cells in enumerate(first) if any(cell.strip() for cell in cells))
        index = next(filled, None)
        is_data = index is None or any(_NUMBER.fullmatch(cell.strip()) for cell in first[index])
        return None if is_data else index, (0, 0)
    scores = [_score_header(cells, contract) for cells in first]
    best = max(scores, default=(0, 0))
    return (scores.index(best), best) if best > (0, 0) else (None, best)


def _score_header(cells: Sequence[str], contract: Contract) -> tuple[int, int]:
    """Return how many required columns, and how many in all, the cells name.

    A line that names fewer than half of the required ones is no header: ``(0, 0)``.
    """
    match = match_headers(cells, contract)
    required = sum(column.er_paakraevet for column in contract.kolonner)
    lacking = sum(column.er_paakraevet for column in match.missing)
    is_header = match.positions and 2 * lacking <= required
    return (required - lacking, len(match.positions)) if is_header else (0, 0)
