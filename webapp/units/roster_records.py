"""Who of a unit was trained, and one person's training record, which is opened with a note of who opened it."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, language, office
from webapp.units.roster_room import people, sheet_answer
from webapp.wording import plain
from workflow.acts.open_record import open_record
from workflow.queries.cadre_record import cadre_called, cadre_record, is_open
from workflow.queries.coverage_list import Coverage, coverage, coverage_sheet


@people.get("")
def covered() -> ResponseReturnValue:
    """The people of a unit: trained this year, not yet, long not."""
    return render_template("units/roster/coverage.html", page=_coverage())


@people.get("/sheet")
def covered_sheet() -> ResponseReturnValue:
    """Exactly the people on the screen, as a sheet."""
    return sheet_answer(coverage_sheet(_coverage(), language()), plain("coverage.title"))


@people.get("/<int:cadre_id>")
def record(cadre_id: int) -> ResponseReturnValue:
    """The record, for whoever opened it within the hour; else the button that opens it."""
    if not is_open(office(), actor(), cadre_id):
        name = cadre_called(office(), actor(), cadre_id)
        return render_template("units/roster/closed.html", cadre_id=cadre_id, name=name)
    return render_template("units/roster/record.html", page=cadre_record(office(), actor(), cadre_id))


@people.post("/<int:cadre_id>")
def open_it(cadre_id: int) -> ResponseReturnValue:
    """Write down who opens it, then show it."""
    cadre_called(office(), actor(), cadre_id)
    open_record(office(), actor(), cadre_id)
    return redirect(url_for("people.record", cadre_id=cadre_id))


def _coverage() -> Coverage:
    return coverage(office(), actor(), request.args.get("unit", "")[:64], request.args.get("show", ""))
