"""The archive of a year: what it would hold, what still runs, and the zip itself."""

from flask import Response, current_app, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import may_open
from webapp.at_hand import actor, language, office
from webapp.auditors.room import room
from webapp.problems import status_of
from workflow.queries.archive import archive_year, read_year
from workflow.queries.archive_package import package
from workflow.refusals import NotFound, Refusal, Refused

SHOWN = 100  # cases listed on the page; the package has all


@room.get("/archive")
def archive() -> ResponseReturnValue:
    """The cases that ended in a year, and those of it that have not."""
    typed = request.args.get("year", str(office().today().year)).strip()
    errors: tuple[Refusal, ...] = ()
    year = office().today().year
    try:
        year = read_year(typed, office().today())
    except Refused as refused:
        errors = refused.refusals
    g.menu_place = next(place for place in ("auditors.records", "reports.start") if may_open(place))
    page = archive_year(office(), actor(), year)
    return render_template("auditors/archive.html", page=page, typed=typed, errors=errors, shown=SHOWN), (
        status_of(errors) if errors else 200)


@room.get("/archive/<int:year>.zip")
def archive_zip(year: int) -> ResponseReturnValue:
    """The archive, sent as it is made: a broken download is no whole zip, and no half one is kept here."""
    what = archive_year(office(), actor(), read_year(str(year), office().today()))
    if not what.ended:
        raise NotFound("archive", year)
    base = current_app.config["PUBLIC_ADDRESS"] or request.url_root.rstrip("/")
    pieces = package(office(), actor(), what, language(), f"{base}{url_for('documents.check_page')}")
    answer = Response(pieces, content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="archive-{year}.zip"'
    return answer
