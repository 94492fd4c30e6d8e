"""What ``sosu trace`` is asked for: a goal's figures, a cell of a KPI, or a pupil."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from sosu_pipeline.audit.tracing.cell import Cell
from sosu_pipeline.audit.tracing.figure import Asked
from sosu_pipeline.audit.tracing.goals import GoalFigure, GoalReader
from sosu_pipeline.audit.tracing.published import Publication, shown_of
from sosu_pipeline.declarations.catalog import Catalog
from sosu_pipeline.declarations.goal import Milestone, NoGoal, Value
from sosu_pipeline.declarations.kpi_shape import KpiShape
from sosu_pipeline.declarations.school import School, Settings
from sosu_pipeline.errors import UserError
from sosu_pipeline.goals.asking import Asked as AskedGoal
from sosu_pipeline.goals.asking import asked_of
from sosu_pipeline.progress.years import Year
from sosu_pipeline.warehouse.models import Model

NOTHING = "–"


@dataclass(frozen=True, kw_only=True)
class Request:
    """The words of the command line; ``hvad`` is a goal's id or a KPI's name."""

    hvad: str | None = None
    aar: int | None = None
    maaned: str | None = None
    uddannelse: str | None = None
    uddannelsesdel: str | None = None
    afdeling: str | None = None
    opdeling: str | None = None
    skole: str | None = None
    plan: str | None = None
    elev: str | None = None

    @property
    def target(self) -> str:
        """Return what is asked for in one line, for the log."""
        given = {name: value for name, value in vars(self).items() if value is not None}
        named = given.pop("hvad", None)
        told = [f"{name}={value}" for name, value in given.items()]
        return " ".join([*([named] if named else []), *told])


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Puts questions into figures, with what is declared, stored and published."""

    catalog: Catalog
    models: Mapping[str, Model]
    shapes: Mapping[str, KpiShape]
    connection: duckdb.DuckDBPyConnection
    publication: Publication
    as_of: date

    def skole(self, request: Request) -> str:
        """Return the school's folder: the only one, or the one that is named.

        Raises:
            UserError: there is no such school, or several and none is named.
        """
        rows = self.connection.execute("select skole from staging.indstillinger order by skole")
        schools = [skole for (skole,) in rows.fetchall()]
        if request.skole in schools:
            return str(request.skole)
        if request.skole is None and len(schools) == 1:
            return str(schools[0])
        msg = f"skriv --skole med en af {', '.join(schools)}"
        raise UserError(msg)

    def cell(self, request: Request) -> Asked:
        """Return a cell of a KPI.

        Raises:
            UserError: the KPI does not exist, or the cell is not told in full.
        """
        model, shape = self.models[str(request.hvad)], self.shapes[str(request.hvad)]
        skole = self.skole(request)
        settings = self._school(skole).indstillinger
        year, first, last = _period(request, settings, self.as_of)
        steder = {
            name: (value,)
            for name in ("uddannelse", "uddannelsesdel", "afdeling")
            if (value := getattr(request, name)) is not None
        }
        split = model.header.get("opdeling")
        self._check_split(model, split, request.opdeling)
        own = {split: (request.opdeling,)} if split and request.opdeling else {}
        shown = shown_of(
            self.publication,
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
            udgivet=shown,
        )

    def goal(self, request: Request) -> tuple[AskedGoal, list[Asked]]:
        """Return a goal with its figures; a milestone and a goal without a promise have none.

        Raises:
            UserError: there is no such goal, or none of that year.
        """
        skole = self.skole(request)
        school = self._school(skole)
        found = self._goal(request, school)
        if isinstance(found.goal, Milestone | NoGoal):
            return found, []
        settings = school.indstillinger
        reader = GoalReader(self.connection, self.publication, skole, settings.aar_begynder_maaned)
        status = reader.status(found.plan, found.goal.id)
        figures = list(reader.figures(found.plan, found.goal, request.aar))
        if not figures and request.aar is not None:
            msg = f"målet {found.goal.id} har intet tal for {request.aar}; vælg et andet --aar"
            raise UserError(msg)
        return found, [self._of_goal(figure, settings, status) for figure in figures]

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
            for each in asked_of(self.catalog, school, self.as_of)
            if each.goal.id == request.hvad and request.plan in {None, each.plan}
        ]
        if not found:
            msg = "målet eller nøgletallet findes ikke; se dem med sosu status og sosu kpi"
            raise UserError(msg)
        if len(found) > 1:
            msg = f"flere planer har målet; skriv --plan med en af {_listed(found)}"
            raise UserError(msg)
        return found[0]

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


def _period(request: Request, settings: Settings, as_of: date) -> tuple[Year, date, date]:
    starts_in = settings.aar_begynder_maaned
    if request.maaned:
        try:
            first = date.fromisoformat(f"{request.maaned}-01")
        except ValueError as error:
            msg = "måneden kan ikke læses; skriv --maaned ÅÅÅÅ-MM"
            raise UserError(msg) from error
        last = first.replace(day=monthrange(first.year, first.month)[1])
        return Year.of(first, starts_in), first, last
    year = Year(request.aar, starts_in) if request.aar else Year.of(as_of, starts_in)
    return year, year.first, year.last


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
