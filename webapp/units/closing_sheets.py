"""The sign-in sheet of one half-day: usable on a phone, one press for everybody who is there."""

from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.numbers import number_in
from webapp.problems import status_of
from webapp.units.closing_room import room
from webapp.wording import plain
from workflow.acts.class_in_session import take_attendance
from workflow.domain.completion import HALVES, MARKS, PRESENT
from workflow.queries.closing_page import ClosingPage, closing_page
from workflow.refusals import Refusal, Refused

FIELD = "mark-"
REST = "rest"  # the button that marks present whoever has no mark


@room.get("/<int:case_id>/sign-in/<day>/<half>")
def sheet(case_id: int, day: str, half: str) -> ResponseReturnValue:
    """Everybody on the roster with the mark of this half-day."""
    return _sheet(_found(case_id, day, half))


@room.post("/<int:case_id>/sign-in/<day>/<half>")
def save_sheet(case_id: int, day: str, half: str) -> ResponseReturnValue:
    """Keep the marks; then the next half-day that waits, or the list."""
    page = _found(case_id, day, half)
    marks = {number: mark for name, mark in request.form.items()
             if name.startswith(FIELD) and (number := number_in(name.removeprefix(FIELD))) is not None}
    if request.form.get("go") == REST:
        marks = {one.cadre_id: marks.get(one.cadre_id) or PRESENT for one in page.people}
    try:
        kept = take_attendance(office(), actor(), case_id, date.fromisoformat(day), half, marks)
    except Refused as refused:
        return _sheet(page, refused.refusals), status_of(refused.refusals)
    flash(plain("closing.sheet_kept" if kept else "closing.sheet_same"), "ok")
    return redirect(url_for("closing.page", case_id=case_id) + "#sign-in")


def _found(case_id: int, day: str, half: str) -> ClosingPage:
    try:
        when = date.fromisoformat(day)
    except ValueError:
        abort(404)
    page = closing_page(office(), actor(), case_id, (when, half))
    if half not in HALVES or page.sheet is None:
        abort(404)
    return page


def _sheet(page: ClosingPage, errors: tuple[Refusal, ...] = ()) -> str:
    return render_template("units/closing/sheet.html", page=page, marks=MARKS, errors=errors, typed=request.form,
                           field=FIELD, rest=REST)
