"""My declarations and where a new one begins."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.numbers import number_in
from workflow.acts.declare import begin as begin_declaration
from workflow.domain.declaration import CHANNELS, TIERS, ClassDeclaration
from workflow.queries.my_page import Wish, my_page
from workflow.queries.start_page import from_earlier, from_plan, start_page

room = Blueprint("my", __name__, url_prefix="/my")


@room.get("")
def declarations() -> ResponseReturnValue:
    """What needs me, what is under way and with whom, what has ended."""
    wish = _wish()
    page = my_page(office(), actor(), wish)
    return render_template("units/my.html", page=page, wish=wish, channels=CHANNELS, tiers=TIERS)


@room.get("/new")
def start() -> ResponseReturnValue:
    """Planned classes of the year to declare, off-plan, or an earlier class to copy."""
    return render_template("units/start.html", units=start_page(office(), actor()))


@room.post("/new")
def begin() -> ResponseReturnValue:
    """Begin a draft and open its first step."""
    host, form = _first_text()
    done = begin_declaration(office(), actor(), host, form=form, request_id=request.form.get("request_id"))
    return redirect(url_for("drafts.step", case_id=done.case_id, number=1))


def _first_text() -> tuple[str, ClassDeclaration]:
    """What the pressed button begins with: ``plan:2026-031``, ``copy:17`` or ``extra:CIVIL``."""
    kind, _, key = request.form.get("with", "").partition(":")
    if kind == "plan":
        form = from_plan(office(), actor(), key)
    elif kind == "copy" and (earlier := number_in(key)) is not None:
        form = from_earlier(office(), actor(), earlier)
    elif kind == "extra":
        form = ClassDeclaration(host_unit=key, plan_type="extra")
    else:
        abort(400)
    return form.host_unit, form


def _wish() -> Wish:
    """What the address asks for; what it asks wrongly is left out."""
    asked = request.args
    year = number_in(asked.get("year", ""), 4)
    return Wish(
        show="ended" if asked.get("show") == "ended" else "open",
        year=year if year and year > 1900 else None,
        channel=asked["channel"] if asked.get("channel") in CHANNELS else "",
        tier=asked["tier"] if asked.get("tier") in TIERS else "",
        before=number_in(asked.get("before", "")) or 0,
    )
