"""A school's nights: the first, one with nothing new, and one with a new file."""

import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import Measured, measure, sosu

FIRST_YEAR, LAST_YEAR = 2018, 2027
DATE = "2027-10-15"
NIGHT = ("run", "--dato", DATE, "--uden-revision")
FIRST_NIGHT_SECONDS, ONE_FILE_SECONDS = 45, 15
SETTLING_SECONDS = 3.0
"""A file that was changed in the last two seconds waits for the next run."""

PUBLISHED = frozenset({0, 3})
"""The exit codes of a night that published: all was good, or a feed was refused."""

MIB = 2**20


@dataclass(frozen=True)
class Night:
    """One night as it was measured, and the seconds it may take where that is settled."""

    name: str
    measured: Measured
    most_seconds: int | None


def measure_nights(folder: Path, *, pupils: int) -> Iterator[Night]:
    """Draw a school of that many pupils over ten years and run three nights of it.

    Its newest survey delivery is kept back until the last of them. The audit page is a run of its
    own after the first.
    """
    folder.mkdir()
    _draw_school(folder, pupils)
    survey, kept_back = folder / "landing" / "sosu_nord" / "mikromaalinger", folder / "kept_back"
    newest = max(survey.iterdir())
    shutil.move(newest, kept_back)
    time.sleep(SETTLING_SECONDS)
    first = f"First, {pupils:,} pupils, ten years: {_lines_of(survey.parent)}"
    yield _run(folder, first, FIRST_NIGHT_SECONDS)
    yield _measure(folder, "Its audit page, a run of its own", None, "revision")
    yield _run(folder, "Second, nothing new", None)
    shutil.move(kept_back, newest)
    yield _run(folder, f"One new survey delivery: {_size_of(newest)}", ONE_FILE_SECONDS)


def _draw_school(folder: Path, pupils: int) -> None:
    years = ("--fra", str(FIRST_YEAR), "--til", str(LAST_YEAR), "--dato", DATE)
    command = sosu("synthesize", "--elever", str(pupils), *years)
    measure(command, folder=folder, variables=_home(folder))


def _run(folder: Path, name: str, most_seconds: int | None) -> Night:
    return _measure(folder, name, most_seconds, *NIGHT)


def _measure(folder: Path, name: str, most_seconds: int | None, *command: str) -> Night:
    measured = measure(sosu(*command), folder=folder, variables=_home(folder), accepted=PUBLISHED)
    print(f"  {name}: {measured.wall_seconds:.1f} s", flush=True)
    return Night(name, measured, most_seconds)


def _home(folder: Path) -> dict[str, str]:
    return {"SOSU_HOME": str(folder)}


def _lines_of(school: Path) -> str:
    """Say how many lines were drawn, the kept-back ones with them."""
    told = json.loads((school / "sandhed.json").read_text(encoding="utf-8"))["linjer"]
    lines = {file: counts["linje"] for file, counts in told.items()}
    answers = sum(count for file, count in lines.items() if file.startswith("mikromaalinger/"))
    return f"{len(lines)} files, {sum(lines.values()):,} lines, {answers:,} of them survey answers"


def _size_of(folder: Path) -> str:
    files = [file for file in folder.rglob("*") if file.is_file() and file.suffix != ".json"]
    mib = sum(file.stat().st_size for file in files) / MIB
    return f"{len(files)} {'file' if len(files) == 1 else 'files'}, {mib:.1f} MiB"
