"""EUD contributions: a row per pupil, sub-forløb and month at school."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from sosu_pipeline.synthetic.courses import GRUNDFORLOEB, Course
from sosu_pipeline.synthetic.days import add_months, month_end
from sosu_pipeline.synthetic.feeds import Delivery, Feed, Kind, Line, changes
from sosu_pipeline.synthetic.school import School
from sosu_pipeline.synthetic.truth import Group, Truth

FEED = Feed(
    kilde="aarselever_eud",
    noegle=("CPR", "Skoleforløb", "Bidragsmåned", "Tælledato"),
    egen="CPR",
    spaend=("Bidragsstart", "Bidragsslut"),
    kolonner={
        "CPR": Kind.CPR,
        "Elevtype": Kind.KODE,
        "Bidragsstart": Kind.DATO,
        "Bidragsslut": Kind.DATO,
        "Tælledato": Kind.DATO,
        "Indberetningsdato": Kind.DATO,
        "Bidragsmåned": Kind.MAANED,
        "Bidrag i måned": Kind.DECIMAL,
        "CØSA": Kind.TEKST,
        "Skoleforløb": Kind.TEKST,
        "TMK": Kind.TEKST,
        "Lokation": Kind.TEKST,
        "Uddannelse": Kind.KODE,
    },
)
FULL_YEAR_DAYS = 280
DIGITS = Decimal("0.0001")
REPORTED_AFTER = timedelta(days=20)
CORRECTED_AFTER = timedelta(days=110)
COUNTING_DAY = 15
HF_SCHOOL_EVERY = 3
SPLIT_SHARE = 0.05
CORRECTED_SHARE = 0.02
MONTHS_BACK = 36


@dataclass(frozen=True)
class Contribution:
    """One row, with the amount that was reported first where it was corrected."""

    course: Course
    skoleforloeb: str
    start: date
    slut: date
    taelledato: date
    bidrag: Decimal
    foerst: Decimal | None


def draw_contributions(school: School, courses: Sequence[Course]) -> list[Contribution]:
    """Draw the rows of the last three years: grundforløb every month, HF every third."""
    rng = school.dice("aarselever_eud")
    first = add_months(school.pr_dato, -MONTHS_BACK).replace(day=1)
    return [
        row
        for course in courses
        if course.stage.in_population and course.slut >= first and course.start <= school.pr_dato
        for month in _school_months(course, first, school.pr_dato)
        for row in _month(rng, course, month)
        if row.taelledato <= school.pr_dato
    ]


def count(contributions: Sequence[Contribution], truth: Truth, day: date) -> None:
    """Count kpi_eud_aarselever: the sum of Bidrag i måned by Tælledato and education."""
    for row in contributions:
        if row.taelledato <= day:
            group: Group = {"aar": row.taelledato.year, "uddannelse": row.course.stage.uddannelse}
            truth.add("kpi_eud_aarselever", group, row.bidrag, personer=[row.course.person])


def deliveries(school: School, contributions: Sequence[Contribution]) -> Iterator[Delivery]:
    """Yield the rows as they are reported, and again where they were corrected."""
    lines = [line for row in contributions for line in _lines(school, row)]
    yield from changes(FEED, lines, school.days(FEED.kilde))


def _school_months(course: Course, first: date, last: date) -> Iterator[date]:
    step = 1 if course.stage.uddannelsesdel in GRUNDFORLOEB else HF_SCHOOL_EVERY
    month = course.start.replace(day=1)
    while month <= min(course.slut, last):
        if month >= first:
            yield month
        month = add_months(month, step)


def _month(rng: Random, course: Course, month: date) -> Iterator[Contribution]:
    start, slut = max(course.start, month), min(course.slut, month_end(month))
    part = course.stage.uddannelsesdel
    middle = start + (slut - start) / 2
    is_split = rng.random() < SPLIT_SHARE and start < middle < slut
    spans = [(start, middle), (middle + timedelta(days=1), slut)] if is_split else [(start, slut)]
    for number, (begin, end) in enumerate(spans, start=1):
        bidrag = (Decimal((end - begin).days + 1) / FULL_YEAR_DAYS).quantize(DIGITS)
        foerst = bidrag * 2 if rng.random() < CORRECTED_SHARE else None
        taelledato = min(max(begin, month.replace(day=COUNTING_DAY)), end)
        yield Contribution(course, f"{part}-{number}", begin, end, taelledato, bidrag, foerst)


def _lines(school: School, row: Contribution) -> Iterator[Line]:
    reported = min(month_end(row.taelledato) + REPORTED_AFTER, school.pr_dato)
    yield _line(school, row, reported, row.bidrag if row.foerst is None else row.foerst)
    if row.foerst is not None:
        corrected = min(row.taelledato + CORRECTED_AFTER, school.pr_dato)
        yield _line(school, row, corrected, row.bidrag)


def _line(school: School, row: Contribution, known: date, bidrag: Decimal) -> Line:
    course = row.course
    return Line(
        known,
        (
            course.person,
            course.stage.elevtype,
            row.start,
            row.slut,
            row.taelledato,
            known,
            row.taelledato.replace(day=1),
            bidrag,
            school.profil.skole.uddannelser[course.stage.uddannelse].coesa,
            row.skoleforloeb,
            "TMK1",
            course.afdeling.elevafd,
            course.stage.uddannelse,
        ),
    )
