"""Workbooks as a school could deliver them."""

import io

import xlsxwriter


def workbook(text: str, *sheets: str) -> bytes:
    """Return an XLSX with these sheets, each of them holding the text's lines."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        for name in sheets:
            sheet = book.add_worksheet(name)
            for row, line in enumerate(text.splitlines()):
                sheet.write_row(row, 0, line.split(";"))
    return content.getvalue()
