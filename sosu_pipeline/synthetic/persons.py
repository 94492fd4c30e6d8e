"""Invented people and their numbers, none of which can be a real one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sosu_pipeline.synthetic.pupil_profile import Skole

REPLACEMENT_DAY = 60
FOREIGN_PREFIX = "UDL-"
LAST_CHANGE_BEFORE = timedelta(days=10)
DAY, YEAR = timedelta(days=1), timedelta(days=365)


@dataclass(frozen=True, eq=False)
class Person:
    """A person is itself and no other; ``numre`` are (from day, number), in order."""

    numre: tuple[tuple[date, str], ...]
    navn: str
    er_kvinde: bool
    foedt: date
    forudgaaende: str = ""

    def number_on(self, day: date) -> str:
        """Return the number that was in force on the day."""
        return next(number for start, number in reversed(self.numre) if start <= day)

    def age_on(self, day: date) -> int:
        """Return the age in whole years."""
        return (
            day.year - self.foedt.year - ((day.month, day.day) < (self.foedt.month, self.foedt.day))
        )


class People:
    """The invented civil register of one school: no number is drawn twice.

    Numbers have day + 60, or a birth in 2050-2057 with a leading zero. Serials 9xxx are kept for
    the people of bad lines, so that they never meet anybody's number.
    """

    def __init__(self, skole: Skole, pr_dato: date) -> None:
        """Begin with nobody; somebody will change number shortly before the last day."""
        self._skole = skole
        self._last_change: date | None = pr_dato - LAST_CHANGE_BEFORE
        self._taken: set[str] = set()
        self.changed: list[Person] = []

    def draw(
        self, rng: Random, day: date, alder: tuple[int, int], forudgaaende: str = ""
    ) -> Person:
        """Draw a person of that age who is first met on the day."""
        foedt = day - timedelta(days=rng.randrange(alder[0] * 365 + 10, alder[1] * 365 + 300))
        er_kvinde = rng.random() < self._skole.andel_kvinder
        numre = [(date.min, self._number(rng, foedt))]
        while rng.random() < self._skole.andel_cpr_skift:
            since = max(day, numre[-1][0]) + timedelta(days=rng.randrange(20, 700))
            numre.append((since, self._number(rng, foedt)))
        if self._last_change and day <= self._last_change < day + YEAR:
            numre.append((max(self._last_change, numre[-1][0] + DAY), self._number(rng, foedt)))
            self._last_change = None
        navn = self._name(rng, er_kvinde=er_kvinde)
        person = Person(tuple(numre), navn, er_kvinde, foedt, forudgaaende)
        if len(numre) > 1:
            self.changed.append(person)
        return person

    def draw_foreigner(self, rng: Random, day: date) -> Person:
        """Draw a course participant who is known by another id than a CPR number."""
        number = self._unused(lambda: f"{FOREIGN_PREFIX}{rng.randrange(10_000, 99_999)}")
        foedt = date(day.year - rng.randrange(20, 60), day.month, 1)
        return Person(((date.min, number),), navn="Udenlandsk kursist", er_kvinde=True, foedt=foedt)

    def draw_stranger(self, rng: Random) -> Person:
        """Draw somebody who exists on a bad line only."""
        foedt = date(rng.randrange(1970, 2005), rng.randrange(1, 13), rng.randrange(1, 28))
        number = self._unused(lambda: _replacement(foedt, rng.randrange(9000, 10_000)))
        return Person(
            ((date.min, number),), self._name(rng, er_kvinde=True), er_kvinde=True, foedt=foedt
        )

    def _number(self, rng: Random, foedt: date) -> str:
        if rng.random() < self._skole.andel_foranstillet_nul:
            return self._unused(lambda: _unborn(rng))
        return self._unused(lambda: _replacement(foedt, rng.randrange(9000)))

    def _unused(self, draw: Callable[[], str]) -> str:
        number = draw()
        while number in self._taken:
            number = draw()
        self._taken.add(number)
        return number

    def _name(self, rng: Random, *, er_kvinde: bool) -> str:
        first = self._skole.fornavne_kvinder if er_kvinde else self._skole.fornavne_maend
        return f"{rng.choice(first)} {rng.choice(self._skole.efternavne)}"


def _replacement(foedt: date, serial: int) -> str:
    return f"{foedt.day + REPLACEMENT_DAY:02d}{foedt:%m%y}{serial:04d}"


def _unborn(rng: Random) -> str:
    day, month, year = rng.randrange(1, 10), rng.randrange(1, 13), rng.randrange(50, 58)
    return f"{day:02d}{month:02d}{year:02d}{rng.randrange(5000, 9000):04d}"
