"""One person of a roster: what the rules say, and to replace, let off or take them off with the reason."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.numbers import number_in
from webapp.problems import status_of
from webapp.units.roster_room import room
from webapp.wording import plain
from workflow.acts.enrol import leave_before, remove_person, replace_person
from workflow.queries.replacements import replacements
from workflow.queries.roster_lists import could_come
from workflow.queries.roster_page import roster_page
from workflow.refusals import NotFound, Refusal, Refused


@room.get("/<int:case_id>/people/<int:cadre_id>")
def person(case_id: int, cadre_id: int) -> ResponseReturnValue:
    """The person, the findings, and what can be done."""
    return _person(case_id, cadre_id)


@room.post("/<int:case_id>/people/<int:cadre_id>/replace")
def replace(case_id: int, cadre_id: int) -> ResponseReturnValue:
    """Somebody else in this person's place."""
    by = number_in(request.form.get("by", "")) or 0
    if not by:
        return _person(case_id, cadre_id, (Refusal("nobody_chosen", field="by"),)), 422
    return _after(case_id, cadre_id, lambda words: replace_person(office(), actor(), case_id, cadre_id, by, words),
                  "roster.replaced_done")


@room.post("/<int:case_id>/people/<int:cadre_id>/leave")
def let_off(case_id: int, cadre_id: int) -> ResponseReturnValue:
    """Let off before the class begins, nobody in the place."""
    return _after(case_id, cadre_id, lambda words: leave_before(office(), actor(), case_id, cadre_id, words),
                  "roster.left_done")


@room.post("/<int:case_id>/people/<int:cadre_id>/remove")
def take_off(case_id: int, cadre_id: int) -> ResponseReturnValue:
    """Taken off: should not stand there."""
    return _after(case_id, cadre_id, lambda words: remove_person(office(), actor(), case_id, cadre_id, words),
                  "roster.removed_done")


def _after(case_id: int, cadre_id: int, act: Callable[[str], int], said: str) -> ResponseReturnValue:
    try:
        act(request.form.get("opinion", ""))
    except Refused as refused:
        return _person(case_id, cadre_id, refused.refusals), status_of(refused.refusals)
    flash(plain(said), "ok")
    return redirect(url_for("roster.page", case_id=case_id))


def _person(case_id: int, cadre_id: int, errors: tuple[Refusal, ...] = ()) -> str:
    page = roster_page(office(), actor(), case_id)
    found = next(((part, one) for part in page.parts for one in part.people if one.cadre_id == cadre_id), None)
    if found is None:
        raise NotFound("cadre", cadre_id)
    part, one = found
    may = page.open and not page.begun and one.comes and (page.hosts or part.code in page.fills)
    instead = replacements(office(), actor(), case_id, cadre_id, part.code) if may else None
    named = {other.id for other in (instead and instead.people) or ()}
    free = [other for other in could_come(office(), page) if other.id not in named] if may else []
    return render_template("units/roster/person.html", page=page, part=part, one=one, may=may, errors=errors,
                           typed=request.form, instead=instead, free=free)
