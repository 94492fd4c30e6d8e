"""Wellbeing against plain Python: half of a round's items, then the mean of the pupils' means.

Samlet is the mean of the indicators that a pupil has in the round.
"""

from collections import defaultdict
from datetime import date
from fractions import Fraction
from functools import cache

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import build, fetch, refill, staged

RUN = date(2026, 9, 21)
ROUNDS = [date(2026, 9, 7), date(2026, 9, 21), date(2026, 9, 22)]
INDICATOR = {**dict.fromkeys(["s1", "s2", "s3"], "Velbefindende"), "s4": "Læringsmiljø"}
ROUNDING = Fraction(1, 10**8)

RESPONDENTS, ITEMS = st.sampled_from(["r1", "r2", "r3"]), st.sampled_from(list(INDICATOR))
ANSWERS = st.dictionaries(
    st.tuples(RESPONDENTS, st.sampled_from(ROUNDS), ITEMS),
    st.none() | st.integers(1, 5),
    max_size=30,
)
Answers = dict[tuple[str, date, str], int | None]


@cache
def warehouse() -> duckdb.DuckDBPyConnection:
    return staged({})


def scores(answers: Answers) -> dict[tuple[date, str], list[Fraction]]:
    """Return the scores of each round's respondents who answered half of an indicator's items."""
    asked, given_answers = defaultdict(set), defaultdict(list)
    for (respondent, dato, spoergsmaal), svar in answers.items():
        asked[dato, INDICATOR[spoergsmaal]].add(spoergsmaal)
        if svar is not None:
            given_answers[respondent, dato, INDICATOR[spoergsmaal]].append(svar)
    found, own = defaultdict(list), defaultdict(list)
    for (respondent, dato, indikator), values in given_answers.items():
        if dato <= RUN and Fraction(len(values), len(asked[dato, indikator])) >= Fraction(1, 2):
            score = Fraction(sum(values), len(values))
            found[dato, indikator].append(score)
            own[respondent, dato].append(score)
    for (_, dato), means in own.items():
        found[dato, "Samlet"].append(sum(means, Fraction()) / len(means))
    return found


@settings(max_examples=50, deadline=None)
@given(answers=ANSWERS)
def test_wellbeing_is_the_mean_of_the_pupils_means(answers: Answers) -> None:
    columns = ("respondent", "dato", "spoergsmaal", "indikator", "svar")
    rows = [
        dict(zip(columns, (*key, INDICATOR[key[2]], svar), strict=True))
        for key, svar in answers.items()
    ]
    refill(warehouse(), "mikromaalinger", rows, dato=RUN)
    build(warehouse(), "kpi_trivsel_mikro")
    found = {
        (row["dato"], row["indikator"]): row
        for row in fetch(warehouse(), "select * from marts.kpi_trivsel_mikro")
    }
    expected = scores(answers)
    assert found.keys() == expected.keys()
    for cell, values in expected.items():
        assert abs(Fraction(found[cell]["taeller"]) - sum(values)) < ROUNDING
        assert found[cell]["naevner"] == found[cell]["personer"] == len(values)
