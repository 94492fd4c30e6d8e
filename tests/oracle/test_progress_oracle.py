"""Goals against plain Python on drawn days: the same target, forecast, interval and status."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sosu_pipeline.declarations.goal import MeasuredGoal, Value
from sosu_pipeline.progress.series import Day
from sosu_pipeline.progress.verdict import Verdict
from sosu_pipeline.progress.words import decimal
from tests.goals import absolute, better, growth, judged, level, relative, share
from tests.oracle.plain_goal import Answer, Asked, Counts, judge


def fields(asked: Asked) -> dict[str, object]:
    """Return the fields that every kind of goal has."""
    return {
        "retning": "op" if asked.up else "ned",
        "vaerdi": Value.FORHOLD if asked.ratio else Value.SUM,
    }


def as_goal(asked: Asked) -> MeasuredGoal:
    figure = str(decimal(asked.figure))
    change = {"basisaar": asked.base_year, "maalaar": asked.last, **fields(asked)}
    years = {"fra_aar": asked.first, "til_aar": asked.last, **fields(asked)}
    match asked.kind:
        case "relative":
            return relative(figure, **change)
        case "absolute":
            return absolute(int(asked.figure), **change)
        case "better":
            return better(basisaar=asked.base_year, **years)
        case "growth":
            return growth(figure, basisaar=asked.base_year, **years)
    return share(figure, **years) if asked.ratio else level(figure, **years)


TARGET_YEAR = date(2027, 1, 1), date(2027, 12, 31)
FIGURES = {
    "relative": ["0.1", "0.25"],
    "absolute": ["20", "60"],
    "better": ["0"],
    "growth": ["0.1"],
    "level": ["110", "300"],
}


@st.composite
def goals(draw: st.DrawFn) -> Asked:
    kind = draw(st.sampled_from(list(FIGURES)))
    ratio = draw(st.booleans()) and kind != "absolute"
    up = draw(st.booleans()) or kind == "growth"
    figure = Fraction(draw(st.sampled_from(FIGURES[kind])))
    if kind in {"relative", "absolute"} and not up:
        figure = -figure
    if kind == "level" and ratio:
        figure = draw(st.sampled_from([Fraction(1, 4), Fraction(3, 5)]))
    one_year = kind in {"relative", "absolute"}
    last = 2027 if one_year else draw(st.sampled_from([2027, 2028]))
    unit = "andel" if ratio else draw(st.sampled_from(["personer", "kr.", "årselever"]))
    return Asked(kind, up, ratio, unit, 2026, 2027, last, figure)


@st.composite
def drawn_days(draw: st.DrawFn, asked: Asked, today: date) -> Counts:
    """Draw two dozen days of figures, some of many people, none later than today."""
    days = st.dates(date(2026, 1, 1), min(date(2028, 12, 31), today))
    lowest = -20 if asked.unit == "kr." else 0
    amounts = st.integers(0, 10) if asked.ratio else st.integers(lowest, 40)
    return draw(st.dictionaries(days, st.tuples(amounts, st.just(10)), min_size=8, max_size=30))


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_every_goal_is_judged_as_plain_reckoning_judges_it(data: st.DataObject) -> None:
    asked = data.draw(goals())
    today = data.draw(st.dates(date(2026, 11, 1), date(2029, 2, 1)) | st.dates(*TARGET_YEAR))
    counts = data.draw(drawn_days(asked, today))
    expected = judge(asked, counts, today)
    days = [
        Day(day, Decimal(taeller), Decimal(naevner) if asked.ratio else None)
        for day, (taeller, naevner) in counts.items()
    ]
    verdict = judged(as_goal(asked), days, today.isoformat(), unit=asked.unit)
    assert verdict.status == expected.status
    assert_same_figures(verdict, expected)


def assert_same_figures(verdict: Verdict, expected: Answer) -> None:
    pairs = (
        (verdict.maaltal, expected.maaltal),
        (verdict.prognose, expected.prognose),
        (verdict.prognose_fra, expected.fra),
        (verdict.prognose_til, expected.til),
    )
    for mine, theirs in pairs:
        assert (mine is None) == (theirs is None)
        if mine is not None and theirs is not None:
            assert float(mine) == pytest.approx(float(theirs), abs=1e-9)
