"""Fill the posts of the house, and let them end.

A post is dated and never deleted: who held which chair on which day must stay known. Every change is a record of the
book of posts that tells the rows. Whoever keeps posts decides nothing with them (ruling 31): roles.yaml lets nobody
keep the house and sign in it.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, or_, select

from workflow.acts.house_books import POSTS, house_book, keeper_faults, keeper_post
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.refusals import NotFound, Refusal, Refused
from workflow.store.identity import next_ids
from workflow.store.people import person, post, unit
from workflow.store.people_writing import END_POST


def give_post(
    office: Office, actor: Actor, person_id: int, role: str, unit_code: str, *, from_day: date | None = None
) -> int:
    """Put a person into a post from a day on (today); the post's id.

    Refusals: ``not_yours``, ``role_unknown``, ``role_only_recorded``, ``unit_unknown``, ``post_held``,
    ``posts_exclude`` (roles.yaml ``exclusive``), ``post_of_closed``.  ``NotFound`` for an unknown person.
    """
    first = from_day or office.today()

    def do(work: Work) -> int:
        row = work.connection.execute(select(person.c.disabled_at).where(person.c.id == person_id)).one_or_none()
        if row is None:
            raise NotFound("person", person_id)
        held = _held(work.connection, person_id, first)
        faults = [*keeper_faults(office, actor), *post_faults(work, ((role, unit_code),), held)]
        if row.disabled_at is not None:
            faults.append(Refusal("post_of_closed", field="person"))
        if faults:
            raise Refused(faults)
        told = {"person": person_id, "role": role, "unit": unit_code}
        return put_into_posts(work, "fill_post", [(person_id, role, unit_code)], first, **told)[0]

    return in_one_go(office, actor, None, "fill_post", do)


def end_post(office: Office, actor: Actor, post_id: int, last_day: date) -> None:
    """Let a post end with ``last_day`` (inclusive); the row stays.

    Refusals: ``not_yours``, ``post_ends_before_it_began``, ``post_ended``.
    """
    def do(work: Work) -> None:
        row = work.connection.execute(select(post).where(post.c.id == post_id)).one_or_none()
        if row is None:
            raise NotFound("post", post_id)
        faults = list(keeper_faults(office, actor))
        if last_day < row.from_day:
            faults.append(Refusal("post_ends_before_it_began", {"began": row.from_day}, field="last_day"))
        if row.to_day is not None and row.to_day < office.today():
            faults.append(Refusal("post_ended", {"ended": row.to_day}))
        if faults:
            raise Refused(faults)
        end_posts(work, "end_post", [post_id], last_day, person=row.person_id, role=row.role, unit=row.unit)

    in_one_go(office, actor, None, "end_post", do)


def put_into_posts(
    work: Work, act: str, wanted: Sequence[tuple[int, str, str]], first: date, **given: Any
) -> list[int]:
    """Write these posts (person, role, unit) and the record of the act that gives them; their ids."""
    book = house_book(work, POSTS)
    ids = next_ids(work.connection, post, len(wanted))
    rows = [{"id": number, "person_id": who, "role": role, "unit": where, "from_day": first, "to_day": None}
            for number, (who, role, where) in zip(ids, wanted, strict=True)]
    if rows:
        work.connection.execute(insert(post), [{**row, "case_id": book.id} for row in rows])
    book.enter(act, post=keeper_post(work.office, work.actor), rows={post.name: rows}, given=given)
    return ids


def end_posts(work: Work, act: str, ids: Iterable[int], last_day: date, **given: Any) -> None:
    """Let these posts end with one day, by one record of the book of posts."""
    book = house_book(work, POSTS)
    rows = [{"id": number, "to_day": last_day} for number in ids]
    for row in rows:
        work.write(END_POST, key_id=row["id"], to_day=last_day)
    book.enter(act, post=keeper_post(work.office, work.actor), rows={post.name: rows}, given=given)


def post_faults(work: Work, wanted: Iterable[tuple[str, str]], held: Iterable[tuple[str, str]]) -> list[Refusal]:
    """What keeps a person who holds ``held`` from holding ``wanted`` too, each as (role, unit code)."""
    roles = work.office.rulebook.roles
    units = {row.code: row.active for row in work.connection.execute(select(unit.c.code, unit.c.active))}
    faults, now = [], list(held)
    for role, unit_code in wanted:
        if role not in roles:
            faults.append(Refusal("role_unknown", {"role": role[:64]}, field="role"))
            continue
        if not roles[role].user:
            faults.append(Refusal("role_only_recorded", {"role": roles[role].label}, field="role"))
        if not units.get(unit_code):
            faults.append(Refusal("unit_unknown", {"unit": unit_code[:64]}, field="unit"))
        if (role, unit_code) in now:
            faults.append(Refusal("post_held", {"role": roles[role].label}, field="role"))
        faults += [Refusal("posts_exclude", {"role": roles[role].label, "other": roles[other].label}, field="role")
                   for other in dict.fromkeys(other for other, _ in now) if roles.clash(role, other)]
        now.append((role, unit_code))
    return faults


def _held(connection: Connection, person_id: int, day: date) -> tuple[tuple[str, str], ...]:
    """The posts of a person that are in force on or after a day."""
    rows = connection.execute(
        select(post.c.role, post.c.unit).where(
            post.c.person_id == person_id, or_(post.c.to_day.is_(None), post.c.to_day >= day)
        )
    )
    return tuple((row.role, row.unit) for row in rows)
