"""Control totals and the end of a fiscal year: what finance and auditors look at."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webapp.approvers.room import room
from webapp.at_hand import actor, office
from webapp.numbers import number_in
from workflow.queries.fund_motions import keeps_fund
from workflow.queries.ledger_totals import totals
from workflow.queries.year_close import closing_of

WAYS = ("trail", "ledger", "table", "shares")


@room.get("/ledger/totals")
def ledger_totals() -> ResponseReturnValue:
    """The lines of a year counted four times."""
    year = _year()
    return render_template("approvers/totals.html", found=totals(office(), year), year=year, ways=WAYS)


@room.get("/ledger/closing")
def ledger_closing() -> ResponseReturnValue:
    """What each line of a year still waits for before it can close."""
    year = _year()
    return render_template("approvers/closing_year.html", lines=closing_of(office(), year), year=year,
                           keeps=keeps_fund(office(), actor()))  # fmt: skip


def _year() -> int:
    asked = number_in(request.args.get("year", ""), 4)
    return asked or int(office().today().year)
