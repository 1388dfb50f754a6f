"""The accounts of the house, as whoever keeps them sees them: names, posts, whether they may sign in.

No password is ever among them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, or_, select

from workflow.office import Office
from workflow.office.gather import GREATEST_ID
from workflow.queries.labels import Names, names
from workflow.refusals import NotFound
from workflow.store.people import person, post
from workflow.wording import Label

PAGE = 40  # accounts on a page


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post of a person; ``standing``: now, coming or over."""

    id: int
    label: Label
    from_day: date
    to_day: date | None
    standing: str


@dataclass(frozen=True, slots=True)
class Listed:
    """An account; ``standing``: open, locked (too many wrong passwords, until then) or closed (since then)."""

    id: int
    username: str
    name: Label
    language: str
    standing: str
    at: datetime | None
    posts: tuple[HeldPost, ...]

    @property
    def present(self) -> tuple[HeldPost, ...]:
        return tuple(one for one in self.posts if one.standing == "now")


@dataclass(frozen=True, slots=True)
class Accounts:
    """One page of them; ``more``: where the next begins."""

    people: tuple[Listed, ...]
    more: str | None


def account_list(office: Office, text: str = "", after: str = "") -> Accounts:
    """Accounts by name of sign-in; ``text``: a part of a name or of the name of sign-in."""
    if not (text + after).isprintable():
        return Accounts((), None)
    wanted = select(person).where(person.c.username > after).order_by(person.c.username).limit(PAGE + 1)
    if text:
        columns = (person.c.username, person.c.name_zh, person.c.name_en)
        wanted = wanted.where(or_(*(one.icontains(text, autoescape=True) for one in columns)))
    with office.database.read() as connection:
        rows = connection.execute(wanted).all()
        people = _listed(connection, office, rows[:PAGE])
    return Accounts(people, rows[PAGE - 1].username if len(rows) > PAGE else None)


def every_account(office: Office) -> tuple[Listed, ...]:
    """All of them, by name of sign-in."""
    with office.database.read() as connection:
        return _listed(connection, office, connection.execute(select(person).order_by(person.c.username)).all())


def one_account(office: Office, person_id: int) -> Listed:
    """One account with every post it ever held; ``NotFound`` when there is none."""
    with office.database.read() as connection:
        rows = connection.execute(select(person).where(person.c.id == min(person_id, GREATEST_ID))).all()
        if not rows:
            raise NotFound("person", person_id)
        return _listed(connection, office, rows)[0]


def people_to_seat(office: Office) -> Mapping[int, Label]:
    """Every open account by id, by name."""
    with office.database.read() as connection:
        rows = connection.execute(select(person.c.id, person.c.username, person.c.name_zh, person.c.name_en).where(
            person.c.disabled_at.is_(None)).order_by(person.c.name_zh, person.c.id)).all()
    return {row.id: Label(f"{row.name_zh}（{row.username}）", f"{row.name_en} ({row.username})") for row in rows}


def _listed(connection: Connection, office: Office, rows: Sequence[Any]) -> tuple[Listed, ...]:
    held = connection.execute(select(post).where(post.c.person_id.in_([row.id for row in rows])).order_by(
        post.c.from_day.desc(), post.c.id.desc())).all()
    known = names(connection, office.rulebook.roles, units=[one.unit for one in held])
    posts: dict[int, tuple[HeldPost, ...]] = {}
    for one in held:
        posts[one.person_id] = (*posts.get(one.person_id, ()), _post(one, known, office.today()))
    return tuple(_one(row, posts, office.real_clock()) for row in rows)


def _post(row: Any, known: Names, today: date) -> HeldPost:
    over = row.to_day is not None and row.to_day < today
    standing = "over" if over else "coming" if row.from_day > today else "now"
    return HeldPost(row.id, known.on(row.to_day if over else None).post(row.role, row.unit), row.from_day, row.to_day,
                    standing)


def _one(row: Any, posts: Mapping[int, tuple[HeldPost, ...]], now: datetime) -> Listed:
    locked = row.locked_until is not None and row.locked_until > now
    standing = "closed" if row.disabled_at is not None else "locked" if locked else "open"
    return Listed(row.id, row.username, Label(row.name_zh, row.name_en), row.language, standing,
                  row.disabled_at or (row.locked_until if locked else None), posts.get(row.id, ()))
