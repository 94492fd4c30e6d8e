"""XLSX workbooks as batches: the sheet is chosen, and every cell becomes the text of its value."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice

import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from sosu_pipeline.declarations.contract import Contract
from sosu_pipeline.deliveries.dialect import Dialect, FileFormat
from sosu_pipeline.deliveries.headers import find_header
from sosu_pipeline.deliveries.refusal import FileRule, Subject
from sosu_pipeline.deliveries.sealing import Source
from sosu_pipeline.deliveries.table import (
    RawTable,
    Row,
    batch_rows,
    rule_of_width,
    without_empty_tail,
)
from sosu_pipeline.naming import fold_text

Cell = int | float | str | bool | time | date | datetime | timedelta

BATCH_ROWS = 20_000

_AMBIGUOUS_DECIMALS = 3


def sniff_xlsx(source: Source, subject: Subject, contract: Contract | None) -> Dialect:
    """Return the dialect of a workbook: the sheet to read and the row of its header.

    Raises:
        DeliveryRefused: the workbook is damaged or empty, or the sheet cannot be told.
    """
    try:
        filled = dict(_filled_sheets(_workbook(source)))
    except CalamineError as error:
        problem, remedy = "projektmappen er afkortet eller ødelagt", "åbn den, og gem den igen"
        raise subject.refuse(FileRule.AFKORTET_XLSX, problem, remedy) from error
    name = _choose_sheet(filled, subject, contract)
    header, _ = find_header(_texts(filled[name]), contract)
    titles = islice(_texts(filled[name]), header or 0)
    return Dialect(
        format=FileFormat.XLSX,
        header_line=None if header is None else header + 1,
        title_lines=sum(any(cells) for cells in titles),
        sheet=name,
        other_sheets=tuple(other for other in filled if other != name),
    )


def open_xlsx(source: Source, dialect: Dialect) -> RawTable:
    """Open a workbook by its dialect; a row's line is its number in the sheet."""
    sheet = _workbook(source).get_sheet_by_name(dialect.sheet or "")
    rows = _texts(sheet)
    header: list[str] = []
    if dialect.header_line is not None:
        header = without_empty_tail(next(islice(rows, dialect.header_line - 1, None)))
    width = len(header) or sheet.width
    return RawTable(tuple(header), width, _read(rows, width, (dialect.header_line or 0) + 1))


def _workbook(source: Source) -> CalamineWorkbook:
    with source.open("rb") as file:
        return CalamineWorkbook.from_filelike(file)


def _filled_sheets(workbook: CalamineWorkbook) -> Iterator[tuple[str, CalamineSheet]]:
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.height:
            yield name, sheet


def _choose_sheet(
    filled: dict[str, CalamineSheet], subject: Subject, contract: Contract | None
) -> str:
    if not filled:
        problem, remedy = "projektmappen er tom", "slet den, eller bed om en ny udskrift"
        raise subject.refuse(FileRule.TOM_FIL, problem, remedy)
    if contract and contract.ark:
        return _declared_sheet(filled, contract.ark, subject)
    scores = {name: find_header(_texts(sheet), contract)[1] for name, sheet in filled.items()}
    fitting = [name for name, score in scores.items() if score > (0, 0)]
    candidates = fitting or list(filled)
    if len(candidates) > 1:
        problem = f"projektmappen har flere ark, der kan være det rigtige: {_quoted(filled)}"
        remedy = f"skriv arkets navn som ark i {subject.contract_file}, eller slet de andre"
        raise subject.refuse(FileRule.FLERE_ARK, problem, remedy)
    return candidates[0]


def _declared_sheet(filled: dict[str, CalamineSheet], ark: str, subject: Subject) -> str:
    for name in filled:
        if fold_text(name) == fold_text(ark):
            return name
    problem = f"arket '{ark}' mangler eller er tomt; projektmappen har {_quoted(filled)}"
    remedy = f"omdøb arket, eller ret ark i {subject.contract_file}"
    raise subject.refuse(FileRule.MANGLENDE_ARK, problem, remedy)


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _read(rows: Iterator[list[str]], width: int, first_row: int) -> Iterator[pa.RecordBatch]:
    numbered = enumerate(rows, first_row)
    while chunk := list(islice(numbered, BATCH_ROWS)):
        read = [Row(number, cells, rule_of_width(cells, width)) for number, cells in chunk]
        yield batch_rows(read, width)


def _texts(sheet: CalamineSheet) -> Iterator[list[str]]:
    return ([_text(cell) for cell in row] for row in sheet.iter_rows())


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, int | float):
        return _number_text(cell)
    if isinstance(cell, datetime):
        return (cell.date() if cell.time() == time.min else cell).isoformat()
    return str(cell) if isinstance(cell, timedelta) else cell.isoformat()


def _number_text(number: float) -> str:
    """Return a number with a decimal point, and never with three decimals.

    Three digits after a point are thousands to a Danish reader; a zero more makes them decimals.
    """
    if number == int(number):
        return str(int(number))
    text = format(Decimal(repr(number)), "f")
    decimals = len(text.partition(".")[2])
    return f"{text}0" if decimals == _AMBIGUOUS_DECIMALS else text
