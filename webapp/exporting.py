"""Files of what is on the screen: a sheet of rows as xlsx, or as csv that no spreadsheet takes for formulas.

A cell is text, a whole number, or money (:class:`Fen`, written in yuan as a number).
"""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from flask import Response

from workflow.wording import Fen

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so would be run by a spreadsheet
BOM = "\ufeff"  # so that spreadsheets read the file as UTF-8
XLSX, CSV = "xlsx", "csv"
KINDS = {XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", CSV: "text/csv; charset=utf-8"}
SHEET_NAME = 31  # the longest name a sheet may have
NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
WIDEST, NARROWEST = 60, 8  # columns, in characters
Sheet = tuple[str, Sequence[str], Iterable[Sequence[Any]]]  # name, heads, rows


def exported(kind: str, name: str, sheets: Sequence[Sheet]) -> Response:
    """The answer that hands over the file ``name.kind``; in a csv the sheets follow one another."""
    data = _workbook(sheets) if kind == XLSX else _text(sheets)
    answer = Response(data, content_type=KINDS[kind])
    named = f"filename=\"export.{kind}\"; filename*=UTF-8''{quote(name)}.{kind}"  # RFC 6266: older browsers, then all
    answer.headers["Content-Disposition"] = f"attachment; {named}"
    return answer


def guarded(cell: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before what would begin one."""
    return "'" + cell if cell.startswith(FORMULA) else cell


def _text(sheets: Sequence[Sheet]) -> bytes:
    written = io.StringIO()
    sheet = csv.writer(written, lineterminator="\r\n")
    for place, (name, heads, rows) in enumerate(sheets):
        if place:
            sheet.writerow(())
        if len(sheets) > 1:
            sheet.writerow((guarded(name),))
        sheet.writerow([guarded(head) for head in heads])
        sheet.writerows([_plain(cell) for cell in row] for row in rows)
    return (BOM + written.getvalue()).encode()


def _plain(cell: Any) -> str:
    match cell:
        case None:
            return ""
        case Fen():
            return f"{'-' if cell < 0 else ''}{abs(cell) // 100}.{abs(cell) % 100:02d}"
        case int():
            return str(cell)
    return guarded(str(cell))


def _workbook(sheets: Sequence[Sheet]) -> bytes:
    from xlsxwriter import Workbook  # slow to load

    data = io.BytesIO()
    book = Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                           "strings_to_numbers": False})
    bold, money = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "#,##0.00"})
    for name, heads, rows in sheets:
        sheet = book.add_worksheet(name.translate(NOT_IN_SHEET_NAMES)[:SHEET_NAME].strip())
        widths = [_width(head) for head in heads]
        sheet.freeze_panes(1, 0)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, bold)
        for line, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                _write(sheet, line, column, cell, money)
                widths[column] = max(widths[column], _width(_plain(cell)))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(max(width + 2, NARROWEST), WIDEST))
    book.close()
    return data.getvalue()


def _write(sheet: Any, line: int, column: int, cell: Any, money: Any) -> None:
    match cell:
        case None:
            return
        case Fen():
            sheet.write_number(line, column, int(cell) / 100, money)
        case int():
            sheet.write_number(line, column, cell)
        case _:
            sheet.write_string(line, column, str(cell))


def _width(text: str) -> int:
    """The room a text takes: a Chinese sign takes two places."""
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)
