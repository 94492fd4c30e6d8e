"""Writes that survive a crash: a reader meets the old file or the new one, never a half."""

import os
import time
from pathlib import Path

ATTEMPTS = 20
PAUSE_SECONDS = 0.1


def write_text(path: Path, text: str) -> None:
    """Replace a file by a text in one step, on disk before it is seen."""
    aside = path.with_name(f".{path.name}.ny")
    aside.write_text(text, encoding="utf-8", newline="\n")
    sync_file(aside)
    move(aside, path)


def move(source: Path, target: Path) -> None:
    """Rename in one step, trying again while Windows lets a reader hold the target.

    Raises:
        PermissionError: the target was still held after two seconds.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            source.replace(target)
            break
        except PermissionError:
            if attempt == ATTEMPTS:
                raise
            time.sleep(PAUSE_SECONDS)
    sync_folder(target.parent)


def sync_file(path: Path) -> None:
    """Wait until a file's bytes are on disk."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until a folder's names are on disk; Windows does so by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
