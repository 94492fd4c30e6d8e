"""AMU årselever against plain Python, and against the real sample with its known answer."""

import csv
from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import ROOT, Row, build, fetch, refill, staged

RUN = date(2026, 12, 31)
SAMPLE = ROOT.parent / "shared" / "real" / "stil_amu_tilmeldinger_2018_2021.csv"
ROUNDING = Fraction(1, 10**7)

DURATIONS = st.none() | st.decimals(0, 60, places=2)


@st.composite
def enrolment(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "person": draw(st.sampled_from(["anna", "bo", "carl"])),
        "slutdato": draw(st.dates(date(2025, 12, 1), date(2027, 1, 31))),
        "uddannelsestype": draw(st.sampled_from(["AMU", "AMU", "AU", "IDV", None])),
        "varighed_dage": draw(DURATIONS),
        "time_varighed": draw(DURATIONS),
        "umo_varighed": Decimal(99),
    }


@cache
def warehouse() -> duckdb.DuckDBPyConnection:
    return staged({})


def days(row: Row) -> Fraction | None:
    """Return an enrolment's days, or none when it does not count."""
    if row["uddannelsestype"] != "AMU" or row["slutdato"] > RUN:
        return None
    if row["varighed_dage"] is not None:
        return Fraction(row["varighed_dage"])
    hours = row["time_varighed"]
    return None if hours is None else Fraction(hours) / Fraction("7.4")


@settings(max_examples=50, deadline=None)
@given(rows=st.lists(enrolment(), max_size=15))
def test_amu_is_days_over_two_hundred_and_persons_once_a_year(rows: list[dict[str, Any]]) -> None:
    years: dict[int, Fraction] = defaultdict(Fraction)
    persons = defaultdict(set)
    for row in rows:
        if (counted := days(row)) is not None:
            years[row["slutdato"].year] += counted / 200
            persons[row["slutdato"].year].add(row["person"])
    refill(warehouse(), "amu_tilmeldinger", rows, dato=RUN)
    for name in ("kpi_amu_aarselever", "kpi_amu_deltagere"):
        build(warehouse(), name)
    assert sums("kpi_amu_deltagere") == {year: len(who) for year, who in persons.items()}
    found = sums("kpi_amu_aarselever")
    assert found.keys() == years.keys()
    assert all(abs(found[year] - years[year]) < ROUNDING for year in years)


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the real sample lies outside the project")
def test_the_real_sample_gives_its_known_answer() -> None:
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        lines = [line for line in csv.DictReader(file) if line["skolefagskode"]]
    rows = [
        {
            "person": line["person"],
            "hold": line["hold"],
            "skolefag": line["skolefagskode"],
            "startdato": date.fromisoformat(line["startdato"]),
            "slutdato": date.fromisoformat(line["slutdato"]),
            "varighed_dage": Decimal(line["varigheddage"]),
            "uddannelsestype": line["udd_type"],
        }
        for line in lines
    ]
    refill(warehouse(), "amu_tilmeldinger", rows, dato=RUN)
    build(warehouse(), "kpi_amu_aarselever")
    # 2.0 / 200 + 647.2 / 200 = 3.246
    assert sums("kpi_amu_aarselever") == {2018: Fraction("0.01"), 2021: Fraction("3.236")}
    reasons = "select udeladt_grund, count(*) as antal from marts.amu_tilmelding group by all"
    assert {row["udeladt_grund"]: row["antal"] for row in fetch(warehouse(), reasons)} == {
        None: 338,
        "ikke_amu": 2,
    }


def sums(name: str) -> dict[int, Fraction]:
    query = f"select year(dato) as aar, sum(taeller) as taeller from marts.{name} group by all"
    return {row["aar"]: Fraction(row["taeller"]) for row in fetch(warehouse(), query)}
