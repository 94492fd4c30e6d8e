"""Whole courses: a row with those that continue it, and where it all stood on a day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import attrgetter

from sosu_pipeline.synthetic.courses import BROKEN_OFF, Course, Stage, Udfald, stage_group
from sosu_pipeline.synthetic.persons import Person
from sosu_pipeline.synthetic.truth import Truth


class Tilstand(StrEnum):
    """Where a whole course stands; an omvalg is neither a success nor a dropout."""

    FULDFOERT = "fuldfoert"
    I_GANG = "i_gang"
    AFBRUDT = "afbrudt"
    OMVALG = "omvalg"


@dataclass(frozen=True)
class Chain:
    """A row and those that continue it, as far as they have begun."""

    rows: tuple[Course, ...]

    @property
    def person(self) -> Person:
        """Return the pupil."""
        return self.rows[0].person

    @property
    def stage(self) -> Stage:
        """Return what the pupil began on."""
        return self.rows[0].stage

    @property
    def start(self) -> date:
        """Return the first day of the first row."""
        return self.rows[0].start

    @property
    def last(self) -> Course:
        """Return the row that decides how it went."""
        return self.rows[-1]

    def is_active(self, day: date) -> bool:
        """Tell whether the pupil goes to school that day on any of the rows."""
        return any(row.is_active(day) for row in self.rows)

    def state_on(self, day: date) -> Tilstand:
        """Return the state as of the day; pseudo codes, 33 and 40 are i gang."""
        last = self.last
        if not last.has_ended(day):
            return Tilstand.I_GANG
        if last.udfald is Udfald.GENNEMFOERT:
            return Tilstand.FULDFOERT
        if last.is_broken_off(day):
            return Tilstand.AFBRUDT
        return Tilstand.OMVALG if last.udfald in BROKEN_OFF else Tilstand.I_GANG


def chains(courses: Iterable[Course], day: date, *, resumed: bool) -> Iterator[Chain]:
    """Yield everybody's whole courses in the population that have begun by the day.

    ``courses`` are in order person by person, as lives are drawn. ``resumed`` makes a resumption
    the same course as what it resumes, else it is one of its own.
    """
    rows: list[Course] = []
    for course in courses:
        if course.start <= day and course.is_counted(day):
            if rows and not _continues(rows[-1], course, resumed=resumed):
                yield Chain(tuple(rows))
                rows = []
            rows.append(course)
    if rows:
        yield Chain(tuple(rows))


def count(courses: Iterable[Course], truth: Truth, day: date) -> None:
    """Count kpi_kohorte by the first day: how it went for each start, under each of three states.

    A person's first of a year on a part of an education; an omvalg is gone before it is taken.
    """
    firsts: dict[tuple[Person, str, str, int], Chain] = {}
    for one in chains(courses, day, resumed=True):
        if one.state_on(day) is not Tilstand.OMVALG:
            key = (one.person, one.stage.uddannelse, one.stage.uddannelsesdel, one.start.year)
            firsts[key] = min(firsts.get(key, one), one, key=attrgetter("start"))
    for one in firsts.values():
        state = one.state_on(day)
        for tilstand in (Tilstand.FULDFOERT, Tilstand.I_GANG, Tilstand.AFBRUDT):
            group = {**stage_group(one.start.year, one.stage), "tilstand": tilstand}
            truth.add("kpi_kohorte", group, state is tilstand, 1, personer=[one.person])


def _continues(before: Course, course: Course, *, resumed: bool) -> bool:
    is_resumed = before.udfald is Udfald.GENOPTAGET and course.start == before.efterfoelger
    return course.person is before.person and ((resumed and is_resumed) or not course.er_start)
