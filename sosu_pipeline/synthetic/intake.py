"""Who comes to the school and when: every pupil of its history."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from sosu_pipeline.synthetic.chance import factor, pick, whole
from sosu_pipeline.synthetic.courses import Course, Stage
from sosu_pipeline.synthetic.days import intake_day
from sosu_pipeline.synthetic.lives import Lives
from sosu_pipeline.synthetic.pupil_profile import Indgang
from sosu_pipeline.synthetic.school import School

YEARS_BEFORE = 3


def draw_courses(school: School) -> list[Course]:
    """Draw every course of everybody who is at the school on or after its first day."""
    rng = school.dice("forloeb")
    forloeb = school.profil.forloeb
    lives = Lives(forloeb, rng, school.horizon)
    courses: list[Course] = []
    for day, indgang in _arrivals(school, rng):
        if day > school.horizon:
            continue
        person = school.people.draw(rng, day, indgang.alder, pick(rng, indgang.forudgaaende))
        life = list(
            lives.draw(
                person, school.department(rng), _first_stage(rng, indgang, forloeb.andel_eux), day
            )
        )
        if any(course.slut >= school.first_day for course in life):
            courses.extend(life)
    return courses


def _arrivals(school: School, rng: Random) -> Iterator[tuple[date, Indgang]]:
    for year in range(school.fra - YEARS_BEFORE, school.horizon.year + 1):
        for indgang in school.profil.forloeb.indgange.values():
            expected = school.per_1000(indgang.pr_1000) * factor(indgang.aarsfaktor, year)
            for month, share in indgang.saeson.items():
                for _ in range(whole(rng, expected * share)):
                    yield (
                        _start_day(rng, year, month, school.profil.forloeb.andel_skaeve_startdage),
                        indgang,
                    )


def _start_day(rng: Random, year: int, month: int, odd_share: float) -> date:
    if rng.random() < odd_share:
        return date(year, month, 1) + timedelta(days=rng.randrange(28))
    return intake_day(year, month)


def _first_stage(rng: Random, indgang: Indgang, eux_share: float) -> Stage:
    return Stage(
        uddannelse=pick(rng, indgang.uddannelser),
        uddannelsesdel=indgang.uddannelsesdel,
        elevtype=pick(rng, indgang.elevtyper),
        adgangsvej=indgang.adgangsvej,
        er_eux=rng.random() < eux_share,
    )
