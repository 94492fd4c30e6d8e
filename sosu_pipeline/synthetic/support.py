"""Language screening with support, and stays abroad."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from operator import attrgetter
from random import Random

from sosu_pipeline.synthetic.chance import factor, pick
from sosu_pipeline.synthetic.courses import NEVER_COUNTED, Course, stage_group
from sosu_pipeline.synthetic.days import WEEK
from sosu_pipeline.synthetic.feeds import Delivery, Feed, Kind, Line, changes
from sosu_pipeline.synthetic.persons import Person
from sosu_pipeline.synthetic.school import School
from sosu_pipeline.synthetic.truth import Truth

SCREENING_FEED = Feed(
    kilde="sprogstoette",
    noegle=("CPR", "screeningsdato"),
    egen="CPR",
    spaend=("stoette_fra", "stoette_til"),
    kolonner={
        "CPR": Kind.CPR,
        "screeningsdato": Kind.DATO,
        "resultat": Kind.KODE,
        "stoette_fra": Kind.DATO,
        "stoette_til": Kind.DATO,
        "timer": Kind.DECIMAL,
    },
)
STAY_FEED = Feed(
    kilde="udlandsophold",
    noegle=("CPR", "land", "startdato"),
    egen="CPR",
    spaend=("startdato", "slutdato"),
    kolonner={
        "CPR": Kind.CPR,
        "land": Kind.TEKST,
        "startdato": Kind.DATO,
        "slutdato": Kind.DATO,
        "finansiering": Kind.TEKST,
        "gennemfoert": Kind.JA_NEJ,
    },
)
NO_NEED = "Intet behov"
MARGIN = timedelta(days=60)


@dataclass(frozen=True)
class Screening:
    """A screened pupil, and the support that followed."""

    course: Course
    dag: date
    resultat: str
    stoette: tuple[date, date] | None
    timer: Decimal


@dataclass(frozen=True)
class Stay:
    """A pupil's stay abroad."""

    course: Course
    land: str
    start: date
    slut: date
    finansiering: str
    er_gennemfoert: bool


def draw_screenings(school: School, courses: Sequence[Course]) -> list[Screening]:
    """Draw screenings in the first weeks of GF1 and GF2."""
    rng, rates = school.dice("sprogstoette"), school.profil.stoette
    return [
        screening
        for course in courses
        if course.stage.uddannelsesdel in {"GF1", "GF2"} and _goes_to_school(course)
        if rng.random() < rates.andel_screenet
        if (screening := _screening(school, rng, course)).dag <= course.slut
    ]


def draw_stays(school: School, courses: Sequence[Course]) -> list[Stay]:
    """Draw stays abroad on HF, well inside the course."""
    rng, rates = school.dice("udlandsophold"), school.profil.stoette
    stays = []
    for course in courses:
        is_on_hf = course.stage.uddannelsesdel == "HF" and course.slut - course.start > 4 * MARGIN
        if not is_on_hf:
            continue
        latest = (course.slut - MARGIN - course.start).days
        start = course.start + timedelta(days=rng.randrange(MARGIN.days, latest))
        if rng.random() < rates.andel_udland * factor(rates.udland_aarsfaktor, start.year):
            country, funding = pick(rng, rates.lande), pick(rng, rates.finansiering)
            completed = rng.random() < rates.andel_udland_gennemfoert
            stays.append(Stay(course, country, start, start + 4 * WEEK, funding, completed))
    return stays


def count_support(screenings: Sequence[Screening], truth: Truth, day: date) -> None:
    """Count kpi_sprogbehov and kpi_sprogstoette by a person's first screening of the year.

    The need, and the support begun by the day, are those of any of the year's screenings.
    """
    of_year: dict[tuple[Person, int], list[Screening]] = defaultdict(list)
    for one in screenings:
        if one.dag <= day:
            of_year[one.course.person, one.dag.year].append(one)
    for (person, year), own in of_year.items():
        group = stage_group(year, min(own, key=attrgetter("dag")).course.stage)
        needs_support = any(one.resultat != NO_NEED for one in own)
        truth.add("kpi_sprogbehov", group, needs_support, 1, personer=[person])
        if needs_support:
            has_begun = any(one.stoette is not None and one.stoette[0] <= day for one in own)
            truth.add("kpi_sprogstoette", group, has_begun, 1, personer=[person])


def count_completion(
    screenings: Sequence[Screening], courses: Iterable[Course], truth: Truth, day: date
) -> None:
    """Count kpi_gennemfoerelse_stoettede: the exits of those whose support began before them."""
    begun: dict[Person, date] = {}
    for one in screenings:
        if one.stoette is not None:
            person = one.course.person
            begun[person] = min(begun.get(person, date.max), one.stoette[0])
    for course in courses:
        broken = course.is_broken_off(day)
        if broken is not None and begun.get(course.person, date.max) < course.slut:
            group = stage_group(course.slut.year, course.stage)
            truth.add(
                "kpi_gennemfoerelse_stoettede", group, not broken, 1, personer=[course.person]
            )


def deliveries(
    school: School, screenings: Sequence[Screening], stays: Sequence[Stay]
) -> Iterator[Delivery]:
    """Yield both lists as things happen."""
    screened = [line for one in screenings for line in _screening_lines(one)]
    yield from changes(SCREENING_FEED, screened, school.days(SCREENING_FEED.kilde))
    abroad = [line for one in stays for line in _stay_lines(one)]
    yield from changes(STAY_FEED, abroad, school.days(STAY_FEED.kilde))


def _goes_to_school(course: Course) -> bool:
    return course.stage.in_population and course.udfald not in NEVER_COUNTED


def _screening(school: School, rng: Random, course: Course) -> Screening:
    rates = school.profil.stoette
    day = course.start + timedelta(days=rng.randrange(3, 20))
    resultat = pick(rng, rates.resultater)
    share = rates.andel_stoettet * factor(rates.stoette_aarsfaktor, day.year)
    begun = day + timedelta(days=rng.randrange(5, 40))
    is_supported = resultat != NO_NEED and rng.random() < share and begun <= course.slut
    timer = Decimal(rng.randrange(20, 120)) / 2
    return Screening(
        course, day, resultat, (begun, begun + 12 * WEEK) if is_supported else None, timer
    )


def _screening_lines(one: Screening) -> Iterator[Line]:
    head = (one.course.person, one.dag, one.resultat)
    yield Line(one.dag, (*head, None, None, None))
    if one.stoette is not None:
        yield Line(one.stoette[0], (*head, *one.stoette, one.timer))


def _stay_lines(one: Stay) -> Iterator[Line]:
    head = (one.course.person, one.land, one.start, one.slut, one.finansiering)
    yield Line(one.start, (*head, None))
    yield Line(one.slut, (*head, one.er_gennemfoert))
