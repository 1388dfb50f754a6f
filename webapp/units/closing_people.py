"""The class teacher's page: learning reports, appraisals, why somebody was missing."""

from collections.abc import Iterable
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.problems import status_of
from webapp.units.closing_room import room
from webapp.wording import plain
from workflow.acts.appraise import Appraisal, appraise
from workflow.domain import form_text
from workflow.domain.completion import FAILED
from workflow.queries.closing_page import ClosingPage, closing_page
from workflow.queries.closing_people import Trainee
from workflow.refusals import Refusal, Refused
from workflow.wording import Term


@room.get("/<int:case_id>/people")
def people(case_id: int) -> ResponseReturnValue:
    """Everybody on the roster with marks, report, appraisal and hours."""
    return _people(closing_page(office(), actor(), case_id))


@room.post("/<int:case_id>/people")
def save_people(case_id: int) -> ResponseReturnValue:
    """Keep what was typed; whatever is wrong is said at its field and nothing is kept."""
    page = closing_page(office(), actor(), case_id)
    said, faults = _read(page.people)
    try:
        if faults:
            raise Refused(faults)
        kept = appraise(office(), actor(), case_id, said)
    except Refused as refused:
        return _people(page, refused.refusals), status_of(refused.refusals)
    flash(plain("closing.people_kept" if kept else "closing.people_same"), "ok")
    return redirect(url_for("closing.people", case_id=case_id))


def _read(rows: Iterable[Trainee]) -> tuple[dict[int, Appraisal], tuple[Refusal, ...]]:
    """What was typed of each person who stands in the form."""
    said, faults = {}, []
    for row in rows:
        key = row.cadre_id
        if f"report_on-{key}" not in request.form:
            continue
        handed: date | None = None
        try:
            handed = form_text.day(request.form[f"report_on-{key}"])
        except form_text.Unreadable as fault:
            faults.append(fault.refusal(Term("closing.report_on"), f"report_on-{key}"))
        failed = FAILED if request.form.get(f"result-{key}") == FAILED else None
        said[key] = Appraisal(handed, failed, request.form.get(f"appraisal-{key}", "").strip(),
                              request.form.get(f"reason-{key}", "").strip())
    return said, tuple(faults)


def _people(page: ClosingPage, errors: tuple[Refusal, ...] = ()) -> str:
    return render_template("units/closing/people.html", page=page, errors=errors, typed=request.form)
