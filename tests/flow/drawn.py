"""Drawn schools under test: their files, the truth beside them, and the home they are run in."""

import json
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sosu_pipeline.synthetic import SkoleSandhed, draw
from tests.factories import ROOT
from tests.nights import SCHOOL, Home, Outcome, completed

PR_DATO = date(2027, 10, 15)


@dataclass(frozen=True)
class DrawnNight:
    """A drawn school, the home its first night was run in, and what came of it."""

    home: Home
    outcome: Outcome
    sandhed: SkoleSandhed


def draw_school(  # noqa: PLR0913 - what is drawn is all told by the caller
    landing: Path,
    *,
    rod: int,
    elever: int = 150,
    fra: int = 2024,
    seed: int = 1,
    pr_dato: date = PR_DATO,
) -> SkoleSandhed:
    """Draw a small school into a landing folder and return its truth."""
    drawing: dict[str, Any] = {"elever": elever, "fra": fra, "til": pr_dato.year, "seed": seed}
    config = ROOT / "data" / "syntetisk"
    return draw(landing, **drawing, rod=rod, pr_dato=pr_dato, config=config).skoler[SCHOOL]


def run_school(root: Path, *, rod: int) -> DrawnNight:
    """Draw a small school and run its night, without a key since nobody in it is real."""
    home = Home(root, variables={})
    sandhed = draw_school(root / "landing", rod=rod)
    return DrawnNight(home, completed(home.run(PR_DATO)), sandhed)


def deliver(drawn: Path, home: Home, *, by: date) -> None:
    """Bring the deliveries of a drawn school that come by a day into a home's landing folder."""
    landing = home.root / "landing" / SCHOOL
    for folder in drawn.glob(f"{SCHOOL}/*/*"):
        place = landing / folder.relative_to(drawn / SCHOOL)
        if folder.is_dir() and folder.name <= by.isoformat() and not place.exists():
            shutil.copytree(folder, place)
    shutil.copy(drawn / SCHOOL / "syntetisk.json", landing)


def archived(home: Home) -> dict[str, dict[str, Any]]:
    """Return every arrival that the archive has on record, by its id."""
    records = (home.root / "arkiv" / "leveringer").glob("*.json")
    arrivals = (json.loads(record.read_text("utf-8")) for record in records)
    return {arrival["levering"]: arrival for arrival in arrivals}
