"""The scorecard's numbers as Danes write them, and its drawings at places reckoned by hand."""

from datetime import date
from decimal import Decimal

import pytest

from sosu_pipeline.publishing.scorecard.scale import Axis, spread, value_axis
from sosu_pipeline.publishing.scorecard.timeline import draw_timeline
from sosu_pipeline.publishing.scorecard.trend import (
    Bar,
    Forecast,
    Segment,
    Trend,
    TrendFigures,
    YearValue,
    draw_trend,
)
from sosu_pipeline.publishing.scorecard.wording import (
    chart_text,
    counted,
    day,
    difference,
    interval,
    shown,
    told,
    years_of,
)

YEARS = (
    YearValue(2025, None, er_skjult=True),
    YearValue(2026, Decimal(100)),
    YearValue(2027, Decimal(110), er_foreloebig=True),
)
FIGURES = TrendFigures(
    years=YEARS,
    basis=Decimal(100),
    basisaar=2026,
    maaltal=Decimal(140),
    maalaar=2027,
    forecast=Forecast(2027, Decimal(120), Decimal(110), Decimal(130)),
)


def drawn(figures: TrendFigures) -> Trend:
    """Return a trend that is drawn, with whole numbers as its words."""
    trend = draw_trend(figures, lambda value: f"{value:.0f}")
    assert trend is not None
    return trend


@pytest.mark.parametrize(
    ("value", "enhed", "text"),
    [
        ("0.1638", "andel", "16,4 %"),
        ("-1037082.04", "kr.", "−1.037.082 kr."),
        ("1", "personer", "1 person"),
        ("236.25", "personer", "236,3 personer"),
        ("3.6", "skala 1-5", "3,60"),
    ],
)
def test_a_figure_is_written_in_danish_with_its_unit(value: str, enhed: str, text: str) -> None:
    assert shown(Decimal(value), enhed, is_hidden=False) == text


def test_a_missing_and_a_hidden_figure_are_words() -> None:
    assert shown(None, "andel", is_hidden=False) == "ingen"
    assert shown(None, "andel", is_hidden=True) == "skjult"


def test_an_interval_is_written_only_where_it_has_both_ends() -> None:
    assert interval(Decimal("0.161"), Decimal("0.4659"), "andel") == "16,1 % til 46,6 %"
    assert interval(None, Decimal(2), "andel") == ""


def test_a_difference_of_shares_is_in_points_and_has_its_sign() -> None:
    assert difference(Decimal("0.131"), Decimal("0.1305"), "andel") == "−0,1 procentpoint"
    assert difference(Decimal(1230), Decimal(1233), "personer") == "+3 personer"
    assert difference(None, Decimal(1), "personer") == "–"


def test_money_stands_in_thousands_in_a_drawing() -> None:
    assert chart_text(Decimal("-1037082.04"), "kr.") == "−1.037"
    assert chart_text(Decimal("236.25"), "personer") == "236,3"


def test_counts_dates_and_periods_are_danish() -> None:
    assert counted(304327) == "304.327"
    assert day(date(2026, 12, 31)) == "31-12-2026"
    assert (years_of(2026, 2026), years_of(2025, 2027)) == ("2026", "2025–2027")


def test_sentences_that_were_joined_read_as_sentences_again() -> None:
    assert told("PAU er ikke med.; Målet er 2024; det vises.") == (
        "PAU er ikke med. Målet er 2024; det vises."
    )
    assert told("–") == ""


def test_an_axis_has_round_steps_around_its_values() -> None:
    axis = value_axis([Decimal(189), Decimal(263)], bottom=180, top=30)
    assert axis.ticks == tuple(map(Decimal, (180, 200, 220, 240, 260, 280)))  # 74 / 4 <= 20
    assert axis.place(Decimal(230)) == 105.0  # halfway from 180 to 280: (180 + 30) / 2


