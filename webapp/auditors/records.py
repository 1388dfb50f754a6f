"""Search of all records. The query stands in the address, so that it can be kept and passed on."""

from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.auditors.room import room
from workflow.domain.form_text import Unreadable, day
from workflow.queries.record_search import LONGEST, Wish
from workflow.queries.record_search import records as search_records
from workflow.queries.record_views import VIEWS
from workflow.refusals import Refusal
from workflow.wording import Term


@room.get("")
def records() -> ResponseReturnValue:
    """Every act on every case, newest first."""
    wish, faults = _wish()
    page = search_records(office(), actor(), wish)
    return render_template("auditors/records.html", page=page, wish=wish, errors=faults, typed=request.args)


def _wish() -> tuple[Wish, tuple[Refusal, ...]]:
    asked, faults = request.args, []
    days: dict[str, date | None] = {}
    for name in ("since", "until"):
        try:
            days[name] = day(asked.get(name, ""))
        except Unreadable as fault:
            faults.append(fault.refusal(Term(f"audit.{name}"), name))
    wish = Wish(
        text=asked.get("q", "").replace("\0", "").strip()[:LONGEST],
        since=days.get("since"),
        until=days.get("until"),
        act=asked.get("act", "")[:64],
        role=asked.get("role", "")[:32],
        unit=asked.get("unit", "")[:64],
        attempts=asked.get("show") == "attempts",
        view=asked["show"] if asked.get("show") in VIEWS else "",
        before=asked.get("before", "")[:80],
    )
    return wish, tuple(faults)
