"""Drawn schools under test: their folder, the truth beside it, and the home they are run in."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sosu_pipeline.synthetic import SkoleSandhed, draw
from tests.factories import ROOT
from tests.nights import SCHOOL, Home, Outcome, completed

PR_DATO = date(2027, 10, 15)
PUPILS = 150


@dataclass(frozen=True)
class DrawnNight:
    """A drawn school, the home its first night was run in, and what came of it."""

    home: Home
    outcome: Outcome
    sandhed: SkoleSandhed


def draw_school(landing: Path, *, rod: int, elever: int = PUPILS, fra: int = 2024) -> SkoleSandhed:
    """Draw a small school into a landing folder and return its truth."""
    drawing: dict[str, Any] = {"elever": elever, "fra": fra, "til": PR_DATO.year, "seed": 1}
    config = ROOT / "data" / "syntetisk"
    return draw(landing, **drawing, rod=rod, pr_dato=PR_DATO, config=config).skoler[SCHOOL]


def run_school(root: Path, *, rod: int) -> DrawnNight:
    """Draw a small school and run its night, without a key as nobody in it is real."""
    home = Home(root, variables={})
    sandhed = draw_school(root / "landing", rod=rod)
    return DrawnNight(home, completed(home.run(PR_DATO)), sandhed)
