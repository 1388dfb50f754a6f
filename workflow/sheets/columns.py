"""What a sheet is asked for, column by column, and its rows read into typed values; all faults at once."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from workflow.domain import form_text
from workflow.refusals import Refusal, Refused
from workflow.sheets.table import Cell, Table, letters, shown
from workflow.wording.catalogue import LANGUAGES, say
from workflow.wording.values import Fen, Term

HEAD_WITHIN = 10  # the headings stand in one of the first rows
LONG_NUMBER = 10**15  # from here on a spreadsheet keeps only fifteen digits of a number
MOST_FEN = 10**13
_LOST = re.compile(r"\d(\.\d+)?[Ee]\+?\d{2}")


@dataclass(frozen=True, slots=True)
class Column:
    """One question of a sheet: its name, its heading (a key of the catalogue) and how its cells are read.

    ``kind``: text, code (no spaces inside), day, whole, yuan, yes_no, choice.  ``choices``: code by every word
    that stands for it; ``least`` and ``most`` bound a number, ``most`` the length of a text.
    """

    name: str
    heading: str
    kind: str = "text"
    required: bool = True
    most: int = 200
    least: int = 0
    choices: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> Term:
        return Term(self.heading)


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong in one cell: row and column as the spreadsheet shows them, what stood there, how to mend it."""

    row: int
    column: int
    heading: Term
    stood: str
    refusal: Refusal

    @property
    def place(self) -> str:
        return f"{letters(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row that can be read: its number in the sheet and its values by column name (``None`` = left out)."""

    row: int
    values: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


@dataclass(frozen=True, slots=True)
class SheetRead:
    """All rows of a sheet: those that can be read, and every fault of the others; ``head`` is the row of headings,
    ``places`` the column's number by name."""

    rows: tuple[SheetRow, ...]
    faults: tuple[CellFault, ...]
    head: int
    places: Mapping[str, int]

    @property
    def faulty_rows(self) -> frozenset[int]:
        return frozenset(fault.row for fault in self.faults)


def read_rows(table: Table, columns: Sequence[Column]) -> SheetRead:
    """The rows below the headings; empty ones are passed over.  ``Refused`` (``sheet_headings``) without headings."""
    head, places = headings(table, columns)
    rows, faults = [], []
    for number in range(head + 1, len(table.rows) + 1):
        if not any(_filled(table.at(number, place)) for place in places.values()):
            continue
        values, wrong = _row(table, number, columns, places)
        faults += wrong
        if not wrong:
            rows.append(SheetRow(number, values))
    return SheetRead(tuple(rows), tuple(faults), head, places)


def plain_heading(text: object) -> str:
    """A heading as headings are compared: without spaces, signs of duty, brackets and what stands in them."""
    told = unicodedata.normalize("NFKC", str(text)).lower()
    return re.sub(r"\(.*?\)|[\s*:_-]", "", told)


def headings(table: Table, columns: Sequence[Column]) -> tuple[int, dict[str, int]]:
    """The row that holds the headings and the column of each; titles may stand above. ``Refused`` without them."""
    best: tuple[int, dict[str, int]] = (0, {})
    wanted = {plain_heading(say(column.heading, language)): column.name
              for column in columns for language in LANGUAGES}
    for number in range(1, min(HEAD_WITHIN, len(table.rows)) + 1):
        found: dict[str, int] = {}
        for place, cell in enumerate(table.rows[number - 1], 1):
            name = wanted.get(plain_heading(cell))
            if name is not None:
                found.setdefault(name, place)
        if len(found) > len(best[1]):
            best = (number, found)
    missing = tuple(column.label for column in columns if column.required and column.name not in best[1])
    if missing:
        raise Refused(Refusal("sheet_headings", {"headings": missing, "count": len(missing)}, field="file"))
    return best


def _row(table: Table, number: int, columns: Sequence[Column],
         places: Mapping[str, int]) -> tuple[dict[str, Any], list[CellFault]]:
    values: dict[str, Any] = {}
    wrong = []
    for column in columns:
        place = places.get(column.name)
        if place is None:
            values[column.name] = None
            continue
        cell = table.at(number, place)
        refusal = _untrusted(table, (number, place), column)
        if refusal is None:
            try:
                values[column.name] = READERS[column.kind](cell, column)
                if column.required and values[column.name] in (None, ""):
                    refusal = Refusal("sheet_cell_missing", {"label": column.label})
            except form_text.Unreadable as fault:
                refusal = fault.refusal(column.label, column.name)
        if refusal is not None:
            wrong.append(CellFault(number, place, column.label, shown(cell), refusal))
    return values, wrong


def _untrusted(table: Table, place: tuple[int, int], column: Column) -> Refusal | None:
    """A cell of which nobody can say what it holds: a formula's last result, what a merged cell covers."""
    if place in table.formulas:
        return Refusal("sheet_formula", {"label": column.label})
    if place in table.merged:
        return Refusal("sheet_merged", {"label": column.label})
    return None


def _filled(cell: Cell) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else True


def _text(cell: Cell, column: Column) -> str:
    return form_text.text(_said(cell), column.most)


def _code(cell: Cell, column: Column) -> str:
    typed = form_text.code(_said(cell))
    if len(typed) > column.most:
        raise form_text.Unreadable("field_too_long", count=len(typed), most=column.most)
    return "".join(typed.split())


def _said(cell: Cell) -> str:
    """A cell as text: a number is written out; one of more digits than a spreadsheet keeps is refused."""
    if isinstance(cell, str):
        if _LOST.fullmatch(cell.strip()):
            raise form_text.Unreadable("sheet_digits_lost")
        return cell
    if isinstance(cell, int | float) and abs(cell) >= LONG_NUMBER:
        raise form_text.Unreadable("sheet_digits_lost")
    return shown(cell)


def _day(cell: Cell, column: Column) -> date | None:
    if isinstance(cell, datetime):
        return form_text.day(cell.date().isoformat())
    if isinstance(cell, date):
        return form_text.day(cell.isoformat())
    return form_text.day(_said(cell))


def _whole(cell: Cell, column: Column) -> int | None:
    return form_text.whole(_said(cell), column.least, column.most)


def _yuan(cell: Cell, column: Column) -> Fen | None:
    return form_text.yuan(_said(cell), MOST_FEN)


def _yes_no(cell: Cell, column: Column) -> bool:
    return cell if isinstance(cell, bool) else form_text.yes_no(_said(cell))


def _choice(cell: Cell, column: Column) -> str | None:
    typed = _code(cell, Column(column.name, column.heading, most=200))
    if not typed:
        return None
    found = column.choices.get(typed) or column.choices.get(typed.lower())
    if found is None:
        known = tuple(dict.fromkeys(word for word in column.choices if word != column.choices[word]))
        raise form_text.Unreadable("sheet_not_a_choice", given=typed[:40], known=known[:12])
    return found


def words_for(codes: Sequence[str], key: Callable[[str], str]) -> dict[str, str]:
    """The words that stand for each code: its names in both languages (without spaces) and the code itself."""
    return dict(_words(codes, key))


def _words(codes: Sequence[str], key: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    for code in codes:
        for language in LANGUAGES:
            yield "".join(say(key(code), language).split()), code
        yield code, code


READERS: Mapping[str, Callable[[Cell, Column], Any]] = {
    "text": _text, "code": _code, "day": _day, "whole": _whole, "yuan": _yuan, "yes_no": _yes_no, "choice": _choice}
