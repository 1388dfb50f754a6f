"""What one figure opens: the list of declarations or of people behind it, on the page and as a file."""

from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, language, office
from webapp.exporting import KINDS, XLSX, exported
from webapp.numbers import number_in
from webapp.reports.report import asked
from webapp.reports.room import room
from webapp.wording import plain
from workflow.domain.days import days_of
from workflow.queries.reports_rows import Class, Figure, Opened, Person, opened
from workflow.wording import speak

PERSON = ("staff_no", "name", "unit", "rank", "times", "hours", "last")
CLASS = ("number", "title", "host", "start", "heads", "days", "total", "state")


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
    return exported(kind if kind in KINDS else XLSX, plain(f"reports.{report}"), [_sheet(found)])


def _figure() -> Figure:
    given = request.args
    return Figure(given.get("table", "")[:32], given.get("key", "")[:64], given.get("column", "")[:32],
                  number_in(given.get("page", ""), 6) or 1)


def _sheet(found: Opened) -> tuple[str, list[str], list[list[Any]]]:
    title = plain("reports.rows")
    if found.people:
        return title, [plain(f"reports.person.{name}") for name in PERSON], [_person(row) for row in found.people]
    return title, [plain(f"reports.class.{name}") for name in CLASS], [_class(row) for row in found.classes]


def _person(row: Person) -> list[Any]:
    tongue = language()
    return [row.staff_no, row.name, row.unit[tongue] if row.unit else "", plain(f"reports.rank.{row.rank}"), row.times,
            row.hours, row.last.isoformat() if row.last else ""]


def _class(row: Class) -> list[Any]:
    tongue = language()
    return [row.number or "", row.title, speak(row.host, tongue) if row.host else "",
            row.start.isoformat() if row.start else "", row.heads, days_of(row.half_days or 0), row.total,
            row.state[tongue] if row.state else ""]
