"""A page of a file in its dialect, as the bytes of delimited text or of an XLSX workbook."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from operator import getitem
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sosu_pipeline.synthetic.dialects import EXCEL_EPOCH, Dialect
from sosu_pipeline.synthetic.feeds import Feed, Kind, Row, Value

TOTAL = "I alt"
STRAY_BYTES = "surrogateescape"
"""Lets a cell hold bytes of another encoding than its file's."""

WRITTEN_AT = datetime(2020, 1, 1)  # noqa: DTZ001 - a workbook's properties know no zone
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
MADE_ON_UNIX = 3


@dataclass(frozen=True)
class Page:
    """What stands on a page: titles, headers, lines (``None`` is a blank one) and a total.

    ``extra`` is the header of a column the contract does not know. A row longer than the headers
    has too many fields.
    """

    feed: Feed
    day: date
    dialect: Dialect
    body: Sequence[Row | None]
    titles: tuple[str, ...] = ()
    headers: tuple[str, ...] | None = None
    has_headers: bool = True
    has_total: bool = False
    extra: str | None = None

    @property
    def header_cells(self) -> tuple[str, ...]:
        """Return the headers as spelled in this file."""
        spell = self.dialect.headers.spell
        named = tuple(map(spell, self.headers if self.headers is not None else self.feed.headers))
        return (*named, self.extra) if self.extra else named

    @property
    def total_cells(self) -> tuple[str | int | None, ...]:
        """Return a line that says total, with the number of lines outside the key."""
        free = next(header for header in self.feed.headers[1:] if header not in self.feed.noegle)
        others = (len(self.body) if header == free else None for header in self.feed.headers[1:])
        return (TOTAL, *others)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Return the kind of each column."""
        return tuple(self.feed.kolonner.values())

    def to_bytes(self) -> bytes:
        """Return the file."""
        if self.dialect.is_sheet:
            return write_workbook({"Ark1": self})
        text = self.dialect.newline.join([*_text_lines(self), ""])
        return self.dialect.mark + text.encode(self.dialect.encoding, STRAY_BYTES)


class _Cells(dict[Value, str]):
    """Each distinct value of a column is written once."""

    def __init__(self, write: Callable[[Value], str], quote: Callable[[str], str]) -> None:
        super().__init__({None: quote("")})
        self._write, self._quote = write, quote

    def __missing__(self, value: Value) -> str:
        text = self[value] = self._quote(self._write(value))
        return text


def write_workbook(sheets: dict[str, Page]) -> bytes:
    """Write pages as the sheets of a workbook, the same bytes on every machine.

    The parts are stored uncompressed: what a compressor makes of them differs between builds.
    """
    draft = BytesIO()
    with Workbook(draft, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": WRITTEN_AT, "author": "Studie+"})
        for name, page in sheets.items():
            _write_sheet(
                page,
                workbook.add_worksheet(name),
                workbook.add_format({"num_format": "dd-mm-yyyy"}),
            )
    final = BytesIO()
    with ZipFile(draft) as source, ZipFile(final, "w", ZIP_STORED) as target:
        for name in source.namelist():
            part = ZipInfo(name, ZIP_TIME)
            part.create_system = MADE_ON_UNIX
            target.writestr(part, source.read(name))
    return final.getvalue()


def _text_lines(page: Page) -> Iterator[str]:
    dialect, width = page.dialect, len(page.kinds)
    quote = _always_quoted if dialect.quotes_all else _quoted_when_needed(dialect.delimiter)
    writers = dialect.writers(page.day)
    columns = [_Cells(writers[kind], quote) for kind in page.kinds]
    tail = [quote("")] if page.extra else []
    yield from map(quote, page.titles)
    if page.has_headers:
        yield dialect.delimiter.join(map(quote, page.header_cells))
    for row in page.body:
        if row is None:
            yield ""
        else:
            surplus = [quote(str(value)) for value in row[width:]]
            yield dialect.delimiter.join([*map(getitem, columns, row), *tail, *surplus])
    if page.has_total:
        yield dialect.delimiter.join(
            [*(quote(str(cell or "")) for cell in page.total_cells), *tail]
        )


def _always_quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _quoted_when_needed(delimiter: str) -> Callable[[str], str]:
    special = frozenset(f'{delimiter}"\r\n')
    return lambda text: text if special.isdisjoint(text) else _always_quoted(text)


def _write_sheet(page: Page, sheet: Worksheet, date_format: Format) -> None:
    lines: list[Sequence[Value]] = [(title,) for title in page.titles]
    lines += [page.header_cells] if page.has_headers else []
    writers = page.dialect.writers(page.day)
    first = len(lines)
    for place, texts in enumerate(lines):
        sheet.write_row(place, 0, texts)
    for line, row in enumerate(page.body, start=first):
        for place, (kind, value) in enumerate(zip(page.kinds, row or (), strict=False)):
            cell = value if isinstance(value, int | Decimal) and kind is not Kind.JA_NEJ else None
            if value is None:
                continue
            if isinstance(value, date) and kind is Kind.DATO:
                _write_date(page, sheet, (line, place), value, date_format)
            elif cell is not None:
                sheet.write_number(line, place, cell)
            else:
                text = writers[kind](value)
                _write_text(page, sheet, (line, place), kind, text)
    if page.has_total:
        sheet.write_row(first + len(page.body), 0, page.total_cells)


def _write_date(
    page: Page, sheet: Worksheet, at: tuple[int, int], value: date, shape: Format
) -> None:
    serial = (value - EXCEL_EPOCH).days
    sheet.write_number(*at, serial, None if page.dialect.is_serial else shape)


def _write_text(page: Page, sheet: Worksheet, at: tuple[int, int], kind: Kind, text: str) -> None:
    if kind is Kind.CPR and page.dialect.loses_zeros and text.isdecimal():
        sheet.write_number(*at, int(text))
    else:
        sheet.write_string(*at, text)
