"""AMU enrolments: every delivery sends the last four quarters again, corrected."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

from sosu_pipeline.synthetic.chance import pick
from sosu_pipeline.synthetic.days import DAY, quarter_start
from sosu_pipeline.synthetic.feeds import Delivery, Feed, Kind, Row
from sosu_pipeline.synthetic.holds import Hold, Lesson
from sosu_pipeline.synthetic.persons import Person
from sosu_pipeline.synthetic.school import School
from sosu_pipeline.synthetic.truth import Group, Truth

FEED = Feed(
    kilde="amu_tilmeldinger",
    noegle=("CPR", "hold", "skolefag", "startdato", "slutdato"),
    egen="CPR",
    spaend=("startdato", "slutdato"),
    kolonner={
        "ds_nummer": Kind.TEKST,
        "CPR": Kind.CPR,
        "fkb_cosa": Kind.TEKST,
        "skolefag": Kind.TEKST,
        "niveau": Kind.TEKST,
        "hold": Kind.TEKST,
        "rekvirenttype": Kind.TEKST,
        "startdato": Kind.DATO,
        "slutdato": Kind.DATO,
        "Varighed_dage": Kind.DECIMAL,
        "UMO-varighed": Kind.DECIMAL,
        "Time-varighed": Kind.DECIMAL,
        "gennemfoert": Kind.JA_NEJ,
        "gennemfoerende_skole": Kind.TEKST,
        "godkendt_skole": Kind.TEKST,
        "tilskudJN": Kind.JA_NEJ,
        "tmk": Kind.TEKST,
        "uddannelsestype": Kind.KODE,
    },
)
YEAR_DAYS = 200
HOURS_A_DAY = Decimal("7.4")
TENTH = Decimal("0.1")
QUARTERS_BEFORE = 3
ADULT = (20, 62)


@dataclass(frozen=True)
class Enrolment:
    """One line of a person on a hold and skolefag.

    ``foerst`` is the number of days first sent; ``er_sen`` was missing from the first file that
    should have held it; ``er_trukket`` stood in that one alone and never counts.
    """

    person: Person
    hold: Hold
    lesson: Lesson
    start: date
    slut: date
    dage: Decimal
    rekvirent: str
    er_gennemfoert: bool
    er_kun_timer: bool
    foerst: Decimal | None = None
    er_sen: bool = False
    er_trukket: bool = False

    @property
    def is_counted(self) -> bool:
        """Tell whether the line counts anywhere."""
        return self.hold.uddannelsestype == "AMU" and not self.er_trukket


def draw_enrolments(school: School, holds: Sequence[Hold]) -> list[Enrolment]:
    """Draw the participants of every hold that was not cancelled."""
    rng, regulars = school.dice("amu_tilmeldinger"), list[Person]()
    return [
        enrolment
        for hold in holds
        if not hold.er_aflyst
        for person in _participants(school, rng, hold, regulars)
        for enrolment in _enrol(school, rng, hold, person)
    ]


def count(enrolments: Sequence[Enrolment], truth: Truth, day: date) -> None:
    """Count lines of AMU alone by slutdato, completed or not.

    kpi_amu_aarselever is days / 200, kpi_amu_udlagt the days that another school taught of all,
    and kpi_amu_deltagere the people, once a year. A line with hours alone has hours / 7.4 days.
    Udlagt activity is the approved school's own.
    """
    counting = [one for one in enrolments if one.is_counted and one.slut <= day]
    people: dict[int, set[Person]] = defaultdict(set)
    for one in counting:
        people[one.slut.year].add(one.person)
    for year, own in people.items():
        days = sum(one.dage for one in counting if one.slut.year == year)
        aar: Group = {"aar": year}
        truth.add("kpi_amu_aarselever", aar, Fraction(days) / YEAR_DAYS, personer=own)
        truth.add("kpi_amu_deltagere", aar, len(own), personer=own)
    for one in counting:
        group: Group = {"aar": one.slut.year, "fkb_cosa": one.hold.fkb}
        udlagt = one.dage if one.hold.er_udlagt else Decimal(0)
        truth.add("kpi_amu_udlagt", group, udlagt, one.dage, personer=[one.person])


def deliveries(school: School, enrolments: Sequence[Enrolment]) -> Iterator[Delivery]:
    """Yield the files: all lines begun by the day that end in its last four quarters, or later."""
    days = school.days(FEED.kilde)
    spans = [quarter_start(day, back=QUARTERS_BEFORE) for day in days]
    first_sent: dict[int, date] = {}
    for number, (day, span) in enumerate(zip(days, spans, strict=True)):
        next_span = spans[number + 1] if number + 1 < len(days) else date.max
        rows: list[Row] = []
        for place, one in enumerate(enrolments):
            if one.start <= day and one.slut >= span:
                is_first = first_sent.setdefault(place, day) == day and one.slut >= next_span
                rows.extend(_rows(school, one, is_first=is_first))
        if rows:
            yield Delivery(FEED, day, rows)


def _participants(school: School, rng: Random, hold: Hold, regulars: list[Person]) -> list[Person]:
    rates, chosen = school.profil.amu, list[Person]()
    for _ in range(rng.randint(*rates.deltagere)):
        regular = (
            rng.choice(regulars) if regulars and rng.random() < rates.andel_gengangere else None
        )
        if regular is None:
            is_foreign = rng.random() < rates.andel_anden_id
            people = school.people
            person = (
                people.draw_foreigner(rng, hold.start)
                if is_foreign
                else people.draw(rng, hold.start, ADULT)
            )
            regulars.append(person)
            chosen.append(person)
        elif regular not in chosen:
            chosen.append(regular)
    return chosen


def _enrol(school: School, rng: Random, hold: Hold, person: Person) -> Iterator[Enrolment]:
    rates = school.profil.amu
    rekvirent = pick(rng, rates.rekvirenter)
    er_gennemfoert = rng.random() < rates.andel_gennemfoert
    for lesson in hold.lessons:
        line = Enrolment(
            person,
            hold,
            lesson,
            start=lesson.start,
            slut=lesson.slut,
            dage=lesson.dage,
            rekvirent=rekvirent,
            er_gennemfoert=er_gennemfoert,
            er_kun_timer=rng.random() < rates.andel_kun_timer,
        )
        days = (lesson.slut - lesson.start).days
        if days and rng.random() < rates.andel_delt:
            yield from _split(line, lesson.start + (days // 2) * DAY)
        else:
            yield from _corrected(school, rng, line)


def _split(line: Enrolment, turn: date) -> Iterator[Enrolment]:
    """Split a line in two: each with days it has room for, both with the whole UMO-varighed."""
    rest = min((line.dage / 2).quantize(TENTH), Decimal((line.slut - turn).days))
    yield replace(line, slut=turn, dage=line.dage - rest)
    yield replace(line, start=turn + DAY, dage=rest)


def _corrected(school: School, rng: Random, line: Enrolment) -> Iterator[Enrolment]:
    """Draw what the first file had wrong.

    A withdrawn line ends on the day of one that stays, so it lies within the span of the next file.
    """
    rates, chance = school.profil.amu, rng.random()
    if chance < rates.andel_rettet:
        yield replace(line, foerst=line.dage + 1)
    elif chance < rates.andel_rettet + rates.andel_sen:
        yield replace(line, er_sen=True)
    else:
        yield line
        if rng.random() < rates.andel_trukket:
            yield replace(line, person=school.people.draw(rng, line.start, ADULT), er_trukket=True)


def _rows(school: School, one: Enrolment, *, is_first: bool) -> Iterator[Row]:
    if one.er_sen if is_first else one.er_trukket:
        return
    own, hold = school.profil.skole.institutionsnummer, one.hold
    dage = one.foerst if is_first and one.foerst is not None else one.dage
    yield (
        hold.ds_nr,
        one.person,
        hold.fkb,
        one.lesson.skolefag,
        "-",
        hold.nummer,
        one.rekvirent,
        one.start,
        one.slut,
        None if one.er_kun_timer else dage,
        one.lesson.dage,
        dage * HOURS_A_DAY,
        one.er_gennemfoert,
        hold.gennemfoerende(own),
        own,
        True,
        "TMK2",
        hold.uddannelsestype,
    )
