"""The dialect of a file is found in the file, and a file that is something else is refused."""

import json
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from sosu_pipeline.deliveries.dialect import Dialect
from sosu_pipeline.deliveries.refusal import DeliveryRefused, FileRule, Subject
from sosu_pipeline.deliveries.sniff import sniff, sniff_text
from tests.factories import catalog

FVU = catalog().contracts["fvu"]
HEADER = ("CPR", "trin", "hold", "startdato", "slutdato", "timer", "i_forbindelse_med_amu")
LINE = ("710190-1234", "Læsning", "hold-ø", "01-02-2027", "", "12,5", "J")


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "fvu.csv"
    path.write_bytes(text.encode(encoding))
    return path


def table(delimiter: str, newline: str = "\n", lines: int = 5) -> str:
    return newline.join(delimiter.join(row) for row in (HEADER, *[LINE] * lines)) + newline


def refusal(path: Path) -> DeliveryRefused:
    with pytest.raises(DeliveryRefused) as refused:
        sniff(path, Subject(path.name, "fvu", str), FVU)
    return refused.value


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiter_and_newline_are_found(tmp_path: Path, delimiter: str, newline: str) -> None:
    text = table(delimiter, newline).replace("12,5", '"12,5"')
    dialect = sniff_text(written(tmp_path, text), FVU)
    assert (dialect.delimiter, dialect.newline, dialect.header_line) == (delimiter, newline, 1)


