"""``sosu synthesize``: draw the invented school into the landing folder."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console

from sosu_pipeline.errors import UserError
from sosu_pipeline.settings import Settings
from sosu_pipeline.synthetic import draw

MANIFEST = "syntetisk.json"
DEMO_SCHOOL = "sosu_nord"


def synthesize(
    settings: Settings, drawing: Mapping[str, Any], dato: date, console: Console
) -> None:
    """Draw the school unless the same one lies there already.

    Raises:
        UserError: the landing folder holds deliveries that were not drawn.
    """
    landing = settings.landing_folder
    wanted = {**drawing, "pr_dato": dato.isoformat()}
    drawn = _drawn(landing)
    if drawn == wanted:
        console.print(f"Den opfundne skole ligger allerede i {landing.resolve()}.")
        return
    if drawn is not None or any(landing.glob("*/*/*")):
        msg = (
            f"der ligger allerede leveringer i {landing}; tøm mappen, eller vælg en anden SOSU_HOME"
        )
        raise UserError(msg)
    with console.status("Tegner den opfundne skole"):
        draw(landing, **drawing, pr_dato=dato, config=settings.data / "syntetisk")
    console.print(f"Den opfundne skole er tegnet i {landing.resolve()} pr. {dato:%d-%m-%Y}.")
    console.print(f"Kør natten med [bold]sosu run --dato {dato}[/].")


def _drawn(landing: Path) -> Mapping[str, object] | None:
    path = next(iter(sorted(landing.glob(f"*/{MANIFEST}"))), None)
    if path is None:
        return None
    return dict(json.loads(path.read_text(encoding="utf-8"))["tegning"])
