"""The log of who has followed which figure: lines that are only added, each sealed by the next.

Every line holds the sha256 of the line before it, and a file beside the log holds the number and
the sha256 of the last, so that a line changed, removed, moved or cut off is found and named.
"""

import getpass
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from filelock import FileLock

from sosu_pipeline.errors import UserError

FOLDER, LOG, LAST = "revision", "adgang.jsonl", "adgang.sidste.json"
BEFORE_THE_FIRST = "0" * 64
SECONDS_TO_WAIT = 30
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700


class Outcome(StrEnum):
    """What came of a use."""

    VIST = "vist"
    AFVIST = "afvist"


class AccessLogError(UserError):
    """The log cannot be written, so nothing is shown."""


@dataclass(frozen=True)
class Use:
    """One use: what was asked, of what, whether rows of persons were shown, and the outcome."""

    handling: str
    maal: str
    personraekker: bool
    udfald: Outcome


class AccessLog:
    """The log under ``SOSU_HOME``, written by any number of processes, one line at a time."""

    def __init__(self, home: Path) -> None:
        """Take the home; the log's folder is made when something is written."""
        self._folder = home / FOLDER
        self._log, self._last = self._folder / LOG, self._folder / LAST

    @property
    def path(self) -> Path:
        """Return where the log lies."""
        return self._log

    def record(self, use: Use) -> None:
        """Add a use to the log, on disk before anything is shown.

        Raises:
            AccessLogError: it cannot be written.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
            with FileLock(self._folder / "adgang.laas", timeout=SECONDS_TO_WAIT):
                self._append(use)
        except (OSError, TimeoutError) as error:
            msg = (
                f"adgangen kan ikke skrives i {self._log}, så intet vises; "
                "giv skriveadgang til mappen, eller vent på den, der skriver i den"
            )
            raise AccessLogError(msg) from error

    def problems(self) -> Iterator[str]:
        """Yield what is wrong with the log, line by line, in Danish with the remedy."""
        lines = self._lines()
        before = BEFORE_THE_FIRST
        for number, line in enumerate(lines, start=1):
            entry = _read(line)
            if entry is None or entry.get("nr") is None:
                yield f"linje {number} i {LOG} kan ikke læses; hent loggen fra en sikkerhedskopi"
            elif entry["nr"] != number:
                yield (
                    f"linje {number} i {LOG} har nummer {entry['nr']}: en linje er fjernet eller "
                    "flyttet; hent loggen fra en sikkerhedskopi"
                )
            elif entry["forrige"] != before:
                yield (
                    f"linje {number - 1} i {LOG} er ændret eller fjernet, for linje {number} "
                    "hænger ikke sammen med den; hent loggen fra en sikkerhedskopi"
                )
            before = _digest(line)
        yield from self._problems_at_the_end(lines)

    def last(self) -> tuple[int, str]:
        """Return the number of lines and the sha256 of the last, to be kept in another place."""
        lines = self._lines()
        return len(lines), _digest(lines[-1]) if lines else BEFORE_THE_FIRST

    def _problems_at_the_end(self, lines: list[bytes]) -> Iterator[str]:
        """Hold the last line against what is told of it; a crash may leave that one behind."""
        told = _read(self._last.read_bytes()) if self._last.exists() else None
        if told is None:
            if len(lines) > 1 or self._last.exists():
                yield f"{LAST} mangler eller kan ikke læses; hent den fra en sikkerhedskopi"
            return
        number = int(told["nr"])
        if number > len(lines):
            yield (
                f"de sidste {number - len(lines)} linjer i {LOG} mangler; "
                "hent loggen fra en sikkerhedskopi"
            )
        elif number < len(lines) - 1:
            yield f"{LAST} er ældre end {LOG}; hent begge fra en sikkerhedskopi"
        elif number and _digest(lines[number - 1]) != told["sha256"]:
            yield f"linje {number} i {LOG} er ændret; hent loggen fra en sikkerhedskopi"

    def _append(self, use: Use) -> None:
        number, before = self.last()
        entry = {
            "nr": number + 1,
            "tid": datetime.now(UTC).isoformat(timespec="seconds"),
            "bruger": os_user(),
            "handling": use.handling,
            "maal": use.maal,
            "personraekker": use.personraekker,
            "udfald": use.udfald.value,
            "forrige": before,
        }
        line = json.dumps(entry, ensure_ascii=False).encode()
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        with os.fdopen(os.open(self._log, flags, PRIVATE_FILE), "ab") as file:
            file.write(line + b"\n")
            file.flush()
            os.fsync(file.fileno())
        aside = self._last.with_suffix(".ny")
        aside.write_text(json.dumps({"nr": number + 1, "sha256": _digest(line)}), encoding="utf-8")
        aside.replace(self._last)

    def _lines(self) -> list[bytes]:
        return self._log.read_bytes().splitlines() if self._log.exists() else []


def os_user() -> str:
    """Return the user the operating system knows, whatever the environment says."""
    with suppress(ImportError, KeyError):
        import pwd  # noqa: PLC0415 - not on Windows

        return pwd.getpwuid(os.getuid()).pw_name
    return getpass.getuser()


def _read(line: bytes) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()
