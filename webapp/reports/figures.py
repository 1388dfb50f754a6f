"""What one figure opens: the list of declarations or of people behind it, on the page and as a file."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.exporting import KINDS, XLSX, exported
from webapp.numbers import number_in
from webapp.reports.report import asked
from webapp.reports.room import room
from webapp.rows import rows_sheet
from webapp.wording import plain
from workflow.queries.reports_rows import Figure, opened


@room.get("/<report>/rows")
def rows(report: str) -> ResponseReturnValue:
    """One page of the rows behind a figure."""
    found = opened(office(), actor(), asked(report), _figure())
    return render_template("reports/rows.html", page=found)


@room.get("/<report>/rows/export")
def rows_export(report: str) -> Response:
    """All rows behind a figure as a file."""
    found = opened(office(), actor(), asked(report), _figure(), whole=True)
    kind = request.args.get("kind", XLSX)
    rows = rows_sheet(found.people, found.classes)
    return exported(kind if kind in KINDS else XLSX, plain(f"reports.{report}"), [rows])


def _figure() -> Figure:
    given = request.args
    return Figure(given.get("table", "")[:32], given.get("key", "")[:64], given.get("column", "")[:32],
                  number_in(given.get("page", ""), 6) or 1)
