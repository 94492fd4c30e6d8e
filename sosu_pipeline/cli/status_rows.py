"""A night's statuses, read from a publication as any other reader would."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from sosu_pipeline.cli.status_queries import AREAS, BESIDE, GOALS, INDSATSER, MOVES
from sosu_pipeline.errors import UserError
from sosu_pipeline.progress.status import Status
from sosu_pipeline.publishing.folder import publications_as_of, read_current
from sosu_pipeline.publishing.opening import open_publication
from sosu_pipeline.publishing.publication import Publication

Row = dict[str, Any]
Key = tuple[str, str, str]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which goals to show, the focus area by id or name; nothing set shows all of them."""

    status: Status | None = None
    fokus: str | None = None
    indsats: int | None = None


@dataclass(frozen=True)
class NightShown:
    """A night's published statuses: goals, indsatser, focus areas, figures beside, and moves.

    ``aendringer`` are what moved since the night before; a later publication does not tell it.
    """

    dato: date
    publicering_id: str
    maal: Sequence[Row]
    indsatser: Sequence[Row]
    fokus: Sequence[Row]
    ved_siden_af: Sequence[Row]
    aendringer: Sequence[Row]

    @property
    def areas(self) -> dict[str, str]:
        """Return the focus areas' names by their ids."""
        return {each["fokusomraade"]: each["fokusomraade_titel"] for each in self.fokus}

    def only(self, wanted: Wanted) -> "NightShown":
        """Return the wanted goals, and the indsatser that have some of them, shared ones too.

        Raises:
            UserError: there is no such focus area, or no goal is as wanted.
        """
        if wanted == Wanted():
            return self
        area = _read_area(wanted.fokus, self.areas)
        indsatser = [
            each
            for each in self.indsatser
            if area in {None, each["fokusomraade"]} and wanted.indsats in {None, each["indsats"]}
        ]
        linked = {key for each in indsatser for key in goal_keys(each)}
        of_all = area is None and wanted.indsats is None
        maal = [
            goal
            for goal in self.maal
            if wanted.status in {None, goal["status"]}
            and (goal_key(goal) in linked or (of_all and goal["indsats"] is None))
        ]
        if not maal:
            msg = "ingen mål svarer til det valgte; prøv uden --status, --fokus eller --indsats"
            raise UserError(msg)
        keys = {goal_key(goal) for goal in maal}
        holding = [each for each in indsatser if not keys.isdisjoint(goal_keys(each))]
        moved = [
            each for each in self.aendringer if (each["skole"], each["plan"], each["navn"]) in keys
        ]
        return replace(self, maal=maal, indsatser=holding, aendringer=moved)


def goal_key(row: Row) -> Key:
    """Return what a row of a goal, or of a figure beside it, is about."""
    return row["skole"], row["plan"], row["maal"]


def goal_keys(indsats: Row) -> list[Key]:
    """Return the keys of an indsats' goals in order, the shared ones too."""
    return [(indsats["skole"], indsats["plan"], maal) for maal in indsats["maal"].split(", ")]


def read_night(root: Path, dato: date | None) -> NightShown:
    """Read a night's statuses from the publication, by default the current one's.

    Raises:
        UserError: nothing is published, or nothing was said on that day.
    """
    current = read_current(root)
    if current is None:
        msg = f"der er ikke publiceret noget i {root}; kør sosu run"
        raise UserError(msg)
    day = dato or current.pr_dato
    for publication in (*publications_as_of(root, day), current):
        if (night := night_in(root, publication, day)).maal:
            return night
    msg = f"der er ingen nat pr. {day}; kør sosu run --dato {day}"
    raise UserError(msg)


def night_in(root: Path, publication: Publication, dato: date) -> NightShown:
    """Return what a publication has of a night."""
    if "fakt_maalstatus" not in publication.tabeller:
        return NightShown(dato, publication.publicering_id, [], [], [], [], [])
    with open_publication(root, publication) as connection:
        queries = [GOALS, INDSATSER, AREAS, BESIDE]
        rows = [_rows(connection, query, dato) for query in queries]
        told = "mart_aendringer" in publication.tabeller
        rows.append(_rows(connection, MOVES, dato) if told else [])
    return NightShown(dato, publication.publicering_id, *rows)


def read_status(text: str) -> Status:
    """Read a status by its name or its Danish label.

    Raises:
        UserError: there is no such status.
    """
    for each in Status:
        if text.casefold() in {each.value, each.label.casefold()}:
            return each
    msg = f"statussen {text} findes ikke; brug en af {', '.join(Status)}"
    raise UserError(msg)


def _read_area(text: str | None, areas: dict[str, str]) -> str | None:
    if text is None:
        return None
    for area, titel in areas.items():
        if text.casefold() in {area, titel.casefold()}:
            return area
    msg = f"fokusområdet {text} findes ikke; brug et af {', '.join(areas)}"
    raise UserError(msg)


def _rows(connection: duckdb.DuckDBPyConnection, query: str, dato: date) -> list[Row]:
    found = connection.execute(query, {"dato": dato})
    names = [name for name, *_ in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
