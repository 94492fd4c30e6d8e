"""Training agreements between a pupil and a workplace."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from sosu_pipeline.synthetic.chance import factor, pick
from sosu_pipeline.synthetic.courses import Course
from sosu_pipeline.synthetic.days import DAY, WEEK, add_months
from sosu_pipeline.synthetic.feeds import Delivery, Feed, Kind, Line, changes
from sosu_pipeline.synthetic.persons import Person
from sosu_pipeline.synthetic.school import School
from sosu_pipeline.synthetic.truth import Group, Truth

FEED = Feed(
    kilde="uddannelsesaftaler",
    noegle=("CPR_NR", "uddannelse", "Praktikstart", "Aft.type_obl"),
    egen="CPR_NR",
    kolonner={
        "CPR_NR": Kind.CPR,
        "GF2 uddannelsesnummer": Kind.TEKST,
        "GF2_start": Kind.DATO,
        "GF2_slut": Kind.DATO,
        "Aft.type_obl": Kind.KODE,
        "underskriftsdato": Kind.DATO,
        "Praktikstart": Kind.DATO,
        "Praktikslut": Kind.DATO,
        "Lærested": Kind.FRITEKST,
        "CVR": Kind.TEKST,
        "P-nummer": Kind.TEKST,
        "kommune": Kind.KOMMUNE,
        "HF start": Kind.DATO,
        "FÆRTA_MESTG_PROEG": Kind.TEKST,
        "uddannelse": Kind.KODE,
        "Aft.status": Kind.KODE,
        "Ophævet dato": Kind.DATO,
    },
)
PER_KOMMUNE = frozenset({"SSA", "SSH"})
CORRECTED_AFTER = timedelta(days=100)
SHORTEST_MONTH = 28
OLD_MONTHS = 14


class Status(StrEnum):
    """What has become of an agreement."""

    GAELDENDE = "Gældende"
    OPHAEVET = "Ophævet"
    FOER_START = "Ophævet før start"
    UNDERKENDT = "Underkendt"


COUNTING = frozenset({Status.GAELDENDE, Status.OPHAEVET})


@dataclass(frozen=True)
class Agreement:
    """One agreement; ``status`` is where it ends, on ``status_dag``."""

    person: Person
    uddannelse: str
    gf2: Course | None
    hf_start: date | None
    aftaletype: str
    underskrevet: date
    start: date
    slut: date
    laerested: str
    cvr: str
    p_nummer: str
    kommune: str
    maerke: str | None
    status: Status
    status_dag: date | None
    foerst_kommune: str | None

    def status_on(self, day: date) -> Status:
        """Return the status as known that day."""
        is_settled = self.status_dag is not None and self.status_dag <= day
        return self.status if is_settled else Status.GAELDENDE


@dataclass(frozen=True)
class _Way:
    """A pupil's way through one education: the first GF2 and the first HF of it."""

    courses: Sequence[Course]

    @property
    def gf2(self) -> Course | None:
        return self._first("GF2")

    @property
    def hf(self) -> Course | None:
        return self._first("HF")

    def _first(self, part: str) -> Course | None:
        return next((one for one in self.courses if one.stage.uddannelsesdel == part), None)


def draw_agreements(school: School, courses: Sequence[Course]) -> list[Agreement]:
    """Draw the agreements of everybody on GF2 or HF, in order of their start per education."""
    rng = school.dice("uddannelsesaftaler")
    by_education: dict[tuple[Person, str], list[Course]] = defaultdict(list)
    for course in courses:
        if course.stage.in_population and course.stage.uddannelsesdel in {"GF2", "HF"}:
            by_education[course.person, course.stage.uddannelse].append(course)
    return [one for way in by_education.values() for one in _agreements(school, rng, _Way(way))]


def count(agreements: Sequence[Agreement], truth: Truth, day: date) -> None:
    """Count kpi_aftale_kommune: a person's first agreement per education, ever, where it lies.

    SSA and SSH, begun by the day, Gældende or Ophævet as of the day; those without a counting
    status are gone before the first is taken.
    """
    firsts: dict[tuple[Person, str], Agreement] = {}
    for one in agreements:
        if one.uddannelse in PER_KOMMUNE and one.start <= day and one.status_on(day) in COUNTING:
            key = (one.person, one.uddannelse)
            firsts[key] = min(firsts.get(key, one), one, key=lambda agreement: agreement.start)
    for one in firsts.values():
        group: Group = {"aar": one.start.year, "uddannelse": one.uddannelse, "kommune": one.kommune}
        truth.add("kpi_aftale_kommune", group, 1, personer=[one.person])


