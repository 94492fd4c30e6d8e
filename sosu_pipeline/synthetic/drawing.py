"""Draws whole schools: lives first, then what their files tell of them, and the truth beside."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from sosu_pipeline.errors import UserError
from sosu_pipeline.synthetic import (
    access,
    activity,
    agreements,
    amu,
    applications,
    chains,
    contributions,
    courses,
    economy,
    fvu,
    holds,
    intake,
    placements,
    register,
    snapshots,
    support,
    surveys,
    transitions,
)
from sosu_pipeline.synthetic.applying import Applying
from sosu_pipeline.synthetic.dialects import Rod
from sosu_pipeline.synthetic.feeds import Delivery
from sosu_pipeline.synthetic.landing import Landing
from sosu_pipeline.synthetic.profile import read_profile
from sosu_pipeline.synthetic.school import School
from sosu_pipeline.synthetic.truth import Sandhed, SkoleSandhed, Truth

ONE_SCHOOL = "sosu_nord"
Progress: TypeAlias = Callable[[str, str], None]


def draw(  # noqa: PLR0913 - what is drawn is all told by the caller
    root: Path,
    *,
    elever: int,
    fra: int,
    til: int,
    seed: int,
    rod: int,
    pr_dato: date,
    config: Path,
    skoler: int = 1,
    progress: Progress | None = None,
) -> Sandhed:
    """Draw ``skoler`` schools of ``elever`` pupils at a time, with deliveries up to ``pr_dato``.

    Writes ``root/<skole>/<kilde>/ÅÅÅÅ-MM-DD/<file>``, and beside the feeds ``syntetisk.json`` (what
    was drawn, and the sha256 of every file) and ``sandhed.json`` (the true figures, and which lines
    and files must be refused). The same arguments give the same bytes. One school is in memory at
    a time. ``progress`` is told the school and each feed as its files are written.

    Raises:
        DeclarationError: a file of ``config`` does not fit its model.
        UserError: the years are in the wrong order.
    """
    if not fra <= min(til, pr_dato.year):
        msg = f"fra ({fra}) ligger efter til ({til}) eller efter {pr_dato:%d-%m-%Y}; ret årene"
        raise UserError(msg)
    profil = read_profile(config)
    drawing: dict[str, int | str] = {
        "elever": elever,
        "fra": fra,
        "til": til,
        "seed": seed,
        "rod": rod,
        "skoler": skoler,
        "pr_dato": pr_dato.isoformat(),
    }
    truths = {}
    for name in _names(skoler):
        school = School(name, profil, elever=elever, fra=fra, til=til, seed=seed, pr_dato=pr_dato)
        truths[name] = _draw_school(root / name, school, drawing, progress)
    return Sandhed(truths)


def _names(skoler: int) -> list[str]:
    if skoler == 1:
        return [ONE_SCHOOL]
    return [f"opfundet_{number:03d}" for number in range(1, skoler + 1)]


def _draw_school(
    folder: Path, school: School, drawing: Mapping[str, int | str], progress: Progress | None
) -> SkoleSandhed:
    truth, landing = Truth(), Landing(folder, school, Rod(int(drawing["rod"])))
    told = ""
    for delivery in _deliveries(school, truth):
        if progress and delivery.feed.kilde != told:
            told = delivery.feed.kilde
            progress(school.skole, told)
        landing.write(delivery)
    sandhed = landing.finish(truth.figures())
    _write_json(
        folder / "syntetisk.json", {"frø": school.seed, "tegning": drawing, "filer": sandhed.filer}
    )
    account = asdict(sandhed)
    del account["filer"]
    _write_json(folder / "sandhed.json", {"pr_dato": school.pr_dato.isoformat(), **account})
    return sandhed


def _deliveries(school: School, truth: Truth) -> Iterator[Delivery]:
    """Yield every delivery of a school; the changes of CPR numbers come when everybody is drawn."""
    day, pupils = school.pr_dato, intake.draw_courses(school)
    courses.count(pupils, truth, day)
    chains.count(pupils, truth, day)
    transitions.count(pupils, truth, day)
    activity.count_holds(pupils, truth, day)
    yield from snapshots.deliveries(school, pupils)
    yield from _pupil_deliveries(school, pupils, truth)
    yield from surveys.mikro_deliveries(school, pupils, truth)
    yield from surveys.etu_deliveries(school, pupils, truth)
    yield from _adult_deliveries(school, truth)
    postings = economy.draw_postings(school)
    economy.count(postings, truth, day)
    yield from economy.deliveries(school, postings)
    register.count(school, truth, day)
    yield from register.deliveries(school)


def _pupil_deliveries(
    school: School, pupils: list[courses.Course], truth: Truth
) -> Iterator[Delivery]:
    applying, day = Applying(school), school.pr_dato
    applying.draw(pupils)
    applications.count(applying.applications, truth, day)
    access.count_rejected(applying.applications, applying.access_courses, truth, day)
    yield from applications.deliveries(school, applying.applications)
    access.count(applying.access_courses, truth, day)
    yield from access.deliveries(school, applying.access_courses)
    signed = agreements.draw_agreements(school, pupils)
    agreements.count(signed, truth, day)
    placements.count(pupils, signed, truth, day)
    yield from agreements.deliveries(school, signed)
    contributed = contributions.draw_contributions(school, pupils)
    contributions.count(contributed, truth, day)
    yield from contributions.deliveries(school, contributed)
    screenings = support.draw_screenings(school, pupils)
    support.count_support(screenings, truth, day)
    support.count_completion(screenings, pupils, truth, day)
    stays = support.draw_stays(school, pupils)
    activity.count_abroad(stays, pupils, truth, day)
    yield from support.deliveries(school, screenings, stays)


def _adult_deliveries(school: School, truth: Truth) -> Iterator[Delivery]:
    planned = holds.draw_holds(school)
    holds.count(planned, truth, school.pr_dato)
    yield from holds.deliveries(school, planned)
    enrolments = amu.draw_enrolments(school, planned)
    amu.count(enrolments, truth, school.pr_dato)
    yield from amu.deliveries(school, enrolments)
    kursister = fvu.draw_fvu(school)
    fvu.count(kursister, truth, school.pr_dato)
    yield from fvu.deliveries(school, kursister)


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, default=str)
    path.write_bytes(f"{text}\n".encode())
