"""A delivery is read by its contract: its columns, its faults, its account, and nobody in it."""

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from sosu_pipeline.deliveries.reading import Account, Reading, open_delivery
from sosu_pipeline.deliveries.refusal import DeliveryRefused, FileRule, NoteRule
from sosu_pipeline.privacy.pseudonyms import Pseudonyms
from tests.factories import catalog

PSEUDONYMS = Pseudonyms(b"a key for the tests")
FVU = "CPR;trin;hold;startdato;slutdato;timer;i_forbindelse_med_amu"
FVU_LINE = "710190-1234;Læsning;h-1;01-02-2027;;12,5;J"
PUPILS = (
    "CPR;Elevnavn;Uddannelse;GH;Startdato;Afgangsdato;Afgangsårsag;Afgangsårsag betegnelse;Elevtype"
)
PUPILS_LINE = "710190-1234;Anna Berg;SSA;GF2;03-08-2026;;;skrev til 7101901234;EUD"
ANSWERS = "respondent;uge/dato;spoergsmaal;indikator;svar"


def opened(folder: Path, *lines: str, kilde: str = "fvu", name: str = "fil.csv") -> Reading:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    contract = catalog().contracts[kilde]
    return open_delivery(path, display_name=name, contract=contract, protect=PSEUDONYMS)


def rows_of(reading: Reading) -> list[dict[str, Any]]:
    return [row for batch in reading.batches() for row in batch.to_pylist()]


def refusal(folder: Path, *lines: str, kilde: str = "fvu") -> DeliveryRefused:
    with pytest.raises(DeliveryRefused) as refused:
        rows_of(opened(folder, *lines, kilde=kilde))
    return refused.value


def test_a_batch_has_line_fault_kept_columns_and_forms(tmp_path: Path) -> None:
    [row] = rows_of(opened(tmp_path, FVU, FVU_LINE))
    pseudonym = row.pop("person")
    assert pseudonym.startswith("p")
    assert row == {
        "linje": 2,
        "linjefejl": None,
        "trin": "Læsning",
        "hold": "h-1",
        "startdato": "01-02-2027",
        "slutdato": None,
        "timer": "12,5",
        "er_amu": "J",
        "person_form": "erstatning",
    }


def test_nobody_is_in_a_batch(tmp_path: Path) -> None:
    [row] = rows_of(opened(tmp_path, PUPILS, PUPILS_LINE, kilde="uddannelsesforhold"))
    assert "elevnavn" not in row
    assert row["afgangsaarsag_tekst"] == "skrev til ******-****"
    assert not any(piece in str(row) for piece in ("710190", "Anna", "Berg"))


def test_a_separated_number_is_masked_in_every_text_column(tmp_path: Path) -> None:
    line = FVU_LINE.replace("h-1", "hold 710190-1234")
    assert rows_of(opened(tmp_path, FVU, line))[0]["hold"] == "hold ******-****"
    line = FVU_LINE.replace("h-1", "7101901234")
    assert rows_of(opened(tmp_path, FVU, line))[0]["hold"] == "7101901234"  # an id may be like this


def test_a_shifted_line_keeps_none_of_its_cells(tmp_path: Path) -> None:
    shifted = PUPILS_LINE.replace("Anna Berg", "Berg; Anna")
    [row] = rows_of(opened(tmp_path, PUPILS, shifted, kilde="uddannelsesforhold"))
    assert row.pop("linjefejl") == "for_mange_felter"
    assert {key: value for key, value in row.items() if value is not None} == {
        "linje": 2,
        "person_form": "tom",
    }


def test_the_account_tells_every_line_of_the_file(tmp_path: Path) -> None:
    lines = ("Holdliste", "", FVU, FVU_LINE, ";;;;;;", "", FVU_LINE, "I alt;;;;;25,0;")
    reading = opened(tmp_path, *lines)
    rows = rows_of(reading)
    assert [row["linje"] for row in rows] == [4, 7]
    # 8 lines = 2 of data + 1 title + 3 blank + 1 total + 1 header
    assert reading.account == Account(linjer=2, titel=1, tomme=3, total=1, overskrift=1)


def test_a_total_is_only_a_total_at_the_end_and_without_its_key(tmp_path: Path) -> None:
    whole = FVU_LINE.replace("Læsning", "Total")
    reading = opened(tmp_path, FVU, "I alt;;;;;25,0;", FVU_LINE, whole)
    assert len(rows_of(reading)) == 3
    assert reading.account.total == 0


def test_totals_in_one_field_are_totals(tmp_path: Path) -> None:
    reading = opened(tmp_path, FVU, FVU_LINE, "Sum;;;;;12,5;", "I alt: 1 linje")
    assert len(rows_of(reading)) == 1
    assert reading.account.total == 2


def test_the_account_is_settled_by_the_last_batch(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="last batch"):
        _ = opened(tmp_path, FVU, FVU_LINE).account


