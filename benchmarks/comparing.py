"""The race: every job on the same answers, its best run kept and its figures compared."""

from dataclasses import dataclass
from pathlib import Path

from benchmarks.jobs import Job, dbt_job, differences, peer_jobs, pipeline_job, read_steps
from benchmarks.measuring import Measured, ProcessFailedError, measure, python


@dataclass(frozen=True, kw_only=True)
class Result:
    """A job's best run, and how its figures stand to the pipeline's.

    ``work_seconds`` are those after imports; ``rows`` the KPI's rows, ``different`` those that are
    not the same in both.
    """

    name: str
    measured: Measured
    work_seconds: float
    rows: int
    different: int


@dataclass(frozen=True, kw_only=True)
class Race:
    """What came of it: the pipeline first, then the yardstick, then the others."""

    results: tuple[Result, ...]
    steps: dict[str, float]
    skipped: str


def run_race(root: Path, *, number: int, times: int) -> Race:
    """Draw that many answers and let every job do its work on them, in turns."""
    answers = root / "svar.csv"
    measure(python("-m", "benchmarks.answers", str(number), str(answers)), folder=root)
    pipeline = pipeline_job(root)
    jobs, skipped = [pipeline, *peer_jobs(root, answers)], ""
    try:
        jobs.append(dbt_job(root, answers))
    except ProcessFailedError as error:
        print(f"  {error}", flush=True)
        skipped = "dbt-duckdb is left out: pip could not install it."
    turns = [[_run(job, answers) for job in jobs] for _ in range(times)]
    runs = zip(jobs, zip(*turns, strict=True), strict=True)
    results = tuple(_result(job, min(taken, key=_wall), pipeline) for job, taken in runs)
    return Race(results=results, steps=read_steps(pipeline.folder), skipped=skipped)


def _run(job: Job, answers: Path) -> tuple[Measured, float]:
    measured = job.run(answers)
    print(f"  {job.name}: {measured.wall_seconds:.1f} s", flush=True)
    return measured, job.work(measured)


def _wall(run: tuple[Measured, float]) -> float:
    return run[0].wall_seconds


def _result(job: Job, run: tuple[Measured, float], pipeline: Job) -> Result:
    measured, work_seconds = run
    rows, different = differences(pipeline, job)
    return Result(
        name=job.name,
        measured=measured,
        work_seconds=work_seconds,
        rows=rows,
        different=different,
    )
