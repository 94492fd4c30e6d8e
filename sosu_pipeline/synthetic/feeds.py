"""What a delivered file is made of: columns with their kinds, rows, and days of delivery."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum, auto
from functools import cached_property
from typing import NamedTuple, TypeAlias

from sosu_pipeline.synthetic.persons import Person


class Kind(StrEnum):
    """How a cell is written; a ``str`` in any column is written as it stands."""

    TEKST = auto()
    FRITEKST = auto()
    KODE = auto()
    HELTAL = auto()
    SVAR = auto()
    DECIMAL = auto()
    DATO = auto()
    UGE = auto()
    MAANED = auto()
    JA_NEJ = auto()
    CPR = auto()
    KOMMUNE = auto()


Value: TypeAlias = str | int | Decimal | date | Person | None
Row: TypeAlias = tuple[Value, ...]


@dataclass(frozen=True)
class Feed:
    """A feed's columns by header, and its key.

    ``egen`` is the key column that makes an extra invented line somebody else's; ``spaend`` are
    the columns of a start and an end.
    """

    kilde: str
    kolonner: Mapping[str, Kind]
    noegle: tuple[str, ...]
    egen: str
    spaend: tuple[str, str] | None = None

    @cached_property
    def headers(self) -> tuple[str, ...]:
        """Return the headers in the order of the cells."""
        return tuple(self.kolonner)

    def place(self, header: str) -> int:
        """Return the place of a header."""
        return self.headers.index(header)

    def key(self, row: Row) -> Row:
        """Return the key cells of a row."""
        return tuple(row[place] for place in self._key_places)

    @cached_property
    def _key_places(self) -> tuple[int, ...]:
        return tuple(self.place(header) for header in self.noegle)


class Delivery(NamedTuple):
    """What one feed hands over on one day."""

    feed: Feed
    dag: date
    rows: Sequence[Row]


class Line(NamedTuple):
    """A row and the day the school knew it; a later line of the same key corrects it."""

    kendt: date
    row: Row


def changes(feed: Feed, lines: Iterable[Line], days: Sequence[date]) -> Iterator[Delivery]:
    """Yield for each day the last version of every key that became known since the day before.

    Lines that become known after the last day are never delivered; days without lines have no file.
    """
    by_day: dict[date, dict[Row, Row]] = {day: {} for day in days}
    for line in sorted(lines, key=lambda line: line.kendt):
        place = bisect_left(days, line.kendt)
        if place < len(days):
            by_day[days[place]][feed.key(line.row)] = line.row
    for day, rows in by_day.items():
        if rows:
            yield Delivery(feed, day, tuple(rows.values()))
