"""Keep the people of the house: accounts with a first password, and the posts they hold.

A post is dated and never deleted: who held which chair on which day must stay known.
Units and cadres are kept by ``keep_units``.  These are the house's own lists, not
evidence (the trail holds the post of each signature); verify says so.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, update

from workflow.acts.passwords import hash_password, password_faults
from workflow.acts.sign_in import new_session_key
from workflow.acts.transaction import transaction
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.refusals import NotFound, Refusal, Refused
from workflow.rulebook.roles import Roles
from workflow.store.people import person, post, unit
from workflow.wording import LANGUAGES, Label, Term

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
    with transaction(office, actor) as work:
        taken = {name for name, in work.connection.execute(select(person.c.username))}
        faults = list(keeper_faults(office, actor))
        faults += [fault for one in people for fault in password_faults(password, one.username, "password")][:1]
        for one in people:
            faults += _person_faults(one, taken)
            faults += _posts_faults(work.connection, office, one.posts, held=())
            taken.add(one.username)
        if faults:
            raise Refused(faults)
        ids = {}
        for one in people:
            ids[one.username] = _insert_person(work.connection, one, kept)
            for role, unit_code in one.posts:
                _insert_post(work.connection, ids[one.username], role, unit_code, first)
    return ids


def give_post(
    office: Office, actor: Actor, person_id: int, role: str, unit_code: str, *, from_day: date | None = None
) -> int:
    """Put a person into a post from a day on (today); the post's id.

    Refusals: ``not_yours``, ``role_unknown``, ``role_only_recorded``, ``unit_unknown``, ``post_held``,
    ``posts_exclude`` (roles.yaml ``exclusive``).  ``NotFound`` for an unknown person.
    """
    first = from_day or office.today()
    with transaction(office, actor) as work:
        _must_exist(work.connection, person_id)
        held = _held(work.connection, person_id, first)
        faults = [*keeper_faults(office, actor), *_posts_faults(work.connection, office, ((role, unit_code),), held)]
        if faults:
            raise Refused(faults)
        return _insert_post(work.connection, person_id, role, unit_code, first)


def end_post(office: Office, actor: Actor, post_id: int, last_day: date) -> None:
    """Let a post end with ``last_day`` (inclusive); the row stays.

    Refusals: ``not_yours``, ``post_ends_before_it_began``, ``post_ended``.
    """
    with transaction(office, actor) as work:
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
        work.connection.execute(update(post).where(post.c.id == post_id).values(to_day=last_day))


def set_password(office: Office, actor: Actor, person_id: int, password: str) -> None:
    """Set a new first password and unlock the account; every session of the person ends."""
    with transaction(office, actor) as work:
        row = _must_exist(work.connection, person_id)
        faults = [*keeper_faults(office, actor), *password_faults(password, row.username, "password")]
        if faults:
            raise Refused(faults)
        work.connection.execute(
            update(person)
            .where(person.c.id == person_id)
            .values(password_hash=hash_password(password), session_key=new_session_key(), failures=0, locked_until=None)
        )


def disable_person(office: Office, actor: Actor, person_id: int) -> None:
    """Close an account: no more sign-in, its sessions end; the person stays known to the trail."""
    with transaction(office, actor) as work:
        row = _must_exist(work.connection, person_id)
        faults = list(keeper_faults(office, actor))
        if row.disabled_at is not None:
            faults.append(Refusal("account_closed", {"at": row.disabled_at}))
        if faults:
            raise Refused(faults)
        work.connection.execute(
            update(person).where(person.c.id == person_id).values(disabled_at=work.now, session_key=new_session_key())
        )


def keeper_faults(office: Office, actor: Actor) -> tuple[Refusal, ...]:
    """Whether this actor may keep the house's lists: the command line, or a role that roles.yaml says so of."""
    roles = office.rulebook.roles
    if actor.is_system or any(held.role in roles and roles[held.role].keeps_people for held in actor.posts):
        return ()
    keepers = tuple(role.label for role in roles.values() if role.keeps_people)
    return (Refusal("not_yours", {"action": Term("people.keep")}, who=keepers),)


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


def _posts_faults(
    connection: Connection, office: Office, wanted: Iterable[tuple[str, str]], held: Iterable[tuple[str, str]]
) -> list[Refusal]:
    """What keeps a person who holds ``held`` from holding ``wanted`` too."""
    roles: Roles = office.rulebook.roles
    units = {row.code: row.active for row in connection.execute(select(unit.c.code, unit.c.active))}
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


def _must_exist(connection: Connection, person_id: int) -> Row[Any]:
    row = connection.execute(select(person).where(person.c.id == person_id)).one_or_none()
    if row is None:
        raise NotFound("person", person_id)
    return row


def _held(connection: Connection, person_id: int, day: date) -> tuple[tuple[str, str], ...]:
    """The posts of a person that are in force on or after a day."""
    rows = connection.execute(
        select(post.c.role, post.c.unit).where(
            post.c.person_id == person_id, or_(post.c.to_day.is_(None), post.c.to_day >= day)
        )
    )
    return tuple((row.role, row.unit) for row in rows)


def _insert_person(connection: Connection, one: NewPerson, kept: str) -> int:
    values = {
        "username": one.username, "name_zh": one.name.zh.strip(), "name_en": one.name.en.strip(), "password_hash": kept,
        "language": one.language, "session_key": new_session_key(), "failures": 0,
    }
    return int(connection.execute(insert(person).values(values).returning(person.c.id)).scalar_one())


def _insert_post(connection: Connection, person_id: int, role: str, unit_code: str, first: date) -> int:
    values = {"person_id": person_id, "role": role, "unit": unit_code, "from_day": first}
    return int(connection.execute(insert(post).values(values).returning(post.c.id)).scalar_one())