@pytest.mark.parametrize(
    ("encoding", "detected"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp1252", "cp1252"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_the_encoding_is_found(tmp_path: Path, encoding: str, detected: str) -> None:
    dialect = sniff_text(written(tmp_path, table(";"), encoding), FVU)
    assert (dialect.encoding, dialect.header_line) == (detected, 1)


def test_a_cp1252_letter_far_down_decides_the_encoding(tmp_path: Path) -> None:
    plain = table(";", lines=60_000).replace("æ", "ae").replace("ø", "oe")
    path = written(tmp_path, plain)
    path.write_bytes(path.read_bytes() + "x;Læsning;h;;;;\n".encode("cp1252"))
    assert sniff_text(path, FVU).encoding == "cp1252"


def test_one_cp1252_line_does_not_make_a_utf_8_file_cp1252(tmp_path: Path) -> None:
    path = written(tmp_path, table(";"))
    path.write_bytes(path.read_bytes() + "x;Læsning;h;;;;\n".encode("cp1252"))
    assert sniff_text(path, FVU).encoding == "utf-8"


def test_title_and_blank_lines_above_the_header_are_counted(tmp_path: Path) -> None:
    titles = 'Holdliste, FVU; "udtræk"\n;;;\n\nSOSU, Nord, 2027\n'
    dialect = sniff_text(written(tmp_path, titles + table(";")), FVU)
    assert (dialect.header_line, dialect.title_lines, dialect.blank_lines) == (5, 2, 2)


def test_headers_are_known_in_any_spelling(tmp_path: Path) -> None:
    header = "c p r;TRIN;Hold-ID;Startdato ;i forbindelse med AMU"
    assert sniff_text(written(tmp_path, header + "\n"), FVU).header_line == 1


def test_a_quoted_line_break_in_the_header_is_no_hindrance(tmp_path: Path) -> None:
    text = table(";").replace("i_forbindelse_med_amu", '"i forbindelse\nmed amu"', 1)
    assert sniff_text(written(tmp_path, "Titel\n" + text), FVU).header_line == 2


def test_a_file_without_header_has_none(tmp_path: Path) -> None:
    headerless = "".join(table(";").splitlines(keepends=True)[1:])
    assert sniff_text(written(tmp_path, headerless), FVU).header_line is None


def test_without_a_contract_a_first_line_with_numbers_is_data(tmp_path: Path) -> None:
    dialect = sniff_text(written(tmp_path, '"I alt","2024",3\n"Aarhus","2024",4\n'), None)
    assert (dialect.delimiter, dialect.header_line) == (",", None)


@pytest.mark.parametrize("content", [b"", b"  \r\n \n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "fvu.csv"
    path.write_bytes(content)
    assert refusal(path).regel is FileRule.TOM_FIL


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("fvu.csv", b"%PDF-1.7"),
        ("fvu.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old workbook"),
        ("fvu.csv", b"\n<!DOCTYPE html><table>"),
        ("fvu.csv", b"PK\x03\x04 cut short"),
        ("fvu.xlsx", table(";").encode()),
        ("fvu.pdf", table(";").encode()),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(
    tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    refused = refusal(path)
    assert refused.regel is FileRule.FORKERT_FORMAT
    assert str(refused).startswith(f"{name}: filen er ")
    assert "(data/kilder/fvu.yaml); " in str(refused)


def workbook(path: Path, sheets: dict[str, list[tuple[str, ...]]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def test_a_workbook_named_csv_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "fvu.csv", {"Ark1": [HEADER, LINE]})
    assert refusal(path).regel is FileRule.FORKERT_FORMAT


def test_a_zip_named_xlsx_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "fvu.xlsx", "w") as archive:
        archive.writestr("fvu.csv", table(";"))
    assert refusal(tmp_path / "fvu.xlsx").regel is FileRule.FORKERT_FORMAT


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "fvu.xlsx", {"Ark1": [HEADER, LINE]})
    path.write_bytes(path.read_bytes()[:-100])
    assert refusal(path).regel is FileRule.AFKORTET_XLSX


def test_a_workbook_with_a_password_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "fvu.xlsx"
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    path.write_bytes(ole + bytes(512) + "EncryptedPackage".encode("utf-16-le"))
    assert refusal(path).regel is FileRule.ADGANGSKODE


def test_the_one_sheet_with_the_header_is_taken(tmp_path: Path) -> None:
    sheets = {"Forside": [("Udtræk",)], "Data": [("Titel",), HEADER, LINE], "Ark3": []}
    path = workbook(tmp_path / "fvu.xlsx", sheets)
    dialect = sniff(path, Subject("fvu.xlsx", "fvu", str), FVU)
    assert (dialect.sheet, dialect.header_line, dialect.title_lines) == ("Data", 2, 1)


def test_several_sheets_with_the_header_are_refused_by_name(tmp_path: Path) -> None:
    sheets = {"Forår": [HEADER, LINE], "Efterår": [HEADER, LINE]}
    refused = refusal(workbook(tmp_path / "fvu.xlsx", sheets))
    assert refused.regel is FileRule.FLERE_ARK
    assert "'Forår', 'Efterår'" in refused.tekst


def test_the_contract_names_the_sheet(tmp_path: Path) -> None:
    sheets = {"Forår": [HEADER, LINE], "Efterår": [HEADER, LINE]}
    path = workbook(tmp_path / "fvu.xlsx", sheets)
    contract = FVU.model_copy(update={"ark": "EFTERAAR"})
    assert sniff(path, Subject("fvu.xlsx", "fvu", str), contract).sheet == "Efterår"


def test_a_declared_sheet_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "fvu.xlsx", {"Ark1": [HEADER, LINE]})
    with pytest.raises(DeliveryRefused, match="arket 'Data' mangler"):
        sniff(path, Subject("fvu.xlsx", "fvu", str), FVU.model_copy(update={"ark": "Data"}))


def test_a_dialect_is_recorded_as_plain_values(tmp_path: Path) -> None:
    dialect = sniff_text(written(tmp_path, table(";")), FVU)
    record = json.loads(json.dumps(dialect.record()))
    assert record == {
        "format": "tekst",
        "encoding": "utf-8",
        "delimiter": ";",
        "newline": "\n",
        "header_line": 1,
        "title_lines": 0,
        "sheet": None,
        "other_sheets": [],
    }
    assert Dialect.recorded(record) == dialect
