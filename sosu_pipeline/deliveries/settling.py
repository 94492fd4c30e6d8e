"""Files that are still being written: told by their names, their age and their growth."""

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

_UNFINISHED_SUFFIXES = frozenset({".part", ".tmp", ".crdownload"})
_UNFINISHED_PREFIXES = ("~$", ".")


@dataclass(frozen=True, kw_only=True)
class Settling:
    """When a file has come to rest.

    Files changed within ``quiet_seconds`` of now wait; those changed within ``watched_seconds``
    are looked at twice, ``pause_seconds`` apart.
    """

    quiet_seconds: float = 2.0
    watched_seconds: float = 60.0
    pause_seconds: float = 0.2


@dataclass(frozen=True)
class Waiting:
    """A file that is left for the next run, and why."""

    path: Path
    reason: str


@dataclass(frozen=True)
class Settled:
    """Files that have come to rest, with their time of change in nanoseconds, and the others."""

    times: dict[Path, int] = field(default_factory=dict)
    waiting: list[Waiting] = field(default_factory=list)


def settle(files: Iterable[Path], settling: Settling, *, pause: Callable[[float], None]) -> Settled:
    """Return which files have come to rest; ``pause`` is called at most once."""
    settled = Settled()
    watched: dict[Path, os.stat_result] = {}
    now = time.time()
    for file in files:
        stat = _stat_readable(file)
        if reason := _reason_to_wait(file, stat, now, settling):
            settled.waiting.append(Waiting(file, reason))
        elif stat is not None:
            watched[file] = stat
    if any(abs(now - stat.st_mtime) < settling.watched_seconds for stat in watched.values()):
        pause(settling.pause_seconds)
    for file, before in watched.items():
        if is_unchanged(file, before):
            settled.times[file] = before.st_mtime_ns
        else:
            settled.waiting.append(Waiting(file, "filen vokser eller ændrer sig"))
    return settled


def is_unchanged(file: Path, before: os.stat_result) -> bool:
    """Tell whether a file still has the size and the time of change it had."""
    try:
        after = file.stat()
    except OSError:
        return False
    return (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def _reason_to_wait(
    file: Path, stat: os.stat_result | None, now: float, settling: Settling
) -> str | None:
    if stat is None:
        return "filen er låst eller kan ikke læses"
    if file.name.startswith(_UNFINISHED_PREFIXES) or file.suffix.lower() in _UNFINISHED_SUFFIXES:
        return "navnet siger, at filen er ved at blive skrevet"
    if abs(now - stat.st_mtime) < settling.quiet_seconds:
        return "filen er lige blevet ændret"
    return None


def _stat_readable(file: Path) -> os.stat_result | None:
    """Return a file's state, if no program holds it for itself."""
    try:
        with file.open("rb") as opened:
            return os.fstat(opened.fileno())
    except OSError:
        return None
