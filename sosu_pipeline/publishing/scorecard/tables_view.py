"""What stands around the goals: feeds, what is hidden and why, and what moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from sosu_pipeline.progress.evidence import Unit
from sosu_pipeline.progress.words import amounts
from sosu_pipeline.publishing.scorecard.rows import (
    ChangeRow,
    FeedRow,
    GoalRow,
    HiddenCellsRow,
    StarRows,
)
from sosu_pipeline.publishing.scorecard.wording import (
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
}


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
    """A figure that moved since the publication before."""

    navn: str
    foer: str
    efter: str
    forskel: str
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
    cause = _CAUSES.get(row.aarsag or "", row.aarsag or "")
    return ChangeShown(
        navn=joined((row.navn, *(each or "" for each in _parts(row)))),
        foer=foer,
        efter=efter,
        forskel=difference(row.foer, row.efter, row.enhed),
        hvorfor=joined((cause, row.grund or ""), ": "),
    )


def _before_and_after(row: ChangeRow) -> tuple[str, ...]:
    if row.foer is None or row.efter is None or row.enhed is None:
        return tuple(shown(each, row.enhed, is_hidden=False) for each in (row.foer, row.efter))
    return amounts((Fraction(row.foer), Fraction(row.efter)), Unit(row.enhed))


def _parts(row: ChangeRow) -> tuple[str | None, ...]:
    return row.uddannelse, row.uddannelsesdel, row.opdeling
