"""A goal's figures: its judged year and its baseline year, or the year that is asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from sosu_pipeline.audit.tracing.cell import Cell
from sosu_pipeline.audit.tracing.published import Publication
from sosu_pipeline.declarations.goal import BetterThanBaseline, Measure, MeasuredGoal, Value
from sosu_pipeline.naming import Layer, table_name
from sosu_pipeline.progress.years import Year

STATUS = table_name(Layer.MARTS, "maal_status")
YEARS = table_name(Layer.MARTS, "maal_aar")
VERSIONS = table_name(Layer.MARTS, "maal_version")
LONG_AGO = date(1900, 1, 1)
"""A latest figure may be from any day before."""


@dataclass(frozen=True)
class Told:
    """What a table says of a goal's figure; hidden ones are not compared."""

    navn: str
    vaerdi: Decimal | None
    er_skjult: bool = False


@dataclass(frozen=True, kw_only=True)
class GoalFigure:
    """One figure of a goal: what it is called, its measure and cell, and what is told of it."""

    titel: str
    measure: Measure
    cell: Cell
    told: tuple[Told, ...]


@dataclass(frozen=True)
class GoalReader:
    """Reads what a night says of a goal and what a publication shows of it."""

    connection: duckdb.DuckDBPyConnection
    publication: Publication
    skole: str
    starts_in: int

    def status(self, plan: str, maal: str) -> dict[str, Any]:
        """Return what the last night says of a goal, with its version."""
        rows = self._rows(
            f"select * from {STATUS} where skole = ? and plan = ? and maal = ? "
            f"and dato = (select dato from {Layer.STAGING}.koersel)",
            plan,
            maal,
        )
        version = self._rows(
            f"select version, gyldig_fra, aarsag, loefte, basisaar from {VERSIONS} "
            "where skole = ? and plan = ? and maal = ? and er_gaeldende",
            plan,
            maal,
        )
        return {**(rows[0] if rows else {}), **(version[0] if version else {})}

    def figures(self, plan: str, goal: MeasuredGoal, aar: int | None) -> Iterator[GoalFigure]:
        """Yield the figures of a goal: the judged year's and the baseline's, or a year's."""
        status = self.status(plan, goal.id)
        years = self._years(plan, goal.id)
        if aar is not None:
            if aar in years:
                yield self._own(plan, goal, years[aar], f"{goal.id} i {aar}", ())
            return
        judged = [year for year in years if year <= goal.last_year]
        if judged and status.get("aktuel") is not None:
            told = self._told(plan, goal.id, status["aktuel"], "aktuel", "vaerdi")
            title = f"{goal.id} i det bedømte år {max(judged)}"
            yield self._own(plan, goal, years[max(judged)], title, told)
        basisaar = status.get("basisaar")
        if basisaar is None or status.get("basis") is None:
            return
        told = self._told(plan, goal.id, status["basis"], "basis", "basis")
        title = f"{goal.id} i basisåret {basisaar}"
        if isinstance(goal, BetterThanBaseline) and goal.basis:
            year = Year(basisaar, self.starts_in)
            cell = self._cell(goal.basis, year.first, year.last)
            yield GoalFigure(titel=title, measure=goal.basis, cell=cell, told=told)
        elif basisaar in years:
            yield self._own(plan, goal, years[basisaar], title, told)

    def _own(
        self,
        plan: str,
        goal: MeasuredGoal,
        year: dict[str, Any],
        titel: str,
        told: tuple[Told, ...],
    ) -> GoalFigure:
        first = Year(int(year["aar"]), self.starts_in).first
        shown = self._published(
            "select f.vaerdi, f.skjult_aarsag is not null from fakt_maalforloeb as f "
            "inner join dim_maal using (maal_noegle) inner join dim_skole using (skole_noegle) "
            "where skole = $skole and plan = $plan and maal = $maal and f.aar = $aar",
            plan=plan,
            maal=goal.id,
            aar=year["aar"],
        )
        of_year = Told(f"{YEARS} {year['aar']}", year["aktuel"])
        published = tuple(Told("fakt_maalforloeb", *row) for row in shown)
        cell = self._cell(goal.maaling, first, year["til_dato"])
        return GoalFigure(
            titel=titel, measure=goal.maaling, cell=cell, told=(of_year, *published, *told)
        )

    def _cell(self, measure: Measure, first: date, last: date) -> Cell:
        fra = LONG_AGO if measure.vaerdi is Value.SENESTE else first
        return Cell(skole=self.skole, fra=fra, til=last, steder=measure.filter)

    def _told(
        self, plan: str, maal: str, value: Decimal, column: str, shown_as: str
    ) -> tuple[Told, ...]:
        rows = self._published(
            f"select f.{shown_as}, f.skjult_aarsag is not null from fakt_maalstatus as f "
            "inner join dim_maal using (maal_noegle) inner join dim_skole using (skole_noegle) "
            "where skole = $skole and plan = $plan and maal = $maal and f.er_seneste",
            plan=plan,
            maal=maal,
        )
        published = (Told(f"fakt_maalstatus.{shown_as}", *row) for row in rows)
        return (Told(f"{STATUS}.{column}", value), *published)

    def _years(self, plan: str, maal: str) -> dict[int, dict[str, Any]]:
        rows = self._rows(
            f"select aar, til_dato, aktuel from {YEARS} "
            "where skole = ? and plan = ? and maal = ? order by aar",
            plan,
            maal,
        )
        return {int(row["aar"]): row for row in rows}

    def _rows(self, query: str, plan: str, maal: str) -> list[dict[str, Any]]:
        found = self.connection.execute(query, [self.skole, plan, maal])
        names = [name for name, *_ in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def _published(self, query: str, **values: str | int) -> list[tuple[Any, ...]]:
        found = self.publication.tables.execute(query, {"skole": self.skole, **values})
        return found.fetchall()
