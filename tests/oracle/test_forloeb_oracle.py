"""Intake, completion and dropout against plain Python, on rows nobody thought of."""

from collections import defaultdict
from dataclasses import asdict
from datetime import date, timedelta
from functools import cache

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import build, fetch, refill, staged
from tests.oracle.plain_forloeb import Cell, Forloeb, exits, intake, population

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


@settings(max_examples=60, deadline=None)
@given(rows=ROWS, dato=DAYS)
def test_intake_is_each_persons_first_start_of_the_year(rows: list[Forloeb], dato: date) -> None:
    expected = {cell: (persons, 0, persons) for cell, persons in intake(rows, dato).items()}
    assert made("kpi_optag", rows, dato) == expected


@settings(max_examples=60, deadline=None)
@given(rows=ROWS, dato=DAYS)
def test_dropout_and_completion_share_their_exits(rows: list[Forloeb], dato: date) -> None:
    counted: dict[Cell, list[tuple[str, bool]]] = defaultdict(list)
    for row, is_broken_off in exits(rows, dato, resume=RESUME, switch=SWITCH):
        assert row.afgangsdato is not None
        cell = row.afgangsdato, row.uddannelse, row.uddannelsesdel
        counted[cell].append((row.person, is_broken_off))
    for name, wanted in (("kpi_afbrud", True), ("kpi_gennemfoerelse", False)):
        assert made(name, rows, dato) == {
            cell: (
                sum(is_broken_off is wanted for _, is_broken_off in units),
                len(units),
                len({person for person, _ in units}),
            )
            for cell, units in counted.items()
        }


@settings(max_examples=20, deadline=None)
@given(rows=ROWS, dato=DAYS)
def test_every_row_in_the_population_is_in_one_course(rows: list[Forloeb], dato: date) -> None:
    refill(warehouse(), "uddannelsesforhold", map(asdict, rows), dato=dato)
    build(warehouse(), "forloeb_kaede")
    (found,) = fetch(
        warehouse(), "select coalesce(sum(raekker_antal), 0) as antal from marts.forloeb_kaede"
    )
    assert found["antal"] == len(population(rows, dato))
