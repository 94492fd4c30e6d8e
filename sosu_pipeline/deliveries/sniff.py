"""How a delivered file is written, found out from the file itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from sosu_pipeline.declarations.contract import Contract
from sosu_pipeline.deliveries.dialect import Dialect, FileFormat
from sosu_pipeline.deliveries.encoding import detect_encoding, read_blocks
from sosu_pipeline.deliveries.format import detect_format
from sosu_pipeline.deliveries.headers import find_header
from sosu_pipeline.deliveries.records import first_texts, span_at, usual_fields
from sosu_pipeline.deliveries.refusal import Subject
from sosu_pipeline.deliveries.sealing import Source
from sosu_pipeline.deliveries.xlsx import sniff_xlsx

DELIMITERS = (";", "\t", "|", ",")
"""In order of preference: a comma is also a decimal mark and stands in texts."""


@dataclass(frozen=True)
class _Reading:
    """What a delimiter makes of the first lines: the header's index, and how well it fits."""

    delimiter: str
    header: int | None
    rank: tuple[tuple[int, int], float]


def sniff(source: Source, subject: Subject, contract: Contract | None) -> Dialect:
    """Return the dialect of a file of any format that is read.

    Raises:
        DeliveryRefused: the file is empty, of another format than its name says, or a workbook
            whose sheet cannot be told.
    """
    if detect_format(source, subject) is FileFormat.XLSX:
        return sniff_xlsx(source, subject, contract)
    return sniff_text(source, contract)


def sniff_text(source: Source, contract: Contract | None) -> Dialect:
    """Return the dialect of delimited text.

    With a contract the header is the line that names most of its columns. Without one it is the
    first line, unless a cell of it is a number.
    """
    encoding = detect_encoding(source)
    head = next(read_blocks(source, encoding, newline="\n"), b"")
    texts = first_texts(head, encoding)
    best = max((_try_delimiter(texts, d, contract) for d in DELIMITERS), key=lambda r: r.rank)
    titles = texts[: best.header or 0]
    return Dialect(
        format=FileFormat.TEKST,
        encoding=encoding,
        delimiter=best.delimiter,
        newline=_usual_newline(head),
        header_line=None if best.header is None else best.header + 1,
        title_lines=sum(bool(text.replace(best.delimiter, "").strip()) for text in titles),
    )


def _try_delimiter(texts: Sequence[str], delimiter: str, contract: Contract | None) -> _Reading:
    lines = (span_at(texts, start, delimiter).cells for start in range(len(texts)))
    header, score = find_header(lines, contract)
    return _Reading(delimiter, header, (score, _evenness(texts, delimiter)))


def _evenness(texts: Sequence[str], delimiter: str) -> float:
    """Return how evenly a delimiter divides the records: the usual number of fields × its share."""
    fields, share = usual_fields(texts, delimiter)
    return fields * share if fields > 1 else 0.0


def _usual_newline(head: bytes) -> str:
    crlf = head.count(b"\r\n")
    counts = {"\n": head.count(b"\n") - crlf, "\r\n": crlf, "\r": head.count(b"\r") - crlf}
    return max(counts, key=counts.__getitem__)
