"""What a trace is asked for: a goal's figures, a cell of a KPI, or a pupil."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

import duckdb

from sosu_pipeline.audit.tracing.cell import Cell
from sosu_pipeline.audit.tracing.figure import Asked
from sosu_pipeline.audit.tracing.goals import GoalFigure, GoalReader
from sosu_pipeline.audit.tracing.published import Publication, PublishedCell, shown_of
from sosu_pipeline.audit.tracing.request import Request, period_of
from sosu_pipeline.declarations.catalog import Catalog
from sosu_pipeline.declarations.goal import Goal, Milestone, NoGoal, Value
from sosu_pipeline.declarations.kpi_shape import KpiShape
from sosu_pipeline.declarations.school import School, Settings
from sosu_pipeline.errors import UserError
from sosu_pipeline.warehouse.models import Model

NOTHING = "–"


class AskedGoal(Protocol):
    """A goal as it is asked of a school: its plan, or the sector, and its version."""

    @property
    def plan(self) -> str:
        """Return the plan's name."""

    @property
    def goal(self) -> Goal:
        """Return the goal as it was worded on the day."""


GoalsOf = Callable[[Catalog, School, date], Sequence[AskedGoal]]
"""Tells what is asked of a school on a day."""


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Puts questions into figures, with what is declared, stored and published."""

    catalog: Catalog
    models: Mapping[str, Model]
    shapes: Mapping[str, KpiShape]
    connection: duckdb.DuckDBPyConnection
    publication: Publication
    as_of: date
    goals_of: GoalsOf
    _readers: dict[str, GoalReader] = field(default_factory=dict)

    def skole(self, request: Request) -> str:
        """Return the school's folder: the only one, or the one that is named.

        Raises:
            UserError: there is no such school, or several and none is named.
        """
        schools = self._folders()
        if request.skole in schools:
            return str(request.skole)
        if request.skole is None and len(schools) == 1:
            return str(schools[0])
        msg = f"skriv --skole med en af {', '.join(schools)}"
        raise UserError(msg)

    def schools(self) -> list[School]:
        """Return every school that has delivered."""
        return [self._school(skole) for skole in self._folders()]

    def cell(self, request: Request) -> Asked:
        """Return a cell of a KPI.

        Raises:
            UserError: the KPI does not exist, or the cell is not told in full.
        """
        model, shape = self.models[str(request.hvad)], self.shapes[str(request.hvad)]
        skole = self.skole(request)
        settings = self._school(skole).indstillinger
        year, first, last = period_of(request, settings, self.as_of)
        steder = {
            name: (value,)
            for name in ("uddannelse", "uddannelsesdel", "afdeling")
            if (value := getattr(request, name)) is not None
        }
        split = model.header.get("opdeling")
        self._check_split(model, split, request.opdeling)
        own = {split: (request.opdeling,)} if split and request.opdeling else {}
        published = PublishedCell(
            kpi=model.name,
            skole=skole,
            aar=year.number,
            maaned=first if request.maaned else None,
            steder=steder,
            opdeling=request.opdeling or "",
        )
        places = " · ".join(each for values in {**steder, **own}.values() for each in values)
        period = f"{first:%m-%Y}" if request.maaned else str(year)
        return Asked(
            titel=" · ".join(filter(None, (shape.titel, places, period))),
            model=model,
            cell=Cell(skole=skole, fra=first, til=last, steder={**steder, **own}),
            definition=self._definition(model, shape, settings),
            er_forhold=_is_ratio(self.connection, model),
            smaa_grupper=_smallest(settings, model),
            udgivet=shown_of(self.publication, self.connection, published),
        )

    def goal(self, request: Request) -> tuple[AskedGoal, list[Asked]]:
        """Return a goal with its figures; a milestone and a goal without a promise have none.

        Raises:
            UserError: there is no such goal, or none of that year.
        """
        skole = self.skole(request)
        found = self._goal(request, self._school(skole))
        return found, self.figures(skole, found, request.aar)

    def goals(self, skole: str) -> Sequence[AskedGoal]:
        """Return every goal that is asked of a school."""
        return self.goals_of(self.catalog, self._school(skole), self.as_of)

    def figures(self, skole: str, found: AskedGoal, aar: int | None = None) -> list[Asked]:
        """Return a goal's figures, or those of a year.

        Raises:
            UserError: it has none of that year.
        """
        if isinstance(found.goal, Milestone | NoGoal):
            return []
        settings = self._school(skole).indstillinger
        reader = self._reader(skole, settings.aar_begynder_maaned)
        status = reader.status(found.plan, found.goal.id)
        figures = list(reader.figures(found.plan, found.goal, aar))
        if not figures and aar is not None:
            msg = f"målet {found.goal.id} har intet tal for {aar}; vælg et andet --aar"
            raise UserError(msg)
        return [self._of_goal(figure, settings, status) for figure in figures]

    def _reader(self, skole: str, starts_in: int) -> GoalReader:
        """Return the reader of a school's goals, one for all of them."""
        if skole not in self._readers:
            reader = GoalReader(self.connection, self.publication, skole, starts_in)
            self._readers[skole] = reader
        return self._readers[skole]

    def _of_goal(self, figure: GoalFigure, settings: Settings, status: Mapping[str, Any]) -> Asked:
        model = self.models[figure.measure.kpi]
        shape = self.shapes[figure.measure.kpi]
        return Asked(
            titel=figure.titel,
            model=model,
            cell=figure.cell,
            definition={**_version_of(status), **self._definition(model, shape, settings)},
            er_forhold=figure.measure.vaerdi is Value.FORHOLD,
            smaa_grupper=_smallest(settings, model),
            fortalt=figure.told,
        )

    def _goal(self, request: Request, school: School) -> AskedGoal:
        found = [
            each
            for each in self.goals_of(self.catalog, school, self.as_of)
            if each.goal.id == request.hvad and request.plan in {None, each.plan}
        ]
        if not found:
            msg = "målet eller nøgletallet findes ikke; se dem med sosu status og sosu kpi"
            raise UserError(msg)
        if len(found) > 1:
            msg = f"flere planer har målet; skriv --plan med en af {_listed(found)}"
            raise UserError(msg)
        return found[0]

    def _folders(self) -> list[str]:
        rows = self.connection.execute("select skole from staging.indstillinger order by skole")
        return [str(skole) for (skole,) in rows.fetchall()]

    def _school(self, skole: str) -> School:
        school = self.catalog.school_for_folder(skole)
        if school is None:
            msg = f"skolen {skole} er ikke erklæret; tilføj den i data/skoler"
            raise UserError(msg)
        return school

    def _check_split(self, model: Model, split: str | None, value: str | None) -> None:
        if bool(split) == bool(value):
            return
        if not split:
            msg = f"{model.name} er ikke opdelt; undlad --opdeling"
            raise UserError(msg)
        rows = self.connection.execute(f"select distinct {split} from {model.table} order by all")
        values = ", ".join(str(each) for (each,) in rows.fetchall())
        msg = f"{model.name} er opdelt på {split}; skriv --opdeling med en af {values}"
        raise UserError(msg)

    def _definition(self, model: Model, shape: KpiShape, settings: Settings) -> dict[str, str]:
        own = settings.model_dump(mode="json")
        rests = ", ".join(f"{name} = {_written(own[name])}" for name in shape.indstillinger)
        manifest = self.publication.manifest
        return {
            "Nøgletal": f"{model.name}: {shape.titel}",
            "Definition": model.header["beskrivelse"],
            "Formel": model.header["formel"],
            "Enhed": shape.enhed,
            "Indstillinger": rests or NOTHING,
            "Kan ikke sige": shape.kendte_begraensninger or NOTHING,
            "Publicering": f"{manifest['publicering_id']} pr. {self.publication.pr_dato:%d-%m-%Y}",
            "Kodens version": str(manifest["kode_version"]),
            "SQL": f"assets/sql/marts/kpi/{model.name}.sql",
        }


def _is_ratio(connection: duckdb.DuckDBPyConnection, model: Model) -> bool:
    ((has_any,),) = connection.execute(f"select count(naevner) > 0 from {model.table}").fetchall()
    return bool(has_any)


def _smallest(settings: Settings, model: Model) -> int:
    small = settings.smaa_celler
    return small.trivsel if model.header.get("graense") == "trivsel" else small.personer


def _version_of(status: Mapping[str, Any]) -> dict[str, str]:
    since = status.get("gyldig_fra")
    version = f"{status.get('version')}" + (f", gældende fra {since:%d-%m-%Y}" if since else "")
    reason = f" ({status['aarsag']})" if status.get("aarsag") else ""
    return {
        "Løfte": str(status.get("loefte")),
        "Målets version": version + reason,
        "Status": str(status.get("status_tekst")),
    }


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def _listed(found: list[AskedGoal]) -> str:
    return ", ".join(each.plan for each in found)
