"""Text is read whole blocks at once or line by line, with the same rows and the right lines."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sosu_pipeline.deliveries import encoding, text
from sosu_pipeline.deliveries.dialect import Dialect, FileFormat
from sosu_pipeline.deliveries.records import Shape, read_lines, read_rows
from sosu_pipeline.deliveries.refusal import describe_rules
from sosu_pipeline.deliveries.text import open_text

HEADER = b"a;b;c\n"
FAULTS = {"for_mange_felter", "for_faa_felter", "uafsluttet_citat", "nul_byte", "blandet_kodning"}


def dialect(encoded: str = "utf-8", newline: str = "\n") -> Dialect:
    return Dialect(
        format=FileFormat.TEKST, encoding=encoded, delimiter=";", newline=newline, header_line=1
    )


def read(path: Path, how: Dialect) -> list[tuple[Any, ...]]:
    batches = open_text(path, how).batches
    rows = (row for batch in batches for row in zip(*map(pylist, batch.columns), strict=True))
    return [tuple(row) for row in rows]


def pylist(column: Any) -> list[Any]:
    return list(column.to_pylist())


def rows_of(folder: Path, body: bytes, how: Dialect | None = None) -> list[tuple[Any, ...]]:
    path = folder / "x.csv"
    path.write_bytes(HEADER + body)
    return read(path, how or dialect())


def with_care(body: bytes) -> Iterator[tuple[Any, ...]]:
    """Read line by line, whatever the lines look like."""
    lines = read_lines(body, "utf-8")
    rows, _ = read_rows(lines, Shape(";", 3), first_line=2, is_last=True)
    for row in rows:
        cells = [cell or None for cell in (*row.cells, None, None, None)[:3]]
        yield (row.linje, row.rule and row.rule.value, *cells)


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=8)


@settings(deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS)))
def test_any_table_written_as_csv_is_read_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, table: list[tuple[str, str, str]]
) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=";", lineterminator="\n").writerows(table)
    rows = rows_of(tmp_path_factory.mktemp("t"), written.getvalue().encode())
    assert [row[2:] for row in rows] == [tuple(c or None for c in cells) for cells in table]
    assert {row[1] for row in rows} <= {None}


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.sampled_from(["x", "æ", ";", '"', "\n", "\r\n", "\r", " ", "\0", ";y;z\n"])),
    st.sampled_from([8, 13, 64, 4 << 20]),
)
@example(['"', "\n"], 64)
@example(["x", ";", ";", '"', "\n"], 64)
def test_damaged_text_is_read_alike_in_blocks_and_line_by_line(
    tmp_path_factory: pytest.TempPathFactory, parts: list[str], block_bytes: int
) -> None:
    body = "".join(parts).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoding, "BLOCK_BYTES", block_bytes)
        patch.setattr(text, "PIECE_BYTES", block_bytes // 2)
        rows = rows_of(tmp_path_factory.mktemp("t"), body)
    assert rows == list(with_care(body))


def test_line_numbers_are_those_of_the_file(tmp_path: Path) -> None:
    body = b'1;2;3\n\n4;"5\n5";6\n7;8;9\n'
    assert rows_of(tmp_path, body) == [
        (2, None, "1", "2", "3"),
        (3, None, None, None, None),
        (4, None, "4", "5\n5", "6"),
        (6, None, "7", "8", "9"),
    ]


def test_a_line_with_too_many_or_too_few_fields_is_told(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, b"1;2;3\n1;2;3;4\n1;2\n1;2;3\n")
    assert [row[1] for row in rows] == [None, "for_mange_felter", "for_faa_felter", None]


def test_a_delimiter_at_every_end_is_no_field(tmp_path: Path) -> None:
    assert [row[1] for row in rows_of(tmp_path, b"1;2;3;\n4;5;6;\n")] == [None, None]


def test_a_stray_quote_takes_one_line_and_not_the_next(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, b'1;"2;3\n4;5;6\n7;8;9\n')
    assert [row[:3] for row in rows] == [
        (2, "uafsluttet_citat", None),
        (3, None, "4"),
        (4, None, "7"),
    ]


def test_two_stray_quotes_do_not_swallow_the_lines_between_them(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, b'1;"2;3\n4;5;6\n7;"8;9\n10;11;12\n')
    assert [(row[0], row[1]) for row in rows] == [
        (2, "uafsluttet_citat"),
        (3, None),
        (4, "uafsluttet_citat"),
        (5, None),
    ]


def test_a_stray_quote_in_a_long_file_costs_one_line(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, b'1;"2;3\n' + b"4;5;6\n" * 300_000)
    assert len(rows) == 300_001
    assert [row for row in rows if row[1]] == [(2, "uafsluttet_citat", None, None, None)]


def test_nul_bytes_are_told_and_taken_out(tmp_path: Path) -> None:
    assert rows_of(tmp_path, b"1;2\x00;3\n4;5;6\n") == [
        (2, "nul_byte", "1", "2", "3"),
        (3, None, "4", "5", "6"),
    ]


def test_a_cp1252_line_in_a_utf_8_file_is_read_and_told(tmp_path: Path) -> None:
    body = "1;æ;3\n".encode() + "4;ø;6\n".encode("cp1252")
    assert rows_of(tmp_path, body) == [
        (2, None, "1", "æ", "3"),
        (3, "blandet_kodning", "4", "ø", "6"),
    ]


def test_a_utf_8_line_in_a_cp1252_file_is_read_and_told(tmp_path: Path) -> None:
    body = "1;æ;3\n".encode("cp1252") + "4;ø;6\n".encode()
    assert rows_of(tmp_path, body, dialect("cp1252")) == [
        (2, None, "1", "æ", "3"),
        (3, "blandet_kodning", "4", "ø", "6"),
    ]


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "cp1252", "utf-8-sig"])
def test_every_encoding_gives_the_same_rows(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes('a;b;c\r\n1;"æ\r\nø";å\r\n'.encode(codec))
    assert read(path, dialect(codec, "\r\n")) == [(2, None, "1", "æ\r\nø", "å")]


def test_a_file_of_carriage_returns_has_lines(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"a;b;c\r1;2;3\r4;5;6")
    assert [row[0] for row in read(path, dialect(newline="\r"))] == [2, 3]


def test_every_fault_has_a_text_and_a_remedy() -> None:
    rules = describe_rules()
    assert set(rules) == FAULTS
    assert all(tekst and middel for tekst, middel in rules.values())
