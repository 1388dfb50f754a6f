"""代录: enter a signature given on paper, check an entry against its scan, take one back."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.acting import asked, stated
from webapp.approvers.room import room
from webapp.at_hand import actor, office
from webapp.numbers import number_in
from webapp.problems import status_of
from webapp.wording import plain
from workflow.acts.paper_seats import count_paper, enter_paper, return_paper, withdraw_paper
from workflow.domain import form_text
from workflow.domain.inputs import GROUNDS
from workflow.domain.paper_seats import Sheet
from workflow.queries.declaration_page import declaration_page
from workflow.queries.paper_seats import Chair, chairs, entry_page
from workflow.refusals import Refusal, Refused
from workflow.wording import Term


@room.get("/inbox/<int:case_id>/paper")
def paper_form(case_id: int) -> ResponseReturnValue:
    """The form for one seat; ``seat`` in the address chooses it where there are several."""
    return _form(case_id)


@room.post("/inbox/<int:case_id>/paper")
def enter_sheet(case_id: int) -> ResponseReturnValue:
    """Enter the sheet; what is wrong is said on the same form, with what was typed."""
    try:
        number = _entered(case_id, _chosen(chairs(office(), actor(), case_id), request.form.get("seat", "")))
    except Refused as refused:
        return _form(case_id, refused.refusals), status_of(refused.refusals)
    flash(plain("paper_seat.kept"), "ok")
    return redirect(url_for("approvers.paper_entry", number=number))


@room.get("/inbox/paper/<int:number>")
def paper_entry(number: int) -> ResponseReturnValue:
    """One entry: what it says, its scan, and what this person may do with it."""
    return _entry(number)


@room.post("/inbox/paper/<int:number>")
def decide_entry(number: int) -> ResponseReturnValue:
    """Let it count, return it with the reason, or take it back."""
    case_id = entry_page(office(), actor(), number).case_id
    try:
        match request.form.get("go"):
            case "count":
                done = count_paper(office(), actor(), number)
                flash(plain("paper_seat.counted"), "ok")
                return redirect(url_for("declarations.page", case_id=case_id, done=done.n))
            case "withdraw":
                withdraw_paper(office(), actor(), number)
                flash(plain("paper_seat.taken_back"), "ok")
            case _:
                return_paper(office(), actor(), number, request.form.get("opinion", ""))
                flash(plain("paper_seat.sent_back"), "ok")
    except Refused as refused:
        return _entry(number, refused.refusals), status_of(refused.refusals)
    return redirect(url_for("declarations.page", case_id=case_id))


def _entered(case_id: int, chair: Chair | None) -> int:
    """The typed sheet as an entry; every fault of the form at once."""
    if chair is None:
        raise Refused(Refusal("paper_seat_decided"))
    form = request.form
    action = form.get("action", "")
    saying = next((one for one in chair.sayings if one.action == action), None)
    given, faults = stated(saying.inputs if saying else (), form)
    day = None
    try:
        day = form_text.day(form.get("day", ""))
    except form_text.Unreadable as fault:
        faults += (fault.refusal(Term("paper_seat.day"), "day"),)
    scan = request.files.get("scan")
    if faults:
        raise Refused(faults)
    sheet = Sheet(chair.round, chair.place, action, number_in(form.get("signer", "")) or 0, day,
                  form.get("opinion", ""), given)
    return enter_paper(office(), actor(), case_id, sheet, scan.filename or "" if scan else "",
                       scan.read() if scan else b"")


def _form(case_id: int, errors: tuple[Refusal, ...] = ()) -> str:
    g.menu_place = "approvers.inbox"
    open_chairs = chairs(office(), actor(), case_id)
    wanted = request.form.get("seat") or request.args.get("seat", "")
    chair = _chosen(open_chairs, wanted) or (open_chairs[0] if len(open_chairs) == 1 else None)
    fields = {one.action: asked(one.inputs) for one in chair.sayings} if chair else {}
    return render_template("approvers/paper_form.html", page=declaration_page(office(), actor(), case_id),
                           chairs=open_chairs, chair=chair, fields=fields, typed=request.form, errors=errors,
                           grounds=GROUNDS)


def _entry(number: int, errors: tuple[Refusal, ...] = ()) -> str:
    g.menu_place = "approvers.inbox"
    entry = entry_page(office(), actor(), number)
    return render_template("approvers/paper_entry.html", entry=entry, errors=errors, typed=request.form,
                           page=declaration_page(office(), actor(), entry.case_id))


def _chosen(open_chairs: tuple[Chair, ...], key: str) -> Chair | None:
    return next((one for one in open_chairs if one.key == key), None)
