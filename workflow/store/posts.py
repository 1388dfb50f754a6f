"""Which posts a person holds on a day: their own, those lent to them (代理), and the same chairs of units that their
unit has followed."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Connection, Select, and_, literal, or_, select, union_all

from workflow.domain.people import Actor, Post
from workflow.store.people import post, stand_in, succession
from workflow.store.types import Id


def in_force(day: Any) -> ColumnElement[bool]:
    """Whether a post counts on this day, both its end days included."""
    return and_(post.c.from_day <= day, or_(post.c.to_day.is_(None), post.c.to_day >= day))


def lent(day: Any) -> ColumnElement[bool]:
    """Whether a stand-in counts on this day."""
    return and_(stand_in.c.from_day <= day, stand_in.c.to_day >= day)


def follows(day: Any) -> ColumnElement[bool]:
    """Whether a unit holds the chairs of the one it has followed, on this day."""
    return and_(succession.c.takes, succession.c.from_day <= day)


def posts_of(person: Any, day: Any) -> CompoundSelect[Any]:
    """Role, unit and ``acting_for`` (whose post it is, null for one's own) of every post a person may use that day.

    Those of their present units come first.
    """
    of_own = select(post.c.role, post.c.unit, literal(None, Id).label("acting_for")).where(
        post.c.person_id == person, in_force(day))
    borrowed = select(post.c.role, post.c.unit, post.c.person_id.label("acting_for")).join(
        stand_in, stand_in.c.post_id == post.c.id).where(stand_in.c.person_id == person, lent(day), in_force(day))
    return union_all(of_own, borrowed, *(_of_former_units(chairs, day) for chairs in (of_own, borrowed)))


def _of_former_units(chairs: Select[Any], day: Any) -> Select[Any]:
    """The same chairs in the units that these posts' units have followed."""
    return chairs.join(succession, succession.c.successor == post.c.unit).where(follows(day)).with_only_columns(
        post.c.role, succession.c.unit, chairs.selected_columns.acting_for)


def with_posts(connection: Connection, actor: Actor, day: date) -> Actor:
    """The actor with the posts that the house knows of on this day, whatever they brought along."""
    rows = connection.execute(posts_of(actor.id, day))
    return Actor(actor.id, actor.name, tuple(Post(row.role, row.unit, row.acting_for) for row in rows))
