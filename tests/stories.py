"""Invented people and their courses, as the invented school draws them, for its figures' tests."""

from datetime import date
from typing import Any

from sosu_pipeline.synthetic.courses import Course, Stage, Udfald
from sosu_pipeline.synthetic.persons import Person
from sosu_pipeline.synthetic.pupil_profile import Afdeling
from sosu_pipeline.synthetic.truth import Truth

PR_DATO = date(2027, 10, 31)
AFDELING = Afdeling(ds_nr="280529", elevafd="Aalborg", andel=1)
GF1 = Stage("OSP", "GF1", "EUD", "Grundforløb")
GF2 = Stage("SSA", "GF2", "EUD", "Grundforløb")
HF = Stage("SSA", "HF", "EUD", "Grundforløb")


def person(forudgaaende: str = "") -> Person:
    """Return somebody, who is nobody else."""
    numre = ((date.min, "7101889999"),)
    return Person(
        numre, "Åse Bæk", er_kvinde=True, foedt=date(1988, 1, 11), forudgaaende=forudgaaende
    )


def course(
    who: Person, start: date, slut: date, udfald: Udfald, stage: Stage = GF2, **story: Any
) -> Course:
    """Return a course with its story; it was planned to end when it did, unless it is told."""
    known = {"forventet": slut, "kode": "10", "aarsag": "", "hold": "GF2-1"} | story
    return Course(who, stage, start, slut=slut, udfald=udfald, afdeling=AFDELING, **known)


def figures(truth: Truth, kpi: str) -> list[tuple[int, str, int | None, int | None]]:
    """Return year, taeller, naevner and personer of a KPI's groups."""
    return [
        (each["aar"], each["taeller"], each["naevner"], each["personer"])
        for each in truth.figures().get(kpi, ())
    ]