def deliveries(school: School, agreements: Sequence[Agreement]) -> Iterator[Delivery]:
    """Yield agreements as they are signed, corrected and cancelled."""
    lines = [line for one in agreements for line in _lines(one, school.pr_dato)]
    yield from changes(FEED, lines, school.days(FEED.kilde))


def _agreements(school: School, rng: Random, way: _Way) -> Iterator[Agreement]:
    rates, hf = school.profil.aftaler, way.hf
    if hf is None and rng.random() >= rates.andel_af_gf2_med_aftale:
        return
    start = hf.start if hf else way.courses[0].forventet + 10 * DAY
    gf2 = way.gf2
    if gf2 and gf2.start.day <= SHORTEST_MONTH and rng.random() < rates.andel_gammel:
        yield _agreement(
            school, rng, way, add_months(gf2.start, -OLD_MONTHS) - rng.randrange(2) * DAY
        )
    first = _agreement(school, rng, way, start)
    yield first
    lost = first.status not in COUNTING
    if rng.random() < (rates.andel_ny_efter_tabt if lost else rates.andel_ny_aftale):
        yield _agreement(school, rng, way, start + rng.randrange(5, 40) * WEEK)


def _agreement(school: School, rng: Random, way: _Way, start: date) -> Agreement:
    rates, skole = school.profil.aftaler, school.profil.skole
    earliest = rates.dage_foer_start[way.courses[0].stage.uddannelse]
    before = int(earliest * factor(rates.tidlighed_aarsfaktor, start.year))
    underskrevet = start - timedelta(days=rng.randrange(before))
    status = Status(pick(rng, rates.status))
    is_corrected = rng.random() < rates.andel_kommune_rettet
    return Agreement(
        way.courses[0].person,
        way.courses[0].stage.uddannelse,
        way.gf2,
        way.hf.start if way.hf else None,
        aftaletype=pick(rng, rates.typer),
        underskrevet=underskrevet,
        start=start,
        slut=start + rng.randrange(50, 150) * WEEK,
        laerested=rng.choice(skole.laeresteder),
        cvr=f"{rng.randrange(20_000_000, 40_000_000)}",
        p_nummer=f"1099{rng.randrange(1_000_000):06d}",
        kommune=pick(rng, skole.kommuner),
        maerke="FÆRTA" if rng.random() < rates.andel_faerta else None,
        status=status,
        status_dag=_status_day(rng, status, underskrevet, start),
        foerst_kommune=pick(rng, skole.kommuner) if is_corrected else None,
    )


def _status_day(rng: Random, status: Status, underskrevet: date, start: date) -> date | None:
    match status:
        case Status.OPHAEVET:
            return start + timedelta(days=rng.randrange(5, 300))
        case Status.FOER_START:
            return underskrevet + timedelta(days=rng.randrange(max(1, (start - underskrevet).days)))
        case Status.UNDERKENDT:
            return underskrevet + timedelta(days=rng.randrange(5, 40))
        case _:
            return None


def _lines(one: Agreement, last: date) -> Iterator[Line]:
    """Yield what became known: signed, corrected (at the latest on the last day), settled."""
    corrected = min(one.underskrevet + CORRECTED_AFTER, max(one.underskrevet, last))
    days = {one.underskrevet, one.status_dag} | ({corrected} if one.foerst_kommune else set())
    for day in sorted(day for day in days if day and day <= last):
        is_wrong = one.foerst_kommune is not None and day < corrected
        yield _line(one, day, one.status_on(day), (is_wrong and one.foerst_kommune) or one.kommune)


def _line(one: Agreement, known: date, status: Status, kommune: str) -> Line:
    is_cancelled = status in {Status.OPHAEVET, Status.FOER_START}
    gf2 = one.gf2
    return Line(
        known,
        (
            one.person,
            gf2.stage.uddannelse if gf2 else None,
            gf2.start if gf2 else None,
            gf2.forventet if gf2 else None,
            one.aftaletype,
            one.underskrevet,
            one.start,
            one.slut,
            one.laerested,
            one.cvr,
            one.p_nummer,
            kommune,
            one.hf_start,
            one.maerke,
            one.uddannelse,
            status.value,
            one.status_dag if is_cancelled else None,
        ),
    )
