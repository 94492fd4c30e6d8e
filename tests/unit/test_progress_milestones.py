"""Milestones: a date and a reference to evidence, before a deadline."""

from datetime import date, timedelta

import pytest

from sosu_pipeline.declarations.goal import Milestone
from sosu_pipeline.progress.evidence import MilestoneRow, Register, Stage
from sosu_pipeline.progress.judging import no_goal
from sosu_pipeline.progress.milestones import judge_milestone
from sosu_pipeline.progress.status import Status
from sosu_pipeline.progress.verdict import Verdict

DEADLINE = date(2026, 12, 31)
GOAL = Milestone(type="milepael", id="26-b", titel="Plan", frist=DEADLINE)
MET_DAY = date(2026, 11, 2)


def row(
    status: Stage = Stage.IKKE_BEGYNDT,
    opnaaet: date | None = None,
    dokumentation: str | None = None,
    frist: date | None = None,
) -> MilestoneRow:
    return MilestoneRow(
        milepael="Plan",
        status=status,
        frist=frist,
        opnaaet_dato=opnaaet,
        dokumentation=dokumentation,
    )


MET = row(Stage.GENNEMFOERT, MET_DAY, "referat 7")


def judged(*rows: MilestoneRow, as_of: date = date(2026, 12, 1), goal: Milestone = GOAL) -> Verdict:
    return judge_milestone(goal, Register(rows), as_of)


def test_a_milestone_that_is_not_in_the_register_lacks_data() -> None:
    verdict = judged()
    assert verdict.status is Status.MANGLER_DATA
    assert verdict.reason == (
        "Milepælen står ikke i skolens register, og fristen er 31. december 2026."
    )
    assert verdict.frist == DEADLINE


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        (DEADLINE - timedelta(days=61), Status.IKKE_STARTET),
        (DEADLINE - timedelta(days=60), Status.I_RISIKO),
        (DEADLINE, Status.I_RISIKO),
        (DEADLINE + timedelta(days=1), Status.BAGUD),
    ],
)
def test_what_nobody_has_begun_is_at_risk_sixty_days_before(as_of: date, status: Status) -> None:
    assert judged(row(), as_of=as_of).status is status


@pytest.mark.parametrize(
    ("as_of", "status", "reason"),
    [
        (
            date(2026, 1, 1),
            Status.PAA_SPORET,
            "Milepælen er i gang, og fristen er 31. december 2026, om 364 dage.",
        ),
        (
            date(2026, 12, 30),
            Status.PAA_SPORET,
            "Milepælen er i gang, og fristen er 31. december 2026, om 1 dag.",
        ),
        (DEADLINE, Status.PAA_SPORET, None),
        (
            date(2027, 1, 10),
            Status.BAGUD,
            "Milepælen er ikke nået, og fristen 31. december 2026 er overskredet med 10 dage.",
        ),
    ],
)
def test_what_is_begun_is_on_track_until_it_is_due(
    as_of: date, status: Status, reason: str | None
) -> None:
    verdict = judged(row(Stage.I_GANG), as_of=as_of)
    assert verdict.status is status
    assert reason in {None, verdict.reason}


def test_a_milestone_is_met_by_a_date_and_evidence() -> None:
    verdict = judged(MET)
    assert verdict.status is Status.NAAET
    assert verdict.reason == (
        "Milepælen blev nået 2. november 2026, og fristen var 31. december 2026."
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (row(Stage.GENNEMFOERT, MET_DAY), "har en dato, men ingen dokumentation, og tæller ikke"),
        (row(Stage.GENNEMFOERT, MET_DAY, " "), "har en dato, men ingen dokumentation"),
        (row(Stage.GENNEMFOERT, None, "referat 7"), "er meldt gennemført uden dato og tæller ikke"),
        (row(Stage.GENNEMFOERT, date(2026, 12, 2), "referat 7"), "ligger ude i fremtiden"),
    ],
)
def test_done_without_date_or_evidence_is_not_met(line: MilestoneRow, said: str) -> None:
    verdict = judged(line)
    assert verdict.status is Status.PAA_SPORET
    assert f"»Plan« {said}" in verdict.reason or said in verdict.reason
    assert judged(line, as_of=date(2026, 12, 1) + timedelta(days=400)).status is (
        Status.NAAET if line.opnaaet_dato == date(2026, 12, 2) else Status.BAGUD
    )


