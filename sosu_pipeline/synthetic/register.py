"""The school's own registers, and the list of changed CPR numbers."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from sosu_pipeline.synthetic.days import month_ends
from sosu_pipeline.synthetic.feeds import Delivery, Feed, Kind, Line, changes
from sosu_pipeline.synthetic.persons import Person
from sosu_pipeline.synthetic.profile import Milepael, Registertal
from sosu_pipeline.synthetic.school import School
from sosu_pipeline.synthetic.truth import Truth

MILESTONE_FEED = Feed(
    kilde="milepaele",
    noegle=("maal", "milepael"),
    egen="milepael",
    kolonner={
        "maal": Kind.TEKST,
        "milepael": Kind.TEKST,
        "frist": Kind.DATO,
        "status": Kind.KODE,
        "opnaaet_dato": Kind.DATO,
        "dokumentation": Kind.TEKST,
        "attesteret_af": Kind.FRITEKST,
    },
)
FIGURE_FEED = Feed(
    kilde="registertal",
    noegle=("maal", "dato"),
    egen="maal",
    kolonner={
        "maal": Kind.TEKST,
        "dato": Kind.DATO,
        "vaerdi": Kind.DECIMAL,
        "kilde": Kind.TEKST,
        "attesteret_af": Kind.FRITEKST,
    },
)
CHANGE_FEED = Feed(
    kilde="cpr_skift",
    noegle=("gammelt_cpr", "dato"),
    egen="gammelt_cpr",
    kolonner={"gammelt_cpr": Kind.CPR, "nyt_cpr": Kind.CPR, "dato": Kind.DATO},
)
WITNESS = "Ida Holm"
TOLD_AFTER_DAYS = 40


def count(school: School, truth: Truth, day: date) -> None:
    """Count kpi_register: a figure is a level, so a year's is the last one in it by the day."""
    for one in school.profil.oekonomi.registertal:
        by_year = {known.year: value for known, value in _figures(one, day)}
        for year, value in by_year.items():
            truth.add("kpi_register", {"aar": year, "maal": one.maal}, value)


def deliveries(school: School) -> Iterator[Delivery]:
    """Yield the milestones, the figures, and the changes of everybody drawn so far."""
    oekonomi = school.profil.oekonomi
    milestones = [
        line for one in oekonomi.milepaele for line in _milestone_lines(one, school.pr_dato)
    ]
    yield from changes(MILESTONE_FEED, milestones, school.days(MILESTONE_FEED.kilde))
    figures = [line for one in oekonomi.registertal for line in _figure_lines(one, school.pr_dato)]
    yield from changes(FIGURE_FEED, figures, school.days(FIGURE_FEED.kilde))
    moved = list(_change_lines(school, school.people.changed))
    yield from changes(CHANGE_FEED, moved, school.days(CHANGE_FEED.kilde))


def _milestone_lines(one: Milepael, last: date) -> Iterator[Line]:
    """Yield a milestone as it is announced, begun, noted every month, reached and proved."""
    head, begun = (one.maal, one.milepael, one.frist), one.begyndt
    announced = one.kendt or date(one.frist.year, 1, 1)
    yield Line(min(announced, begun or announced), (*head, "Ikke begyndt", None, None, WITNESS))
    if begun is not None:
        yield Line(begun, (*head, "I gang", None, None, WITNESS))
        for day in month_ends(begun, one.opnaaet or last):
            yield Line(day, (*head, "I gang", None, f"Statusnotat {day:%Y-%m}", WITNESS))
    if one.opnaaet is not None:
        yield Line(one.opnaaet, (*head, "Gennemført", one.opnaaet, None, WITNESS))
    if one.bevis is not None:
        evidence = f"Referat {one.bevis:%Y-%m}, punkt {len(one.milepael)}"
        yield Line(one.bevis, (*head, "Gennemført", one.opnaaet, evidence, WITNESS))


def _figure_lines(one: Registertal, last: date) -> Iterator[Line]:
    for day, value in _figures(one, last):
        yield Line(day, (one.maal, day, value, one.kilde, WITNESS))


def _figures(one: Registertal, last: date) -> Iterator[tuple[date, Decimal]]:
    """Yield a count at the end of every month from the first, and on the days it changed."""
    days = sorted(one.vaerdier)
    for day in sorted({*days, *month_ends(days[0], last)}):
        if day <= last:
            yield day, one.vaerdier[max(known for known in days if known <= day)]


def _change_lines(school: School, people: Sequence[Person]) -> Iterator[Line]:
    """Yield a line per change, told within 40 days and at the latest on the last day."""
    rng = school.dice("cpr_skift")
    for person in people:
        for (_, old), (since, new) in pairwise(person.numre):
            told = since + timedelta(days=rng.randrange(TOLD_AFTER_DAYS))
            if since <= school.pr_dato:
                yield Line(min(told, school.pr_dato), (old, new, since))
