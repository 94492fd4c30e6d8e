"""Milestones: met by a date and a reference to evidence, both in the school's register."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sosu_pipeline.declarations.goal import Milestone
from sosu_pipeline.progress.evidence import MilestoneRow, Register, Stage
from sosu_pipeline.progress.status import Status
from sosu_pipeline.progress.verdict import Verdict
from sosu_pipeline.progress.words import sentence, too_old, written

SOON = timedelta(days=60)
"""How long before its deadline a milestone that nobody has begun is at risk."""


def judge_milestone(
    goal: Milestone,
    register: Register,
    as_of: date,
    late: Sequence[str] = (),
    *,
    depends_on: Status | None = None,
) -> Verdict:
    """Judge a milestone by the school's register as of a day.

    Every line of the goal must be met, the last decides the day. ``late`` are the feeds older
    than their contract allows; ``depends_on`` is the status of the goal this one follows, where it
    is known.

    Raises:
        ValueError: the goal has no deadline, which the reading of a plan gives it.
    """
    if goal.frist is None:
        msg = f"{goal.id} has no deadline; read it with its plan"
        raise ValueError(msg)
    rows = register.rows
    status = _status(rows, goal.frist, as_of)
    said = list(_state(rows, status, goal.frist, as_of))
    if late:
        said.insert(0, too_old(late))
        status = Status.MANGLER_DATA
    said += _remarks(goal, rows, as_of)
    if goal.afhaenger_af and depends_on not in {None, Status.NAAET}:
        said.append(f"det bygger på {goal.afhaenger_af}, som ikke er nået")
    return Verdict(status=status, reason=sentence(said), frist=goal.frist)


def _is_met(row: MilestoneRow, as_of: date) -> bool:
    return (
        row.opnaaet_dato is not None
        and row.opnaaet_dato <= as_of
        and bool((row.dokumentation or "").strip())
    )


def _status(rows: Sequence[MilestoneRow], deadline: date, as_of: date) -> Status:
    if not rows:
        return Status.MANGLER_DATA
    if all(_is_met(row, as_of) for row in rows):
        return Status.NAAET
    if as_of > deadline:
        return Status.BAGUD
    if any(row.status is not Stage.IKKE_BEGYNDT for row in rows):
        return Status.PAA_SPORET
    return Status.I_RISIKO if deadline - as_of <= SOON else Status.IKKE_STARTET


def _state(
    rows: Sequence[MilestoneRow], status: Status, deadline: date, as_of: date
) -> Iterator[str]:
    due = f"fristen er {written(deadline)}"
    days = abs((deadline - as_of).days)
    far = "1 dag" if days == 1 else f"{days} dage"
    match status:
        case Status.MANGLER_DATA:
            yield f"milepælen står ikke i skolens register, og {due}"
        case Status.NAAET:
            yield from _reached(rows, deadline)
        case Status.BAGUD:
            yield f"milepælen er ikke nået, og fristen {written(deadline)} er overskredet med {far}"
        case Status.PAA_SPORET:
            yield f"milepælen er i gang, og {due}, om {far}"
        case _:
            yield f"milepælen er ikke begyndt, og {due}, om {far}"


def _reached(rows: Sequence[MilestoneRow], deadline: date) -> Iterator[str]:
    reached = max(row.opnaaet_dato for row in rows if row.opnaaet_dato)
    yield f"milepælen blev nået {written(reached)}, og fristen var {written(deadline)}"
    if reached > deadline:
        late = (reached - deadline).days
        yield f"det var {'1 dag' if late == 1 else f'{late} dage'} for sent"


def _remarks(goal: Milestone, rows: Sequence[MilestoneRow], as_of: date) -> Iterator[str]:
    if goal.antaget_frist:
        yield "fristen er antaget, for planen nævner ingen"
    met = sum(_is_met(row, as_of) for row in rows)
    if 0 < met < len(rows):
        yield f"{met} af {len(rows)} milepæle under målet er nået"
    for row in rows:
        yield from _faults(row, as_of)
        if row.frist and row.frist != goal.frist:
            yield f"skolens egen frist for »{row.milepael}« er {written(row.frist)}"


def _faults(row: MilestoneRow, as_of: date) -> Iterator[str]:
    """Tell why a line that claims to be done does not count, or says two things."""
    name = f"»{row.milepael}«"
    if row.opnaaet_dato and row.opnaaet_dato > as_of:
        yield f"{name} har en dato, der ligger ude i fremtiden"
    elif row.opnaaet_dato and not _is_met(row, as_of):
        yield f"{name} har en dato, men ingen dokumentation, og tæller ikke som nået"
    elif row.status is Stage.GENNEMFOERT and not row.opnaaet_dato:
        yield f"{name} er meldt gennemført uden dato og tæller ikke som nået"
    elif row.opnaaet_dato and row.status is not Stage.GENNEMFOERT:
        yield f"{name} er nået, men registeret siger stadig »{row.status}«"