def test_the_day_it_is_met_counts() -> None:
    assert judged(MET, as_of=MET_DAY).reason == judged(MET).reason
    assert judged(MET, as_of=MET_DAY - timedelta(days=1)).status is Status.PAA_SPORET


@pytest.mark.parametrize(
    ("day", "told"), [(1, "det var 1 dag for sent"), (11, "det var 11 dage for sent")]
)
def test_met_late_is_met_and_told(day: int, told: str) -> None:
    late = row(Stage.GENNEMFOERT, date(2027, 1, day), "referat 7")
    verdict = judged(late, as_of=date(2027, 3, 1))
    assert verdict.status is Status.NAAET
    assert told in verdict.reason
    assert "sent" not in judged(row(Stage.GENNEMFOERT, DEADLINE, "x"), as_of=DEADLINE).reason


def test_evidence_counts_whatever_the_stage_says_and_the_disagreement_is_told() -> None:
    verdict = judged(row(Stage.I_GANG, MET_DAY, "referat 7"))
    assert verdict.status is Status.NAAET
    assert "»Plan« er nået, men registeret siger stadig »I gang«" in verdict.reason


def test_every_line_of_a_goal_must_be_met_and_the_last_decides_the_day() -> None:
    verdict = judged(MET, row(Stage.I_GANG))
    assert verdict.status is Status.PAA_SPORET
    assert "1 af 2 milepæle under målet er nået" in verdict.reason
    assert judged(MET, row()).status is Status.PAA_SPORET  # begun, since one is met
    later = row(Stage.GENNEMFOERT, date(2026, 11, 20), "referat 8")
    assert judged(later, MET).reason.startswith("Milepælen blev nået 20. november 2026")


def test_the_schools_own_deadline_is_told_and_decides_nothing() -> None:
    verdict = judged(row(Stage.I_GANG, frist=date(2026, 6, 1)))
    assert verdict.status is Status.PAA_SPORET
    assert "skolens egen frist for »Plan« er 1. juni 2026" in verdict.reason
    assert "egen frist" not in judged(row(Stage.I_GANG, frist=DEADLINE)).reason


def test_an_assumed_deadline_is_told() -> None:
    assumed = Milestone(type="milepael", id="01-a", titel="x").with_deadline(DEADLINE)
    assert "fristen er antaget, for planen nævner ingen" in judged(row(), goal=assumed).reason
    assert "antaget" not in judged(row()).reason


def test_a_milestone_without_a_deadline_has_not_been_read_with_its_plan() -> None:
    with pytest.raises(ValueError, match="01-a has no deadline"):
        judged(row(), goal=Milestone(type="milepael", id="01-a", titel="x"))


@pytest.mark.parametrize(
    ("depends_on", "is_told"), [(Status.NAAET, False), (Status.BAGUD, True), (None, False)]
)
def test_a_milestone_tells_when_the_one_it_follows_is_not_met(
    depends_on: Status | None, *, is_told: bool
) -> None:
    goal = GOAL.model_copy(update={"afhaenger_af": "26-a"})
    verdict = judge_milestone(goal, Register((MET,)), DEADLINE, depends_on=depends_on)
    assert verdict.status is Status.NAAET
    assert ("det bygger på 26-a, som ikke er nået" in verdict.reason) is is_told


def test_a_late_register_judges_nothing_and_says_what_it_last_said() -> None:
    verdict = judge_milestone(GOAL, Register((MET,)), DEADLINE, ("milepaele",))
    assert verdict.status is Status.MANGLER_DATA
    assert verdict.reason == (
        "Kilden milepaele er for gammel til at vurdere målet; "
        "milepælen blev nået 2. november 2026, og fristen var 31. december 2026."
    )


def test_an_indsats_that_promises_nothing_has_no_goal() -> None:
    assert no_goal().status is Status.INTET_MAAL
    assert no_goal().reason == "Planen lover ikke noget, der kan måles."
