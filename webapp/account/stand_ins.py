"""S22 代理: lend a post for some days, and take it back."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.account.room import room
from webapp.at_hand import actor, office
from webapp.numbers import number_in
from webapp.wording import plain
from workflow.acts.lend_post import lend_post, take_back
from workflow.domain import form_text
from workflow.queries.stand_ins import stand_in_page
from workflow.refusals import NotFound, Refusal, Refused
from workflow.wording import Term

DAYS = ("from_day", "to_day")
FIELDS = ("post", "person", *DAYS)


@room.get("/stand-ins")
def stand_ins() -> ResponseReturnValue:
    """What is lent and borrowed, and the form to lend."""
    return _page(dict.fromkeys(FIELDS, ""), ())


@room.post("/stand-ins")
def lend() -> ResponseReturnValue:
    """Lend one post to one person."""
    raw = {name: request.form.get(name, "") for name in FIELDS}
    try:
        days = _days(raw)
        post_id, person_id = (number_in(raw[name]) or 0 for name in ("post", "person"))
        lend_post(office(), actor(), post_id, person_id, *days)
    except Refused as refused:
        return _page(raw, refused.refusals), 422
    except NotFound:
        return _page(raw, (Refusal("stand_in_whom", field="person"),)), 422
    flash(plain("stand_in.kept"), "ok")
    return redirect(url_for("account.stand_ins"))


@room.post("/stand-ins/<int:number>/end")
def end_stand_in(number: int) -> ResponseReturnValue:
    """From today on it counts no more."""
    take_back(office(), actor(), number)
    flash(plain("stand_in.ended"), "ok")
    return redirect(url_for("account.stand_ins"))


def _days(raw: dict[str, str]) -> tuple[date, date]:
    """Both days as typed; every fault of both at once."""
    found, faults = [], []
    for name in DAYS:
        label = Term(f"stand_in.{name}")
        try:
            day = form_text.day(raw[name])
            found.append(day)
            if day is None:
                faults.append(Refusal("input_missing", {"input": label}, field=name))
        except form_text.Unreadable as fault:
            faults.append(fault.refusal(label, name))
    if faults:
        raise Refused(faults)
    return found[0] or date.min, found[1] or date.min


def _page(raw: dict[str, str], errors: tuple[Refusal, ...]) -> str:
    return render_template("account/stand_ins.html", page=stand_in_page(office(), actor()), raw=raw, errors=errors)
