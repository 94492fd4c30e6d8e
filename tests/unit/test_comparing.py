"""A figure between two nights: the code's step and the data's, whose parts are the whole."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from sosu_pipeline.publishing.comparing import Compared, compare
from sosu_pipeline.publishing.moves import Cause, Pair
from sosu_pipeline.publishing.moving import NamedPair
from tests.moved_figures import HIDDEN, STILL

ROW = {
    "skole": "nord",
    "art": "kpi",
    "plan": "",
    "navn": "kpi_optag",
    "opdeling": "",
    "aar": 2027,
    "titel": "Optag",
    "enhed": "personer",
}


def pair(foer: int | None, genregnet: int, efter: int | None, **told: Any) -> Pair:
    """Return a figure from one night to another, by way of the same days reckoned again."""
    then, now = (None if value is None else Decimal(value) for value in (foer, efter))
    figures = {"foer": then, "foer_til_datadato": then, "efter": now}
    return replace(STILL, **figures, genregnet=Decimal(genregnet), **told)


def both(kode: Pair, data: Pair, **row: Any) -> Compared:
    named = {**ROW, **row}
    (found,) = compare([NamedPair(named, kode)], [NamedPair(named, data)])
    return found


def parts(found: Compared) -> dict[str, int]:
    """Return the parts that moved anything."""
    return {name: int(part) for name, part in found.parts.items() if part}


def test_the_codes_step_and_the_datas_add_up_to_the_whole() -> None:
    # 10 -> 12 by a definition; then 12 -> 11 corrected and 11 -> 15 new
    found = both(pair(10, 12, 12, er_ny_definition=True), pair(12, 11, 15))
    assert (found.foer, found.efter, found.forskel) == (10, 15, 5)
    assert parts(found) == {"kode_definition": 2, "heraf_rettelse": -1, "heraf_data": 4}
    assert found.problem is None


def test_what_the_reading_of_the_same_files_moves_is_other_code_and_no_correction() -> None:
    (found,) = compare([NamedPair(ROW, pair(10, 9, 9))])
    assert parts(found) == {"kode_oevrig": -1}


def test_a_goal_rewritten_in_place_is_the_codes_and_a_new_version_the_datas() -> None:
    rewritten, anew = pair(10, 13, 13, er_omskrevet=True), pair(13, 13, 20)
    anew = replace(anew, med_gammel_ordlyd=Decimal(13), er_ny_ordlyd=True)
    found = both(rewritten, anew)
    assert parts(found) == {"kode_maal": 3, "heraf_maal": 7}


def test_steps_that_cancel_out_have_moved_all_the_same() -> None:
    found = both(pair(10, 12, 12), pair(12, 10, 10))
    assert (found.has_moved, found.forskel) == (True, 0)
    assert parts(found) == {"kode_oevrig": 2, "heraf_rettelse": -2}


def test_a_figure_that_is_hidden_at_any_end_tells_nothing() -> None:
    hidden = replace(pair(None, 2, None), skjult_aarsag=HIDDEN)
    for found in (both(pair(10, 12, 12), hidden), both(hidden, pair(12, 11, 11))):
        assert (found.foer, found.efter, found.forskel, found.parts) == (None, None, None, {})
        assert found.skjult_aarsag == HIDDEN
        assert found.problem is None


def test_a_step_between_that_is_hidden_hides_the_parts_and_not_the_ends() -> None:
    found = both(pair(10, 2, 12, skjult_aarsag=HIDDEN), pair(12, 12, 15))
    assert (found.foer, found.efter, found.parts) == (10, 15, {})
    assert found.problem is None


def test_a_step_that_begins_elsewhere_than_the_one_before_it_ended_is_named() -> None:
    found = both(pair(10, 12, 12), pair(13, 13, 15))
    assert found.problem == "det første trin ender et andet sted, end det næste begynder"


def test_parts_that_are_not_the_whole_are_named() -> None:
    class Leaky(Pair):
        """A pair that loses one on the way."""

        @property
        def parts(self) -> Any:
            return {**super().parts, Cause.DATA: super().parts[Cause.DATA] - 1}

    leaky = Leaky(**vars(pair(10, 10, 15)))
    (found,) = compare(data=[NamedPair(ROW, leaky)])
    assert found.problem == "delene giver tilsammen noget andet end forskellen"


def test_a_goal_that_is_judged_in_another_year_is_still_the_same_goal() -> None:
    then, now = ({**ROW, "art": "maal", "navn": "03-a", "aar": aar} for aar in (2027, 2028))
    found = compare([NamedPair(then, STILL)], [NamedPair(now, STILL)])
    assert [each.row["aar"] for each in found] == [2028]


def test_a_figure_that_only_one_step_knows_is_no_move() -> None:
    assert compare([NamedPair(ROW, STILL)], [NamedPair({**ROW, "aar": 2026}, STILL)]) == []
