"""Cells of a workbook become the text of their values, on the rows of the sheet."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from sosu_pipeline.deliveries.dialect import Dialect
from sosu_pipeline.deliveries.refusal import Subject
from sosu_pipeline.deliveries.sniff import sniff
from sosu_pipeline.deliveries.xlsx import open_xlsx

DAY = {"num_format": "dd-mm-yyyy"}


def workbook(path: Path, rows: list[list[Any]], *, top: int = 0) -> Path:
    with xlsxwriter.Workbook(path, {"default_date_format": "dd-mm-yyyy"}) as book:
        sheet = book.add_worksheet("Ark1")
        for number, row in enumerate(rows, top):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number, column, value)
    return path


def sniffed(path: Path) -> Dialect:
    return sniff(path, Subject(path.name, None, str), None)


def rows_of(path: Path) -> list[dict[str, Any]]:
    table = open_xlsx(path, sniffed(path))
    return [row for batch in table.batches for row in batch.to_pylist()]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("007", "007"),
        (7101901234, "7101901234"),
        (3.0, "3"),
        (12.5, "12.5"),
        (1.125, "1.1250"),  # 1.125 would be a thousand to a Danish reader
        (0.0000001, "0.0000001"),
        (True, "true"),
        (date(2027, 10, 1), "2027-10-01"),
        (datetime(2027, 10, 1, 0, 0), "2027-10-01"),  # noqa: DTZ001 - a sheet has no time zone
        (datetime(2027, 10, 1, 8, 30), "2027-10-01T08:30:00"),  # noqa: DTZ001
        (time(8, 30), "08:30:00"),
    ],
)
def test_a_cell_is_the_text_of_its_value(tmp_path: Path, value: Any, text: str) -> None:
    [row] = rows_of(workbook(tmp_path / "x.xlsx", [["a", "b"], [value, "x"]]))
    assert row["felt_0"] == text


def test_rows_keep_the_numbers_of_the_sheet(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", [["a", "b"], [1, 2], [None, None], [3, 4]], top=4)
    assert [(row["linje"], row["felt_0"]) for row in rows_of(path)] == [
        (6, "1"),
        (7, None),
        (8, "3"),
    ]


def test_a_cell_beside_the_header_breaks_its_line(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", [["a", "b"], [1, 2, "x"], [3, 4]])
    assert [row["linjefejl"] for row in rows_of(path)] == ["for_mange_felter", None]


def test_many_rows_come_in_batches(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", [["a"], *([number] for number in range(20_001))])
    sizes = [batch.num_rows for batch in open_xlsx(path, sniffed(path)).batches]
    assert sizes == [20_000, 1]