def test_one_value_alone_still_has_an_axis() -> None:
    axis = value_axis([Decimal(4)], bottom=100, top=0)
    assert (axis.first, axis.last) == (2, 6)  # half of 4 to either side
    assert axis.place(Decimal(4)) == 50.0
    assert value_axis([Decimal(0)], bottom=100, top=0).place(0) == 50.0


def test_an_axis_runs_from_its_first_to_its_last() -> None:
    axis = Axis(Decimal(2025), Decimal(2027), 50, 150)
    assert [axis.place(year) for year in (2025, 2026, 2027)] == [50, 100, 150]


def test_labels_that_would_overlap_are_moved_apart() -> None:
    assert spread([100, 104, 40], gap=15, lowest=200) == (100, 115, 40)
    assert spread([195, 198], gap=15, lowest=180) == (165, 180)
    assert spread([], gap=15, lowest=180) == ()


def test_a_trend_stands_where_its_figures_say() -> None:
    trend = drawn(FIGURES)
    # 100 to 140 in steps of 10, from 180 (210 - 30) up to 34: 36.5 apart
    assert trend.ticks == (
        *((180.0, "100"), (143.5, "110"), (107.0, "120")),
        *((70.5, "130"), (34.0, "140")),
    )
    # left: 10 + 3 letters of 7; right: 380 - 10 - 12 letters of 7 ("Baseline 100", "Prognose 120")
    assert (trend.left, trend.right) == (31.0, 286.0)
    # years from 31 + 20 to 286 - 20
    assert trend.years == ((51.0, "2025"), (158.5, "2026"), (266.0, "2027"))
    assert trend.segments == (Segment(158.5, 180.0, 266.0, 143.5, er_foreloebig=True),)
    assert trend.path == Segment(158.5, 180.0, 266.0, 34.0, er_foreloebig=False)
    assert trend.bar == Bar(275.0, 107.0, 143.5, 70.5)  # nine to the right of 2027
    assert trend.hidden == (51.0,)


def test_a_trend_names_its_lines_where_they_are() -> None:
    levels = {level.kind: (level.text, level.label_y) for level in drawn(FIGURES).levels}
    assert levels == {
        "maal": ("Mål 140", 34.0),
        "basis": ("Baseline 100", 180.0),
        "prognose": ("Prognose 120", 107.0),
    }


def test_a_gap_in_the_years_is_not_drawn_over() -> None:
    years = (YearValue(2024, Decimal(90)), *YEARS)
    assert len(drawn(TrendFigures(years=years)).segments) == 1  # 2026 to 2027 only


def test_a_goal_without_baseline_has_no_path() -> None:
    trend = drawn(TrendFigures(years=YEARS, maaltal=Decimal(140), maalaar=2027))
    assert trend.path is None
    assert [level.kind for level in trend.levels] == ["maal"]


def test_only_the_ends_of_many_years_are_labelled() -> None:
    years = tuple(YearValue(year, Decimal(year)) for year in range(2010, 2028))
    dots = drawn(TrendFigures(years=years)).dots
    assert [dot.text for dot in dots if dot.text] == ["2010", "2027"]


def test_years_without_any_figure_are_not_drawn() -> None:
    assert draw_trend(TrendFigures(years=YEARS[:1]), str) is None


def test_a_milestone_past_its_deadline_is_shown_as_overdue() -> None:
    timeline = draw_timeline(
        frist=date(2026, 1, 1), as_of=date(2026, 7, 2), from_year=2025, is_met=False
    )
    # two years of 365 days from 8 to 372: the deadline after 365 days, today after 547
    assert (timeline.frist, timeline.today) == (190.0, 280.8)  # 8 + 364 * 547 / 730
    assert timeline.years == ((8.0, "2025"), (190.0, "2026"))
    assert timeline.overdue


def test_a_milestone_that_is_met_is_never_overdue() -> None:
    timeline = draw_timeline(
        frist=date(2026, 1, 1), as_of=date(2026, 7, 2), from_year=2026, is_met=True
    )
    assert not timeline.overdue
    assert timeline.frist_label.anchor == "start"
    assert timeline.today_label.anchor == "middle"
