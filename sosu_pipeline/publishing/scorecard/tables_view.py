"""What stands around the goals: feeds, what is hidden and why, and what moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from sosu_pipeline.progress.evidence import Unit
from sosu_pipeline.progress.status import Status
from sosu_pipeline.progress.words import amounts
from sosu_pipeline.publishing.scorecard.rows import (
    ChangeRow,
    FeedRow,
    GoalRow,
    HiddenCellsRow,
    StarRows,
)
from sosu_pipeline.publishing.scorecard.wording import (
    EMPTY_CELL,
    HIDDEN,
    counted,
    day,
    difference,
    joined,
    share,
    shown,
)

_CAUSES = {
    "data": "nye data",
    "rettelse": "en rettelse",
    "maal": "et ændret mål",
    "definition": "en ændret definition",
    "tid": "tiden er gået",
}
_PARTS = {"maal": "", "maaltal": "det, der skal nås", "kpi": "nøgletal"}


class FeedShown(NamedTuple):
    """A feed's line in the table of data quality."""

    navn: str
    datadato: str
    modtaget: str
    er_for_gammel: bool
    linjer: str
    karantaene: str
    karantaene_andel: str
    svarandel: str
    afvist: str
    afvist_grund: str


class HiddenFigure(NamedTuple):
    """Figures of a goal that are hidden, and why."""

    hvad: str
    tal: str
    hvorfor: str


class HiddenCells(NamedTuple):
    """How many figures of a published table are hidden, and why."""

    titel: str
    celler: str
    skjulte: str
    hvorfor: str


class ChangeShown(NamedTuple):
    """A figure, or a goal's status, that moved since the publication before."""

    navn: str
    foer: str
    efter: str
    forskel: str
    status: str
    er_forvaerret: bool
    aarsag: str
    hvorfor: str


@dataclass(frozen=True, kw_only=True)
class AroundTheGoals:
    """The page's last sections; ``changes`` is None where the publication tells of none."""

    feeds: tuple[FeedShown, ...]
    hidden: tuple[HiddenFigure, ...]
    hidden_cells: tuple[HiddenCells, ...]
    changes: tuple[ChangeShown, ...] | None


def show_around(rows: StarRows) -> AroundTheGoals:
    """Return the page's last sections."""
    several = len({feed.skole for feed in rows.feeds}) > 1
    return AroundTheGoals(
        feeds=tuple(_feed(each, named=several) for each in rows.feeds),
        hidden=tuple(_hidden(rows)),
        hidden_cells=tuple(_cells(rows.hidden_cells)),
        changes=None if rows.changes is None else tuple(map(_change, rows.changes)),
    )


def _feed(row: FeedRow, *, named: bool) -> FeedShown:
    return FeedShown(
        navn=f"{row.skole_navn} · {row.kilde_titel}" if named else row.kilde_titel,
        datadato=day(row.datadato),
        modtaget=day(row.seneste_ankomst),
        er_for_gammel=bool(row.er_for_gammel),
        linjer=counted(row.linjer),
        karantaene=counted(row.karantaene),
        karantaene_andel=share(row.karantaene_andel),
        svarandel=share(row.svarandel),
        afvist=counted(row.afviste_leveringer),
        afvist_grund=row.seneste_afvist_grund or "",
    )


def _hidden(rows: StarRows) -> Iterator[HiddenFigure]:
    goals = {goal.key: goal for goal in rows.goals}
    for goal in rows.goals:
        if goal.skjult_aarsag:
            yield HiddenFigure(_named(goal), "målets tal", goal.skjult_aarsag)
    for year in rows.years:
        if year.skjult_aarsag:
            yield HiddenFigure(_named(goals[year.key]), str(year.aar), year.skjult_aarsag)
    for each in rows.beside:
        if each.skjult_aarsag:
            figure = joined((each.titel, str(each.aar or "")), " ")
            yield HiddenFigure(_named(goals[each.key]), figure, each.skjult_aarsag)


def _named(goal: GoalRow) -> str:
    return f"{goal.maal} {goal.titel}"


def _cells(rows: tuple[HiddenCellsRow, ...]) -> Iterator[HiddenCells]:
    for titel, group in groupby(rows, attrgetter("titel")):
        reasons = list(group)
        hidden = [each for each in reasons if each.aarsag]
        yield HiddenCells(
            titel,
            counted(sum(each.celler for each in reasons)),
            counted(sum(each.celler for each in hidden)),
            joined((each.aarsag for each in hidden), "; "),
        )


def _change(row: ChangeRow) -> ChangeShown:
    foer, efter = _before_and_after(row)
    named = row.titel if row.art == "kpi" else f"{row.navn} {row.titel}"
    return ChangeShown(
        navn=joined((named, row.opdeling, str(row.aar or ""), _PARTS[row.art])),
        foer=foer,
        efter=efter,
        forskel=difference(row.foer, row.efter, row.enhed),
        status=_statuses(row),
        er_forvaerret=row.er_forvaerret,
        aarsag=_CAUSES[row.aarsag] if row.aarsag else HIDDEN,
        hvorfor=row.grund,
    )


def _statuses(row: ChangeRow) -> str:
    """Name a goal's status, both where it changed; figures have none."""
    told = [Status(each) for each in (row.status_foer, row.status_efter) if each]
    return " → ".join(dict.fromkeys(f"{each.symbol} {each.label}" for each in told)) or EMPTY_CELL


def _before_and_after(row: ChangeRow) -> tuple[str, ...]:
    if row.foer is None or row.efter is None:
        return EMPTY_CELL, EMPTY_CELL
    if row.enhed is None:
        return tuple(shown(each, None, is_hidden=False) for each in (row.foer, row.efter))
    return amounts((Fraction(row.foer), Fraction(row.efter)), Unit(row.enhed))
