"""From the bytes of a file to its table: what it really is, whether it may be read, and its cells."""

import codecs
import csv
from io import BytesIO, StringIO
from pathlib import PurePath

from python_calamine import CalamineError, load_workbook

from workflow.refusals import Refusal, Refused
from workflow.sheets.package import look_into
from workflow.sheets.table import Cell, Table

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
MOST_ROWS, MOST_COLUMNS = 20_000, 60
XLSX, CSV = ".xlsx", ".csv"
ZIP, OLD_OFFICE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
# A byte order mark says it all; else strict UTF-8, which hardly any other text is, then what Chinese offices use.
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
ENCODINGS = ("utf-8", "gb18030")
DELIMITERS = (",", "\t", ";", "，")


def open_table(name: str, data: bytes, *, most_rows: int = MOST_ROWS) -> Table:
    """The first sheet of an xlsx file, or a csv file.

    ``Refused`` with one of: ``sheet_empty``, ``sheet_file_size``, ``sheet_kind``, ``sheet_not_its_name``,
    ``sheet_old``, ``sheet_damaged``, ``sheet_locked``, ``sheet_unpacks_large`` (unpacks to far more than a sheet is),
    ``sheet_too_long`` (rows, columns), ``sheet_merged_all``, ``sheet_encoding``.
    """
    shown = PurePath(name.replace("\x00", "")).name[-100:] or "?"
    _is_what_it_says(shown, data)
    table = _csv(shown, data, most_rows) if shown.lower().endswith(CSV) else _xlsx(shown, data, most_rows)
    if not any(cell != "" for row in table.rows for cell in row):
        raise Refused(Refusal("sheet_empty", {"name": shown}, field="file"))
    return table


def _is_what_it_says(name: str, data: bytes) -> None:
    suffix = PurePath(name).suffix.lower()
    code = ""
    if suffix not in (XLSX, CSV):
        code = "sheet_kind"
    elif not data:
        code = "sheet_empty"
    elif data.startswith(OLD_OFFICE):
        code = "sheet_old"
    elif data.startswith(ZIP) != (suffix == XLSX) or data.startswith(PDF):
        code = "sheet_not_its_name"
    if code:
        raise Refused(Refusal(code, {"name": name}, field="file"))
    if len(data) > MOST_BYTES:
        size = {"name": name, "size": len(data) // MEGABYTE + 1, "limit": MOST_BYTES // MEGABYTE}
        raise Refused(Refusal("sheet_file_size", size, field="file"))


def _xlsx(name: str, data: bytes, most_rows: int) -> Table:
    extent = look_into(data, name, most_rows, MOST_COLUMNS)
    try:
        book = load_workbook(BytesIO(data))
        found = book.get_sheet_by_index(0).to_python(skip_empty_area=False, nrows=extent.rows)
    except (CalamineError, ValueError, OSError, IndexError) as fault:
        raise Refused(Refusal("sheet_damaged", {"name": name}, field="file")) from fault
    return Table(found, frozenset(extent.formulas), frozenset(extent.merged))


def _csv(name: str, data: bytes, most_rows: int) -> Table:
    text = _decoded(name, data)
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text)):
            filled = [place for place, cell in enumerate(row, 1) if cell.strip()]
            if filled and (len(rows) >= most_rows or filled[-1] > MOST_COLUMNS):
                values = {"name": name, "rows": most_rows, "columns": MOST_COLUMNS}
                raise Refused(Refusal("sheet_too_long", values, field="file"))
            if filled or len(rows) < most_rows:
                rows.append(list(row[:filled[-1]]) if filled else [])
    except csv.Error as fault:
        raise Refused(Refusal("sheet_damaged", {"name": name}, field="file")) from fault
    return Table(_without_tail(rows))


def _decoded(name: str, data: bytes) -> str:
    wanted = next(((encoding,) for mark, encoding in MARKS if data.startswith(mark)), ENCODINGS)
    for encoding in wanted:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refused(Refusal("sheet_encoding", {"name": name}, field="file"))


def _delimiter(text: str) -> str:
    head = text[:4096].partition("\n")[0]
    return max(DELIMITERS, key=head.count)


def _without_tail(rows: list[list[Cell]]) -> list[list[Cell]]:
    while rows and not any(str(cell).strip() for cell in rows[-1]):
        rows.pop()
    return rows
