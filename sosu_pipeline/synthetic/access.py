"""Access courses: what rejected people take to get in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sosu_pipeline.synthetic.feeds import Delivery, Feed, Kind, Line, changes
from sosu_pipeline.synthetic.persons import Person
from sosu_pipeline.synthetic.school import School
from sosu_pipeline.synthetic.truth import Truth

FEED = Feed(
    kilde="adgangskursus",
    noegle=("CPR", "kursus", "startdato"),
    egen="CPR",
    spaend=("startdato", "slutdato"),
    kolonner={
        "CPR": Kind.CPR,
        "kursus": Kind.TEKST,
        "startdato": Kind.DATO,
        "slutdato": Kind.DATO,
        "gennemfoert": Kind.JA_NEJ,
    },
)


@dataclass(frozen=True)
class AccessCourse:
    """A person on an access course, with the start on GF+ or GF2 SOSU it led straight to."""

    person: Person
    kursus: str
    start: date
    slut: date
    er_gennemfoert: bool
    direkte_start: date | None = None


def count(access_courses: Sequence[AccessCourse], truth: Truth, day: date) -> None:
    """Count kpi_kursus_til_start by the course's last day: all who ended it, and those who went on.

    The drawing keeps a direct start within 31 days and any other far away.
    """
    for course in access_courses:
        if course.slut <= day:
            went = course.direkte_start is not None and course.direkte_start <= day
            group = {"aar": course.slut.year}
            truth.add("kpi_kursus_til_start", group, went, 1, personer=[course.person])


def deliveries(school: School, access_courses: Sequence[AccessCourse]) -> Iterator[Delivery]:
    """Yield the courses as they begin and end."""
    lines = [line for course in access_courses for line in _lines(course)]
    yield from changes(FEED, lines, school.days(FEED.kilde))


def _lines(course: AccessCourse) -> Iterator[Line]:
    base = (course.person, course.kursus, course.start, course.slut)
    yield Line(course.start, (*base, None))
    yield Line(course.slut, (*base, course.er_gennemfoert))
