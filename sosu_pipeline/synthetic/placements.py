"""GF2 pupils with an agreement in time: at teaching week 15, and at the planned end."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sosu_pipeline.synthetic.agreements import COUNTING, Agreement
from sosu_pipeline.synthetic.chains import Chain, chains
from sosu_pipeline.synthetic.courses import BROKEN_OFF, Course, Udfald, stage_group
from sosu_pipeline.synthetic.days import add_months
from sosu_pipeline.synthetic.persons import Person
from sosu_pipeline.synthetic.teaching import teaching_monday
from sosu_pipeline.synthetic.truth import Truth

WEEK_NUMBER = 15
BEFORE_GF2_MONTHS = 14


def count(
    courses: Iterable[Course], agreements: Sequence[Agreement], truth: Truth, day: date
) -> None:
    """Count kpi_aftale_uge15 and kpi_aftale_slut per education.

    The first is taken on the Monday of a GF2's 15th teaching week, of those at school that day
    whose GF2 is planned to last that long; the second on the planned end, of those who completed
    or are still there. An agreement counts in the education of the GF2, of any type, signed by
    then, begun no more than 14 months before the GF2, neither underkendt nor ophævet før start.
    """
    counting: dict[tuple[Person, str], list[Agreement]] = defaultdict(list)
    for one in agreements:
        if one.status_on(day) in COUNTING:
            counting[one.person, one.uddannelse].append(one)
    for gf2 in chains(courses, day, resumed=False):
        if gf2.stage.uddannelsesdel == "GF2":
            own = counting[gf2.person, gf2.stage.uddannelse]
            monday, end = teaching_monday(gf2.start, WEEK_NUMBER), gf2.last.forventet
            if monday <= min(end, day) and gf2.is_active(monday):
                _add("kpi_aftale_uge15", gf2, own, truth, monday)
            if end <= day and _is_there_at(gf2, end, day):
                _add("kpi_aftale_slut", gf2, own, truth, end)


def _is_there_at(gf2: Chain, end: date, day: date) -> bool:
    last = gf2.last
    has_completed = last.udfald is Udfald.GENNEMFOERT and last.has_ended(day)
    has_broken_off = last.udfald in BROKEN_OFF and last.has_ended(end)
    return has_completed or (gf2.is_active(end) and not has_broken_off)


def _add(kpi: str, gf2: Chain, agreements: Sequence[Agreement], truth: Truth, day: date) -> None:
    earliest = add_months(gf2.start, -BEFORE_GF2_MONTHS)
    has_one = any(one.underskrevet <= day and one.start >= earliest for one in agreements)
    truth.add(kpi, stage_group(day.year, gf2.stage), has_one, 1, personer=[gf2.person])
