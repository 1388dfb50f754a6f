"""Fund motions: one person proposes, a second one confirms or declines, each on their own page."""

from collections.abc import Callable, Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.approvers.room import room
from webapp.at_hand import actor, office
from webapp.numbers import number_in
from webapp.problems import status_of
from webapp.wording import plain
from workflow.acts.fund_motions import confirm, decline, propose
from workflow.domain import form_text
from workflow.domain.declaration import SOURCES
from workflow.domain.inputs import MAX_FEN
from workflow.domain.motions import (
    CARRIES,
    KINDS,
    AddMoney,
    CloseLine,
    Correct,
    ExpectLine,
    Indicate,
    Motion,
    OpenLine,
    Transfer,
)
from workflow.queries.fund_motions import motions_page
from workflow.refusals import NotFound, Refusal, Refused
from workflow.wording import Term

FIELDS = {
    "open_line": ("owner", "year", "source", "fen"), "expect_line": ("owner", "year", "source"),
    "add_to_line": ("line", "fen"), "transfer": ("line", "to", "fen"), "correct_entry": ("entry", "fen"),
    "close_line": ("line", "carry"), "indicate": ("line", "indicator"),
}  # fmt: skip


@room.get("/ledger/motions")
def motions() -> ResponseReturnValue:
    """What waits for a second person, what was decided, and what can be proposed."""
    return _page()


@room.get("/ledger/motions/new/<kind>")
def motion_form(kind: str) -> ResponseReturnValue:
    """The form of one sort of motion."""
    return _form(kind)


@room.post("/ledger/motions/new/<kind>")
def propose_motion(kind: str) -> ResponseReturnValue:
    """Lay it before the second person; what is wrong is said at its field, with what was typed."""
    if kind not in KINDS:
        raise NotFound("page", kind)
    try:
        propose(office(), actor(), _read(kind), request.form.get("reason", ""))
    except Refused as refused:
        return _form(kind, refused.refusals), status_of(refused.refusals)
    flash(plain("motion.proposed"), "ok")
    return redirect(url_for("approvers.motions", year=_year()))


@room.post("/ledger/motions/<int:motion_id>")
def decide_motion(motion_id: int) -> ResponseReturnValue:
    """Confirm it, or say no with a reason."""
    agreed = request.form.get("verdict") == "confirm"
    try:
        if agreed:
            confirm(office(), actor(), motion_id)
        else:
            decline(office(), actor(), motion_id, request.form.get("reason", ""))
    except Refused as refused:
        at_place = tuple(Refusal(one.code, one.values, f"reason-{motion_id}", one.who) for one in refused.refusals)
        return _page(at_place), status_of(refused.refusals)
    flash(plain("motion.confirmed" if agreed else "motion.declined"), "ok")
    return redirect(url_for("approvers.motions", year=_year()))


def _page(errors: tuple[Refusal, ...] = ()) -> str:
    page = motions_page(office(), actor(), _year())
    return render_template("approvers/motions.html", page=page, kinds=tuple(KINDS), errors=errors, typed=request.form)


def _form(kind: str, errors: tuple[Refusal, ...] = ()) -> str:
    if kind not in KINDS:
        raise NotFound("page", kind)
    page = motions_page(office(), actor(), _year())
    return render_template("approvers/motion.html", page=page, kind=kind, fields=FIELDS[kind], errors=errors,
                           typed={**request.args, **request.form}, sources=SOURCES, carries=CARRIES)  # fmt: skip


def _read(kind: str) -> Motion:
    """The motion as it was typed; every field that cannot be read is a refusal of its own."""
    faults: list[Refusal] = []
    typed = request.form

    def fen(name: str = "fen") -> int:
        return _one(faults, name, lambda: form_text.yuan(typed.get(name, ""), MAX_FEN))

    def number(name: str) -> int:
        found = number_in(typed.get(name, ""))
        if found is None:
            faults.append(Refusal("field_not_chosen", _labels(name), name))
        return found or 0

    made = _READERS[kind](typed, number, fen)
    if faults:
        raise Refused(faults)
    return made


Number = Callable[[str], int]
_READERS: dict[str, Callable[[Mapping[str, str], Number, Callable[[], int]], Motion]] = {
    "open_line": lambda typed, number, fen: OpenLine(typed.get("owner", ""), number("year"), typed.get("source", ""),
                                                     fen()),
    "expect_line": lambda typed, number, fen: ExpectLine(typed.get("owner", ""), number("year"),
                                                         typed.get("source", "")),
    "add_to_line": lambda typed, number, fen: AddMoney(number("line"), fen()),
    "transfer": lambda typed, number, fen: Transfer(number("line"), number("to"), fen()),
    "correct_entry": lambda typed, number, fen: Correct(*_entry(typed, number), fen()),
    "close_line": lambda typed, number, fen: CloseLine(number("line"), typed.get("carry", "")),
    "indicate": lambda typed, number, fen: Indicate(number("line"), typed.get("indicator", "").strip()),
}  # fmt: skip


def _entry(typed: Mapping[str, str], number: Number) -> tuple[int, int, int]:
    """The entry that the form names, as case, record and place."""
    parts = [number_in(part) for part in typed.get("entry", "").split(".")]
    if len(parts) != 3 or None in parts:
        return number("entry"), 0, 0  # nothing chosen: told at its field
    case_id, n, k = (part or 0 for part in parts)
    return case_id, n, k


def _one(faults: list[Refusal], name: str, read: Callable[[], int | None]) -> int:
    try:
        value = read()
    except form_text.Unreadable as fault:
        faults.append(fault.refusal(Term(f"motion.field_{name}"), name, Term(f"motion.the_{name}")))
        return 0
    if value is None:
        faults.append(Refusal("field_missing", _labels(name), name))
    return value or 0


def _labels(name: str) -> dict[str, Term]:
    return {"label": Term(f"motion.field_{name}"), "the": Term(f"motion.the_{name}")}


def _year() -> int | None:
    """The year in the address; a form says its own, when it names one."""
    return number_in(request.args.get("year", ""), 4) or None
