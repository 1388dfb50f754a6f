"""Reads the rows of an annual plan out of an uploaded spreadsheet, and makes the empty sheet to fill in.

A workbook is looked at before it is opened: its unpacked size and its farthest cell, so that neither a bomb nor a
million empty rows cost anything.  Formulas count as their last values.
"""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask import Response
from python_calamine import CalamineError, CalamineWorkbook

from webapp.at_hand import office
from webapp.exporting import XLSX, exported
from webapp.wording import plain
from workflow.domain.declaration import CHANNELS, KINDS, TIERS
from workflow.domain.plan import MAX_ITEMS
from workflow.domain.plan_form import COLUMNS
from workflow.refusals import Refusal, Refused
from workflow.wording import LANGUAGES, say

FIELD = "sheet"
MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 2000, 60
CELL = re.compile(rb'<(?:\w+:)?c [^>]*?r="([A-Z]{1,4})(\d{1,9})"')
SIGNATURE = b"PK\x03\x04"


def read_plan_sheet(data: bytes) -> list[dict[str, Any]]:
    """The rows under the headings of the first sheet, by column; empty rows are kept, so that places stay right.

    Refused: ``plan_sheet_wrong`` (not an xlsx), ``plan_sheet_too_large``, ``plan_sheet_no_headings`` with the missing
    ones, ``plan_sheet_empty``, ``plan_too_long``.
    """
    rows = _rows(data)
    heads = {_key(_heading(name, tongue)): name for name in COLUMNS for tongue in LANGUAGES}
    place, found = _headings(rows, heads)
    missing = tuple(_heading_plain(name) for name in COLUMNS if name not in found)
    if missing:
        raise Refused(Refusal("plan_sheet_no_headings", {"names": missing}, field=FIELD))
    read = [{name: _cell(row[column]) if column < len(row) else "" for name, column in found.items()}
            for row in rows[place + 1:]]
    if not any(any(row.values()) for row in read):
        raise Refused(Refusal("plan_sheet_empty", field=FIELD))
    if sum(any(row.values()) for row in read) > MAX_ITEMS:
        raise Refused(Refusal("plan_too_long", {"most": MAX_ITEMS}, field=FIELD))
    return read


def _headings(rows: Sequence[Sequence[Any]], heads: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """The row that holds the headings and the column of each; titles may stand above them."""
    for place, row in enumerate(rows):
        found = {heads[_key(cell)]: column for column, cell in enumerate(row) if _key(cell) in heads}
        if len(found) > 1:
            return place, found
    return 0, {}


def template(year: int) -> Response:
    """The sheet to fill in: its headings, and beside it the words that may be chosen."""
    topics = [topic.label for topic in office().rulebook.lexicon.topics.values()]
    words = [[plain(f"kind.{code}") for code in KINDS], [plain(f"tier.{code}") for code in TIERS],
             [plain(f"channel.{code}") for code in CHANNELS], [label["zh"] for label in topics]]
    most = max(map(len, words))
    chosen = [[column[line] if line < len(column) else "" for column in words] for line in range(most)]
    names = ("class_kind", "tier", "channel", "topic_code")
    return exported(XLSX, plain("plan.template", year=str(year)), [
        (plain("plan.template_sheet"), [_heading_plain(name) for name in COLUMNS], []),
        (plain("plan.template_words"), [_heading_plain(name) for name in names], chosen),
    ])


def _rows(data: bytes) -> Sequence[Sequence[Any]]:
    if len(data) > MOST_BYTES:
        raise Refused(Refusal("plan_sheet_too_large", {"rows": MOST_ROWS}, field=FIELD))
    if not data.startswith(SIGNATURE):
        raise Refused(Refusal("plan_sheet_wrong", field=FIELD))
    try:
        _look_inside(data)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows: Sequence[Sequence[Any]] = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (zipfile.BadZipFile, CalamineError, OSError, ValueError, IndexError, NotImplementedError, RuntimeError):
        raise Refused(Refusal("plan_sheet_wrong", field=FIELD)) from None
    return rows


def _look_inside(data: bytes) -> None:
    """Refuse what would unpack to too much, or whose farthest cell lies too far away."""
    too_large = Refused(Refusal("plan_sheet_too_large", {"rows": MOST_ROWS}, field=FIELD))
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise too_large
        for part in parts:
            if not part.filename.startswith("xl/worksheets/") or not part.filename.endswith(".xml"):
                continue
            with packed.open(part) as stream:
                text = stream.read(MOST_UNPACKED + 1)
            for letters, number in CELL.findall(text):
                if int(number) > MOST_ROWS or _column(letters) > MOST_COLUMNS:
                    raise too_large


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _cell(value: Any) -> Any:
    """A cell as it was typed: a spreadsheet keeps 3 as 3.0."""
    match value:
        case float() if value.is_integer():
            return str(int(value))
        case float():
            return format(value, ".10f").rstrip("0")
        case bool():
            return "yes" if value else "no"
        case datetime() | date():
            return value.isoformat()
    return "" if value is None else str(value).strip()


def _heading(name: str, tongue: str) -> str:
    return say(f"plan.sheet_{name}", tongue)


def _heading_plain(name: str) -> str:
    return plain(f"plan.sheet_{name}")


def _key(cell: Any) -> str:
    return "".join(str(cell if cell is not None else "").lower().split())
