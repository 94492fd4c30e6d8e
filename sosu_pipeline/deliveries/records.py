"""The careful way through delimited text: quotes, line breaks in them, and every kind of damage.

It works on whole lines in memory and never lets one bad line take the lines after it along.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from sosu_pipeline.deliveries.encoding import as_utf_8, decode_line, is_utf_8
from sosu_pipeline.deliveries.refusal import LineRule
from sosu_pipeline.deliveries.table import Row, rule_of_width

LONGEST_RECORD_LINES = 100
"""A quote still open after so many lines was never meant to open."""

HEAD_LINES = 200

QUOTE = '"'

_LINE = re.compile(rb"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")


@dataclass(frozen=True)
class Shape:
    """What a record must look like: the delimiter and the number of its fields."""

    delimiter: str
    width: int


class Span(NamedTuple):
    """One record: its cells, the number of lines it takes, and whether its quotes close."""

    cells: list[str]
    lines: int
    is_closed: bool


class Lines(NamedTuple):
    """Physical lines, and the rules that some of them break by their bytes."""

    texts: list[str]
    faults: dict[int, LineRule]


def read_lines(block: bytes, encoding: str) -> Lines:
    """Return the lines of a block as text without NULs, and what was wrong with their bytes."""
    utf_8 = as_utf_8(block, encoding)
    if utf_8 is not None and b"\0" not in utf_8 and is_utf_8(utf_8):
        return Lines(list(io.StringIO(utf_8.decode(), newline="")), {})
    lines = Lines([], {})
    for number, raw in enumerate(block.splitlines(keepends=True)):
        text, is_mixed = decode_line(raw, encoding)
        lines.texts.append(text.replace("\0", ""))
        if is_mixed:
            lines.faults[number] = LineRule.BLANDET_KODNING
        if "\0" in text:
            lines.faults[number] = LineRule.NUL_BYTE
    return lines


def first_texts(block: bytes, encoding: str) -> list[str]:
    """Return as many of a block's first lines as a file's head is judged by."""
    return read_lines(block[: end_of_lines(block, HEAD_LINES)], encoding).texts


def end_of_lines(block: bytes, number: int) -> int:
    """Return where a block's first lines end, however many there are."""
    lines = islice(_LINE.finditer(block), number)
    return max((line.end() for line in lines), default=0)


def span_at(texts: Sequence[str], start: int, delimiter: str) -> Span:
    """Return the record that starts on a line, read as far as its quotes reach."""
    first = texts[start]
    if QUOTE not in first:
        return Span(first.rstrip("\r\n").split(delimiter), 1, is_closed=True)
    alone = _read_span([first], delimiter)
    if alone.is_closed:
        return alone
    return _read_span(texts[start : start + LONGEST_RECORD_LINES], delimiter)


def usual_fields(texts: Sequence[str], delimiter: str) -> tuple[int, float]:
    """Return the most common number of fields, and the share of the records that have it."""
    counts: Counter[int] = Counter()
    start = 0
    while start < len(texts):
        span = span_at(texts, start, delimiter)
        counts[len(span.cells)] += 1
        start += span.lines
    fields = max(counts, key=lambda number: (counts[number], number), default=0)
    return fields, counts[fields] / max(counts.total(), 1)


def read_rows(
    lines: Lines, shape: Shape, *, first_line: int, is_last: bool
) -> tuple[list[Row], int]:
    """Return the records of some lines, and how many lines they take.

    A record whose quotes are open when the lines end is left for the next block, unless these
    are the last lines or it is too long already.
    """
    texts, faults = lines
    if not faults and (rows := _read_sound(texts, shape, first_line)):
        return rows, len(texts)
    rows, start = [], 0
    while start < len(texts):
        span = span_at(texts, start, shape.delimiter)
        is_cut_short = start + LONGEST_RECORD_LINES > len(texts) and not is_last
        if not span.is_closed and is_cut_short:
            break
        if span.is_closed and _is_one_record(texts[start : start + span.lines], span, shape):
            end, cells = start + span.lines, span.cells
            rule = rule_of_width(cells, shape.width)
        else:
            end, cells, rule = start + 1, [], LineRule.UAFSLUTTET_CITAT
        by_bytes = (faults[number] for number in range(start, end) if number in faults)
        rows.append(Row(first_line + start, cells, rule or next(by_bytes, None)))
        start = end
    return rows, start


def _read_sound(texts: Sequence[str], shape: Shape, first_line: int) -> list[Row]:
    """Return the records of lines without any fault; none where there is one."""
    reader = csv.reader(texts, delimiter=shape.delimiter, strict=True)
    rows, line = [], first_line
    try:
        for cells in reader:
            taken = first_line + reader.line_num - line
            if taken > LONGEST_RECORD_LINES or rule_of_width(cells, shape.width):
                return []
            rows.append(Row(line, cells))
            line += taken
    except csv.Error:
        return []
    return rows


def _read_span(window: Sequence[str], delimiter: str) -> Span:
    """Read the first record of some lines; an empty line after them shows an open quote."""
    reader = csv.reader([*window, ""], delimiter=delimiter)
    try:
        cells = next(reader)
    except csv.Error:
        return Span([], len(window), is_closed=False)
    return Span(cells, min(reader.line_num, len(window)), is_closed=reader.line_num <= len(window))


def _is_one_record(texts: Sequence[str], span: Span, shape: Shape) -> bool:
    """Tell whether quoted line breaks were meant, or a stray quote ran into the next records."""
    if span.lines == 1:
        return True
    try:
        next(csv.reader(texts, delimiter=shape.delimiter, strict=True))
    except csv.Error:
        return False
    if rule_of_width(span.cells, shape.width) is None:
        return True
    return all(text.count(shape.delimiter) + 1 != shape.width for text in texts[1:])
