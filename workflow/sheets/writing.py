"""Sheets that people get: a template to fill in, and their own file back with what is wrong beside each row.

Cells are written as what they are, text always as text: nothing that somebody typed becomes a formula or a link.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from workflow.sheets.columns import CellFault, Column
from workflow.sheets.table import Cell, Table, shown
from workflow.wording.catalogue import say

SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
MAKING_DATE = datetime(2026, 1, 1)  # the same content is the same file


def template(columns: Sequence[Column], rows: Iterable[Sequence[Any]], language: str, *, hints: Sequence[str] = ()
             ) -> bytes:
    """A sheet with these headings, filled with rows; ``hints`` stand above the headings, one a line."""
    data = BytesIO()
    with Workbook(data, SAFE) as book:
        book.set_properties({"created": MAKING_DATE})
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True, "bg_color": "#EAF1F7", "border": 1, "num_format": "@"})
        text, quiet = book.add_format({"num_format": "@"}), book.add_format({"font_color": "#666666"})
        sheet.set_column(0, len(columns) - 1, 18, text)
        for number, hint in enumerate(hints):
            sheet.write_string(number, 0, hint, quiet)
        for place, column in enumerate(columns):
            mark = " *" if column.required else ""
            sheet.write_string(len(hints), place, say(column.heading, language) + mark, head)
        for number, row in enumerate(rows, len(hints) + 1):
            for place, value in enumerate(row):
                sheet.write_string(number, place, shown(value), text)
        sheet.freeze_panes(len(hints) + 1, 0)
    return data.getvalue()


def annotated(table: Table, faults: Sequence[CellFault], head: int, language: str) -> bytes:
    """The table as it came, wrong cells marked, with a last column that says what is wrong and how to mend it."""
    by_row: dict[int, list[CellFault]] = defaultdict(list)
    for fault in faults:
        by_row[fault.row].append(fault)
    wrong_at = {(fault.row, fault.column) for fault in faults}
    width = max(map(len, table.rows), default=0)
    data = BytesIO()
    with Workbook(data, SAFE) as book:
        book.set_properties({"created": MAKING_DATE})
        sheet = book.add_worksheet()
        text, wrong = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "bg_color": "#F9E0DC"})
        day, bold = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"bold": True})
        note = book.add_format({"font_color": "#A3261A", "text_wrap": True})
        sheet.set_column(0, max(width - 1, 0), 18)
        sheet.set_column(width, width, 60)
        for number, cells in enumerate(table.rows, 1):
            for place, cell in enumerate(cells, 1):
                marked = wrong if (number, place) in wrong_at else text
                _write(sheet, number - 1, place - 1, cell, marked, marked if marked is wrong else day)
            told = [f"{one.place} {say('refusal.' + one.refusal.code, language, **one.refusal.values)}"
                    for one in by_row[number]]
            if told:
                sheet.write_string(number - 1, width, "\n".join(told), note)
        sheet.write_string(max(head - 1, 0), width, say("sheet.faults", language), bold)
    return data.getvalue()


def _write(sheet: Any, row: int, column: int, cell: Cell, text: Any, day: Any) -> None:
    """Days stay days; everything else is text, so that a long number keeps its digits from now on."""
    if isinstance(cell, date):
        sheet.write_datetime(row, column, cell if isinstance(cell, datetime) else datetime(*cell.timetuple()[:3]), day)
    elif shown(cell):
        sheet.write_string(row, column, shown(cell), text)
