"""Refuses numbers that could be somebody's: a hook before each commit, and the eye of a test.

Replacement numbers (day + 60) belong to nobody, nor do those of people born in 2050-2057.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from sosu_pipeline.privacy.cpr import CprForm, canonical_cpr

SHAPE = re.compile(r"(?<![\w.,])[0-9]{6}[- ]?[0-9]{4}(?!\w)")
UNBORN = re.compile(r"[0-9]{4}5[0-7][5-8]")


def lines_with_people(text: str) -> list[int]:
    """Return the numbers of the lines that hold a number somebody could have."""
    lines = enumerate(text.splitlines(), start=1)
    return [number for number, line in lines if any(map(_could_be_real, SHAPE.findall(line)))]


def refused(paths: Iterable[Path]) -> Iterator[str]:
    """Yield the place, never the number, of every line to be refused; other than text is passed."""
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        yield from (f"{path}:{number}" for number in lines_with_people(text))


def main() -> int:
    """Print the places in the files that are named, and return 1 where there are any."""
    found = list(refused(map(Path, sys.argv[1:])))
    for place in found:
        sys.stdout.write(f"{place}: ligner et rigtigt CPR-nummer; brug dag + 60\n")
    return int(bool(found))


def _could_be_real(number: str) -> bool:
    ten, form = canonical_cpr(number)
    return form is CprForm.OK and not UNBORN.match(ten or "")


if __name__ == "__main__":
    sys.exit(main())
