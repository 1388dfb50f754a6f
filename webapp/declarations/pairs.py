"""Two similar classes side by side, and the verdict on the pair."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.declarations.room import room
from webapp.problems import status_of
from webapp.wording import plain
from workflow.acts.judge_pair import judge_pair
from workflow.domain.pairs import VERDICTS
from workflow.queries.compare_page import compare_page
from workflow.refusals import Refusal, Refused


@room.get("/<int:case_id>/pairs/<int:other_id>")
def compare(case_id: int, other_id: int) -> ResponseReturnValue:
    """What differs first, then what is the same; the verdict below."""
    return _comparison(case_id, other_id)


@room.post("/<int:case_id>/pairs/<int:other_id>")
def judge(case_id: int, other_id: int) -> ResponseReturnValue:
    """Settle the pair; what is wrong is said on the same page, with what was typed."""
    form = request.form
    try:
        judge_pair(office(), actor(), case_id, other_id, form.get("verdict", ""), form.get("opinion", ""))
    except Refused as refused:
        return _comparison(case_id, other_id, refused.refusals), status_of(refused.refusals)
    flash(plain("case.judge_done"), "ok")
    return redirect(url_for("declarations.page", case_id=case_id) + "#pairs")


def _comparison(case_id: int, other_id: int, errors: tuple[Refusal, ...] = ()) -> str:
    page = compare_page(office(), actor(), case_id, other_id)
    return render_template(
        "declarations/compare.html", page=page, verdicts=VERDICTS, errors=errors, typed=request.form
    )
