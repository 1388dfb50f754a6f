"""The menu: the places a person may open, with counts of what waits there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for

from webapp.access import may_open
from webapp.at_hand import account, actor, office
from workflow.domain.people import Actor
from workflow.queries import fund_motions, inbox, my_page

# (page, text): the order is the menu's
PLACES: tuple[tuple[str, str], ...] = (
    ("my.declarations", "shell.menu.my"),
    ("approvers.inbox", "inbox.title"),
    ("auditors.records", "audit.title"),
    ("plan.board", "plan.menu"),
    ("declarations.find", "case.find_all"),
    ("approvers.ledger", "ledger.menu"),
    ("reports.start", "reports.title"),
    ("people.covered", "coverage.title"),
    ("directory.units", "directory.menu"),
    ("rules.page", "rule.menu"),
)
# (page, where the work of those begins who may open it), the first that fits
BEGINNINGS: tuple[tuple[str, str], ...] = (("directory.new_unit", "directory.units"),
                                           *((page, page) for page, _ in PLACES))
# page -> how many things wait there for this actor
COUNTS: Mapping[str, Callable[[Any, Actor], int]] = {
    "my.declarations": my_page.badge,
    "approvers.inbox": inbox.badge,
    "approvers.ledger": fund_motions.waiting_for,
}


# pages of these rooms are reached from a place and count as standing in it
BELONGS: Mapping[str, str] = {
    "rules": "rules.page",
    "plan": "plan.board",
    "calendar": "plan.board",
    "my": "my.declarations",
    "drafts": "my.declarations",
    "check": "my.declarations",
    "reports": "reports.start",
    "repeats": "reports.start",
    "people": "people.covered",
    "roster": "my.declarations",
    "directory": "directory.units",
}


@dataclass(frozen=True, slots=True)
class Place:
    """One entry: where it leads, its text, how many wait there, and whether we stand in it."""

    address: str
    text: str
    count: int
    here: bool


def install(app: Flask) -> None:
    app.jinja_env.globals["menu"] = menu


def menu() -> tuple[Place, ...]:
    """The entries for the person of this request; none before the sign-in."""
    if account() is None:
        return ()
    here = BELONGS.get(request.blueprint or "", request.endpoint)
    return tuple(
        Place(url_for(page), text, _count(page), page == here) for page, text in PLACES if may_open(page)
    )


def first_page() -> str:
    """Where the work of this person begins."""
    return url_for(next((page for sign, page in BEGINNINGS if may_open(sign)), "account.preferences"))


def _count(page: str) -> int:
    return COUNTS[page](office(), actor()) if page in COUNTS else 0
