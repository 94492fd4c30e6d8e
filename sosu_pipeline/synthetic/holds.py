"""AMU hold: what was planned, and what became of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from sosu_pipeline.synthetic.chance import factor, pick, whole
from sosu_pipeline.synthetic.days import DAY
from sosu_pipeline.synthetic.feeds import Delivery, Feed, Kind, Line, changes
from sosu_pipeline.synthetic.school import School
from sosu_pipeline.synthetic.truth import Group, Truth

FEED = Feed(
    kilde="amu_hold",
    noegle=("hold", "skolefag"),
    egen="hold",
    spaend=("planlagt_start", "planlagt_slut"),
    kolonner={
        "ds_nummer": Kind.TEKST,
        "hold": Kind.TEKST,
        "fkb_cosa": Kind.TEKST,
        "skolefag": Kind.TEKST,
        "planlagt_start": Kind.DATO,
        "planlagt_slut": Kind.DATO,
        "status": Kind.KODE,
        "godkendt_skole": Kind.TEKST,
        "gennemfoerende_skole": Kind.TEKST,
        "udlagt": Kind.JA_NEJ,
        "udliciteret": Kind.JA_NEJ,
    },
)
PARTNER = "761418"
PLANNED_AHEAD = timedelta(days=60)
CANCELLED_AHEAD = timedelta(days=9)


@dataclass(frozen=True)
class Lesson:
    """A skolefag on a hold."""

    skolefag: str
    start: date
    slut: date
    dage: Decimal


@dataclass(frozen=True)
class Hold:
    """A hold with its lessons, one after another."""

    nummer: str
    ds_nr: str
    fkb: str
    uddannelsestype: str
    er_aflyst: bool
    er_udlagt: bool
    er_udliciteret: bool
    lessons: tuple[Lesson, ...]

    @property
    def start(self) -> date:
        """Return the first day."""
        return self.lessons[0].start

    def gennemfoerende(self, own: str) -> str:
        """Return the school that teaches: another one where the hold is udlagt."""
        return PARTNER if self.er_udlagt else own


def draw_holds(school: School) -> list[Hold]:
    """Draw every hold of the history, with some of the next months."""
    rng, rates = school.dice("amu_hold"), school.profil.amu
    holds = []
    for year in range(school.fra, school.horizon.year + 1):
        for month, share in rates.saeson.items():
            expected = school.per_1000(rates.hold_pr_1000) * factor(rates.aarsfaktor, year) * share
            for number in range(whole(rng, expected)):
                day = date(year, month, 1) + timedelta(days=rng.randrange(28))
                if day <= school.horizon:
                    holds.append(_hold(school, rng, f"AMU{day:%y%m}-{number + 1}", day))
    return holds


def count(holds: Sequence[Hold], truth: Truth, day: date) -> None:
    """Count kpi_amu_aflyst by the planned first day: cancelled hold of all, of every kind."""
    for hold in holds:
        if hold.start <= day:
            group: Group = {"aar": hold.start.year, "fkb_cosa": hold.fkb}
            truth.add("kpi_amu_aflyst", group, hold.er_aflyst, 1)


def deliveries(school: School, holds: Sequence[Hold]) -> Iterator[Delivery]:
    """Yield the hold as they are planned, held or cancelled."""
    lines = [line for hold in holds for line in _lines(school, hold)]
    yield from changes(FEED, lines, school.days(FEED.kilde))


def _hold(school: School, rng: Random, nummer: str, start: date) -> Hold:
    rates = school.profil.amu
    fkb = pick(rng, rates.fkb)
    known = rates.skolefag[fkb]
    lessons: list[Lesson] = []
    for skolefag in rng.sample(known, min(len(known), rng.randint(*rates.fag_pr_hold))):
        dage = rng.choice(rates.dage)
        slut = start + timedelta(days=int(dage) - (dage == int(dage)))
        lessons.append(Lesson(skolefag, start, slut, dage))
        start = slut + DAY
    return Hold(
        nummer,
        school.department(rng).ds_nr,
        fkb,
        pick(rng, rates.uddannelsestyper),
        er_aflyst=rng.random() < rates.andel_aflyst,
        er_udlagt=rng.random() < rates.andel_udlagt,
        er_udliciteret=rng.random() < rates.andel_udliciteret,
        lessons=tuple(lessons),
    )


def _lines(school: School, hold: Hold) -> Iterator[Line]:
    for lesson in hold.lessons:
        yield _line(school, hold, lesson, hold.start - PLANNED_AHEAD, "Planlagt")
        if hold.er_aflyst:
            yield _line(school, hold, lesson, hold.start - CANCELLED_AHEAD, "Aflyst")
        else:
            yield _line(school, hold, lesson, lesson.slut, "Gennemført")


def _line(school: School, hold: Hold, lesson: Lesson, known: date, status: str) -> Line:
    own = school.profil.skole.institutionsnummer
    return Line(
        known,
        (
            hold.ds_nr,
            hold.nummer,
            hold.fkb,
            lesson.skolefag,
            lesson.start,
            lesson.slut,
            status,
            own,
            hold.gennemfoerende(own),
            hold.er_udlagt,
            hold.er_udliciteret,
        ),
    )
