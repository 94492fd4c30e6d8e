"""The school being drawn: its size, its years, its day of today, and its own chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from random import Random

from sosu_pipeline.synthetic.chance import dice
from sosu_pipeline.synthetic.days import delivery_days
from sosu_pipeline.synthetic.persons import People
from sosu_pipeline.synthetic.profile import Profile
from sosu_pipeline.synthetic.pupil_profile import Afdeling

AHEAD = timedelta(days=200)


@dataclass(frozen=True)
class School:
    """One school; how messy its files are is unknown here, so the figures cannot depend on it."""

    skole: str
    profil: Profile
    elever: int
    fra: int
    til: int
    seed: int
    pr_dato: date

    @property
    def first_day(self) -> date:
        """Return the first day of the school's history."""
        return date(self.fra, 1, 1)

    @property
    def horizon(self) -> date:
        """Return the last day on which anything drawn begins; some of it still lies ahead."""
        return min(date(self.til, 12, 31), self.pr_dato) + AHEAD

    @property
    def years(self) -> range:
        """Return the years of the history."""
        return range(self.fra, min(self.til, self.pr_dato.year) + 1)

    @cached_property
    def people(self) -> People:
        """Return the school's invented civil register."""
        return People(self.profil.skole, self.pr_dato)

    def dice(self, *names: object) -> Random:
        """Return the chance of one noun at this school."""
        return dice(self.seed, self.skole, *names)

    def days(self, kilde: str) -> Sequence[date]:
        """Return the days on which the feed is delivered."""
        rhythms = self.profil.leveringer.rytmer
        return delivery_days(rhythms.get(kilde, rhythms["andre"]), self.first_day, self.pr_dato)

    def per_1000(self, number: float) -> float:
        """Scale a number that is given per 1,000 pupils at a time."""
        return number * self.elever / 1000

    def department(self, rng: Random) -> Afdeling:
        """Draw a department by its size."""
        departments = self.profil.skole.afdelinger
        return rng.choices(departments, [department.andel for department in departments])[0]
