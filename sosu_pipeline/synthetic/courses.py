"""An uddannelsesforhold: one pupil on one part of an education, and how it ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sosu_pipeline.synthetic.persons import Person
from sosu_pipeline.synthetic.pupil_profile import Afdeling
from sosu_pipeline.synthetic.truth import Group, Truth

OUTSIDE = frozenset({"RKV", "BROBYG", "INTRO"})
GRUNDFORLOEB = frozenset({"GF1", "GF+", "GF2"})


class Udfald(StrEnum):
    """How a course was drawn to end."""

    GENNEMFOERT = "gennemfoert"
    AFBRUDT = "afbrudt"
    GENOPTAGET = "genoptaget"
    OMVALG = "omvalg"
    ALDRIG_STARTET = "aldrig_startet"
    UDE = "ude"
    TEKNISK = "teknisk"
    STANDSET = "standset"
    PARKERET = "parkeret"


NEVER_COUNTED = frozenset({Udfald.ALDRIG_STARTET, Udfald.UDE})
BROKEN_OFF = frozenset({Udfald.AFBRUDT, Udfald.GENOPTAGET, Udfald.OMVALG})


class Rettelse(StrEnum):
    """What earlier snapshots had wrong."""

    SEN_AFGANG = "sen_afgang"
    FORKERT_KODE = "forkert_kode"
    FORKERT_START = "forkert_start"


@dataclass(frozen=True)
class Stage:
    """What a pupil is enrolled in, and how."""

    uddannelse: str
    uddannelsesdel: str
    elevtype: str
    adgangsvej: str
    er_eux: bool = False

    @property
    def in_population(self) -> bool:
        """Tell whether the pupil counts anywhere."""
        return self.elevtype not in OUTSIDE


@dataclass(frozen=True, eq=False)
class Course:
    """One row of the report, with the story it was drawn for.

    ``efterfoelger`` is the start that makes a broken-off exit a resumption or an omvalg.
    ``er_start`` is false of a row that technically continues another. ``grund`` is the central
    reason of a dropout, and ``aarsag`` what the school wrote.
    """

    person: Person
    stage: Stage
    start: date
    forventet: date
    slut: date
    kode: str
    aarsag: str
    udfald: Udfald
    afdeling: Afdeling
    hold: str
    er_start: bool = True
    efterfoelger: date | None = None
    rettelse: Rettelse | None = None
    er_forudmeldt: bool = False
    har_ds_nr: bool = True
    grund: str = ""

    @property
    def afdeling_navn(self) -> str:
        """Return the department as files name it: DS-nr, or Elevafd where it is missing."""
        return self.afdeling.ds_nr if self.har_ds_nr else self.afdeling.elevafd

    def has_ended(self, day: date) -> bool:
        """Tell whether the exit has happened."""
        return self.slut <= day

    def is_active(self, day: date) -> bool:
        """Tell whether the pupil goes to school that day; the day of exit is one."""
        return self.start <= day <= self.slut

    def is_counted(self, day: date) -> bool:
        """Tell whether the row is in the population, as known that day."""
        out = self.udfald in NEVER_COUNTED and self.has_ended(day)
        return self.stage.in_population and not out

    def is_broken_off(self, day: date) -> bool | None:
        """Tell broken off (true) from completed (false); ``None`` when neither counts that day.

        A resumption or omvalg that still lies ahead has not happened, so the exit is broken off.
        """
        if not self.has_ended(day) or not self.is_counted(day):
            return None
        if self.udfald is Udfald.GENNEMFOERT:
            return False
        settled = self.efterfoelger is not None and self.efterfoelger <= day
        return True if self.udfald in BROKEN_OFF and not settled else None


def count(courses: Iterable[Course], truth: Truth, day: date) -> None:
    """Count intake and exits as of the day.

    Intake (kpi_optag, kpi_gymnasial): a person's first start on a part of an education in each
    calendar year. Never started, 31, 66, RKV, BROBYG and INTRO are gone before the first is taken;
    a technical continuation is no start; a resumption in a later year is one. The adgangsvej and
    prior education are those of that first start.

    Exits (kpi_afbrud, kpi_gennemfoerelse): every exit by the day in the population that completed
    or broke off, by the exit's own year and part. Resumed and omvalg exits are left out, completed
    ones never. Pseudo codes, 33 and 40 are i gang. The broken-off ones count under the central
    reason they were drawn for too (kpi_afgangsaarsag).
    """
    firsts: dict[tuple[Person, str, str, int], Course] = {}
    for course in courses:
        stage = course.stage
        if course.start <= day and course.er_start and course.is_counted(day):
            key = (course.person, stage.uddannelse, stage.uddannelsesdel, course.start.year)
            firsts[key] = min(firsts.get(key, course), course, key=lambda one: one.start)
        if (broken := course.is_broken_off(day)) is not None:
            group = stage_group(course.slut.year, stage)
            truth.add("kpi_afbrud", group, broken, 1, personer=[course.person])
            truth.add("kpi_gennemfoerelse", group, not broken, 1, personer=[course.person])
            if broken:
                reason = {**group, "grund": course.grund}
                truth.add("kpi_afgangsaarsag", reason, 1, personer=[course.person])
    for course in firsts.values():
        group = stage_group(course.start.year, course.stage)
        way = {**group, "adgangsvej": course.stage.adgangsvej}
        truth.add("kpi_optag", way, 1, personer=[course.person])
        if course.stage.uddannelsesdel in GRUNDFORLOEB:
            er_gymnasial = course.person.forudgaaende == "Gymnasial"
            truth.add("kpi_gymnasial", group, er_gymnasial, 1, personer=[course.person])


def stage_group(aar: int, stage: Stage) -> Group:
    """Return the group of a year and a part of an education."""
    return {"aar": aar, "uddannelse": stage.uddannelse, "uddannelsesdel": stage.uddannelsesdel}
