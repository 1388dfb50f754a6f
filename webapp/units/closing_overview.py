"""The list of tasks of a class that is held or closed, its notes, and the training notice."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.problems import status_of
from webapp.units.closing_room import room
from webapp.wording import plain
from workflow.acts.class_in_session import note_class
from workflow.domain import form_text
from workflow.domain.completion import HALVES, NOTES
from workflow.queries.closing_notice import notice as notice_of
from workflow.queries.closing_page import closing_page
from workflow.refusals import Refusal, Refused
from workflow.wording import Term


@room.get("/<int:case_id>")
def page(case_id: int) -> ResponseReturnValue:
    """What is done and what is left, the proofs of order, and every closing there was."""
    return render_template("units/closing/page.html", page=closing_page(office(), actor(), case_id))


@room.get("/<int:case_id>/notice")
def notice(case_id: int) -> ResponseReturnValue:
    """The training notice, to be read and printed."""
    return render_template("units/closing/notice.html", notice=notice_of(office(), actor(), case_id))


@room.get("/<int:case_id>/notes")
def notes(case_id: int) -> ResponseReturnValue:
    """Changes of the timetable and group discussions, and a form for one more."""
    return _notes(case_id)


@room.post("/<int:case_id>/notes")
def add_note(case_id: int) -> ResponseReturnValue:
    """Keep one; what is wrong with it is said at its field."""
    form = request.form
    try:
        day = form_text.day(form.get("day", ""))
    except form_text.Unreadable as fault:
        return _notes(case_id, (fault.refusal(Term("closing.day"), "day"),)), 422
    if day is None:
        label = Term("closing.day")
        return _notes(case_id, (Refusal("field_missing", {"label": label, "the": label}, "day"),)), 422
    try:
        note_class(office(), actor(), case_id, form.get("kind", ""), day, form.get("half") or None,
                   form.get("title", ""), form.get("text", ""))
    except Refused as refused:
        return _notes(case_id, refused.refusals), status_of(refused.refusals)
    flash(plain("closing.note_kept"), "ok")
    return redirect(url_for("closing.notes", case_id=case_id))


def _notes(case_id: int, errors: tuple[Refusal, ...] = ()) -> str:
    return render_template("units/closing/notes.html", page=closing_page(office(), actor(), case_id), kinds=NOTES,
                           halves=HALVES, errors=errors, typed=request.form)
