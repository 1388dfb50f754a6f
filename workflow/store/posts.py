"""Which posts a person holds on a day: their own, and those lent to them (代理)."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Connection, and_, literal, or_, select, union_all

from workflow.domain.people import Actor, Post
from workflow.store.people import post, stand_in
from workflow.store.types import Id


def in_force(day: Any) -> ColumnElement[bool]:
    """Whether a post counts on this day, both its end days included."""
    return and_(post.c.from_day <= day, or_(post.c.to_day.is_(None), post.c.to_day >= day))


def lent(day: Any) -> ColumnElement[bool]:
    """Whether a stand-in counts on this day."""
    return and_(stand_in.c.from_day <= day, stand_in.c.to_day >= day)


def posts_of(person: Any, day: Any) -> CompoundSelect[Any]:
    """Role, unit and ``acting_for`` (whose post it is, null for one's own) of every post a person may use that day."""
    own = select(post.c.role, post.c.unit, literal(None, Id).label("acting_for")).where(
        post.c.person_id == person, in_force(day))
    borrowed = select(post.c.role, post.c.unit, post.c.person_id.label("acting_for")).join(
        stand_in, stand_in.c.post_id == post.c.id).where(stand_in.c.person_id == person, lent(day), in_force(day))
    return union_all(own, borrowed)


def with_posts(connection: Connection, actor: Actor, day: date) -> Actor:
    """The actor with the posts that the house knows of on this day, whatever they brought along."""
    rows = connection.execute(posts_of(actor.id, day))
    return Actor(actor.id, actor.name, tuple(Post(row.role, row.unit, row.acting_for) for row in rows))
