"""A goal of few people is published without its figures, and without the reason that has them."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from sosu_pipeline.goals import beside, courses, steps
from sosu_pipeline.goals.rows import GOAL_ROWS, NUMBER
from sosu_pipeline.publishing.hiding import register_hidden
from sosu_pipeline.publishing.shown import build_shown
from sosu_pipeline.warehouse.building import build_registered
from sosu_pipeline.warehouse.nights import build_hidden_before
from tests.factories import Row, fetch

KPI = {
    **dict.fromkeys(("kpi", "skole", "opdeling", "uddannelse", "uddannelsesdel"), pa.string()),
    **dict.fromkeys(("aar", "personer"), pa.int64()),
    **dict.fromkeys(("taeller", "naevner"), NUMBER),
}
MONTHLY = pa.schema({**KPI, "afdeling": pa.string(), "maaned": pa.date32()})
KPI_STEPS = pa.schema(
    {
        **dict.fromkeys(("kpi", "skole", "opdeling"), pa.string()),
        **dict.fromkeys(("aar", "personer"), pa.int64()),
        **dict.fromkeys(("genregnet", "til_datadato"), NUMBER),
    }
)
SCHEMAS = {
    "kpi_skole": pa.schema(KPI),
    "kpi_aar": pa.schema(KPI),
    "kpi_maaned": MONTHLY,
    "kpi_skole_maaned": MONTHLY,
    "maal_status": GOAL_ROWS,
    "maal_aar": courses.ROWS,
    "maal_ved_siden_af": beside.ROWS,
    "maal_skridt": steps.ROWS,
    "kpi_skridt": KPI_STEPS,
}
HIDDEN = "skjult for at beskytte en gruppe på færre end {} personer"
GOAL = {
    "skole": "nord",
    "plan": "nord_2026",
    "maal": "03-a",
    "dato": date(2027, 10, 1),
    "kpi": "kpi_optag",
    "status": "bagud",
    "grund": "Prognosen for 2027 er 2 personer.",
    **{field.name: Decimal(2) for field in GOAL_ROWS if field.type == NUMBER},
}
FIGURE = {
    **{name: GOAL[name] for name in ("skole", "plan", "maal", "dato", "kpi")},
    "titel": "Optag",
    "aar": 2026,
    **{field.name: Decimal(2) for field in beside.ROWS if field.type == NUMBER},
}


def shown(name: str, row: Row, schema: pa.Schema) -> Mapping[str, Any]:
    """Return a row of the marts as it may be shown at a school with limits of 3 and 5."""
    (found,) = all_shown(name, [row], schema)
    return found


def all_shown(name: str, rows: Sequence[Row], schema: pa.Schema) -> Sequence[Mapping[str, Any]]:
    """Return rows of the marts as they may be shown."""
    connection = duckdb.connect()
    connection.execute("create schema marts; create schema staging")
    connection.execute(
        "create table staging.indstillinger as "
        "select 'nord' as skole, 3 as smaa_celler_personer, 5 as smaa_celler_trivsel"
    )
    connection.execute(
        "create table marts.kpi_katalog as from "
        "(values ('kpi_optag', 'personer', null), ('kpi_trivsel_etu', 'skala 1-5', 'trivsel')) "
        "as v(kpi, enhed, graense)"
    )
    for table, columns in SCHEMAS.items():
        build_registered(connection, f"marts.{table}", columns.empty_table())
    build_registered(connection, f"marts.{name}", pa.Table.from_pylist([*rows], schema))
    connection.execute("create table staging.koersel as select date '2027-10-01' as dato")
    build_hidden_before(connection, Path("intet arkiv"), date(2027, 10, 1))
    build_shown(connection, [], {})
    return fetch(connection, f"from vist.{name}")


def figures(row: Mapping[str, Any]) -> set[Decimal | None]:
    """Return the different values of a row's figures: one of them where all are alike."""
    numbers = {field.name for field in (*GOAL_ROWS, *beside.ROWS) if field.type == NUMBER}
    return {value for name, value in row.items() if name in {*numbers, "vaerdi"}}


@pytest.mark.parametrize(
    ("personer", "basis_personer", "kpi", "limit"),
    [
        (2, 50, "kpi_optag", 3),
        (50, 2, "kpi_optag", 3),
        (0, 2, "kpi_optag", 3),
        (None, 1, "kpi_optag", 3),
        (1, None, "kpi_optag", 3),
        (4, 50, "kpi_trivsel_etu", 5),
    ],
    ids=["figure", "baseline", "nobody yet", "baseline so far", "no baseline", "wellbeing"],
)
def test_a_goal_of_few_people_keeps_its_status_and_hides_its_figures_and_its_reason(
    personer: int | None, basis_personer: int | None, kpi: str, limit: int
) -> None:
    counted = {"personer": personer, "basis_personer": basis_personer, "kpi": kpi}
    row = shown("maal_status", {**GOAL, **counted}, GOAL_ROWS)
    assert figures(row) == {None}
    assert (row["status"], row["grund"]) == ("bagud", None)
    assert row["skjult_aarsag"] == HIDDEN.format(limit)


