"""The same job done by the pipeline and by peers: survey answers from CSV to the KPI."""

import json
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.dbt_environment import make_environment
from benchmarks.measuring import (
    ROOT,
    Measured,
    last_number,
    measure,
    python,
    sosu,
)
from benchmarks.night import NIGHT, SETTLING_SECONDS

DELIVERY = Path("landing", "sosu_nord", "mikromaalinger", "2027-10-15", "svar.csv")
KEY = "kun til maaling, ikke en hemmelighed"


@dataclass(frozen=True, kw_only=True)
class Job:
    """One way to do the job, in a folder of its own.

    ``kpi`` is where its figures end; ``work`` says how many of its seconds came after imports.
    """

    name: str
    folder: Path
    command: list[str]
    kpi: Path
    work: Callable[[Measured], float]
    variables: Mapping[str, str] = field(default_factory=dict)
    delivers: Path | None = None

    def run(self, answers: Path) -> Measured:
        """Do the job once, from nothing."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        if self.delivers:
            self.delivers.parent.mkdir(parents=True)
            shutil.copyfile(answers, self.delivers)
            time.sleep(SETTLING_SECONDS)
        return measure(self.command, folder=self.folder, variables=self.variables)


def pipeline_job(root: Path) -> Job:
    """Return the pipeline: the whole night, every row validated."""
    folder = root / "pipeline"
    variables = {"SOSU_HOME": str(folder), "SOSU_PSEUDONYM_KEY": KEY}

    def work(_: Measured) -> float:
        return sum(read_steps(folder).values())

    return Job(
        name="The pipeline",
        folder=folder,
        command=sosu(*NIGHT),
        kpi=folder / "warehouse.duckdb",
        work=work,
        variables=variables,
        delivers=folder / DELIVERY,
    )


def read_steps(home: Path) -> dict[str, float]:
    """Return the seconds of each step of the pipeline's latest run, from Dagster's event log."""
    variables = {"DAGSTER_HOME": str(home / "dagster")}
    command = python("-m", "benchmarks.steps")
    steps: dict[str, float] = json.loads(measure(command, folder=home, variables=variables).output)
    return steps


def peer_jobs(root: Path, answers: Path) -> Iterator[Job]:
    """Yield the peers that need nothing installed; bare DuckDB, the yardstick, first."""
    for name, module in (
        ("Bare DuckDB, text and typed rows kept", "bare_duckdb"),
        ("Bare DuckDB, straight through in memory", "straight_duckdb"),
        ("Plain pandas", "plain_pandas"),
    ):
        folder = root / module
        yield Job(
            name=name,
            folder=folder,
            command=python("-m", f"benchmarks.peers.{module}", str(answers), str(folder)),
            kpi=folder / "kpi.parquet",
            work=lambda measured: last_number(measured.output),
        )


def dbt_job(root: Path, answers: Path) -> Job:
    """Return dbt-duckdb, installed in an environment of its own.

    Raises:
        ProcessFailedError: it cannot be installed.
    """
    folder, project = root / "dbt", root / "dbt_project"
    dbt = make_environment(root / "dbt_environment")
    shutil.copytree(ROOT / "benchmarks" / "dbt", project)

    def work(_: Measured) -> float:
        results = project / "target" / "run_results.json"
        return float(json.loads(results.read_text(encoding="utf-8"))["elapsed_time"])

    return Job(
        name="dbt-duckdb, with tests",
        folder=folder,
        command=[str(dbt), "build", "--project-dir", str(project), "--profiles-dir", str(project)],
        kpi=folder / "kpi.parquet",
        work=work,
        variables={"BENCH_CSV": str(answers), "BENCH_FOLDER": str(folder)},
    )


def differences(one: Job, other: Job) -> tuple[int, int]:
    """Return how many rows the KPIs of two jobs have together, and how many of them differ."""
    command = python("-m", "benchmarks.figures", str(one.kpi), str(other.kpi))
    rows, different = json.loads(measure(command, folder=one.folder).output)
    return rows, different
