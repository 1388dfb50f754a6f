"""The consultation of two hosts about a merge: the same page for both, and their positions."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.declarations.page import action_address
from webapp.declarations.room import room
from webapp.problems import status_of
from webapp.wording import plain
from workflow.acts.state_position import state_position
from workflow.queries.merge_page import merge_page
from workflow.refusals import Refusal, Refused


@room.get("/<int:case_id>/merge")
def merge(case_id: int) -> ResponseReturnValue:
    """What the merge would come to, who is asked, what each host says."""
    return _merge(case_id)


@room.post("/<int:case_id>/merge")
def position(case_id: int) -> ResponseReturnValue:
    """State one's unit's position."""
    try:
        state_position(office(), actor(), case_id, request.form.get("opinion", ""))
    except Refused as refused:
        return _merge(case_id, refused.refusals), status_of(refused.refusals)
    flash(plain("merge.position_kept"), "ok")
    return redirect(url_for("declarations.merge", case_id=case_id, _anchor="positions"))


def _merge(case_id: int, errors: tuple[Refusal, ...] = ()) -> str:
    found = merge_page(office(), actor(), case_id)
    return render_template("declarations/merge.html", found=found, errors=errors, typed=request.form,
                           action_address=action_address)
