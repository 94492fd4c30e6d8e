"""The report of uddannelsesforhold: what the school knew of every pupil on a day."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sosu_pipeline.synthetic.courses import GRUNDFORLOEB, Course, Rettelse
from sosu_pipeline.synthetic.feeds import Delivery, Feed, Kind, Row
from sosu_pipeline.synthetic.pupil_profile import Skole
from sosu_pipeline.synthetic.school import School

REGISTERED_AHEAD = timedelta(days=45)
CORRECTED_AFTER = timedelta(days=45)
MOVED_START = timedelta(days=7)

FEED = Feed(
    kilde="uddannelsesforhold",
    noegle=("CPR", "Uddannelse", "GH", "Startdato"),
    egen="CPR",
    spaend=("Startdato", "Slutdato"),
    kolonner={
        "CPR": Kind.CPR,
        "Elevnavn": Kind.FRITEKST,
        "Uddannelse": Kind.KODE,
        "Uddannelse betegnelse": Kind.FRITEKST,
        "CØSA": Kind.TEKST,
        "CØSA betegnelse": Kind.FRITEKST,
        "GH": Kind.KODE,
        "Startdato": Kind.DATO,
        "Slutdato": Kind.DATO,
        "Forventet slut": Kind.DATO,
        "Afgangsdato": Kind.DATO,
        "Afgangsårsag": Kind.KODE,
        "Afgangsårsag betegnelse": Kind.FRITEKST,
        "Elevtype": Kind.KODE,
        "Adgangsvej": Kind.KODE,
        "Periodetype": Kind.TEKST,
        "Skoleforløb": Kind.TEKST,
        "Lokation": Kind.TEKST,
        "Elevafd": Kind.TEKST,
        "DS-nr": Kind.TEKST,
        "Stamhold": Kind.TEKST,
        "Forudgående uddannelse": Kind.KODE,
        "Køn": Kind.TEKST,
        "Alder": Kind.HELTAL,
        "EUX": Kind.JA_NEJ,
    },
)


def deliveries(school: School, courses: Sequence[Course]) -> Iterator[Delivery]:
    """Yield the snapshots: what the school knew of every pupil on each day of delivery."""
    for day in school.days(FEED.kilde):
        rows = [
            _row(course, day, school)
            for course in courses
            if course.start <= day + REGISTERED_AHEAD
        ]
        if rows:
            yield Delivery(FEED, day, rows)


def _row(course: Course, day: date, school: School) -> Row:
    stage, skole = course.stage, school.profil.skole
    wrong = course.rettelse if day < min(course.slut + CORRECTED_AFTER, school.pr_dato) else None
    knows_exit = course.has_ended(day) or (course.er_forudmeldt and day == school.pr_dato)
    has_left = knows_exit and wrong is not Rettelse.SEN_AFGANG
    start = course.start + MOVED_START if wrong is Rettelse.FORKERT_START else course.start
    kode = "20" if wrong is Rettelse.FORKERT_KODE else course.kode
    slut = max(course.slut, start) if has_left else None
    return (
        course.person,
        course.person.navn,
        stage.uddannelse,
        *_education(skole, stage.uddannelse),
        stage.uddannelsesdel,
        start,
        slut,
        course.forventet,
        slut,
        kode if has_left else None,
        (course.aarsag or None) if has_left else None,
        stage.elevtype,
        stage.adgangsvej,
        "Skole" if stage.uddannelsesdel in GRUNDFORLOEB else "Hovedforløb",
        f"{stage.uddannelsesdel}-1",
        course.afdeling.elevafd,
        course.afdeling.elevafd,
        course.afdeling.ds_nr if course.har_ds_nr else None,
        course.hold,
        course.person.forudgaaende or None,
        "K" if course.person.er_kvinde else "M",
        course.person.age_on(course.start),
        stage.er_eux,
    )


def _education(skole: Skole, uddannelse: str) -> tuple[str, str, str]:
    education = skole.uddannelser[uddannelse]
    return education.navn, education.coesa, education.navn
