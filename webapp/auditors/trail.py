"""The trail of one case: the verdict in one sentence, what it does not prove, the records, and their bytes."""

from flask import Response, g, render_template
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.auditors.room import room
from workflow.queries.case_bundle import case_bundle
from workflow.queries.trail_page import trail_page


@room.get("/<int:case_id>")
def trail(case_id: int) -> ResponseReturnValue:
    """Is every record of this case as it was written?"""
    g.menu_place = "auditors.records"
    return render_template("auditors/trail.html", page=trail_page(office(), actor(), case_id))


@room.get("/<int:case_id>/records.json")
def records_json(case_id: int) -> ResponseReturnValue:
    """The records of the case exactly as they were hashed, oldest first, to be checked elsewhere."""
    text = case_bundle(office(), actor(), case_id)
    answer = Response(text, content_type="application/json; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="case-{case_id}-records.json"'
    return answer
