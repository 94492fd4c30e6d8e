"""A goal's figures: its judged year and its baseline year, or the year that is asked for."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
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
OF_GOAL = "inner join dim_maal using (maal_noegle) inner join dim_skole using (skole_noegle)"
LONG_AGO = date(1900, 1, 1)
"""A latest figure may be from any day before."""

Row = Mapping[str, Any]
RowsOfGoals = defaultdict[tuple[str, str], list[Row]]


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
    """Reads what a night says of a school's goals and a publication shows, once for them all."""

    connection: duckdb.DuckDBPyConnection
    publication: Publication
    skole: str
    starts_in: int

    def status(self, plan: str, maal: str) -> Row:
        """Return what the last night says of a goal, with its version."""
        said = (*self._nights[plan, maal][:1], *self._versions[plan, maal][:1])
        return {name: value for row in said for name, value in row.items()}

    def figures(self, plan: str, goal: MeasuredGoal, aar: int | None) -> Iterator[GoalFigure]:
        """Yield the figures of a goal: the judged year's and the baseline's, or a year's."""
        status = self.status(plan, goal.id)
        years = {int(row["aar"]): row for row in self._years[plan, goal.id]}
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
        year: Row,
        titel: str,
        told: tuple[Told, ...],
    ) -> GoalFigure:
        first = Year(int(year["aar"]), self.starts_in).first
        of_year = Told(f"{YEARS} {year['aar']}", year["aktuel"])
        published = tuple(
            Told("fakt_maalforloeb", row["vaerdi"], row["er_skjult"])
            for row in self._shown_years[plan, goal.id]
            if row["aar"] == year["aar"]
        )
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
        published = (
            Told(f"fakt_maalstatus.{shown_as}", row[shown_as], row["er_skjult"])
            for row in self._shown_nights[plan, maal]
        )
        return (Told(f"{STATUS}.{column}", value), *published)

    @cached_property
    def _nights(self) -> RowsOfGoals:
        return self._rows(
            self.connection,
            f"select * from {STATUS} where skole = ? "
            f"and dato = (select dato from {Layer.STAGING}.koersel)",
        )

    @cached_property
    def _versions(self) -> RowsOfGoals:
        return self._rows(
            self.connection,
            f"select plan, maal, version, gyldig_fra, aarsag, loefte, basisaar from {VERSIONS} "
            "where skole = ? and er_gaeldende",
        )

    @cached_property
    def _years(self) -> RowsOfGoals:
        return self._rows(
            self.connection,
            f"select plan, maal, aar, til_dato, aktuel from {YEARS} where skole = ? order by aar",
        )

    @cached_property
    def _shown_nights(self) -> RowsOfGoals:
        return self._rows(
            self.publication.tables,
            "select plan, maal, f.vaerdi, f.basis, f.skjult_aarsag is not null as er_skjult "
            f"from fakt_maalstatus as f {OF_GOAL} where skole = ? and f.er_seneste",
        )

    @cached_property
    def _shown_years(self) -> RowsOfGoals:
        return self._rows(
            self.publication.tables,
            "select plan, maal, f.aar, f.vaerdi, f.skjult_aarsag is not null as er_skjult "
            f"from fakt_maalforloeb as f {OF_GOAL} where skole = ?",
        )

    def _rows(self, connection: duckdb.DuckDBPyConnection, query: str) -> RowsOfGoals:
        """Return the rows of each of the school's goals, by plan and goal."""
        found = connection.execute(query, [self.skole])
        names = [name for name, *_ in found.description or ()]
        rows: RowsOfGoals = defaultdict(list)
        for values in found.fetchall():
            row = dict(zip(names, values, strict=True))
            rows[row["plan"], row["maal"]].append(row)
        return rows
