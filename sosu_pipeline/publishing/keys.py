"""The key map: which integer stands for which member of a dimension, for ever.

A member gets the next free number the first night it is seen and keeps it, whatever order rows
come in later. The map lies in the archive as one file that only grows.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pyarrow as pa

from sosu_pipeline.publishing import durable

FILE: Final = "noegler.csv"
UNKNOWN, NOT_DIVIDED = -1, -2
LABELS: Final = {UNKNOWN: "Ukendt", NOT_DIVIDED: "Ikke opdelt"}
COLUMNS = ("dimension", "noegle", "medlem")


class KeyMap:
    """The keys of every dimension, read from the archive and written back when it has grown."""

    def __init__(self, folder: Path) -> None:
        """Read the map in a folder; there is none before the first night."""
        self._path = folder / FILE
        self._keys: defaultdict[str, dict[str, int]] = defaultdict(dict)
        if self._path.exists():
            with self._path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file, delimiter=";"):
                    self._keys[row["dimension"]][row["medlem"]] = int(row["noegle"])

    def assign(self, dimension: str, members: Iterable[str]) -> pa.Table:
        """Return the key of each member; new ones are numbered in the order of their names."""
        keys, wanted = self._keys[dimension], sorted(set(members))
        number = max(keys.values(), default=0)
        for member in wanted:
            if member not in keys:
                number += 1
                keys[member] = number
        return pa.table({"medlem": wanted, "noegle": [keys[each] for each in wanted]})

    def save(self) -> None:
        """Keep the map on disk."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=";", lineterminator="\n")
        writer.writerow(COLUMNS)
        for dimension, keys in sorted(self._keys.items()):
            writer.writerows((dimension, key, member) for member, key in keys.items())
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        durable.write_text(self._path, text.getvalue())
