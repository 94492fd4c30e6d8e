"""Who applies: those who start, those who are rejected, and those who come by a course."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from sosu_pipeline.synthetic.access import COURSE_WITHIN, LACKS_ENTRY, START_WITHIN, AccessCourse
from sosu_pipeline.synthetic.applications import Application, Key
from sosu_pipeline.synthetic.chance import factor, pick, whole
from sosu_pipeline.synthetic.courses import NEVER_COUNTED, Course, Stage
from sosu_pipeline.synthetic.days import DAY, WEEK, intake_day
from sosu_pipeline.synthetic.persons import Person
from sosu_pipeline.synthetic.school import School

ADULT = (17, 50)
YEAR = 52 * WEEK
COMPLETES_COURSE = 0.85
EDUCATIONS = ("SSA", "SSH", "PAU")
SOSU = frozenset({"SSA", "SSH"})


class Applying:
    """Draws the applications of a school, and the access courses between them."""

    def __init__(self, school: School) -> None:
        """Begin with none."""
        self._school, self._rates = school, school.profil.ansoegninger
        self._rng: Random = school.dice("ansoegninger")
        self._applications: dict[Key, Application] = {}
        self.access_courses: list[AccessCourse] = []

    @property
    def applications(self) -> Sequence[Application]:
        """Return every application once."""
        return tuple(self._applications.values())

    def draw(self, courses: Sequence[Course]) -> None:
        """Draw the applications of those who started, then of those who were rejected."""
        met: set[Person] = set()
        for course in courses:
            is_first = course.person not in met
            met.add(course.person)
            is_new = course.er_start and (is_first or course.stage.adgangsvej == "Merit")
            if course.stage.in_population and is_new:
                if is_first and self._comes_by_a_course(course):
                    self._come_by_a_course(course)
                else:
                    self._apply_for(course)
        for year in self._school.years:
            for _ in range(whole(self._rng, self._school.per_1000(self._rates.afviste_pr_1000))):
                self._reject(intake_day(year, self._rng.choice((1, 8))))

    def _apply(self, application: Application) -> None:
        self._applications.setdefault(application.key, application)

    def _apply_for(self, course: Course) -> None:
        person, stage, start = course.person, course.stage, course.start
        is_merit = stage.adgangsvej == "Merit"
        trend = factor(self._rates.merit_aarsfaktor, start.year) if is_merit else 1
        if not self._happens(self._rates.andel_ansoeger * trend):
            return
        asked = start - self._days(30, 200)
        answered = min(asked + self._days(5, 28), start)
        self._apply(Application(person, stage, start, 1, asked, "Optaget", answered))
        also = Stage(stage.uddannelse, stage.uddannelsesdel, stage.elevtype, "Grundforløb")
        others = (
            (self._rates.andel_flere_prioriteter, self._other(stage), 2, asked),
            (self._rates.andel_samme_uddannelse_igen, stage, 3, asked + 2 * WEEK),
            (self._rates.andel_merit_og_andet if is_merit else 0, also, 4, asked),
        )
        for share, other, priority, day in others:
            if self._happens(share):
                late = day + WEEK
                self._apply(Application(person, other, start, priority, day, "Frafaldet", late))
        if self._happens(self._rates.andel_ogsaa_aaret_foer):
            first, before = asked - YEAR, start - YEAR
            answer = ("Afvist", first + 3 * WEEK, "Kapacitet")
            self._apply(Application(person, stage, before, 1, first, *answer))

    def _reject(self, start: date) -> None:
        asked = start - self._days(40, 150)
        person = self._school.people.draw(self._rng, asked, ADULT, "Grundskole")
        part = self._rng.choice(("GF2", "GF2", "HF"))
        stage = Stage(self._rng.choice(EDUCATIONS), part, "EUD", "Grundforløb")
        reason, answered = pick(self._rng, self._rates.afslagsaarsager), asked + self._days(7, 40)
        self._apply(Application(person, stage, start, 1, asked, "Afvist", answered, reason))
        usual = self._rates.andel_afvist_til_kursus_ellers
        share = self._rates.andel_afvist_til_kursus.get(answered.year, usual)
        if reason != LACKS_ENTRY:
            return
        if self._happens(self._rates.andel_afvist_igen):
            again, refused = self._other(stage), answered + self._days(20, 200)
            answer = ("Afvist", refused, LACKS_ENTRY)
            self._apply(Application(person, again, start, 1, answered + WEEK, *answer))
        if self._happens(share):
            begun = answered + self._wait_for_course()
            self._attend(person, begun, begun + 8 * WEEK)

    def _wait_for_course(self) -> timedelta:
        if self._happens(self._rates.andel_paa_graensen):
            return COURSE_WITHIN + self._rng.randrange(2) * DAY
        return self._days(14, 300)

    def _comes_by_a_course(self, course: Course) -> bool:
        stage = course.stage
        is_direct = stage.uddannelsesdel in {"GF+", "GF2"} and stage.uddannelse in SOSU
        is_there = course.udfald not in NEVER_COUNTED
        trend = factor(self._rates.efter_kursus_aarsfaktor, course.start.year)
        share = self._rates.andel_start_efter_kursus * trend
        return is_direct and is_there and self._happens(share)

    def _come_by_a_course(self, course: Course) -> None:
        """Draw the rejection and the course before a start, nearly always within 31 days."""
        gap = self._rng.choice((0, 3, 10, 17, 24, 31, 32)) * DAY
        ended, direkte = course.start - gap, course.start if gap <= START_WITHIN else None
        begun = ended - self._rng.randrange(5, 11) * WEEK
        answered = begun - self._days(10, 120)
        wished = Stage(course.stage.uddannelse, "GF2", course.stage.elevtype, "Grundforløb")
        asked, start = answered - 3 * WEEK, answered + 8 * WEEK
        answer = ("Afvist", answered, LACKS_ENTRY)
        self._apply(Application(course.person, wished, start, 1, asked, *answer))
        self._attend(course.person, begun, ended, direkte)

    def _attend(self, person: Person, start: date, slut: date, direkte: date | None = None) -> None:
        if self._happens(self._rates.andel_to_kurser):
            before = start - self._rng.randrange(6, 12) * WEEK
            self._take(person, before, before + 5 * WEEK)
        self._take(person, start, slut, direkte)

    def _take(self, person: Person, start: date, slut: date, direkte: date | None = None) -> None:
        kursus, completes = self._rng.choice(self._rates.kurser), self._happens(COMPLETES_COURSE)
        self.access_courses.append(AccessCourse(person, kursus, start, slut, completes, direkte))

    def _other(self, stage: Stage) -> Stage:
        name = self._rng.choice([name for name in EDUCATIONS if name != stage.uddannelse])
        part = "GF2" if stage.uddannelsesdel == "GF1" else stage.uddannelsesdel
        return Stage(name, part, stage.elevtype, "Grundforløb", stage.er_eux)

    def _days(self, least: int, below: int) -> timedelta:
        return timedelta(days=self._rng.randrange(least, below))

    def _happens(self, share: float) -> bool:
        return self._rng.random() < share
