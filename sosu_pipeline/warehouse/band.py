"""The band: a delivery's number of lines held against the last accepted one before it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import duckdb
import pandas as pd

from sosu_pipeline.declarations.contract import Severity
from sosu_pipeline.warehouse.tables import DELIVERY_LEDGER
from sosu_pipeline.warehouse.verdicts import Delivery, Docket, Judge, Verdict

LINES_FRAME = ("linjer",)

Arrived = tuple[date | None, int]


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why a whole delivery was refused."""

    regel: str
    tekst: str
    middel: str


@dataclass(frozen=True, kw_only=True)
class Staged:
    """What became of a delivery: its lines, and the refusal if it was refused."""

    delivery: Delivery
    linjer: int
    karantaene: int = 0
    kopier: int = 0
    refusal: Refusal | None = None


@dataclass(frozen=True)
class _Band:
    """A delivery's place among the staged, its lines, and those of the last one before it."""

    place: int
    linjer: int
    sidst: int


def refuse_by_band(
    connection: duckdb.DuckDBPyConnection, docket: Docket, staged: Sequence[Staged], judge: Judge
) -> list[Staged]:
    """Refuse deliveries, in order of arrival, that hold far more or fewer lines than the last.

    All are judged at once as if each would be accepted; after one that is not, the rest are judged
    again, since the next is held against the one before it.
    """
    earlier, settled = _accepted(connection, docket), list(staged)
    begin = 0
    while bands := _bands(settled, earlier, begin):
        frame = pd.DataFrame([(band.linjer, band.sidst) for band in bands])
        verdicts = judge({LINES_FRAME: frame.set_axis(["linjer", "sidst"], axis=1)})
        blocking = [each for each in verdicts if each.rule.alvor is Severity.BLOKER]
        last = min((place for each in blocking for place in each.refused), default=len(bands) - 1)
        for position, band in enumerate(bands[: last + 1]):
            _note(docket, settled[band.place].delivery, verdicts, position)
            for verdict in blocking:
                if position in verdict.refused:
                    settled[band.place] = _refused(settled[band.place], verdict, band)
        begin = bands[last].place + 1
    return settled


def _bands(
    staged: Sequence[Staged], earlier: dict[str, dict[Arrived, int]], begin: int
) -> list[_Band]:
    """Return what there is to judge from a place on; a first delivery has nothing before it."""
    lines = {school: dict(found) for school, found in earlier.items()}
    bands = []
    for place, each in enumerate(staged):
        if each.refusal:
            continue
        school, arrived = each.delivery.skole, (each.delivery.ankomst, each.delivery.raekkefoelge)
        of_school = lines.setdefault(school, {})
        before = [key for key in of_school if key < arrived]
        if before and place >= begin:
            bands.append(_Band(place, each.linjer, of_school[max(before)]))
        of_school[arrived] = each.linjer
    return bands


def _accepted(
    connection: duckdb.DuckDBPyConnection, docket: Docket
) -> dict[str, dict[Arrived, int]]:
    """Return the lines of each accepted delivery of the feed, by school and arrival."""
    rows = connection.execute(
        f"select skole, ankomst, raekkefoelge, linjer from {DELIVERY_LEDGER} "
        "where er_accepteret and list_contains(?, kilde)",
        [sorted({each.kilde for each in docket.deliveries})],
    ).fetchall()
    found: defaultdict[str, dict[Arrived, int]] = defaultdict(dict)
    for skole, ankomst, raekkefoelge, linjer in rows:
        found[skole][ankomst, raekkefoelge] = linjer
    return found


def _note(docket: Docket, delivery: Delivery, verdicts: Sequence[Verdict], position: int) -> None:
    for verdict in verdicts:
        held = position not in verdict.refused
        docket.note_one(delivery, verdict, er_overholdt=held, evaluated=1)


def _refused(staged: Staged, verdict: Verdict, band: _Band) -> Staged:
    refusal = Refusal(
        regel=verdict.rule.regel,
        tekst=f"{band.linjer} linjer mod {band.sidst} i den forrige levering",
        middel=verdict.rule.middel,
    )
    return replace(staged, refusal=refusal)
