"""The registers beside the reports: lecturers and what they taught, classes sent to villages, places on the list."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, language, office
from webapp.exporting import KINDS, XLSX, exported
from webapp.numbers import number_in
from webapp.reports.room import room
from webapp.wording import plain
from workflow.queries.reports import FIRST_YEAR, LAST_YEAR, REPORTS
from workflow.queries.reports_lecturers import lecturer as one_lecturer
from workflow.queries.reports_lecturers import register
from workflow.queries.reports_places import places as listed_places
from workflow.queries.reports_places import villages as sent_down
from workflow.wording import speak

LONGEST = 80  # of a search
NAME = 200
COLUMNS = ("name", "home", "title", "classes", "hours", "fees")


@room.get("/lecturers")
def lecturers() -> ResponseReturnValue:
    """Who teaches in the year, and where two classes want the same person or room."""
    page = register(office(), actor(), _year(), _text("q", LONGEST))
    return render_template("reports/lecturers.html", page=page, reports=REPORTS)


@room.get("/lecturers/export")
def lecturers_export() -> Response:
    """The register of the page as a file."""
    page, tongue = register(office(), actor(), _year(), _text("q", LONGEST)), language()
    rows = [[row.name, row.home, speak(row.title, tongue), row.classes, row.hours, row.fees] for row in page.lecturers]
    kind = request.args.get("kind", XLSX)
    return exported(kind if kind in KINDS else XLSX, f"{plain('reports.lecturers')} {page.year}",
                    [(plain("reports.lecturers"), [plain(f"reports.lecturer.{name}") for name in COLUMNS], rows)])


@room.get("/lecturers/one")
def lecturer() -> ResponseReturnValue:
    """What one lecturer taught, class by class."""
    page = one_lecturer(office(), actor(), _text("name", NAME), _text("home", NAME))
    return render_template("reports/lecturer.html", page=page, reports=REPORTS)


@room.get("/villages")
def villages() -> ResponseReturnValue:
    """The classes that go down to the villages, with their sessions."""
    return render_template("reports/villages.html", page=sent_down(office(), actor(), _year()), reports=REPORTS)


@room.get("/places")
def places() -> ResponseReturnValue:
    """Where no class may be held, and which declarations touched the list."""
    return render_template("reports/places.html", page=listed_places(office(), actor(), _year()), reports=REPORTS)


def _year() -> int:
    year = number_in(request.args.get("year", ""), 4) or 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else office().today().year


def _text(name: str, most: int) -> str:
    return request.args.get(name, "").replace("\0", "")[:most]