def test_spaces_around_a_value_are_no_part_of_it(tmp_path: Path) -> None:
    line = " 710190-1234 ; Læsning\u00a0;h-1;01-02-2027; ;12,5;J"
    [row] = rows_of(opened(tmp_path, FVU, line))
    assert (row["trin"], row["slutdato"], row["person_form"]) == ("Læsning", None, "erstatning")


def test_an_absent_optional_column_has_its_standard(tmp_path: Path) -> None:
    header = "CPR;skolefag;hold;startdato;slutdato;Varighed_dage"
    line = "TESTPERS01;40001;h-1;2027-01-04;2027-01-08;5"
    reading = opened(tmp_path, header, line, kilde="amu_tilmeldinger")
    [row] = rows_of(reading)
    assert (row["uddannelsestype"], row["niveau"]) == ("AMU", None)
    [note] = [note for note in reading.told if note.regel is NoteRule.FRAVAERENDE_KOLONNE]
    assert "'niveau'" in note.tekst


def test_an_extra_column_is_told_and_stays_behind(tmp_path: Path) -> None:
    reading = opened(tmp_path, FVU + ";Mentor 710190-1234", FVU_LINE + ";Bo")
    [note] = [note for note in reading.told if note.regel is NoteRule.EKSTRA_KOLONNE]
    assert note.tekst == (
        "fil.csv: kontrakten kender ikke 'Mentor ******-****', som bliver i arkivet "
        "(data/kilder/fvu.yaml)"
    )
    assert "Bo" not in str(rows_of(reading))


def test_matched_columns_are_shown_with_their_headers(tmp_path: Path) -> None:
    reading = opened(tmp_path, FVU.replace("CPR", "cpr-nummer"), FVU_LINE)
    assert reading.columns["person"] == "cpr-nummer"


def test_a_missing_column_is_named_with_the_nearest_one(tmp_path: Path) -> None:
    refused = refusal(tmp_path, FVU.replace("hold", "holdnavn"), FVU_LINE)
    assert refused.regel is FileRule.MANGLENDE_KOLONNE
    assert str(refused) == (
        "fil.csv, linje 1: kolonnen 'hold' mangler (data/kilder/fvu.yaml); er 'holdnavn' den "
        "samme, så tilføj den som alias for hold i data/kilder/fvu.yaml"
    )


def test_a_missing_column_without_a_likeness_asks_for_a_new_file(tmp_path: Path) -> None:
    refused = refusal(tmp_path, FVU.replace("hold;", ""), FVU_LINE)
    assert refused.middel == "tilføj et alias, eller bed om en ny udskrift"


def test_two_headers_of_one_column_are_refused(tmp_path: Path) -> None:
    refused = refusal(tmp_path, FVU + ";Hold-id", FVU_LINE + ";h-2")
    assert refused.regel is FileRule.DOBBELT_OVERSKRIFT
    assert "'hold', 'Hold-id'" in refused.tekst


def test_a_file_without_header_is_refused_and_not_quoted(tmp_path: Path) -> None:
    refused = refusal(tmp_path, FVU_LINE, FVU_LINE)
    assert refused.regel is FileRule.INGEN_OVERSKRIFT
    assert "710190" not in str(refused)
    assert "Læsning" not in str(refused)


@pytest.mark.parametrize("rest", [(), ("", ";;;;;;"), ("I alt;;;;;0;",)])
def test_a_header_without_lines_is_refused(tmp_path: Path, rest: tuple[str, ...]) -> None:
    assert refusal(tmp_path, FVU, *rest).regel is FileRule.KUN_OVERSKRIFT


def test_a_respondent_that_is_a_number_refuses_the_file(tmp_path: Path) -> None:
    lines = ("r-1;2027-W05;Q1;Velbefindende;4", "710190-1234;2027-W05;Q1;Velbefindende;4")
    refused = refusal(tmp_path, ANSWERS, *lines, kilde="mikromaalinger")
    assert (refused.regel, refused.linje) == (FileRule.LIGNER_CPR, 3)
    assert "710190" not in str(refused)


def test_a_number_in_the_file_name_is_masked(tmp_path: Path) -> None:
    with pytest.raises(DeliveryRefused) as refused:
        opened(tmp_path, "x", name="elev 710190-1234.csv")
    assert refused.value.tekst.startswith("elev ******-****.csv: ")


def test_a_workbook_is_read_like_text(tmp_path: Path) -> None:
    path = tmp_path / "fvu.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Forside").write(0, 0, "Udtræk")
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, FVU.split(";"))
        sheet.write_row(1, 0, [101555123, "Læsning", "h-1", "01-02-2027", "", 12.5, "J"])
    contract = catalog().contracts["fvu"]
    reading = open_delivery(path, display_name="fvu.xlsx", contract=contract, protect=PSEUDONYMS)
    [row] = rows_of(reading)
    assert (row["person_form"], row["timer"], row["linje"]) == ("nul_tilfoejet", "12.5", 2)
    assert [note.regel for note in reading.told] == [NoteRule.VALGT_ARK]
