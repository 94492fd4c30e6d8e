"""A night's goals: every school's judged, as the tables that are kept and shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa

from sosu_pipeline.declarations.catalog import Catalog
from sosu_pipeline.declarations.kpi_shape import KpiShape
from sosu_pipeline.declarations.school import School
from sosu_pipeline.goals import beside, promises, rows
from sosu_pipeline.goals.asking import asked_of
from sosu_pipeline.goals.judging import SchoolGoals
from sosu_pipeline.warehouse.models import Model


@dataclass(frozen=True, kw_only=True)
class NightGoals:
    """What a night says: one row per goal, per indsats, per figure beside, and per promise."""

    maal_status: pa.Table
    indsats_status: pa.Table
    ved_siden_af: pa.Table
    maal: pa.Table


def judge_night(  # noqa: PLR0913 - what is declared, and what is measured
    connection: duckdb.DuckDBPyConnection,
    catalog: Catalog,
    schools: Mapping[str, School],
    *,
    kpis: Mapping[str, KpiShape],
    models: Mapping[str, Model],
    as_of: date,
) -> NightGoals:
    """Judge every goal of every school by the marts as of a day."""
    units = {name: shape.enhed for name, shape in kpis.items()}
    tables: list[tuple[pa.Table, ...]] = []
    for skole, school in schools.items():
        asked, plans = asked_of(catalog, school, as_of), catalog.plans_for(school)
        of_school = SchoolGoals(
            connection=connection,
            contracts=frozenset(catalog.contracts),
            kpis=kpis,
            models=models,
            skole=skole,
            settings=school.indstillinger,
            as_of=as_of,
        )
        judged = list(of_school.judge(asked))
        tables.append(
            (
                rows.goal_rows(skole, judged, as_of, units),
                rows.indsats_rows(skole, plans, judged, as_of),
                beside.rows_beside(of_school, asked),
                promises.promise_rows(skole, asked, catalog, kpis),
            )
        )
    goals, indsatser, figures, promised = map(pa.concat_tables, zip(*tables, strict=True))
    return NightGoals(
        maal_status=goals, indsats_status=indsatser, ved_siden_af=figures, maal=promised
    )
