"""A school's nights: the first, one with nothing new, and one with a new file."""

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import Measured, measure, sosu

YEARS = ("2018", "2027")
DATE = "2027-10-15"
SETTLING_SECONDS = 3.0
"""A file changed in the last two seconds waits for the next run."""

PUBLISHED = frozenset({0, 3})
"""The exit codes of a night that published: all was good, or a feed was refused."""

_SURVEY = "sosu_nord/mikromaalinger"


@dataclass(frozen=True)
class Night:
    """One night as it was measured, and what it may take."""

    name: str
    measured: Measured
    seconds: float | None = None
    memory_mib: float | None = None


def measure_nights(folder: Path, *, pupils: int) -> Iterator[Night]:
    """Draw a school of that many pupils over ten years and run three nights of it.

    Its newest survey file is kept back until the last of them.
    """
    variables = {"SOSU_HOME": str(folder)}
    drawing = ("--elever", str(pupils), "--fra", YEARS[0], "--til", YEARS[1], "--dato", DATE)
    measure(sosu("synthesize", *drawing), folder=folder, variables=variables)
    survey = folder / "landing" / _SURVEY
    newest, kept_back = max(survey.iterdir()), folder / "kept_back"
    shutil.move(newest, kept_back)
    time.sleep(SETTLING_SECONDS)

    def run() -> Measured:
        command = sosu("run", "--dato", DATE)
        return measure(command, folder=folder, variables=variables, accepted=PUBLISHED)

    yield Night(f"First night, {_size_of(folder / 'landing')}", run(), 45, 2048)
    yield Night("Second night, nothing new", run())
    shutil.move(kept_back, newest)
    yield Night(f"A night with one new survey file, {_size_of(newest)}", run(), 15, 2048)


def _size_of(folder: Path) -> str:
    files = [file for file in folder.rglob("*") if file.is_file() and file.suffix != ".json"]
    mib = sum(file.stat().st_size for file in files) / 2**20
    return f"{len(files)} files, {mib:.1f} MiB"
