"""The sign-in as a spreadsheet: a sheet to fill or to match a machine's export to, and what was read of it."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, language, office
from webapp.exporting import KINDS, XLSX
from webapp.problems import status_of
from webapp.units.closing_room import room
from webapp.wording import plain
from workflow.acts.class_in_session import take_sheets
from workflow.queries.closing_page import closing_page
from workflow.queries.closing_sheet import SignInSheet, read_sign_in, sign_in_template
from workflow.refusals import Refusal, Refused

SHOWN = 200  # faults on one page; the rest is counted


@room.get("/<int:case_id>/sign-in")
def sign_in_form(case_id: int) -> ResponseReturnValue:
    """The form for a file."""
    return _form(case_id)


@room.get("/<int:case_id>/sign-in.xlsx")
def sign_in_file(case_id: int) -> ResponseReturnValue:
    """A sheet with everybody and each half-day that has come."""
    answer = Response(sign_in_template(office(), actor(), case_id, language()), content_type=KINDS[XLSX])
    answer.headers.set("Content-Disposition", "attachment", filename=f"{plain('closing.sign_in')}.xlsx")
    return answer


@room.post("/<int:case_id>/sign-in")
def read_file(case_id: int) -> ResponseReturnValue:
    """Keep the marks of a file; with a faulty row nothing, unless the good ones shall be kept first."""
    chosen = request.files.get("file")
    if chosen is None or not chosen.filename:
        return _form(case_id, (Refusal("sheet_not_chosen", field="file"),)), 422
    try:
        found = read_sign_in(office(), actor(), case_id, chosen.filename, chosen.read())
        if found.faults and "adopt" not in request.form:
            return _form(case_id, found=found), 422
        kept = take_sheets(office(), actor(), case_id, found.marks)
    except Refused as refused:
        return _form(case_id, refused.refusals), status_of(refused.refusals)
    flash(plain("closing.sheet_kept" if kept else "closing.sheet_same"), "ok")
    if found.faults:
        return _form(case_id, found=found)
    return redirect(url_for("closing.page", case_id=case_id) + "#sign-in")


def _form(case_id: int, errors: tuple[Refusal, ...] = (), found: SignInSheet | None = None) -> str:
    page = found.page if found else closing_page(office(), actor(), case_id)
    return render_template("units/closing/import.html", page=page, errors=errors, found=found, most=SHOWN,
                           adopted="adopt" in request.form)
