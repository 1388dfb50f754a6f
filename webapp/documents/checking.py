"""S24: check an approval by its number or by the code on a paper; the slip with the same answer."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from webapp.at_hand import language, office
from webapp.documents.printing import check_address, sent, tongue
from webapp.documents.room import room
from webapp.pace import Pace
from workflow.queries.check_page import Check, check, example_number
from workflow.queries.official_slip import approval_slip, slip_rows

STRANGERS = Pace(30)


@room.get("/check")
def check_page() -> ResponseReturnValue:
    """The form; below it the answer to the number that was asked."""
    typed = request.args.get("no", "")
    if not typed.strip():
        return _page(None, typed)
    if _is_hasty():
        return _page(None, typed, hasty=True), 429
    return _page(check(office(), typed), typed)


@room.get("/check/slip.pdf")
def slip() -> ResponseReturnValue:
    """The approval slip of a number; not found where there is no approval."""
    typed = request.args.get("no", "")
    if _is_hasty():
        return _page(None, typed, hasty=True), 429
    return sent(approval_slip(office(), typed, tongue(), check_address()))


def _page(asked: Check | None, typed: str, *, hasty: bool = False) -> str:
    found = asked.found if asked else None
    return render_template(
        "documents/check.html",
        asked=asked,
        typed=typed[:80],
        rows=slip_rows(found, language())[1:] if found else (),
        hasty=hasty,
        most=STRANGERS.per_minute,
        example=example_number(office()),
    )


def _is_hasty() -> bool:
    """Only strangers are braked: whoever is signed in is known."""
    return not current_user.is_authenticated and STRANGERS.too_fast(request.remote_addr or "")
