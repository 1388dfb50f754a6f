"""The ledger: figures that open their lines, and the same lines as a file."""

from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from webapp.approvers.room import room
from webapp.at_hand import actor, language, office
from webapp.exporting import CSV, XLSX, exported
from webapp.numbers import number_in
from webapp.wording import plain
from workflow.queries.ledger_entries import FIGURES, KINDS, PENDING, Entry, Wish
from workflow.queries.ledger_page import Pending, every_entry
from workflow.queries.ledger_page import ledger as read_ledger
from workflow.wording import speak

COLUMNS = ("number", "record", "at", "kind", "owner", "source", "host", "title", "fen", "balance")
PENDING_COLUMNS = ("number", "host", "title", "start", "fen")


@room.get("/ledger")
def ledger() -> ResponseReturnValue:
    """The year's figures, its lines and its entries."""
    wish = _wish()
    return render_template(
        "approvers/ledger.html", page=read_ledger(office(), actor(), wish), wish=wish, figures=FIGURES, kinds=KINDS
    )


@room.get("/ledger.csv")
def ledger_csv() -> ResponseReturnValue:
    """Exactly the lines of the filter, all of them, newest first; no cell is taken for a formula."""
    return _file(CSV)


@room.get("/ledger.xlsx")
def ledger_xlsx() -> ResponseReturnValue:
    """The same as a workbook."""
    return _file(XLSX)


def _file(kind: str) -> Response:
    wish = _wish()
    heads: tuple[str, ...]
    if wish.figure == PENDING:
        page = read_ledger(office(), actor(), wish)
        heads, rows = PENDING_COLUMNS, [_pending_cells(row) for row in page.pending]
    else:
        heads, rows = COLUMNS, [_cells(row) for row in every_entry(office(), actor(), wish)]
    year = wish.year or office().today().year
    name = plain("ledger.title", year=str(year))
    return exported(kind, name, [(name, [plain(f"ledger.csv_{head}") for head in heads], rows)])


def _cells(row: Entry) -> list[Any]:
    tongue = language()
    return [
        row.number or "",
        row.n,
        row.at.isoformat(),
        plain(f"trail.kind.{row.kind}"),
        row.owner[tongue],
        speak(row.source, tongue),
        row.host[tongue] if row.host else "",
        row.title,
        row.fen,
        row.balance,
    ]


def _pending_cells(row: Pending) -> list[Any]:
    return [row.number or "", row.host[language()] if row.host else "", row.title,
            row.start.isoformat() if row.start else "", row.total]


def _wish() -> Wish:
    """What the address asks for; what it asks wrongly is left out."""
    asked = request.args
    return Wish(
        year=_number("year", 4),
        line=_number("line", 12),
        kind=asked["kind"] if asked.get("kind") in KINDS else "",
        quarter=_number("quarter", 1) if _number("quarter", 1) <= 4 else 0,
        figure=asked["figure"] if asked.get("figure") in FIGURES else "",
        before=asked.get("before", "")[:80],
    )


def _number(name: str, digits: int) -> int:
    return number_in(request.args.get(name, ""), digits) or 0
