"""What people say to a finding: the unit explains, one who may overrides. Neither moves the case."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.declarations.room import room
from webapp.problems import status_of
from webapp.wording import plain
from workflow.acts.explain_finding import explain_finding, override_finding
from workflow.queries.declaration_page import declaration_page
from workflow.refusals import NotFound, Refused


@room.route("/<int:case_id>/explain", methods=["GET", "POST"])
def explain(case_id: int) -> ResponseReturnValue:
    """The unit's words to a finding."""
    return _answer(case_id, "explain", explain_finding)


@room.route("/<int:case_id>/override", methods=["GET", "POST"])
def override(case_id: int) -> ResponseReturnValue:
    """The reason of one who may set a finding aside."""
    return _answer(case_id, "override", override_finding)


def _answer(case_id: int, kind: str, say: Callable[..., int]) -> ResponseReturnValue:
    rule, part = request.values.get("rule", ""), request.values.get("part", "")
    errors: Refused | None = None
    if request.method == "POST":
        try:
            say(office(), actor(), case_id, rule, part, request.form.get("opinion", ""))
        except Refused as refused:
            errors = refused
        else:
            flash(plain(f"case.{kind}_done"), "ok")
            return redirect(url_for("declarations.page", case_id=case_id) + "#findings")
    page = declaration_page(office(), actor(), case_id)
    view = next((found for found in page.findings if (found.finding.rule, found.finding.part) == (rule, part)), None)
    if view is None:
        raise NotFound("finding", rule)
    refusals = errors.refusals if errors else ()
    answer = render_template(
        "declarations/finding.html", page=page, view=view, kind=kind, errors=refusals, typed=request.form
    )
    return answer, status_of(refusals) if refusals else 200
