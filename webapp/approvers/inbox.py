"""What waits for me. Filters and the place in the list stand in the address."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webapp.approvers.room import room
from webapp.at_hand import actor, office
from workflow.domain.declaration import CHANNELS, TIERS
from workflow.queries.inbox import CAP, CHIPS, Wish
from workflow.queries.inbox import inbox as read_inbox
from workflow.queries.paper_seats import to_check


@room.get("/inbox")
def inbox() -> ResponseReturnValue:
    """My open seats, the oldest due first."""
    wish = _wish()
    return render_template(
        "approvers/inbox.html",
        page=read_inbox(office(), actor(), wish),
        papers=to_check(office(), actor()),
        wish=wish,
        chips=CHIPS,
        cap=CAP,
        channels=CHANNELS,
        tiers=TIERS,
    )


def _wish() -> Wish:
    """What the address asks for; what it asks wrongly is left out."""
    asked = request.args
    return Wish(
        chip=asked["chip"] if asked.get("chip") in CHIPS else "all",
        channel=asked["channel"] if asked.get("channel") in CHANNELS else "",
        tier=asked["tier"] if asked.get("tier") in TIERS else "",
        after=asked.get("after", "")[:80],
    )
