"""Applications to the school: what was asked for, and what was answered."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from sosu_pipeline.synthetic.courses import Stage, stage_group
from sosu_pipeline.synthetic.feeds import Delivery, Feed, Kind, Line, changes
from sosu_pipeline.synthetic.persons import Person
from sosu_pipeline.synthetic.school import School
from sosu_pipeline.synthetic.truth import Truth

FEED = Feed(
    kilde="ansoegninger",
    noegle=("CprNr", "Skoleaar", "Uddannelse", "GH", "Prioritet"),
    egen="CprNr",
    kolonner={
        "DSafdeling": Kind.TEKST,
        "Ans_Status": Kind.KODE,
        "Ans_Status_Dato": Kind.DATO,
        "Skoleaar": Kind.TEKST,
        "Uddannelse": Kind.KODE,
        "Udd_betegnelse": Kind.FRITEKST,
        "Studiestart": Kind.DATO,
        "Prioritet": Kind.HELTAL,
        "EUX": Kind.JA_NEJ,
        "CprNr": Kind.CPR,
        "Navnebeskyttet": Kind.JA_NEJ,
        "Afgangsklasse": Kind.TEKST,
        "Forudgående uddannelse": Kind.KODE,
        "Adgangsvej": Kind.KODE,
        "Afslagsårsag": Kind.KODE,
        "GH": Kind.KODE,
        "Ansøgningsdato": Kind.DATO,
    },
)
SCHOOL_YEAR_STARTS_MONTH = 8

Key: TypeAlias = tuple[Person, str, str, str, int]


@dataclass(frozen=True)
class Application:
    """One application, its answer and the day of the answer."""

    person: Person
    stage: Stage
    studiestart: date
    prioritet: int
    dag: date
    svar: str
    svar_dag: date
    aarsag: str | None = None

    @property
    def skoleaar(self) -> str:
        """Return the school year of the wished start, ``2026/2027``."""
        first = self.studiestart.year - (self.studiestart.month < SCHOOL_YEAR_STARTS_MONTH)
        return f"{first}/{first + 1}"

    @property
    def adgangsvej(self) -> str:
        """Return the way in that was applied for."""
        return self.stage.adgangsvej

    @property
    def key(self) -> Key:
        """Return what makes it one application."""
        return (
            self.person,
            self.skoleaar,
            self.stage.uddannelse,
            self.stage.uddannelsesdel,
            self.prioritet,
        )


def count(applications: Collection[Application], truth: Truth, day: date) -> None:
    """Count kpi_soegning as of the day.

    A person's first application to a part of an education in a calendar year, by Ansøgningsdato,
    any status. The first is taken within an adgangsvej, so that somebody who applies as merit and
    otherwise in one year counts on each way, and merit is complete.
    """
    firsts = {
        (
            one.person,
            one.dag.year,
            one.stage.uddannelse,
            one.stage.uddannelsesdel,
            one.adgangsvej,
        ): one
        for one in applications
        if one.dag <= day
    }
    for one in firsts.values():
        group = {**stage_group(one.dag.year, one.stage), "adgangsvej": one.adgangsvej}
        truth.add("kpi_soegning", group, 1, personer=[one.person])


def deliveries(school: School, applications: Collection[Application]) -> Iterator[Delivery]:
    """Yield applications as they come in and are answered."""
    lines = [line for one in applications for line in _lines(school, one)]
    yield from changes(FEED, lines, school.days(FEED.kilde))


def _lines(school: School, one: Application) -> Iterator[Line]:
    yield _line(school, one, "Ansøgt", one.dag, None)
    if one.svar_dag <= school.pr_dato:
        yield _line(school, one, one.svar, one.svar_dag, one.aarsag)


def _line(school: School, one: Application, status: str, day: date, aarsag: str | None) -> Line:
    name = school.profil.skole.uddannelser[one.stage.uddannelse].navn
    return Line(
        day,
        (
            school.profil.skole.institutionsnummer,
            status,
            day,
            one.skoleaar,
            one.stage.uddannelse,
            name,
            one.studiestart,
            one.prioritet,
            one.stage.er_eux,
            one.person,
            False,
            "9. klasse" if one.stage.uddannelsesdel == "GF1" else None,
            one.person.forudgaaende or None,
            one.stage.adgangsvej,
            aarsag,
            one.stage.uddannelsesdel,
            one.dag,
        ),
    )
