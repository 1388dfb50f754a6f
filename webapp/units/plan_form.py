"""The form in which a unit draws up or adjusts its annual plan; every button works without a script."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.numbers import number_in
from webapp.problems import status_of
from webapp.units.plan_room import own_unit, room, year_asked
from webapp.units.plan_sheets import template
from webapp.wording import plain
from workflow.acts.file_plan import begin_plan, save_plan
from workflow.domain.declaration import CHANNELS, KINDS, TIERS
from workflow.domain.plan import MAX_ITEMS, AnnualPlan
from workflow.domain.plan_form import COLUMNS, RowFault, read_rows, to_row
from workflow.queries.plan_needs import NeedRow, needs_page
from workflow.queries.plan_needs import Wish as NeedsWish
from workflow.queries.plan_page import PlanText, needs_of, plan_of, plan_text
from workflow.queries.plan_sheet import read_plan_sheet
from workflow.refusals import Refusal, Refused
from workflow.wording import Label, Term

SPARE = 3  # empty rows under the last one
NAME = re.compile(r"items-(\d{1,4})-(\w+)")
MANY = "needs"
Rows = list[dict[str, Any]]


@room.get("/new")
def new() -> ResponseReturnValue:
    """An empty plan, or one drawn from the needs that were chosen (``?need=3&need=5``); else the plan that is there."""
    unit, year = _place()
    there = plan_of(office(), unit, year)
    if there is not None:
        return redirect(url_for("plan.edit", case_id=there, need=request.args.getlist("need")))
    return _form(unit, year, _drawn(unit, year))


@room.post("/new")
def begin() -> ResponseReturnValue:
    """Begin the plan with the rows that were typed or read from a file."""
    unit, year = _place()
    rows, read, unread = _typed()
    if unread or read or request.form.get("go") == "more":
        return _form(unit, year, rows, unread, read=read), 422 if unread else 200
    items, faults = read_rows(rows, _topics())
    try:
        _refuse(faults)
        done = begin_plan(office(), actor(), unit, year, items)
    except Refused as refused:
        return _form(unit, year, rows, refused.refusals), status_of(refused.refusals)
    flash(plain("plan.saved"), "ok")
    return redirect(url_for("plan.page", case_id=done.case_id))


@room.get("/<int:case_id>/edit")
def edit(case_id: int) -> ResponseReturnValue:
    """A plan that is being mended, or the next version of a filed one."""
    text = plan_text(office(), actor(), case_id)
    rows = [*(to_row(item) for item in text.plan.items), *_drawn(text.unit_code, text.year)]
    return _form(text.unit_code, text.year, rows, text=text)


@room.post("/<int:case_id>/edit")
def save(case_id: int) -> ResponseReturnValue:
    """Keep what was typed; an adjustment is then asked for with its reason."""
    text = plan_text(office(), actor(), case_id)
    rows, read, unread = _typed()
    if unread or read or request.form.get("go") == "more":
        return _form(text.unit_code, text.year, rows, unread, text, read), 422 if unread else 200
    items, faults = read_rows(rows, _topics())
    try:
        _refuse(faults)
        version = number_in(request.form.get("version", ""), 9)
        save_plan(office(), actor(), case_id, AnnualPlan(text.unit_code, text.year, items),
                  version=-1 if version is None else version)
    except Refused as refused:
        return _form(text.unit_code, text.year, rows, refused.refusals, text), status_of(refused.refusals)
    flash(plain("plan.saved"), "ok")
    if request.form.get("go") == "send":
        return redirect(url_for("declarations.act_page", case_id=case_id, action=text.sends))
    return redirect(url_for("plan.page", case_id=case_id))


@room.get("/template.xlsx")
def sheet() -> ResponseReturnValue:
    """The empty spreadsheet of a plan."""
    return template(year_asked() or office().today().year)


def _form(unit: str, year: int, rows: Rows, errors: Sequence[Refusal] = (), text: PlanText | None = None,
          read: int = 0) -> str:
    filled = [row for row in rows if any(row.get(name) for name in (*COLUMNS, "code"))]
    spare: Rows = [{} for _ in range(min(SPARE, MAX_ITEMS - len(filled)))]
    whose = dict(_writes_for())
    return render_template(
        "units/plan_form.html", unit=unit, label=text.unit if text else whose.get(unit, Label(unit, unit)), year=year,
        rows=[*(rows if errors else filled), *spare], errors=errors, text=text, read=read,
        version=request.form.get("version", "") if errors else str(text.version) if text else "",
        columns=COLUMNS, needs=needs_of(office(), unit, year),
        options={"topic_code": list(_topics().items()), "class_kind": _terms("kind", KINDS),
                 "tier": _terms("tier", TIERS), "channel": _terms("channel", CHANNELS),
                 "month": [(str(month), month) for month in range(1, 13)]},
    )


def _typed() -> tuple[Rows, int, tuple[Refusal, ...]]:
    """The rows of the form; with a file chosen its rows come after them, how many they are, and why none could be read.

    Nothing of a file that cannot be read is kept.
    """
    found: dict[int, dict[str, Any]] = {}
    for name, values in request.form.lists():
        if (place := NAME.fullmatch(name)) is not None and int(place[1]) < 2 * MAX_ITEMS:
            found.setdefault(int(place[1]), {})[place[2]] = values if place[2] == MANY else values[0]
    rows = [found.get(number, {}) for number in range(max(found, default=-1) + 1)]
    chosen = request.files.get("file")
    if request.form.get("go") != "import":
        return rows, 0, ()
    if chosen is None or not chosen.filename:
        return rows, 0, (Refusal("sheet_not_chosen", field="file"),)
    data = chosen.read()
    chosen.close()
    try:
        read = read_plan_sheet(chosen.filename, data)
    except Refused as refused:
        return rows, 0, refused.refusals
    kept = [row for row in rows if any(row.get(name) for name in (*COLUMNS, "code"))]
    return [*kept, *(_as_chosen(row) for row in read)], len(read), ()


def _as_chosen(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of a spreadsheet as the form holds it where it is right; what is wrong stays to be seen and mended."""
    items, faults = read_rows([row], _topics())
    wrong = {fault.column for fault in faults}
    probe = {**row, **{fault.column: _stand_in(fault) for fault in faults}}
    if faults:
        items, _ = read_rows([probe], _topics())
    good = to_row(items[0]) if items else dict(row)
    return {name: row.get(name, "") if name in wrong else good.get(name, "") for name in COLUMNS}


