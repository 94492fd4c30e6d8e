"""The KPI table, read from a publication as any other reader would."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from sosu_pipeline.errors import UserError
from sosu_pipeline.publishing.folder import MANIFEST, read_current
from sosu_pipeline.publishing.opening import open_publication
from sosu_pipeline.publishing.publication import MARTS_FOLDER, Publication

YEARS_SHOWN = 4
MOST_SPLITS = 8
HIDDEN, MISSING = "·", "–"
CAPTION = (
    "· skjult, fordi gruppen er lille   – ingen data\n"
    "Nøgletal i mange dele, f.eks. pr. kommune, står i publiceringen."
)


def show_kpis(root: Path, console: Console, publicering_id: str | None = None) -> None:
    """Print the KPIs per year from a publication, by default the current one.

    Raises:
        UserError: nothing is published yet.
    """
    publication = (
        Publication.read(root / MARTS_FOLDER / publicering_id / MANIFEST)
        if publicering_id
        else read_current(root)
    )
    if publication is None:
        msg = f"der er ikke publiceret noget i {root}; kør sosu run"
        raise UserError(msg)
    with open_publication(root, publication) as connection:
        rows = connection.execute(
            "select kpi, kpi_titel, enhed, opdeling, skole, aar, vaerdi, skjult_aarsag "
            "from fakt_maaling_skole inner join dim_kpi using (kpi_noegle) "
            "inner join dim_skole using (skole_noegle) order by skole, kpi, opdeling, aar"
        ).fetchall()
    console.print(_table(publication, rows))


def _table(publication: Publication, rows: Sequence[tuple[Any, ...]]) -> Table:
    years = sorted({row[5] for row in rows})[-YEARS_SHOWN:]
    splits = Counter((kpi, skole) for kpi, skole, _ in {(row[0], row[4], row[3]) for row in rows})
    schools = {row[4] for row in rows}
    table = Table(
        *(["Skole"] if len(schools) > 1 else []),
        *("Nøgletal", "Enhed"),
        title=f"Nøgletal pr. {publication.pr_dato:%d-%m-%Y}",
        caption=CAPTION,
    )
    for year in years:
        table.add_column(str(year), justify="right", no_wrap=True)
    for (skole, kpi, titel, enhed, opdeling), cells in groupby(rows, itemgetter(4, 0, 1, 2, 3)):
        if splits[kpi, skole] > MOST_SPLITS:
            continue
        values = {row[5]: HIDDEN if row[7] else _number(row[6], enhed) for row in cells}
        name = f"{titel} · {opdeling}" if opdeling else titel
        where = [skole] if len(schools) > 1 else []
        table.add_row(*where, name, enhed, *(values.get(year, MISSING) for year in years))
    return table


def _number(value: Decimal | None, enhed: str) -> str:
    """Return a figure as Danes write it: decimal comma, point between thousands."""
    if value is None:
        return MISSING
    if enhed == "andel":
        return f"{value * 100:.1f} %".replace(".", ",")
    decimals = 0 if value == value.to_integral_value() or enhed == "kr." else 2
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))
