"""How good the search for repeated classes is; its words and weights, judged one by one and published by two."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.problems import status_of
from webapp.rules.room import room
from webapp.wording import plain
from workflow.acts.learn import judge_wording, propose_lexicon, propose_scorecard
from workflow.acts.publish_learnt import publish_learnt, withdraw_learnt
from workflow.queries.learning_page import learning_page
from workflow.queries.learning_version import learnt_page
from workflow.refusals import Refusal, Refused

PROPOSING = {"scorecard": propose_scorecard, "lexicon": propose_lexicon}


@room.get("/learning")
def learning() -> ResponseReturnValue:
    """Figures, versions, proposed wordings with the pairs that speak for them."""
    return _page()


@room.post("/learning/wordings")
def judge_word() -> ResponseReturnValue:
    """Accept or decline one wording; somebody's own word comes the same way."""
    kind, _, code = request.form.get("concept", "")[:90].partition("/")
    accepts = request.form.get("verdict") != "decline"
    try:
        judge_wording(office(), actor(), kind, code, request.form.get("wording", ""), accept=accepts)
    except Refused as refused:
        return _page(refused.refusals), status_of(refused.refusals)
    flash(plain("learning.accepted_now" if accepts else "learning.declined_now"), "ok")
    return redirect(url_for("rules.learning", _anchor="words"))


@room.post("/learning/versions")
def propose_learnt() -> ResponseReturnValue:
    """Lay a scorecard or the accepted words before the second person."""
    lay = PROPOSING.get(request.form.get("kind", ""), propose_scorecard)
    try:
        number = lay(office(), actor(), request.form.get("reason", ""))
    except Refused as refused:
        errors = tuple(Refusal(one.code, one.values, "reason" if one.field == "opinion" else one.field, one.who)
                       for one in refused.refusals)  # fmt: skip
        return _page(errors), status_of(errors)
    flash(plain("learning.proposed_now"), "ok")
    return redirect(url_for("rules.learnt", number=number))


@room.get("/learning/versions/<int:number>")
def learnt(number: int) -> ResponseReturnValue:
    """One proposal: what it changes and by what it was measured."""
    return _version(number)


@room.post("/learning/versions/<int:number>")
def decide_learnt(number: int) -> ResponseReturnValue:
    """Put it in force, or withdraw it."""
    said, publishes = request.form.get("opinion", ""), request.form.get("verdict") == "publish"
    told = "learning.withdrawn_now"
    try:
        if publishes:
            told = f"learning.{'published_now' if publish_learnt(office(), actor(), number, said) else 'rebuild_next'}"
        else:
            withdraw_learnt(office(), actor(), number, said)
    except Refused as refused:
        return _version(number, refused.refusals), status_of(refused.refusals)
    flash(plain(told), "ok")
    return redirect(url_for("rules.learning"))


def _page(errors: tuple[Refusal, ...] = ()) -> str:
    return render_template("rules/learning.html", page=learning_page(office(), actor()), errors=errors,
                           typed=request.form)


def _version(number: int, errors: tuple[Refusal, ...] = ()) -> str:
    return render_template("rules/learnt.html", page=learnt_page(office(), actor(), number), errors=errors,
                           typed=request.form)
