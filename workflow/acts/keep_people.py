"""Keep the accounts of the house: open them with a first password, set another one, close and open again.

What a person is called and whether they may sign in is the house's own list, not evidence; that it was changed, by
whom and when stands in the book of posts.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from workflow.acts.house_books import POSTS, house_book, keeper_faults, keeper_post
from workflow.acts.keep_posts import post_faults, put_into_posts
from workflow.acts.passwords import hash_password, password_faults
from workflow.acts.sign_in import new_session_key
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.refusals import NotFound, Refusal, Refused
from workflow.store.people import person
from workflow.wording import LANGUAGES, Label

USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,63}")
LONGEST_NAME = {"zh": 64, "en": 128}  # characters


@dataclass(frozen=True, slots=True)
class NewPerson:
    """An account to open; ``posts`` as (role, unit code)."""

    username: str
    name: Label
    posts: tuple[tuple[str, str], ...] = ()
    language: str = "zh"


def add_people(
    office: Office, actor: Actor, people: Sequence[NewPerson], password: str, *, from_day: date | None = None
) -> Mapping[str, int]:
    """Open many accounts with one first password, each with its posts from ``from_day`` (today) on; ids by username.

    All or none.  Refusals: ``not_yours``, ``username_wrong``, ``username_taken``, ``name_missing``, ``name_long``,
    ``language_unknown``, the password's own, and those of :func:`give_post`; each names its username.
    """
    first = from_day or office.today()
    kept = hash_password(password)

    def do(work: Work) -> Mapping[str, int]:
        taken = {name for name, in work.connection.execute(select(person.c.username))}
        faults = list(keeper_faults(office, actor))
        faults += [fault for one in people for fault in password_faults(password, one.username, "password")][:1]
        for one in people:
            faults += _person_faults(one, taken)
            faults += post_faults(work, one.posts, held=())
            taken.add(one.username)
        if faults:
            raise Refused(faults)
        ids = {one.username: _insert_person(work.connection, one, kept) for one in people}
        wanted = [(ids[one.username], role, unit_code) for one in people for role, unit_code in one.posts]
        put_into_posts(work, "open_accounts", wanted, first, people=list(ids.values()))
        return ids

    return in_one_go(office, actor, None, "open_accounts", do)


def set_password(office: Office, actor: Actor, person_id: int, password: str) -> None:
    """Set a new first password and unlock the account; every session of the person ends."""
    def do(work: Work) -> None:
        row = _must_exist(work.connection, person_id)
        faults = [*keeper_faults(office, actor), *password_faults(password, row.username, "password")]
        if faults:
            raise Refused(faults)
        _change(work, "set_first_password", row, password_hash=hash_password(password), failures=0, locked_until=None,
                session_key=new_session_key())

    in_one_go(office, actor, None, "set_first_password", do)


def disable_person(office: Office, actor: Actor, person_id: int) -> None:
    """Close an account: no more sign-in, its sessions end; the person stays known to the trail.

    Refusals: ``not_yours``, ``account_closed``, ``account_own``.
    """
    def do(work: Work) -> None:
        row = _must_exist(work.connection, person_id)
        faults = list(keeper_faults(office, actor))
        if row.disabled_at is not None:
            faults.append(Refusal("account_closed", {"at": row.disabled_at}))
        if person_id == actor.id:
            faults.append(Refusal("account_own"))
        if faults:
            raise Refused(faults)
        _change(work, "close_account", row, disabled_at=work.now, session_key=new_session_key())

    in_one_go(office, actor, None, "close_account", do)


def enable_person(office: Office, actor: Actor, person_id: int) -> None:
    """Open a closed account again; its password is the one it had. Refusals: ``not_yours``, ``account_open``."""
    def do(work: Work) -> None:
        row = _must_exist(work.connection, person_id)
        faults = list(keeper_faults(office, actor))
        if row.disabled_at is None:
            faults.append(Refusal("account_open"))
        if faults:
            raise Refused(faults)
        _change(work, "open_account_again", row, disabled_at=None)

    in_one_go(office, actor, None, "open_account_again", do)


def _change(work: Work, act: str, row: Row[Any], **columns: Any) -> None:
    work.connection.execute(update(person).where(person.c.id == row.id).values(columns))
    house_book(work, POSTS).enter(act, post=keeper_post(work.office, work.actor), given={"person": row.id})


def _person_faults(one: NewPerson, taken: set[str]) -> list[Refusal]:
    faults = []
    if not USERNAME.fullmatch(one.username):
        faults.append(Refusal("username_wrong", {"username": one.username[:64]}, field="username"))
    if one.username in taken:
        faults.append(Refusal("username_taken", {"username": one.username}, field="username"))
    for language, longest in LONGEST_NAME.items():
        text = one.name[language].strip()
        if not text:
            faults.append(Refusal("name_missing", {"username": one.username}, field=f"name_{language}"))
        elif len(text) > longest or not text.isprintable():
            faults.append(Refusal("name_long", {"username": one.username, "most": longest}, field=f"name_{language}"))
    if one.language not in LANGUAGES:
        faults.append(Refusal("language_unknown", field="language"))
    return faults


def _must_exist(connection: Connection, person_id: int) -> Row[Any]:
    row = connection.execute(select(person).where(person.c.id == person_id)).one_or_none()
    if row is None:
        raise NotFound("person", person_id)
    return row


def _insert_person(connection: Connection, one: NewPerson, kept: str) -> int:
    values = {
        "username": one.username, "name_zh": one.name.zh.strip(), "name_en": one.name.en.strip(), "password_hash": kept,
        "language": one.language, "session_key": new_session_key(), "failures": 0,
    }
    return int(connection.execute(insert(person).values(values).returning(person.c.id)).scalar_one())
