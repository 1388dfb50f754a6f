"""The ledger: figures that open their lines, and the same lines as CSV."""

import csv
import io

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from webapp.approvers.room import room
from webapp.at_hand import actor, language, office
from webapp.numbers import number_in
from webapp.wording import plain
from workflow.queries.ledger_entries import FIGURES, KINDS, Entry, Wish
from workflow.queries.ledger_page import every_entry
from workflow.queries.ledger_page import ledger as read_ledger
from workflow.wording import speak

COLUMNS = ("number", "record", "at", "kind", "owner", "source", "host", "title", "fen", "balance")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so would be run by a spreadsheet
BOM = "\ufeff"  # so that spreadsheets read the file as UTF-8


@room.get("/ledger")
def ledger() -> ResponseReturnValue:
    """The year's figures, its lines and its entries."""
    wish = _wish()
    return render_template(
        "approvers/ledger.html", page=read_ledger(office(), actor(), wish), wish=wish, figures=FIGURES, kinds=KINDS
    )


@room.get("/ledger.csv")
def ledger_csv() -> ResponseReturnValue:
    """Exactly the entries of the filter, all of them, newest first."""
    rows = every_entry(office(), actor(), _wish())
    written = io.StringIO()
    sheet = csv.writer(written, lineterminator="\r\n")
    sheet.writerow([plain(f"ledger.csv_{name}") for name in COLUMNS])
    sheet.writerows([[guarded(cell) for cell in _cells(row)] for row in rows])
    answer = Response(BOM + written.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="ledger.csv"'
    return answer


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe before what would begin one."""
    return "'" + cell if cell.startswith(FORMULA) and not _is_amount(cell) else cell


def _is_amount(cell: str) -> bool:
    return cell.removeprefix("-").replace(".", "", 1).isdecimal()


def _cells(row: Entry) -> list[str]:
    tongue = language()
    return [
        row.number or "",
        str(row.n),
        row.at.isoformat(),
        plain(f"trail.kind.{row.kind}"),
        row.owner[tongue],
        speak(row.source, tongue),
        row.host[tongue] if row.host else "",
        row.title,
        _yuan(row.fen),
        _yuan(row.balance),
    ]


def _yuan(fen: int) -> str:
    """Yuan with two decimals and nothing else, so that it stays a number in a spreadsheet."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


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
