"""From one part of the education to the next: who went on, and how soon."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from operator import attrgetter

from sosu_pipeline.synthetic.courses import Course, Stage, Udfald, stage_group
from sosu_pipeline.synthetic.days import add_months
from sosu_pipeline.synthetic.truth import Truth

MONTHS = {"GF1": 1, "GF2": 3}
NEXT = {"GF1": "GF2", "GF2": "HF"}
KPIS = {"GF1": "kpi_gf1_til_gf2", "GF2": "kpi_gf2_til_hf"}


def count(courses: Iterable[Course], truth: Truth, day: date) -> None:
    """Count who completed GF1 (GF2) and started GF2 within 1 month (HF within 3), by exit date.

    The next part may be of any education, and never started is no start. An exit counts from the
    day after its window. Merit and EUV1 pupils have no GF2 to go on from.
    """
    for person, rows in groupby(courses, attrgetter("person")):
        life = list(rows)
        for course in _completed(life, day):
            part = course.stage.uddannelsesdel
            window_end = add_months(course.slut, MONTHS[part])
            if window_end < day:
                went = any(
                    one.stage.uddannelsesdel == NEXT[part]
                    and one.is_counted(day)
                    and course.slut <= one.start <= window_end
                    for one in life
                )
                group = stage_group(course.slut.year, course.stage)
                truth.add(KPIS[part], group, went, 1, personer=[person])


def _completed(life: Iterable[Course], day: date) -> Iterator[Course]:
    for course in life:
        has_completed = course.udfald is Udfald.GENNEMFOERT and course.has_ended(day)
        if has_completed and _may_go_on(course.stage):
            yield course


def _may_go_on(stage: Stage) -> bool:
    has_gf2 = stage.elevtype != "EUV1" and stage.adgangsvej != "Merit"
    is_followed = stage.uddannelsesdel in NEXT and stage.in_population
    return is_followed and (has_gf2 or stage.uddannelsesdel == "GF1")
