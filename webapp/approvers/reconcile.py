"""Reconcile with finance's own budget system: take in a file, see every difference, take them away as a file."""

import hashlib
from datetime import date

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.approvers.room import room
from webapp.at_hand import actor, language, office
from webapp.exporting import XLSX, exported
from webapp.numbers import number_in
from webapp.problems import status_of
from webapp.wording import plain
from workflow.acts.reconcile import reconcile
from workflow.domain import form_text
from workflow.queries.fund_motions import keeps_fund
from workflow.queries.reconcile_page import reconcile_page
from workflow.queries.reconcile_sheet import COLUMNS, FinanceSheet, read_figures
from workflow.refusals import Refusal, Refused
from workflow.wording import Term, speak

HEADS = ("indicator", "line", "theirs_given", "ours_given", "given_off", "theirs_spent", "ours_spent", "spent_off")


@room.get("/ledger/reconcile")
def reconciling() -> ResponseReturnValue:
    """The files taken in, and the differences of one of them."""
    return _page()


@room.post("/ledger/reconcile")
def take_figures() -> ResponseReturnValue:
    """Take in a file whole, or say every cell that cannot be read and keep nothing."""
    sheet: FinanceSheet | None = None
    try:
        as_of = _day()
        chosen = request.files.get("file")
        if chosen is None or not chosen.filename:
            raise Refused(Refusal("reconcile_no_file", field="file"))
        data = chosen.read()
        sheet = read_figures(chosen.filename, data)
        if sheet.faults:
            raise Refused(Refusal("reconcile_cells", {"count": len(sheet.faults)}, field="file"))
        taken = reconcile(office(), actor(), _year(), as_of, chosen.filename, hashlib.sha256(data).hexdigest(),
                          sheet.figures)  # fmt: skip
    except Refused as refused:
        return _page(refused.refusals, sheet), status_of(refused.refusals)
    flash(plain("reconcile.taken"), "ok")
    return redirect(url_for("approvers.reconciling", year=_year(), id=taken))


@room.get("/ledger/reconcile.xlsx")
def reconcile_xlsx() -> ResponseReturnValue:
    """The table on the screen."""
    page = reconcile_page(office(), _year(), number_in(request.args.get("id", "")))
    tongue = language()
    rows = [(line.indicator, f"{line.owner[tongue]} · {speak(line.source, tongue)}" if line.owner else "",
             line.theirs_given, line.ours_given, line.given_off, line.theirs_spent, line.ours_spent, line.spent_off)
            for line in page.lines]
    name = plain("reconcile.title", year=str(page.year))
    return exported(XLSX, name, [(name, [plain(f"reconcile.head_{head}") for head in HEADS], rows)])


@room.get("/ledger/reconcile/template.xlsx")
def reconcile_template() -> Response:
    """An empty sheet with the columns that are read."""
    name = plain("reconcile.template")
    return exported(XLSX, name, [(name, [plain(column.heading) for column in COLUMNS], ())])


def _page(errors: tuple[Refusal, ...] = (), sheet: FinanceSheet | None = None) -> str:
    page = reconcile_page(office(), _year(), number_in(request.args.get("id", "")))
    return render_template("approvers/reconcile.html", page=page, errors=errors, faults=sheet.faults if sheet else (),
                           keeps=keeps_fund(office(), actor()), typed=request.form)  # fmt: skip


def _day() -> date:
    try:
        found = form_text.day(request.form.get("as_of", ""))
    except form_text.Unreadable as fault:
        raise Refused(fault.refusal(Term("reconcile.as_of"), "as_of")) from None
    if found is None:
        label = Term("reconcile.as_of")
        raise Refused(Refusal("field_missing", {"label": label, "the": Term("reconcile.the_day")}, "as_of"))
    return found


def _year() -> int:
    asked = number_in(request.args.get("year", ""), 4)
    return asked or int(office().today().year)
