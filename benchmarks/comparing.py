"""The race: every job as many times as asked, its best run kept, and its figures compared."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.jobs import Job, dbt_job, differences, peer_jobs, pipeline_job, read_steps
from benchmarks.measuring import Measured, ProcessFailedError, measure, python

NO_NUMBER = "–"


@dataclass(frozen=True, kw_only=True)
class Result:
    """A job's best run: what its process took, and the seconds of work after imports."""

    name: str
    measured: Measured
    work_seconds: float
    rows: int
    different: int


@dataclass(frozen=True, kw_only=True)
class Race:
    """The pipeline's result first, then its peers', the yardstick before the others."""

    results: tuple[Result, ...]
    skipped: tuple[str, ...]
    steps: dict[str, float]


def run_race(root: Path, *, number: int, times: int) -> Race:
    """Draw the answers and let every job do its work on them."""
    answers = root / "svar.csv"
    measure(python("-m", "benchmarks.answers", str(number), str(answers)), folder=root)
    jobs, skipped = _jobs(root, answers)
    best = {job.name: _best_of(job, answers, times) for job in jobs}
    pipeline = jobs[0]
    return Race(
        results=tuple(_result(job, *best[job.name], pipeline) for job in jobs),
        skipped=skipped,
        steps=read_steps(pipeline.folder),
    )
