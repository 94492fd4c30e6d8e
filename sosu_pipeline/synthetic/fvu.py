"""FVU: people on preparatory adult courses, some of them beside an AMU course."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sosu_pipeline.synthetic.chance import factor, pick, whole
from sosu_pipeline.synthetic.days import WEEK
from sosu_pipeline.synthetic.feeds import Delivery, Feed, Kind, Line, changes
from sosu_pipeline.synthetic.persons import Person
from sosu_pipeline.synthetic.school import School
from sosu_pipeline.synthetic.truth import Truth

FEED = Feed(
    kilde="fvu",
    noegle=("CPR", "hold", "trin"),
    egen="CPR",
    spaend=("startdato", "slutdato"),
    kolonner={
        "CPR": Kind.CPR,
        "trin": Kind.KODE,
        "hold": Kind.TEKST,
        "startdato": Kind.DATO,
        "slutdato": Kind.DATO,
        "timer": Kind.DECIMAL,
        "i_forbindelse_med_amu": Kind.JA_NEJ,
    },
)
ADULT = (20, 62)
SECOND_TRIN_SHARE = 0.1
HOURS = (Decimal("30.0"), Decimal("40.0"), Decimal("59.2"))


@dataclass(frozen=True)
class Holdkursist:
    """A person on an FVU hold, on one trin or two."""

    person: Person
    hold: str
    trin: tuple[str, ...]
    start: date
    timer: Decimal
    er_amu: bool


def draw_fvu(school: School) -> list[Holdkursist]:
    """Draw everybody on FVU in the school's years."""
    rng, rates = school.dice("fvu"), school.profil.amu
    kursister = []
    for year in school.years:
        expected = school.per_1000(rates.fvu_pr_1000) * factor(rates.fvu_aarsfaktor, year)
        for _ in range(whole(rng, expected)):
            start = date(year, rng.choice((1, 2, 3, 4, 8, 9, 10, 11)), rng.randrange(1, 29))
            trin = [pick(rng, rates.fvu_trin)]
            if rng.random() < SECOND_TRIN_SHARE:
                trin.append(pick(rng, {name: 1 for name in rates.fvu_trin if name not in trin}))
            person = school.people.draw(rng, start, ADULT)
            er_amu = rng.random() < rates.andel_fvu_med_amu
            hold = f"FVU{start:%y%m}"
            kursister.append(
                Holdkursist(person, hold, tuple(trin), start, rng.choice(HOURS), er_amu)
            )
    return kursister


def count(kursister: Sequence[Holdkursist], truth: Truth, day: date) -> None:
    """Count kpi_fvu_amu by startdato: people × hold beside AMU, on however many trin."""
    for one in kursister:
        if one.er_amu and one.start <= day:
            truth.add("kpi_fvu_amu", {"aar": one.start.year}, 1, personer=[one.person])


def deliveries(school: School, kursister: Sequence[Holdkursist]) -> Iterator[Delivery]:
    """Yield the lists of those who began."""
    lines = [
        Line(one.start, (one.person, trin, one.hold, one.start, slut, one.timer, one.er_amu))
        for one in kursister
        for trin in one.trin
        for slut in [one.start + 10 * WEEK + timedelta(days=4)]
    ]
    yield from changes(FEED, lines, school.days(FEED.kilde))
