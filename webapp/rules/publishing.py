"""A policy is proposed by one person and put in force by another, each on their own page."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.problems import status_of
from webapp.rules.room import room
from webapp.wording import plain
from workflow.acts.publish_policy import UPLOAD, propose_policy, publish_policy, withdraw_policy
from workflow.queries.definitions import MAX_BYTES
from workflow.queries.policies_page import proposal_page
from workflow.refusals import Refusal, Refused


@room.route("/propose", methods=["GET", "POST"])
def propose() -> ResponseReturnValue:
    """Lay a policy file before the second person; what is wrong with it is said line by line."""
    errors: tuple[Refusal, ...] = ()
    if request.method == "POST":
        name, data = _chosen_file()
        try:
            if not name:
                raise Refused(Refusal("file_not_chosen", field=UPLOAD))
            number = propose_policy(office(), actor(), name, data, request.form.get("reason", ""))
        except Refused as refused:
            errors = tuple(Refusal(one.code, one.values, "reason" if one.field == "opinion" else one.field, one.who)
                           for one in refused.refusals)  # fmt: skip
        else:
            flash(plain("rule.proposed"), "ok")
            return redirect(url_for("rules.proposal", number=number))
    shown = render_template("rules/propose.html", errors=errors, typed=request.form)
    return shown, status_of(errors) if errors else 200


@room.get("/proposals/<int:number>")
def proposal(number: int) -> ResponseReturnValue:
    """One proposal: what it changes, and of which open classes something else would be said."""
    return _page(number)


@room.post("/proposals/<int:number>")
def decide(number: int) -> ResponseReturnValue:
    """Put it in force, or withdraw it."""
    publishes, said = request.form.get("verdict") == "publish", request.form.get("opinion", "")
    try:
        (publish_policy if publishes else withdraw_policy)(office(), actor(), number, said)
    except Refused as refused:
        return _page(number, refused.refusals), status_of(refused.refusals)
    flash(plain("rule.published" if publishes else "rule.withdrawn"), "ok")
    return redirect(url_for("rules.policies"))


def _chosen_file() -> tuple[str, bytes]:
    """Name and content of the uploaded file, not more of it than a policy may hold; empty where none was chosen."""
    chosen = request.files.get(UPLOAD)
    if chosen is None:
        return "", b""
    try:
        return chosen.filename or "", chosen.read(MAX_BYTES + 1)
    finally:
        chosen.close()


def _page(number: int, errors: tuple[Refusal, ...] = ()) -> str:
    page = proposal_page(office(), actor(), number)
    return render_template("rules/proposal.html", page=page, errors=errors, typed=request.form)
