"""What the addresses of this room ask for: a year, a figure, a kind of file."""

from collections.abc import Sequence
from typing import TypeVar

from flask import Response, request

from webapp.at_hand import office
from webapp.exporting import KINDS, XLSX, Sheet, exported
from webapp.numbers import number_in
from workflow.queries.reports import FIRST_YEAR, LAST_YEAR
from workflow.queries.reports_rows import Figure

LONGEST = 160  # characters of a code in an address
PAGE = 50
Row = TypeVar("Row")


def year_asked() -> int:
    """The year of the address; an impossible one is the present one."""
    year = number_in(request.args.get("year", ""), 4) or 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else int(office().today().year)


def code_asked(name: str) -> str:
    """A code of the address, cut to what a code may be long; two of them may stand together."""
    return request.args.get(name, "").replace("\0", "")[:LONGEST]


def figure_asked() -> Figure:
    return Figure(code_asked("table"), code_asked("key"), code_asked("column"))


def paged(rows: Sequence[Row]) -> tuple[Sequence[Row], int, bool]:
    """The page of rows that the address asks for, its number from 1, and whether there is a next one."""
    page = max(number_in(request.args.get("page", ""), 6) or 1, 1)
    return rows[PAGE * (page - 1):PAGE * page], page, len(rows) > PAGE * page


def exported_as(name: str, sheets: Sequence[Sheet]) -> Response:
    """The file in the kind of the address, else a workbook."""
    kind = request.args.get("kind", XLSX)
    return exported(kind if kind in KINDS else XLSX, name, sheets)