def _stand_in(fault: RowFault) -> str:
    """A right answer in the place of a wrong one, so that the others of its row can be read."""
    words = {"topic_code": next(iter(_topics())), "class_kind": KINDS[0], "tier": TIERS[0], "channel": CHANNELS[0]}
    return words.get(fault.column, "1")


def _drawn(unit: str, year: int) -> Rows:
    """A planned class for each need that the address names."""
    chosen = {number_in(typed) for typed in request.args.getlist("need")}
    return [_row_of(need) for need in needs_of(office(), unit, year) if need.id in chosen] if chosen else []


def _row_of(need: NeedRow) -> dict[str, Any]:
    """A planned class drawn from a need: what it says is filled in, the rest is asked."""
    audience = next((a for a in office().rulebook.audiences.values() if a.label == need.audience), None)
    return {"class_name": plain("plan.class_of", topic=need.topic), "topic_code": need.topic_code,
            "tier": audience.tier if audience else "", "month": str(need.month), "trainee_count": str(need.heads),
            "needs": [str(need.id)]}


def _refuse(faults: Sequence[RowFault]) -> None:
    if faults:
        raise Refused([fault.refusal for fault in faults])


def _place() -> tuple[str, int]:
    """The unit and the year of the plan to begin."""
    return own_unit(_writes_for()), year_asked() or office().today().year


def _writes_for() -> Sequence[tuple[str, Label]]:
    return needs_page(office(), actor(), NeedsWish()).writes_for or abort(403)


def _topics() -> Mapping[str, Label]:
    return {topic.code: topic.label for topic in office().rulebook.lexicon.topics.values()}


def _terms(prefix: str, codes: Sequence[str]) -> list[tuple[str, Term]]:
    return [(code, Term(f"{prefix}.{code}")) for code in codes]
