"""The roster of a class and the list of classes that invite us; people put on, places given, answers."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.numbers import number_in
from webapp.problems import status_of
from webapp.units.roster_room import room
from webapp.wording import plain
from workflow.acts.enrol import enrol
from workflow.acts.enrol_places import answer_places, give_places
from workflow.domain.rosters import ANSWERS
from workflow.queries.roster_checks import roster_checks
from workflow.queries.roster_import import adopted
from workflow.queries.roster_lists import could_come, invitations, units_to_invite
from workflow.queries.roster_page import roster_page
from workflow.refusals import Refusal, Refused

GIVEN = "places-"  # the field of a unit's places begins so


@room.get("")
def invited() -> ResponseReturnValue:
    """The classes in which our units have places, unanswered first."""
    return render_template("units/roster/invited.html", rows=invitations(office(), actor()))


@room.get("/<int:case_id>")
def page(case_id: int) -> ResponseReturnValue:
    """Who is called, by unit, with what the rules say of each."""
    return _page(case_id)


@room.get("/<int:case_id>/persons")
def persons(case_id: int) -> ResponseReturnValue:
    """Each person against all other classes; ``only``: those with something to look at."""
    found = roster_checks(office(), actor(), case_id)
    return render_template("units/roster/persons.html", page=roster_page(office(), actor(), case_id), found=found,
                           only="only" in request.args)


@room.post("/<int:case_id>/enrol")
def put_on(case_id: int) -> ResponseReturnValue:
    """Put the chosen people on the roster."""
    chosen = adopted(request.form, request.form.getlist("cadre"))
    return _after(case_id, lambda: enrol(office(), actor(), case_id, chosen), "roster.put_on", count=len(chosen))


@room.post("/<int:case_id>/places")
def places(case_id: int) -> ResponseReturnValue:
    """Give units their places, or take them back with 0."""
    wanted, faults = {}, []
    typed = {name[len(GIVEN):]: text.strip() for name, text in request.form.items() if name.startswith(GIVEN)}
    if request.form.get("unit"):
        typed[request.form["unit"][:64]] = request.form.get("places", "").strip()
    for code, text in typed.items():
        count = number_in(text, 4)
        if count is None:
            field = f"{GIVEN}{code}" if f"{GIVEN}{code}" in request.form else "places"
            faults.append(Refusal("places_wrong", field=field))
        else:
            wanted[code] = count
    if faults:
        return _page(case_id, tuple(faults)), 422
    return _after(case_id, lambda: give_places(office(), actor(), case_id, wanted), "roster.places_given")


@room.post("/<int:case_id>/answer")
def reply(case_id: int) -> ResponseReturnValue:
    """The unit's reply to its places."""
    form = request.form
    return _after(case_id, lambda: answer_places(office(), actor(), case_id, form.get("unit", "")[:64],
                                                 form.get("answer", ""), form.get("opinion", "")), "roster.answered")


def _after(case_id: int, act: Callable[[], int], said: str, **values: int) -> ResponseReturnValue:
    """The page again: with what was done, or with what kept it from being done."""
    try:
        act()
    except Refused as refused:
        return _page(case_id, refused.refusals), status_of(refused.refusals)
    flash(plain(said, **values), "ok")
    return redirect(url_for("roster.page", case_id=case_id))


def _page(case_id: int, errors: tuple[Refusal, ...] = ()) -> str:
    found = roster_page(office(), actor(), case_id)
    return render_template(
        "units/roster/page.html", page=found, errors=errors, typed=request.form, answers=ANSWERS,
        free=could_come(office(), found) if found.fills else (),
        units=units_to_invite(office(), found) if found.hosts and found.open else ())
