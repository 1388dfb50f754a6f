"""The page of a declaration and the search box."""

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import may_open
from webapp.at_hand import actor, office
from webapp.declarations.room import room
from webapp.numbers import number_in
from workflow.queries.declaration_page import Choice, Head, declaration_page
from workflow.queries.inbox import next_waiting
from workflow.queries.paper_seats import corner
from workflow.queries.roster_page import called
from workflow.queries.search import search


@room.get("/<int:case_id>")
def page(case_id: int) -> ResponseReturnValue:
    """Facts, findings, decisions; what you can do and what not. ``done`` = the record just written."""
    g.menu_place = "declarations.find"
    found = declaration_page(office(), actor(), case_id)
    done = next((row for row in found.trail if str(row.n) == request.args.get("done")), None)
    return render_template(
        "declarations/page.html",
        page=found,
        decisions=request.args.get("trail") == "decisions",
        done=done,
        following=next_waiting(office(), actor(), case_id) if done and may_open("approvers.decision") else None,
        action_address=action_address,
        called=called(office(), case_id),
        paper=corner(office(), actor(), case_id),
    )


@room.get("/find")
def find() -> ResponseReturnValue:
    """A number opens its case at once; anything else lists what it finds."""
    before = number_in(request.args.get("before", ""))
    hits = search(office(), actor(), request.args.get("q", ""), before or 0)
    if hits.only is not None:
        return redirect(url_for("declarations.page", case_id=hits.only))
    return render_template("declarations/find.html", hits=hits)


def action_address(head: Head, choice: Choice) -> str:
    """Where an action is taken: content is written and checked in the wizard, everything else has one form."""
    if "working_copy" in choice.inputs and may_open("drafts.tasks"):
        return url_for("drafts.tasks", case_id=head.case_id)
    return url_for("declarations.act_page", case_id=head.case_id, action=choice.action)
