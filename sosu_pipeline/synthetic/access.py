"""Access courses: what rejected people take to get in."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from operator import attrgetter

from sosu_pipeline.synthetic.applications import Application
from sosu_pipeline.synthetic.courses import stage_group
from sosu_pipeline.synthetic.feeds import Delivery, Feed, Kind, Line, changes
from sosu_pipeline.synthetic.persons import Person
from sosu_pipeline.synthetic.school import School
from sosu_pipeline.synthetic.truth import Group, Truth

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
LACKS_ENTRY = "Adgangskrav"
COURSE_WITHIN = timedelta(days=365)
START_WITHIN = timedelta(days=31)


@dataclass(frozen=True)
class AccessCourse:
    """A person on an access course, with the start on GF+ or GF2 SOSU it led straight to."""

    person: Person
    kursus: str
    start: date
    slut: date
    er_gennemfoert: bool
    direkte_start: date | None = None


class Vindue(StrEnum):
    """Whether it is settled: a window is open on its last day, until the thing has happened."""

    AABEN = "aaben"
    LUKKET = "lukket"


def count_rejected(
    applications: Iterable[Application],
    access_courses: Sequence[AccessCourse],
    truth: Truth,
    day: date,
) -> None:
    """Count kpi_afvist_til_kursus by the day of rejection.

    The population is people rejected with Adgangskrav, by their first such rejection of each year;
    counted are those who have begun an access course within 365 days after it.
    """
    begun: dict[Person, list[date]] = defaultdict(list)
    for course in access_courses:
        begun[course.person].append(course.start)
    firsts: dict[tuple[Person, int], Application] = {}
    for one in applications:
        if one.aarsag == LACKS_ENTRY and one.svar_dag <= day:
            key = (one.person, one.svar_dag.year)
            firsts[key] = min(firsts.get(key, one), one, key=attrgetter("svar_dag"))
    for (person, year), one in firsts.items():
        last = one.svar_dag + COURSE_WITHIN
        came = any(one.svar_dag <= start <= min(last, day) for start in begun[person])
        group = {**stage_group(year, one.stage), "vindue": _window(day, last, happened=came)}
        truth.add("kpi_afvist_til_kursus", group, came, 1, personer=[person])


def count(access_courses: Sequence[AccessCourse], truth: Truth, day: date) -> None:
    """Count kpi_kursus_til_start: a person once a year, by the last day of the first course.

    Completed or not; counted are those who went directly from any of the year's courses.
    """
    attended: dict[tuple[Person, int], list[AccessCourse]] = defaultdict(list)
    for course in access_courses:
        if course.slut <= day:
            attended[course.person, course.slut.year].append(course)
    for (person, year), own in attended.items():
        went = any(one.direkte_start is not None and one.direkte_start <= day for one in own)
        last = max(one.slut for one in own) + START_WITHIN
        group: Group = {"aar": year, "vindue": _window(day, last, happened=went)}
        truth.add("kpi_kursus_til_start", group, went, 1, personer=[person])


def deliveries(school: School, access_courses: Sequence[AccessCourse]) -> Iterator[Delivery]:
    """Yield the courses as they begin and end."""
    lines = [line for course in access_courses for line in _lines(course)]
    yield from changes(FEED, lines, school.days(FEED.kilde))


def _lines(course: AccessCourse) -> Iterator[Line]:
    base = (course.person, course.kursus, course.start, course.slut)
    yield Line(course.start, (*base, None))
    yield Line(course.slut, (*base, course.er_gennemfoert))


def _window(day: date, last: date, *, happened: bool) -> Vindue:
    return Vindue.LUKKET if happened or last < day else Vindue.AABEN
