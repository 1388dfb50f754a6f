"""A roster from a sheet: the template filled with our people, what was read before anything is kept, the file back."""

import json

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, language, office
from webapp.units.roster_room import room, sheet_answer
from webapp.wording import plain
from workflow.queries.roster_import import annotated_roster, read_roster
from workflow.queries.roster_lists import roster_template
from workflow.queries.roster_page import roster_page
from workflow.refusals import NotFound, Refusal, Refused


@room.get("/<int:case_id>/sheet")
def sheet(case_id: int) -> ResponseReturnValue:
    """A sheet to fill, with the people of one's units in it."""
    page = roster_page(office(), actor(), case_id)
    if not page.fills:
        raise NotFound("case", case_id)
    return sheet_answer(roster_template(office(), page, language()), plain("roster.sheet_name"))


@room.post("/<int:case_id>/sheet")
def read_sheet(case_id: int) -> ResponseReturnValue:
    """What was read of a sheet: the rows to adopt and those to mend; nothing is kept yet."""
    chosen = request.files.get("file")
    errors: tuple[Refusal, ...] = ()
    if chosen is None or not chosen.filename:
        errors = (Refusal("sheet_not_chosen", field="file"),)
    else:
        try:
            report = read_roster(office(), actor(), case_id, chosen.filename, chosen.read())
            return render_template("units/roster/report.html", report=report, raw=json.dumps(
                report.raw, ensure_ascii=False, separators=(",", ":")))
        except Refused as refused:
            errors = refused.refusals
    page = roster_page(office(), actor(), case_id)
    return render_template("units/roster/sheet.html", page=page, errors=errors), 422


@room.post("/<int:case_id>/annotated")
def annotated(case_id: int) -> ResponseReturnValue:
    """The table of a report back as a file, what is wrong beside each row; the file itself was not kept."""
    try:
        raw = json.loads(request.form.get("raw", ""))
    except ValueError:
        abort(400)
    if not isinstance(raw, list) or not all(
            isinstance(row, list) and all(isinstance(cell, str) for cell in row) for row in raw):
        abort(400)
    try:
        data = annotated_roster(office(), actor(), case_id, raw, language())
    except Refused:
        return redirect(url_for("roster.page", case_id=case_id))
    return sheet_answer(data, plain("roster.sheet_name"))
