"""S13: the calendar of classes as a list by day and as a month, and its feed for calendar programs.

The feed has a personal address: whoever knows it reads what that person's calendar shows, without signing in.
It is made from the person's session key, so that a change of the password ends the old address.
"""

import hmac
from hashlib import sha256

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import account, actor, language, office
from webapp.numbers import number_in
from workflow.domain.declaration import CHANNELS, TIERS
from workflow.domain.ical import Event, calendar
from workflow.queries.account import Account, account_of
from workflow.queries.class_calendar import Entry, Wish, class_calendar, feed
from workflow.wording import LANGUAGES, say

room = Blueprint("calendar", __name__, url_prefix="/calendar")
VIEWS = ("list", "month")
KEY_LETTERS = 40
HOUSE = "shenbao"  # the second half of an event's name


@room.get("")
def classes() -> ResponseReturnValue:
    """A month of classes, by day or as a grid."""
    wish = _wish()
    person = account()
    address = url_for("calendar.personal", person_id=person.id, key=_key(person), tongue=language(), _external=True)
    return render_template(
        "units/calendar.html", page=class_calendar(office(), actor(), wish), wish=wish, views=VIEWS,
        channels=CHANNELS, tiers=TIERS, feed_address=address,
    )


@room.get("/<int:person_id>/<key>/<tongue>.ics")
def personal(person_id: int, key: str, tongue: str) -> ResponseReturnValue:
    """The feed of one person; any other key is an address that is not there."""
    found = account_of(office(), person_id) if tongue in LANGUAGES else None
    if found is None or not hmac.compare_digest(_key(found).encode(), key.encode()):
        abort(404)
    events = [_event(one, tongue) for one in feed(office(), found.actor)]
    answer = Response(calendar(say("plan.place_calendar", tongue), events), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="classes.ics"'
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


def _event(one: Entry, tongue: str) -> Event:
    told = say("plan.feed_text", tongue, unit=one.unit, count=one.people or 0, state=one.state)
    return Event(f"class-{one.case_id}@{HOUSE}", one.starts, one.ends, one.class_name, one.venue, told,
                 url_for("declarations.page", case_id=one.case_id, _external=True), one.changed)


def _key(person: Account) -> str:
    secret = current_app.config["SECRET_KEY"]
    mixed = f"calendar {person.id} {person.session_key}".encode()
    return hmac.new(secret if isinstance(secret, bytes) else secret.encode(), mixed, sha256).hexdigest()[:KEY_LETTERS]


def _wish() -> Wish:
    """What the address asks for; what it asks wrongly is left out."""
    asked = request.args
    year, month = number_in(asked.get("year", ""), 4) or 0, number_in(asked.get("month", ""), 2) or 0
    good = 2000 <= year <= 2100 and 1 <= month <= 12
    return Wish(
        year if good else 0, month if good else 0, asked.get("unit", "")[:64],
        asked["channel"] if asked.get("channel") in CHANNELS else "",
        asked["tier"] if asked.get("tier") in TIERS else "",
        asked["view"] if asked.get("view") in VIEWS else "list",
    )
