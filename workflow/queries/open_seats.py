"""The open seats a person's posts may fill, in the order of their due days: what every inbox reads.

Each post reads its own end of a partial index (on PostgreSQL by LATERAL, on SQLite as
one branch of a UNION), pages by key and stops after so many rows, so that no read grows
with the table.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    column,
    literal,
    literal_column,
    select,
    true,
    tuple_,
    union_all,
    values,
)

from workflow.domain.people import Actor
from workflow.queries.places import read_place, written_place
from workflow.store.cases import case, class_declaration, seat
from workflow.store.types import Moment

OPEN: ColumnElement[str] = literal_column("'open'")  # as the partial indexes say it: a bound value would not match them
KEY = (seat.c.due_at, seat.c.case_id, seat.c.round, seat.c.place)


def branches(actor: Actor) -> tuple[tuple[str, str | None], ...]:
    """(role, unit) of every seat the actor's posts may fill; unit ``None`` = asked of the whole district."""
    mine = dict.fromkeys((post.role, post.unit) for post in actor.posts)
    anywhere = dict.fromkeys((post.role, None) for post in actor.posts)
    return (*mine, *anywhere)


def open_seats(
    connection: Connection,
    actor: Actor,
    most: int,
    conditions: Sequence[ColumnElement[bool]] = (),
    after: str = "",
) -> list[Any]:
    """Keys of open seats in order; those with a due day first, then those without, by case.

    Two reads instead of one ORDER BY with NULLS LAST, because each then follows the index as it lies.
    """
    due, place = read_place(after, len(KEY) - 1) or (None, None)
    found: list[Any] = []
    if due is not None or place is None:
        behind = true() if due is None or place is None else _behind(due, place)
        found = _read(connection, actor, (seat.c.due_at.is_not(None), behind, *conditions), most)
        place = None
    if len(found) < most:
        behind = _behind_undated(place) if place is not None else true()
        found += _read(connection, actor, (seat.c.due_at.is_(None), behind, *conditions), most - len(found))
    return found


def place_of(row: Any) -> str:
    """Where this seat stands in the order, as it goes into an address."""
    return written_place(row.due_at, row.case_id, row.round, row.place)


def _read(connection: Connection, actor: Actor, conditions: Sequence[ColumnElement[bool]], most: int) -> list[Any]:
    mine = branches(actor)
    if not mine:
        return []
    if connection.dialect.name == "postgresql":
        parts = [_lateral(mine, conditions, most, anywhere) for anywhere in (False, True)]
    else:
        parts = [_part(literal(role), unit, conditions, most) for role, unit in mine]
    every = union_all(*[select(part.subquery()) for part in parts]).subquery()
    order = (every.c.due_at, every.c.case_id, every.c.round, every.c.place)
    return list(connection.execute(select(every).order_by(*order).limit(most)))


def _lateral(
    mine: Sequence[tuple[str, str | None]], conditions: Sequence[ColumnElement[bool]], most: int, anywhere: bool
) -> Select[Any]:
    posts = values(column("role", String), column("unit", String), name=f"post_{anywhere:d}").data(
        [(role, unit) for role, unit in mine if (unit is None) == anywhere]
    )
    part = _part(posts.c.role, None if anywhere else posts.c.unit, conditions, most).lateral(f"open_{anywhere:d}")
    return select(part).select_from(posts).join(part, true())


def _part(role: ColumnElement[str], unit: Any, conditions: Sequence[ColumnElement[bool]], most: int) -> Select[Any]:
    """The first open seats of one (role, unit), read along the partial index."""
    return (
        select(*KEY, seat.c.act, seat.c.opened_at, class_declaration.c.plan_type)
        .join_from(seat, case, case.c.id == seat.c.case_id)
        .outerjoin(class_declaration, class_declaration.c.case_id == case.c.id)
        .where(seat.c.status == OPEN, seat.c.role == role)
        .where(seat.c.unit.is_(None) if unit is None else seat.c.unit == unit, *conditions)
        .order_by(*KEY)
        .limit(most)
    )


def _behind(due: datetime, place: tuple[int, ...]) -> ColumnElement[bool]:
    return tuple_(*KEY) > tuple_(literal(due, Moment()), *place)


def _behind_undated(place: tuple[int, ...]) -> ColumnElement[bool]:
    return tuple_(seat.c.case_id, seat.c.round, seat.c.place) > tuple_(*place)
