"""Every rule with its clause and its numbers; the versions of the policy, and what differs between two of them."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.rules.room import room
from workflow.queries.policies_page import compare_page, policies_page
from workflow.queries.rules_page import rules_page


@room.get("")
def page() -> ResponseReturnValue:
    """The rules under the policy in force, or under the one that judged a class."""
    return render_template("rules/rules.html", page=rules_page(office(), request.args.get("policy", "")[:64]))


@room.get("/policies")
def policies() -> ResponseReturnValue:
    """All versions and all proposals."""
    return render_template("rules/policies.html", page=policies_page(office(), actor()))


@room.get("/compare")
def compare() -> ResponseReturnValue:
    """Every number and term in which two versions differ."""
    old, new = (request.args.get(name, "")[:64] for name in ("old", "new"))
    return render_template("rules/compare.html", page=compare_page(office(), old, new))
