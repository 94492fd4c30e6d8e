"""Who goes to school: per year with their stays abroad, per hold, and per week of a survey."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TypeAlias

from sosu_pipeline.synthetic.courses import Course, Stage, stage_group
from sosu_pipeline.synthetic.days import DAY, month_ends
from sosu_pipeline.synthetic.persons import Person
from sosu_pipeline.synthetic.support import Stay
from sosu_pipeline.synthetic.truth import Group, Truth

Asked: TypeAlias = tuple[str, str, str]


def count_abroad(stays: Iterable[Stay], courses: Iterable[Course], truth: Truth, day: date) -> None:
    """Count kpi_udland: pupils active in a year, and those with a completed stay begun in it.

    Both stand at the education that the pupil had on the first active day of the year.
    """
    places: dict[tuple[Person, int], tuple[date, Stage]] = {}
    for course in courses:
        if course.start <= day and course.is_counted(day):
            for year in range(course.start.year, min(course.slut, day).year + 1):
                key, first = (course.person, year), max(course.start, date(year, 1, 1))
                if key not in places or first < places[key][0]:
                    places[key] = (first, course.stage)
    abroad = {
        (one.course.person, one.start.year)
        for one in stays
        if one.er_gennemfoert and one.slut <= day
    }
    for (person, year), (_, stage) in places.items():
        has_been = (person, year) in abroad
        truth.add("kpi_udland", stage_group(year, stage), has_been, 1, personer=[person])


def count_holds(courses: Iterable[Course], truth: Truth, day: date) -> None:
    """Count kpi_holdstoerrelse on the first of every month: pupils on a stamhold, and stamhold."""
    holds: dict[tuple[date, str], tuple[Stage, set[Person]]] = {}
    counted = [one for one in courses if one.start <= day and one.is_counted(day)]
    earliest = min((one.start for one in counted), default=day)
    firsts = [end + DAY for end in month_ends(earliest - DAY, day - DAY)]
    for course in counted:
        since, until = bisect_left(firsts, course.start), bisect_right(firsts, course.slut)
        for first in firsts[since:until]:
            _, pupils = holds.setdefault((first, course.hold), (course.stage, set()))
            pupils.add(course.person)
    for (first, _), (stage, pupils) in holds.items():
        group = stage_group(first.year, stage)
        truth.add("kpi_holdstoerrelse", group, len(pupils), 1, personer=pupils)


def count_answering(
    answered: Mapping[Asked, Collection[str]], pupils: Iterable[Course], truth: Truth, aar: int
) -> None:
    """Count kpi_svarandel of a week: who answered, of the pupils in the groups that were asked.

    A group where nobody counts as a pupil is left out.
    """
    active: dict[Asked, set[Person]] = defaultdict(set)
    for course in pupils:
        active[group_of(course)].add(course.person)
    for group, respondents in answered.items():
        if people := active[group]:
            uddannelse, uddannelsesdel, _ = group
            named: Group = {"aar": aar, "uddannelse": uddannelse, "uddannelsesdel": uddannelsesdel}
            truth.add("kpi_svarandel", named, len(respondents), len(people), personer=people)


def group_of(course: Course) -> Asked:
    """Return the group that a pupil answers in: education, part and department."""
    return (course.stage.uddannelse, course.stage.uddannelsesdel, course.afdeling_navn)


def active_in_week(courses: Iterable[Course], monday: date, day: date) -> list[Course]:
    """Return the courses at school on any day of the week, as far as it has come by the day."""
    last = min(monday + 6 * DAY, day)
    return [one for one in courses if one.start <= last and one.slut >= monday]
