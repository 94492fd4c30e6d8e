"""The list of lines behind a trace, as CSV."""

import csv
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from sosu_pipeline.audit.tracing.result import Figure, LineRow

COLUMNS = ("tal", *(field.name for field in fields(LineRow)))


def write_list(path: Path, figures: Sequence[Figure]) -> int:
    """Write every line, counted or left out, and return how many were written."""
    written = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(COLUMNS)
        for figure in figures:
            for line in figure.linjer or ():
                writer.writerow([figure.titel, *(getattr(line, name) for name in COLUMNS[1:])])
                written += 1
    return written
