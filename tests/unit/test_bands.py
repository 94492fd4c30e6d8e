"""A figure that moved more than its declared band is warned of, and a hidden one never."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from sosu_pipeline.naming import Layer
from sosu_pipeline.publishing.bands import Band, moves_within_bands
from sosu_pipeline.publishing.moves import Pair
from sosu_pipeline.warehouse.models import ModelError, read_model
from tests.moved_figures import STILL, standing

HUNDRED = replace(STILL, **standing("100"))
BAND = Band(
    skala=Decimal(100),
    baand_nye_data=Decimal("0.5"),
    baand_rettelser=Decimal("0.1"),
    baand_mindst=Decimal(5),
)
SHARE = replace(STILL, enhed="andel", **standing("0.2"))


def moved(pair: Pair, *, genregnet: str, efter: str) -> Pair:
    return replace(pair, genregnet=Decimal(genregnet), efter=Decimal(efter))


def test_new_days_within_the_band_are_no_alarm() -> None:
    # 50 of 100 are the band itself
    assert BAND.warning_of(moved(HUNDRED, genregnet="100", efter="150")) is None


def test_new_days_past_the_band_are_warned_of() -> None:
    assert BAND.warning_of(moved(HUNDRED, genregnet="100", efter="151")) == (
        "Nye data flyttede tallet 51 personer, mere end båndet på 50 personer (50 %)."
    )


def test_a_correction_has_a_band_of_its_own() -> None:
    # -12 of days that were counted, and 3 of new ones
    assert BAND.warning_of(moved(HUNDRED, genregnet="88", efter="91")) == (
        "Rettelser af dage, der var talt, flyttede tallet 12 personer, "
        "mere end båndet på 10 personer (10 %)."
    )


def test_both_causes_are_told_where_both_moved_too_far() -> None:
    told = BAND.warning_of(moved(HUNDRED, genregnet="0", efter="200"))
    assert told is not None
    assert told.count("mere end båndet") == 2


def test_a_share_is_held_against_the_whole_and_not_its_own_size() -> None:
    # 10 points of a share of 20 % are within, 11 are not
    assert BAND.warning_of(moved(SHARE, genregnet="0.3", efter="0.3")) is None
    assert BAND.warning_of(moved(SHARE, genregnet="0.31", efter="0.31")) == (
        "Rettelser af dage, der var talt, flyttede tallet 11 procentpoint, "
        "mere end båndet på 10 procentpoint."
    )


def test_what_is_counted_may_always_move_a_few() -> None:
    few = replace(BAND, skala=Decimal(10))
    # 10 % of 10 is 1, and five pupils are let through
    assert few.warning_of(moved(HUNDRED, genregnet="95", efter="95")) is None
    assert few.warning_of(moved(HUNDRED, genregnet="94", efter="94")) is not None


def test_a_figure_of_nothing_has_nothing_to_be_held_against() -> None:
    none = replace(BAND, skala=Decimal(0))
    assert none.warning_of(moved(HUNDRED, genregnet="100", efter="900")) is None


def test_a_kpi_may_declare_that_it_has_no_band() -> None:
    free = replace(BAND, baand_nye_data=None)
    assert free.warning_of(moved(HUNDRED, genregnet="100", efter="900")) is None


def test_a_new_definition_and_a_new_wording_are_meant_and_not_warned_of() -> None:
    defined = replace(moved(HUNDRED, genregnet="300", efter="300"), er_ny_definition=True)
    worded = replace(HUNDRED, efter=Decimal(300), med_gammel_ordlyd=Decimal(100))
    assert (BAND.warning_of(defined), BAND.warning_of(worded)) == (None, None)


@pytest.mark.parametrize(
    "hidden",
    [{"foer": None}, {"efter": None}, {"skjult_aarsag": "skjult for at beskytte en gruppe"}],
    ids=["the night before", "tonight", "between"],
)
def test_a_hidden_figure_is_never_warned_of(hidden: dict[str, None]) -> None:
    far = moved(HUNDRED, genregnet="900", efter="900")
    assert BAND.warning_of(replace(far, **hidden)) is None


def test_the_check_names_the_figures_that_moved_too_far() -> None:
    connection = duckdb.connect()
    connection.execute(
        "create schema marts; create table marts.aendringer as from (values "
        "('nord', '', 'kpi_optag', '', 2027, 'Nye data flyttede tallet for langt.'), "
        "('nord', '', 'kpi_afbrud', '', 2027, null)"
        ") as t(skole, plan, navn, opdeling, aar, advarsel)"
    )
    found = moves_within_bands(connection)
    assert (found.holds, found.tekst) == (
        *(False, "1 tal flyttede sig mere end deres bånd: kpi_optag"),
    )
    assert [each["advarsel"] for each in found.records] == ["Nye data flyttede tallet for langt."]
    connection.execute("delete from marts.aendringer where advarsel is not null")
    assert moves_within_bands(connection).holds


def test_a_band_that_is_no_number_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "kpi_x.sql"
    words = ("titel", "beskrivelse", "enhed", "grain", "noegle", "ejer", "formel")
    header = "".join(f"-- {word}: x\n" for word in words)
    path.write_text(f"{header}-- baand_rettelser: meget\nselect 1 as a\n", encoding="utf-8")
    with pytest.raises(ModelError, match="baand_rettelser is not a number"):
        read_model(path, Layer.MARTS)
