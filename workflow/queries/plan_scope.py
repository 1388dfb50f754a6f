"""Whose plans and needs this actor may see: a unit its own, the district's roles and the auditor all of them."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, true

from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.visible import READS_ALL

WRITER = "declarant"


def units_seen(office: Office, actor: Actor) -> tuple[str, ...] | None:
    """The units whose rows may be shown; ``None`` = every unit."""
    roles = office.rulebook.roles
    held = [post for post in actor.posts if post.role in roles]
    if any(roles[post.role].scope == "district" and post.role != "admin" or post.role == READS_ALL for post in held):
        return None
    return tuple(dict.fromkeys(post.unit for post in held if roles[post.role].scope == "unit"))


def units_written(actor: Actor) -> tuple[str, ...]:
    """The units for which this actor draws up plans, states needs and reports."""
    return tuple(dict.fromkeys(post.unit for post in actor.posts if post.role == WRITER))


def among(column: ColumnElement[str], units: Iterable[str] | None) -> ColumnElement[bool]:
    """The condition that a row is of one of these units (``None`` = any)."""
    return true() if units is None else column.in_(tuple(units))
