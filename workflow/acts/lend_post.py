"""Lend a post for some days (代理), and take it back: dated, bounded, and told in the trail.

The holder and the stand-in may both sign meanwhile; whoever is first signs, and the record names both.  A lent post
cannot be lent on.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, select

from workflow.acts.house_books import POSTS, house_book, keeper_faults
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.people import Actor, Post
from workflow.office import Office
from workflow.refusals import NotFound, Refusal, Refused
from workflow.rulebook.roles import Roles
from workflow.store.act_writing import inserting, updating
from workflow.store.identity import next_id
from workflow.store.people import person, post, stand_in
from workflow.store.posts import in_force

LONGEST = 90  # days: an absence; who is away longer leaves the post (our own bound, no rule says it)
NEW_STAND_IN = inserting(stand_in)
END_STAND_IN = updating(stand_in, ("id", "to_day"), "to_day", counted=True)


def lend_post(office: Office, actor: Actor, post_id: int, person_id: int, from_day: date, to_day: date) -> int:
    """Let another person use one's post from one day to another, both included; the stand-in's id.

    Refusals: ``not_your_post``, ``stand_in_self``, ``stand_in_closed``, ``stand_in_other_unit`` (a unit's post stays
    in the unit), ``posts_exclude``, ``post_held``, ``stand_in_days``, ``stand_in_past``, ``stand_in_known``.
    ``NotFound`` for an unknown post or person.
    """
    return in_one_go(office, actor, None, "lend_post", lambda work: _lend(work, post_id, person_id, from_day, to_day))


def take_back(office: Office, actor: Actor, stand_in_id: int) -> None:
    """End a stand-in at once, by the holder of the post, the stand-in, or whoever keeps the house's people.

    Refusals: ``not_your_post``, ``stand_in_over``.
    """
    in_one_go(office, actor, None, "take_back_post", lambda work: _take_back(work, stand_in_id))


def _lend(work: Work, post_id: int, person_id: int, from_day: date, to_day: date) -> int:
    today, roles = work.office.today(), work.office.rulebook.roles
    chair = work.connection.execute(select(post).where(post.c.id == post_id, in_force(today))).one_or_none()
    other = work.connection.execute(select(person).where(person.c.id == person_id)).one_or_none()
    if chair is None:
        raise NotFound("post", post_id)
    if other is None:
        raise NotFound("person", person_id)
    faults = [] if chair.person_id == work.actor.id else [Refusal("not_your_post")]
    if other.id == chair.person_id:
        faults.append(Refusal("stand_in_self", field="person"))
    if other.disabled_at is not None:
        faults.append(Refusal("stand_in_closed", field="person"))
    faults += _post_faults(work, roles, chair, other.id) if not faults else []
    faults += _day_faults(today, from_day, to_day)
    if not faults and _overlaps(work, chair.id, other.id, from_day, to_day):
        faults.append(Refusal("stand_in_known", field="person"))
    if faults:
        raise Refused(faults)
    book, number = house_book(work, POSTS), next_id(work.connection, stand_in)
    row = {"id": number, "post_id": chair.id, "person_id": other.id, "from_day": from_day, "to_day": to_day}
    work.write(NEW_STAND_IN, case_id=book.id, **row)
    book.enter("lend_post", post=Post(chair.role, chair.unit), rows={"stand_in": [row]})
    return number


def _take_back(work: Work, stand_in_id: int) -> None:
    today = work.office.today()
    row = work.connection.execute(
        select(stand_in, post.c.person_id.label("holder"), post.c.role, post.c.unit).join(
            post, post.c.id == stand_in.c.post_id).where(stand_in.c.id == stand_in_id)).one_or_none()
    if row is None:
        raise NotFound("stand_in", stand_in_id)
    if work.actor.id not in (row.holder, row.person_id) and keeper_faults(work.office, work.actor):
        raise Refused(Refusal("not_your_post"))
    if row.to_day < today:
        raise Refused(Refusal("stand_in_over", {"day": row.to_day}))
    last = today - timedelta(days=1)  # from today on it counts no more
    work.write(END_STAND_IN, key_id=row.id, key_to_day=row.to_day, to_day=last)
    chair = Post(row.role, row.unit) if work.actor.id == row.holder else None
    house_book(work, POSTS).enter("take_back_post", post=chair, rows={"stand_in": [{"id": row.id, "to_day": last}]})


def _post_faults(work: Work, roles: Roles, chair: Row[Any], person_id: int) -> list[Refusal]:
    """What keeps a person with posts of their own from using this one too."""
    today = work.office.today()
    own = work.connection.execute(
        select(post.c.role, post.c.unit).where(post.c.person_id == person_id, in_force(today))).all()
    faults = []
    if roles[chair.role].scope == "unit" and not any(mine.unit == chair.unit for mine in own):
        faults.append(Refusal("stand_in_other_unit", field="person"))
    if any((mine.role, mine.unit) == (chair.role, chair.unit) for mine in own):
        faults.append(Refusal("post_held", {"role": roles[chair.role].label}, field="person"))
    clashing = [mine.role for mine in own if roles.clash(mine.role, chair.role)]
    faults += [Refusal("posts_exclude", {"role": roles[chair.role].label, "other": roles[other].label}, field="person")
               for other in dict.fromkeys(clashing)]
    return faults


def _day_faults(today: date, from_day: date, to_day: date) -> list[Refusal]:
    if from_day < today:
        return [Refusal("stand_in_past", {"today": today}, field="from_day")]
    if not from_day <= to_day <= from_day + timedelta(days=LONGEST - 1):
        return [Refusal("stand_in_days", {"most": LONGEST}, field="to_day")]
    return []


def _overlaps(work: Work, post_id: int, person_id: int, from_day: date, to_day: date) -> bool:
    """Whether the same two have agreed on some of these days already."""
    return work.connection.execute(select(stand_in.c.id).where(
        stand_in.c.post_id == post_id, stand_in.c.person_id == person_id, stand_in.c.from_day <= to_day,
        stand_in.c.to_day >= from_day)).first() is not None