@pytest.mark.parametrize(
    ("personer", "basis_personer"),
    [(3, 50), (50, 3), (3, 0), (0, 0), (None, None)],
    ids=["figure", "baseline", "no baseline", "nobody", "money"],
)
def test_a_goal_of_enough_people_or_of_none_is_shown(
    personer: int | None, basis_personer: int | None
) -> None:
    counted = {"personer": personer, "basis_personer": basis_personer}
    row = shown("maal_status", {**GOAL, **counted}, GOAL_ROWS)
    assert figures(row) == {Decimal(2)}
    assert row["grund"] == GOAL["grund"]
    assert row["skjult_aarsag"] is None


def test_a_milestone_is_never_hidden() -> None:
    unmeasured = dict.fromkeys(field.name for field in GOAL_ROWS if field.type == NUMBER)
    milestone = {**GOAL, **unmeasured, "kpi": None, "grund": "Milepælen er i gang."}
    row = shown("maal_status", milestone, GOAL_ROWS)
    assert (row["grund"], row["skjult_aarsag"]) == ("Milepælen er i gang.", None)


@pytest.mark.parametrize(("personer", "is_hidden"), [(2, True), (3, False), (None, False)])
def test_a_figure_beside_a_goal_is_hidden_when_few_are_behind_it(
    personer: int | None, *, is_hidden: bool
) -> None:
    row = shown("maal_ved_siden_af", {**FIGURE, "personer": personer}, beside.ROWS)
    assert figures(row) == {None if is_hidden else Decimal(2)}
    assert row["skjult_aarsag"] == (HIDDEN.format(3) if is_hidden else None)


@pytest.mark.parametrize(("personer", "is_hidden"), [(2, True), (3, False), (None, False)])
def test_a_figure_reckoned_again_is_hidden_when_few_are_behind_it(
    personer: int | None, *, is_hidden: bool
) -> None:
    """Between two nights that are shown there may be a step of fewer people."""
    told = {name: GOAL[name] for name in ("skole", "plan", "maal", "dato", "kpi")}
    values = ("genregnet", "med_gammel_ordlyd", "maaltal_genregnet", "maaltal_med_gammel_ordlyd")
    goal = {**told, "personer": personer, **dict.fromkeys(values, Decimal(2))}
    kpi = {"skole": "nord", "kpi": "kpi_optag", "aar": 2027, "personer": personer}
    kpi |= dict.fromkeys(("genregnet", "til_datadato"), Decimal(2))
    expected = {None if is_hidden else Decimal(2)}
    assert {shown("maal_skridt", goal, steps.ROWS)[name] for name in values} == expected
    of_kpi = shown("kpi_skridt", kpi, KPI_STEPS)
    assert {of_kpi["genregnet"], of_kpi["til_datadato"]} == expected


@pytest.fixture
def decided(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the year 2026 of 03-a be hidden, and of the others only the way through 2027."""

    def register(connection: duckdb.DuckDBPyConnection, *_: object) -> None:
        register_hidden(connection, [], {})
        connection.execute(
            "create or replace temp table skjult_maal as from (values "
            "(['nord_2026', '03-a', 'maaling'], 'nord', 2026, true, true), "
            "(['nord_2026', '03-a', 'maaling'], 'nord', 2027, false, true), "
            "(['nord_2026', '03-a', 'ved_siden_af', '1'], 'nord', 2026, true, true)"
            ") as v(navn, skole, aar, aar_er_skjult, maaneder_er_skjult)"
        )

    monkeypatch.setattr("sosu_pipeline.publishing.shown.register_hidden", register)


COURSE = {
    **{name: GOAL[name] for name in ("skole", "plan", "maal", "kpi")},
    **{field.name: Decimal(2) for field in courses.ROWS if field.type == NUMBER},
    "personer": 50,
}


@pytest.mark.usefixtures("decided")
def test_a_goals_hidden_year_is_hidden_in_its_course_and_no_other_year() -> None:
    years = [{**COURSE, "aar": aar} for aar in (2025, 2026, 2027)]
    found = all_shown("maal_aar", years, courses.ROWS)
    assert {row["aar"]: row["vaerdi"] for row in found} == {2025: 2, 2026: None, 2027: 2}


@pytest.mark.usefixtures("decided")
@pytest.mark.parametrize(
    ("years", "is_hidden"), [([2027, 2026], True), ([2027, 2025], False), (None, False)]
)
def test_a_goal_that_tells_of_a_hidden_year_is_hidden(
    years: list[int] | None, *, is_hidden: bool
) -> None:
    row = {**GOAL, "naevnte_aar": years, "personer": 50, "basis_personer": 50}
    assert figures(shown("maal_status", row, GOAL_ROWS)) == {None if is_hidden else Decimal(2)}


@pytest.mark.usefixtures("decided")
def test_an_earlier_night_is_hidden_where_the_years_way_is() -> None:
    row = {**GOAL, "naevnte_aar": [2027, 2025], "personer": 50, "basis_personer": 50}
    nights = [{**row, "dato": date(2027, 9, 30)}, row]
    found = all_shown("maal_status", nights, GOAL_ROWS)
    assert {each["dato"].month: each["vaerdi"] for each in found} == {9: None, 10: 2}


@pytest.mark.usefixtures("decided")
@pytest.mark.parametrize(("nr", "is_hidden"), [(0, False), (1, True)])
def test_a_figure_beside_a_goal_is_hidden_by_its_own_place(nr: int, *, is_hidden: bool) -> None:
    row = shown("maal_ved_siden_af", {**FIGURE, "nr": nr, "personer": 50}, beside.ROWS)
    assert figures(row) == {None if is_hidden else Decimal(2)}
