"""A night's goals: every school's judged, as the tables that are kept and shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa

from sosu_pipeline.declarations.catalog import Catalog
from sosu_pipeline.declarations.kpi_shape import KpiShape
from sosu_pipeline.declarations.school import School
from sosu_pipeline.goals import beside, courses, declared, promises, rows, steps
from sosu_pipeline.goals.asking import asked_of
from sosu_pipeline.goals.judging import Judged, SchoolGoals
from sosu_pipeline.warehouse.measuring import feed_states
from sosu_pipeline.warehouse.models import Model


@dataclass(frozen=True, kw_only=True)
class NightGoals:
    """What a night says of goals and indsatser, and what is declared of them, by table name."""

    maal_status: pa.Table
    indsats_status: pa.Table
    tables: Mapping[str, pa.Table]


def judge_night(  # noqa: PLR0913 - what is declared, and what is measured
    connection: duckdb.DuckDBPyConnection,
    catalog: Catalog,
    schools: Mapping[str, School],
    *,
    kpis: Mapping[str, KpiShape],
    models: Mapping[str, Model],
    as_of: date,
    before: Sequence[steps.Before],
) -> NightGoals:
    """Judge every goal of every school by the marts as of a day, beside the night ``before``."""
    units = {name: shape.enhed for name, shape in kpis.items()}
    told: list[dict[str, pa.Table]] = []
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
        told.append(
            {
                "maal_status": rows.goal_rows(skole, judged, as_of, units),
                "indsats_status": rows.indsats_rows(skole, plans, judged, as_of),
                "maal": promises.promise_rows(skole, asked, catalog, kpis),
                "maal_ved_siden_af": beside.rows_beside(of_school, asked),
                "maal_aar": courses.course_rows(of_school, judged),
                "maal_version": declared.version_table(skole, catalog, school, kpis, as_of),
                "indsats": declared.indsats_table(skole, plans),
                "kpi_datadato": declared.reach_table(skole, kpis, feed_states(connection, skole)),
                "indsats_maal": declared.link_table(skole, plans),
                "maal_skridt": _steps(of_school, judged, catalog, school, before),
            }
        )
    tables = {name: pa.concat_tables([each[name] for each in told]) for name in told[0]}
    return NightGoals(
        maal_status=tables.pop("maal_status"),
        indsats_status=tables.pop("indsats_status"),
        tables={**tables, "statusser": declared.status_table()},
    )


def _steps(
    of_school: SchoolGoals,
    judged: Sequence[Judged],
    catalog: Catalog,
    school: School,
    before: Sequence[steps.Before],
) -> pa.Table:
    """Return the steps of a school's goals from the night before, as they were worded then."""
    told = {(each.plan, each.maal): each for each in before if each.skole == of_school.skole}
    nights = {each.dato for each in told.values()}
    worded = {each.key: each.goal for night in nights for each in asked_of(catalog, school, night)}
    return steps.step_rows(of_school, judged, told, worded)
