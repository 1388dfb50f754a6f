"""What a route needs at hand: the office, who is signed in, and the language of the page."""

from typing import Any

from flask import current_app, g
from flask_login import current_user

from workflow.domain.people import Actor


def office() -> Any:
    """The office this service was opened with; acts and queries take it first."""
    return current_app.extensions["office"]


def actor() -> Actor:
    """Who acts in this request, with the posts held today; only behind an access rule that asks for a sign-in."""
    found: Actor = current_user.account.actor
    return found


def account() -> Any:
    """The account signed in (:class:`workflow.queries.account.Account`), or ``None``."""
    return current_user.account if current_user.is_authenticated else None


def language() -> str:
    """``zh`` or ``en``: chosen for this request by :mod:`webapp.wording`."""
    chosen: str = g.get("language", "zh")
    return chosen
