"""What the figures rest on: the machine's size, how busy it was, and the versions."""

import os
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from platform import python_version

PACKAGES = ("duckdb", "dagster", "great-expectations", "pandas")
GIB = 2**30


def describe_machine() -> list[str]:
    """Return a line each on date, machine and versions; nothing says whose machine it is."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIB
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    return [
        f"Date: {datetime.now(UTC):%Y-%m-%d}",
        f"Machine: {_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB memory",
        f"Versions: Python {python_version()}, {versions}",
    ]


def describe_load(when: str) -> str:
    """Return how busy the cores have been in the last minute."""
    load, *_ = os.getloadavg()
    return f"Load {when}: {load:.1f} processes on {os.cpu_count()} cores"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, "unknown processor")
