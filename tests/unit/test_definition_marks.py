"""A KPI's mark differs when what it means does, and not when its words do."""

from dataclasses import replace

import pytest

from sosu_pipeline.declarations.school import School
from sosu_pipeline.warehouse.definitions import definition_table
from sosu_pipeline.warehouse.models import Model
from tests.factories import catalog, marts
from tests.nights import SCHOOL

SCHOOLS = {SCHOOL: catalog().schools[SCHOOL]}


def marks(models: list[Model] | None = None, **settings: object) -> dict[str, str]:
    """Return each KPI's mark at a school with these settings changed."""
    school = SCHOOLS[SCHOOL]
    changed = school.indstillinger.model_copy(update=settings)
    schools: dict[str, School] = {
        SCHOOL: school.model_copy(update={"indstillinger": changed}),
    }
    table = definition_table(models or list(marts().values()), schools, catalog().codes)
    return {row["kpi"]: row["definition"] for row in table.to_pylist()}


def differing(other: dict[str, str]) -> set[str]:
    return {name for name, mark in marks().items() if other[name] != mark}


def changed(name: str, old: str, new: str) -> list[Model]:
    """Return the marts with one file changed."""
    model = marts()[name]
    assert old in model.sql
    other = replace(model, sql=model.sql.replace(old, new))
    return [other if each.name == name else each for each in marts().values()]


def test_a_setting_marks_the_kpis_whose_sql_names_it() -> None:
    found = differing(marks(aarselev_dage=100))
    assert "kpi_amu_aarselever" in found
    assert "kpi_optag" not in found


def test_the_year_type_marks_every_kpi() -> None:
    assert differing(marks(aar_begynder_maaned=8)) == marks().keys()


def test_the_limits_of_small_groups_mark_none() -> None:
    limits = SCHOOLS[SCHOOL].indstillinger.smaa_celler.model_copy(update={"personer": 5})
    assert differing(marks(smaa_celler=limits)) == set()


def test_the_sql_of_a_mart_marks_the_kpis_that_read_it() -> None:
    models = changed("amu_tilmelding", "from staging.", "from /* som den er */ staging.")
    assert differing(marks(models)) == set()
    found = differing(marks(changed("kpi_optag", "cast(1 as", "cast(2 as")))
    assert found == {"kpi_optag"}


@pytest.mark.parametrize("name", ["kpi_afgangsaarsag"])
def test_a_code_list_marks_the_kpis_behind_which_it_is_read(name: str) -> None:
    codes = dict(catalog().codes)
    listed = codes["afgangsaarsager"]
    codes["afgangsaarsager"] = replace(listed, rows=listed.rows[:-1])
    table = definition_table(list(marts().values()), SCHOOLS, codes)
    found = {row["kpi"]: row["definition"] for row in table.to_pylist()}
    assert name in differing(found)
