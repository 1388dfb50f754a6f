"""One report of one year: its tables, their pictures and their file. The question stands in the address."""

from typing import Any

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, language, office
from webapp.charts import drawn, size
from webapp.exporting import KINDS, XLSX, Sheet, exported
from webapp.numbers import number_in
from webapp.reports.room import room
from webapp.showing import alternative, bars, figure, heads, public, sheet
from webapp.wording import plain
from workflow.queries.reports import REPORTS, report, wished
from workflow.queries.reports_shape import Report, Wish
from workflow.wording import speak

OPINION = ("number", "title", "at", "act", "who", "ground", "words")


@room.get("")
def start() -> ResponseReturnValue:
    """The first report of this year."""
    return redirect(url_for("reports.page", report=next(iter(REPORTS))))


@room.get("/<report>")
def page(report: str) -> ResponseReturnValue:
    """The figures of the wished year and unit."""
    found = _read(report)
    return render_template("reports/report.html", page=found, reports=REPORTS, bars=bars, size=size,
                           heads=heads, figure=figure, alternative=alternative)


@room.get("/<report>/<table>.svg")
def chart(report: str, table: str) -> ResponseReturnValue:
    """The picture of one table; ``narrow`` for a phone."""
    shown = _read(report).table(table)
    if shown is None or not shown.drawn:
        abort(404)
    return drawn(bars(shown), narrow="narrow" in request.args)


@room.get("/<report>/export")
def export(report: str) -> Response:
    """Exactly the tables of the page as a file; ``public`` with few people masked."""
    found = _read(report)
    if "public" in request.args:
        found = public(found)
    kind = request.args.get("kind", XLSX)
    name = f"{plain(f'reports.{found.wish.report}')} {found.wish.year}"
    return exported(kind if kind in KINDS else XLSX, name, [*map(sheet, found.tables), *_words(found)])


def asked(name: str) -> Wish:
    """What the address asks for; a report that is not there is no page."""
    if name not in REPORTS:
        abort(404)
    year = number_in(request.args.get("year", ""), 4) or 0
    return wished(office(), name, year, request.args.get("unit", "")[:64])


def _read(name: str) -> Report:
    return report(office(), actor(), asked(name))


def _words(found: Report) -> list[Sheet]:
    """The opinions, if the page shows any, and what the figures count."""
    tongue, sheets = language(), []
    if found.opinions:
        named = [plain(f"reports.opinion.{name}") for name in OPINION]
        rows: list[list[Any]] = [
            [row.number, row.title, speak(row.at, tongue), speak(row.act, tongue), speak(row.who, tongue),
             speak(row.ground, tongue) if row.ground else "", row.words] for row in found.opinions]
        sheets.append((plain("reports.opinions"), named, rows))
    notes = [[plain(note.key, **note.values)] for note in found.notes]
    notes.append([plain("reports.note.seen", at=found.seen)])
    return [*sheets, (plain("reports.notes"), [plain("reports.notes")], notes)]
