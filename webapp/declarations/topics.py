"""The topic of a class: chosen by its unit, suggested by its name, confirmed by whoever reviews duplicates."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.declarations.room import room
from webapp.problems import status_of
from webapp.wording import plain
from workflow.acts.confirm_topic import confirm_topic
from workflow.queries.topic_page import topic_page
from workflow.refusals import Refusal, Refused


@room.get("/<int:case_id>/topic")
def topic(case_id: int) -> ResponseReturnValue:
    """What was declared, what the name says, what was held right."""
    return _topic(case_id)


@room.post("/<int:case_id>/topic")
def hold_topic(case_id: int) -> ResponseReturnValue:
    """Keep which topic is right."""
    try:
        confirm_topic(office(), actor(), case_id, request.form.get("topic", ""), request.form.get("opinion", ""))
    except Refused as refused:
        return _topic(case_id, refused.refusals), status_of(refused.refusals)
    flash(plain("topic.kept"), "ok")
    return redirect(url_for("declarations.topic", case_id=case_id))


def _topic(case_id: int, errors: tuple[Refusal, ...] = ()) -> str:
    found = topic_page(office(), actor(), case_id)
    return render_template("declarations/topic.html", found=found, errors=errors, typed=request.form)
