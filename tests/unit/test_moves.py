"""What moved a figure between two nights adds up, and is said in one sentence."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from sosu_pipeline.progress.status import Status
from sosu_pipeline.publishing.moves import Cause, Pair
from tests.moved_figures import HIDDEN, STILL

MONDAY, TUESDAY = date(2027, 10, 4), date(2027, 10, 5)
GOAL = replace(
    STILL, art="maal", med_gammel_ordlyd=Decimal(10), status_foer="bagud", status_efter="bagud"
)


def moved(**figures: int) -> Pair:
    """Return a figure that was 10, of which some parts are others tonight."""
    return replace(GOAL, **{name: Decimal(value) for name, value in figures.items()})


def parts(pair: Pair) -> dict[str, int]:
    """Return the parts that moved anything; they add up to the difference."""
    assert sum(pair.parts.values()) == pair.difference
    return {cause.value: int(part) for cause, part in pair.parts.items() if part}


def test_a_figure_and_a_status_that_stand_have_not_moved() -> None:
    assert not GOAL.has_moved


def test_new_days_alone_are_new_data() -> None:
    pair = moved(efter=13, med_gammel_ordlyd=13)
    assert (pair.has_moved, pair.cause, parts(pair)) == (True, Cause.DATA, {"data": 3})
    assert pair.reason == (
        "Fra 10 personer til 13 personer: nye data efter den 4. oktober 2027 gav 3 personer mere."
    )


def test_days_that_were_counted_already_are_a_correction() -> None:
    pair = moved(genregnet=8, med_gammel_ordlyd=8, efter=8)
    assert (pair.cause, parts(pair)) == (Cause.RETTELSE, {"rettelse": -2})
    assert pair.reason == (
        "Fra 10 personer til 8 personer: "
        "rettelser af dage til og med den 4. oktober 2027 gav 2 personer mindre."
    )


def test_another_wording_of_the_goal_is_the_goals() -> None:
    pair = replace(moved(efter=6), er_ny_ordlyd=True)
    assert (pair.cause, parts(pair)) == (Cause.MAAL, {"maal": -4})


def test_another_definition_is_what_moved_days_that_were_counted_already() -> None:
    pair = replace(moved(genregnet=20, med_gammel_ordlyd=20, efter=20), er_ny_definition=True)
    assert (pair.cause, parts(pair)) == (Cause.DEFINITION, {"definition": 10})
    assert "en ændret definition gav 10 personer mere" in pair.reason


def test_where_definition_and_wording_both_changed_the_target_is_the_wordings() -> None:
    both = {"er_ny_definition": True, "er_omskrevet": True}
    figure = replace(moved(genregnet=9, med_gammel_ordlyd=9, efter=9), **both)
    target = replace(figure, art="maaltal")
    assert (parts(figure), parts(target)) == ({"definition": -1}, {"maal": -1})


def test_a_wording_that_was_changed_without_a_new_version_is_the_goals_and_no_correction() -> None:
    pair = replace(moved(genregnet=9, med_gammel_ordlyd=9, efter=9), er_omskrevet=True)
    assert parts(pair) == {"maal": -1}


def test_all_causes_at_once_add_up() -> None:
    pair = replace(moved(genregnet=8, med_gammel_ordlyd=11, efter=15), er_ny_ordlyd=True)
    assert pair.difference == 5  # 15 - 10
    assert parts(pair) == {"rettelse": -2, "data": 3, "maal": 4}  # 8 - 10, 11 - 8, 15 - 11
    assert pair.cause is Cause.MAAL
    assert pair.reason.count("gav") == 3


def test_days_past_the_data_date_that_were_counted_the_night_before_are_not_new_twice() -> None:
    """A feed may reach further than the others behind its KPI, and is counted all the same."""
    pair = moved(foer_til_datadato=7, genregnet=7, med_gammel_ordlyd=12, efter=12)
    assert parts(pair) == {"data": 2}  # 12 - 7 now, of which 10 - 7 were counted then


def test_a_share_is_told_in_percentage_points() -> None:
    figures = {"foer": "0.20", "foer_til_datadato": "0.20", "genregnet": "0.25"}
    figures |= {"med_gammel_ordlyd": "0.22", "efter": "0.22"}
    pair = replace(GOAL, enhed="andel", **{n: Decimal(text) for n, text in figures.items()})
    assert pair.reason == (
        "Fra 20 % til 22 %: nye data efter den 4. oktober 2027 gav 3 procentpoint mindre og "
        "rettelser af dage til og med den 4. oktober 2027 gav 5 procentpoint mere."
    )


def test_a_target_that_moved_is_said_to_be_the_target() -> None:
    pair = replace(moved(efter=12), art="maaltal", status_foer=None, status_efter=None)
    assert pair.reason == (
        "Målet gik fra 10 personer til 12 personer: en ændret ordlyd af målet gav 2 personer mere."
    )


@pytest.mark.parametrize(
    ("changed", "cause"),
    [
        ({}, Cause.TID),
        ({"er_ny_ordlyd": True}, Cause.MAAL),
        ({"er_ny_definition": True}, Cause.DEFINITION),
        ({"enhed": None, "foer": None, "efter": None}, Cause.DATA),
        ({"enhed": None, "foer": None, "efter": None, "datadato": MONDAY}, Cause.TID),
    ],
    ids=["time", "wording", "definition", "milestone told again", "milestone overdue"],
)
def test_a_status_that_moved_while_the_figure_stands_has_its_cause(
    changed: dict[str, object], cause: Cause
) -> None:
    pair = replace(GOAL, status_foer="paa_sporet", **changed)
    assert (pair.has_moved, pair.cause, pair.is_worse) == (True, cause, True)
    assert pair.reason.startswith("Status gik fra På sporet til Bagud; ")


def test_a_hidden_goal_says_nothing_but_its_status() -> None:
    hidden = replace(GOAL, foer=None, efter=None, status_foer="naaet", skjult_aarsag=HIDDEN)
    assert hidden.reason == "Status gik fra Nået til Bagud; tallene er skjult."
    assert (hidden.difference, dict(hidden.parts)) == (None, {})


def test_a_hidden_figure_whose_status_stands_has_not_moved() -> None:
    assert not replace(GOAL, foer=None, efter=None, skjult_aarsag=HIDDEN).has_moved


def test_where_only_the_step_between_is_hidden_the_parts_are_not_told() -> None:
    pair = replace(moved(genregnet=2, efter=12), skjult_aarsag=HIDDEN)
    assert (pair.difference, dict(pair.parts), pair.cause) == (2, {}, None)
    assert pair.reason == ("Fra 10 personer til 12 personer: hvad der flyttede det, er skjult.")


@pytest.mark.parametrize(
    ("before", "now", "is_worse"),
    [
        (Status.PAA_SPORET, Status.I_RISIKO, True),
        (Status.BAGUD, Status.NAAET, False),
        (Status.IKKE_STARTET, Status.BAGUD, True),
        (Status.IKKE_STARTET, Status.PAA_SPORET, False),
        (Status.NAAET, Status.MANGLER_DATA, False),
        (Status.BAGUD, Status.BAGUD, False),
    ],
)
def test_a_status_is_worse_only_where_it_can_be_compared(
    before: Status, now: Status, *, is_worse: bool
) -> None:
    assert now.is_worse_than(before) is is_worse
