"""Every mart against its given/expect file: `<model>.yaml` beside this module.

A case has ``navn``, ``slags``, ``given`` (feed → rows) and ``expect`` (rows), and may set the run's
``dato`` and ``indstillinger``. Only the columns that an expected row names are compared.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from ruamel.yaml import YAML

from assets.specs import column_texts
from sosu_pipeline.naming import Layer, is_kpi
from sosu_pipeline.warehouse.building import gathered_selects
from sosu_pipeline.warehouse.kpi import YEAR, basis_of, catalogue_of, law_columns, period_of
from sosu_pipeline.warehouse.models import ModelError, read_model
from tests.factories import RUN_DATE, build, catalog, fetch, marts, staged

FOLDER = Path(__file__).parent
KINDS = {"normal", "nul i nævneren", "mangler", "lille gruppe"}


@cache
def cases_of(path: Path) -> list[dict[str, Any]]:
    return list(YAML(typ="safe").load(path.read_text(encoding="utf-8")))


CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}: {case['navn']}")
    for path in sorted(FOLDER.glob("*.yaml"))
    for case in cases_of(path)
]
KPIS = sorted(name for name in marts() if is_kpi(name))


@pytest.mark.parametrize(("name", "case"), CASES)
def test_a_mart_gives_the_rows_written_by_hand(name: str, case: Mapping[str, Any]) -> None:
    connection = staged(
        case["given"],
        dato=case.get("dato", RUN_DATE),
        indstillinger=case.get("indstillinger"),
    )
    build(connection, name)
    named = list(case["expect"][0]) if case["expect"] else ["*"]
    found = fetch(connection, f"select {', '.join(named)} from {marts()[name].table}")
    assert comparable(found) == comparable(case["expect"])


@pytest.mark.parametrize("name", marts())
def test_every_mart_has_a_given_expect_file(name: str) -> None:
    assert (FOLDER / f"{name}.yaml").is_file()


@pytest.mark.parametrize("name", KPIS)
def test_every_kpi_is_shown_on_each_kind_of_ground(name: str) -> None:
    assert {case["slags"] for case in cases_of(FOLDER / f"{name}.yaml")} >= KINDS


@pytest.mark.parametrize("name", KPIS)
def test_a_kpi_yields_the_columns_of_the_law_and_units_to_group_again(name: str) -> None:
    connection = staged({})
    build(connection, name)
    columns = [row["column_name"] for row in fetch(connection, f"describe {marts()[name].table}")]
    assert columns == list(law_columns(marts()[name]))
    assert fetch(connection, basis_of(marts()[name])) == []


@pytest.mark.parametrize("name", marts())
def test_every_column_of_a_mart_is_described(name: str) -> None:
    connection = staged({})
    build(connection, name)
    texts = column_texts(catalog().contracts.values())
    columns = [row["column_name"] for row in fetch(connection, f"describe {marts()[name].table}")]
    assert [column for column in columns if not texts.get(column)] == []


@pytest.mark.parametrize("name", marts())
def test_a_mart_translates_to_the_other_engine(name: str) -> None:
    (translated,) = sqlglot.transpile(marts()[name].sql, read="duckdb", write="spark")
    assert sqlglot.parse_one(translated, read="spark")


@pytest.mark.parametrize("name", KPIS)
def test_a_kpi_tells_its_formula(name: str) -> None:
    (told,) = fetch(staged({}), catalogue_of(marts()[name]))
    assert "taeller" in told["formel"]


def test_a_kpi_without_a_formula_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kpi_optag.sql"
    lines = marts()["kpi_optag"].sql.splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "formel:" not in line), encoding="utf-8")
    with pytest.raises(ModelError, match=r"kpi_optag\.sql: header lacks formel"):
        read_model(path, Layer.MARTS)


@pytest.mark.parametrize(("month", "years"), [(1, [(2026, 2)]), (8, [(2025, 1), (2026, 1)])])
def test_a_year_begins_in_the_schools_own_month(month: int, years: list[tuple[int, int]]) -> None:
    starts = [{"person": "bo", "startdato": date(2026, 7, 31)}, {"startdato": date(2026, 8, 1)}]
    settings = {"aar_begynder_maaned": month}
    connection = staged({"uddannelsesforhold": starts}, indstillinger=settings)
    build(connection, "kpi_optag")
    by_year = period_of(marts()["kpi_optag"], period=YEAR, by=())
    found = fetch(connection, f"select aar, taeller from ({by_year}) order by aar")
    assert [(row["aar"], row["taeller"]) for row in found] == years
    months = gathered_selects([marts()["kpi_optag"]])["kpi_maaned"][marts()["kpi_optag"]]
    assert {row["aar"] for row in fetch(connection, months)} == {aar for aar, _ in years}


def comparable(rows: list[dict[str, Any]]) -> list[tuple[tuple[str, str], ...]]:
    return sorted(tuple(sorted((name, plain(each)) for name, each in row.items())) for row in rows)


def plain(value: Any) -> str:
    if isinstance(value, bool | date | str) or value is None:
        return str(value)
    return str(Decimal(str(value)).normalize() + 0)
