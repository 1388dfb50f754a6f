"""One form for every action of every process: words, what it asks to state, what follows."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.acting import PHRASES, act, asked, token
from webapp.at_hand import actor, office
from webapp.declarations.accounts import in_yuan
from webapp.declarations.room import room
from webapp.problems import status_of
from workflow.domain.inputs import GROUNDS
from workflow.queries.declaration_page import Barred, Choice, DeclarationPage, declaration_page
from workflow.queries.overrun import Overrun, overrun
from workflow.refusals import NotFound, Refused

CLASS = "class_declaration"


@room.get("/<int:case_id>/do/<action>")
def act_page(case_id: int, action: str) -> ResponseReturnValue:
    """The form of one action; the reasons instead when it cannot be taken now."""
    return _form(declaration_page(office(), actor(), case_id), action)


@room.post("/<int:case_id>/do/<action>")
def take(case_id: int, action: str) -> ResponseReturnValue:
    """Take the action; what is wrong is said on the same form, with what was typed."""
    page = declaration_page(office(), actor(), case_id)
    try:
        done = act(case_id, action, choice_of(page, action))
    except Refused as refused:
        return _form(declaration_page(office(), actor(), case_id), action, refused), status_of(refused.refusals)
    return redirect(url_for("declarations.page", case_id=case_id, done=done.n))


def choice_of(page: DeclarationPage, action: str) -> Choice | None:
    """The action among those that can be taken now."""
    return next((choice for choice in page.can if choice.action == action), None)


def _form(page: DeclarationPage, action: str, refused: Refused | None = None) -> str:
    choice = choice_of(page, action)
    barred: Barred | None = next((found for found in page.cannot if found.action == action), None)
    if page.shown is None or (choice is None and barred is None and refused is None):
        raise NotFound("action", action)
    over = _overrun(page, action)
    suggested = {"overrun_fen": in_yuan(over.over)} if over and over.over else {}
    return render_template(
        "declarations/action.html",
        page=page,
        overrun=over,
        choice=choice,
        barred=barred,
        fields=asked(choice.inputs) if choice else (),
        seen=token(page.shown),
        errors=refused.refusals if refused else (),
        typed=request.form or {**suggested, **request.args.to_dict()},
        phrases=PHRASES,
        grounds=GROUNDS,
    )


def _overrun(page: DeclarationPage, action: str) -> Overrun | None:
    """The over-run where this is the action that allows one."""
    found = overrun(office(), actor(), page.head.case_id) if page.head.kind == CLASS else None
    named = found and (found.choice or found.barred)
    return found if named and named.action == action else None
