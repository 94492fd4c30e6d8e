"""The hook that keeps real numbers out of the tree, shown to refuse and to let pass."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.cpr_shapes import lines_with_people
from tests.factories import ROOT

DAY, REPLACED, UNBORN = 7, 67, 50


def number(*, day: int = DAY, year: int = 90, serial: int = 1234, dash: str = "-") -> str:
    """Return a number of that day in January, put together here so that it stands in no file."""
    return f"{day:02}01{year:02}{dash}{serial:04}"


@pytest.mark.parametrize("dash", ["-", "", " "])
def test_a_number_somebody_could_have_is_refused_by_its_line(dash: str) -> None:
    assert lines_with_people(f"a\nen {number(dash=dash)}, to\nb") == [2]


@pytest.mark.parametrize(
    "text",
    [
        number(day=REPLACED),
        number(day=32),
        number(year=UNBORN, serial=5678),
        f"sha256:a{number(dash='')}f",
        f"0.{number(dash='')}",
        f"1{number(dash='')}",
    ],
)
def test_a_number_nobody_has_passes(text: str) -> None:
    assert lines_with_people(text) == []


def test_the_hook_names_the_place_and_not_the_number(tmp_path: Path) -> None:
    (tmp_path / "elever.csv").write_text(f"CPR\n{number()}\n", encoding="utf-8")
    (tmp_path / "billede.bin").write_bytes(b"\xff\xfe\x00")
    left = subprocess.run(
        [sys.executable, "-m", "tests.architecture.cpr_shapes", *tmp_path.iterdir()],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert left.returncode == 1
    assert left.stdout.startswith(f"{tmp_path / 'elever.csv'}:2: ")
    assert number() not in left.stdout
