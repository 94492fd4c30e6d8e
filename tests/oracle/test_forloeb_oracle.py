"""Intake, completion, dropout and transitions against plain Python, on rows nobody thought of."""

from collections import defaultdict
from dataclasses import asdict
from datetime import date, timedelta
from functools import cache
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import build, fetch, refill, staged
from tests.oracle.plain_forloeb import Cell, Forloeb, exits, intake, population, transitions

RESUME, SWITCH = 3, 1
DAYS = st.dates(date(2025, 1, 1), date(2026, 6, 30))
PLACES = st.sampled_from([("OSP", "GF1"), ("SSA", "GF2"), ("SSA", "HF"), ("SSH", "GF2")])
CODES = st.sampled_from(["1", "2", "10", "20", "31", "32", "33", "50", "0FÆ", "0GH", "0RK", None])


@st.composite
def forloeb(draw: st.DrawFn) -> Forloeb:
    uddannelse, uddannelsesdel = draw(PLACES)
    startdato = draw(DAYS)
    length = draw(st.none() | st.integers(0, 200))
    return Forloeb(
        person=draw(st.sampled_from(["anna", "bo"])),
        uddannelse=uddannelse,
        uddannelsesdel=uddannelsesdel,
        startdato=startdato,
        elevtype=draw(st.sampled_from(["EUD", "EUD", "EUD", "EUV1", "RKV"])),
        afgangsdato=None if length is None else startdato + timedelta(days=length),
        afgangsaarsag=draw(CODES),
    )


ROWS = st.lists(forloeb(), max_size=12, unique_by=lambda row: (row.place, row.startdato))


@cache
def warehouse() -> duckdb.DuckDBPyConnection:
    return staged({}, indstillinger={"genoptag_maaneder": RESUME, "omvalg_maaneder": SWITCH})


def made(name: str, rows: list[Forloeb], dato: date) -> dict[Cell, tuple[int, int, int]]:
    refill(warehouse(), "uddannelsesforhold", map(asdict, rows), dato=dato)
    build(warehouse(), name)
    found = fetch(warehouse(), f"select * from marts.{name}")
    cells: dict[Cell, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in found:
        cell = cells[row["dato"], row["uddannelse"], row["uddannelsesdel"]]
        for place, column in enumerate(("taeller", "naevner", "personer")):
            cell[place] += int(row[column] or 0)
    return {cell: (figures[0], figures[1], figures[2]) for cell, figures in cells.items()}


def shares(units: list[tuple[Forloeb, bool]]) -> dict[Cell, tuple[int, int, int]]:
    cells: dict[Cell, list[tuple[str, bool]]] = defaultdict(list)
    for row, is_hit in units:
        assert row.afgangsdato is not None
        cells[row.afgangsdato, row.uddannelse, row.uddannelsesdel].append((row.person, is_hit))
    return {
        cell: (sum(hit for _, hit in each), len(each), len({person for person, _ in each}))
        for cell, each in cells.items()
    }


@settings(max_examples=60, deadline=None)
@given(rows=ROWS, dato=DAYS)
def test_intake_is_each_persons_first_start_of_the_year(rows: list[Forloeb], dato: date) -> None:
    expected = {cell: (persons, 0, persons) for cell, persons in intake(rows, dato).items()}
    assert made("kpi_optag", rows, dato) == expected


@settings(max_examples=60, deadline=None)
@given(rows=ROWS, dato=DAYS)
def test_dropout_and_completion_share_their_exits(rows: list[Forloeb], dato: date) -> None:
    counted = exits(rows, dato, resume=RESUME, switch=SWITCH)
    completed = [(row, not is_broken_off) for row, is_broken_off in counted]
    assert made("kpi_afbrud", rows, dato) == shares(counted)
    assert made("kpi_gennemfoerelse", rows, dato) == shares(completed)


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("kpi_gf1_til_gf2", {"part": "GF1", "following": "GF2", "months": 1}),
        ("kpi_gf2_til_hf", {"part": "GF2", "following": "HF", "months": 3}),
    ],
)
@settings(max_examples=60, deadline=None)
@given(rows=ROWS, dato=DAYS)
def test_a_transition_is_a_start_inside_a_window_that_has_passed(
    name: str, step: dict[str, Any], rows: list[Forloeb], dato: date
) -> None:
    counted = transitions(rows, dato, **step)
    assert made(name, rows, dato) == shares(counted)


@settings(max_examples=40, deadline=None)
@given(rows=ROWS, dato=DAYS)
def test_every_start_of_a_cohort_is_in_one_of_three_states(rows: list[Forloeb], dato: date) -> None:
    made("kpi_kohorte", rows, dato)
    (found,) = fetch(
        warehouse(),
        """select (select coalesce(sum(taeller), 0) from marts.kpi_kohorte) as tilstande,
            (select count(*) from marts.forloeb_kaede where udeladt_grund is null) as starter""",
    )
    assert found["tilstande"] == found["starter"]


@settings(max_examples=20, deadline=None)
@given(rows=ROWS, dato=DAYS)
def test_every_row_in_the_population_is_in_one_course(rows: list[Forloeb], dato: date) -> None:
    refill(warehouse(), "uddannelsesforhold", map(asdict, rows), dato=dato)
    build(warehouse(), "forloeb_kaede")
    (found,) = fetch(
        warehouse(), "select coalesce(sum(raekker_antal), 0) as antal from marts.forloeb_kaede"
    )
    assert found["antal"] == len(population(rows, dato))
