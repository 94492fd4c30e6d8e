"""Whole processes, measured: the time on the wall, the time on the cores and the peak of memory.

The process that measures stays small, since Linux counts the memory of whoever starts a process
into that process's peak; so what needs a large library is itself started as a process.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MIB_IN_KIB = 1024
SHOWN_OF_ERROR = 2000
_EVERYTHING = """
import sosu_pipeline.definitions
from sosu_pipeline.expectations.library import whole_frame
whole_frame()"""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What one process took and printed; ``memory_mib`` is the peak of its resident set."""

    wall_seconds: float
    cpu_seconds: float
    memory_mib: float
    output: str


class ProcessFailedError(Exception):
    """A process ended with an error; the text is the end of what it said."""


def measure(
    command: Sequence[str],
    *,
    folder: Path,
    variables: Mapping[str, str] | None = None,
    accepted: frozenset[int] = frozenset({0}),
) -> Measured:
    """Run a command in a folder to its end and return what it took.

    Raises:
        ProcessFailedError: its exit code is not an accepted one.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=_environment(variables or {}), stdout=said, stderr=said
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall_seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        output = said.read()
    if process.returncode not in accepted:
        msg = f"{command[0]} ended with {process.returncode}: {output[-SHOWN_OF_ERROR:]}"
        raise ProcessFailedError(msg)
    return Measured(
        wall_seconds=wall_seconds,
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        memory_mib=usage.ru_maxrss / MIB_IN_KIB,
        output=output,
    )


def python(*arguments: str) -> list[str]:
    """Return the command that runs this environment's Python."""
    return [sys.executable, *arguments]


def sosu(*arguments: str) -> list[str]:
    """Return the command line's command, whether or not its script is on the path."""
    return python("-c", "from sosu_pipeline.cli import main; main()", *arguments)


def warm_up(folder: Path) -> None:
    """Import all that a night imports, so that no run pays for compiling modules."""
    measure(python("-c", _EVERYTHING), folder=folder, variables={"SOSU_HOME": str(folder)})


def last_number(output: str) -> float:
    """Return the number on the last line that a process printed."""
    return float(output.rsplit(maxsplit=1)[-1])


def _environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Return a child's variables: no settings of this machine, and compiled modules are kept."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SOSU_", "DAGSTER_")) and name != "PYTHONDONTWRITEBYTECODE"
    }
    return {**kept, "PYTHONPATH": str(ROOT), **variables}
