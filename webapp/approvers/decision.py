"""The decision: one form for all gates; the choices are what the process lets this person do now."""

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.acting import PHRASES, act, asked, token
from webapp.approvers.room import room
from webapp.at_hand import actor, office
from webapp.problems import status_of
from workflow.domain.inputs import GROUNDS
from workflow.queries.decision_page import DecisionPage, decision_page
from workflow.queries.paper_seats import corner
from workflow.refusals import NotFound, Refusal, Refused


@room.get("/inbox/<int:case_id>")
def decision(case_id: int) -> ResponseReturnValue:
    """Facts, findings, who agreed before, the choices."""
    return _form(decision_page(office(), actor(), case_id))


@room.post("/inbox/<int:case_id>")
def decide(case_id: int) -> ResponseReturnValue:
    """Take the chosen action; what is wrong is said on the same form, with what was typed."""
    found = decision_page(office(), actor(), case_id)
    action = request.form.get("action", "")
    try:
        if not action:
            raise Refused(Refusal("decision_missing", field="action"))
        choice = next((one for one in found.page.can if one.action == action), None)
        done = act(case_id, action, choice)
    except Refused as refused:
        return _form(decision_page(office(), actor(), case_id), refused), status_of(refused.refusals)
    return redirect(url_for("declarations.page", case_id=case_id, done=done.n))


def _form(found: DecisionPage, refused: Refused | None = None) -> str:
    g.menu_place = "approvers.inbox"
    if found.page.shown is None:
        raise NotFound("case", found.page.head.case_id)
    return render_template(
        "approvers/decision.html",
        found=found,
        page=found.page,
        paper=corner(office(), actor(), found.page.head.case_id),
        fields={choice.action: asked(choice.inputs) for choice in found.page.can},
        seen=token(found.page.shown),
        errors=refused.refusals if refused else (),
        typed=request.form,
        phrases=PHRASES,
        grounds=GROUNDS,
    )
