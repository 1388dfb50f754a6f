"""Sign in, and change one's own password; by the real clock in every house (ruling 47).

Five wrong passwords lock an account for a quarter of an hour.  An attempt is counted
before it is judged, so that many at once win nothing.  A name that nobody has is
answered in the same words, after the same time, with a count of its own kept in
this process: the answers do not tell which names exist.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NoReturn

from sqlalchemy import ColumnElement, case, literal, null, select, update

from workflow.acts.passwords import hash_password, is_password, nobodys_hash, password_faults, wants_renewal
from workflow.acts.strangers import Strangers
from workflow.acts.transaction import transaction
from workflow.domain.people import system_actor
from workflow.office import Office
from workflow.refusals import NotFound, Refusal, Refused
from workflow.store.people import person
from workflow.store.types import Moment
from workflow.wording import LANGUAGES

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
LONGEST_NAME = 64

_strangers = Strangers(MOST_FAILURES, LOCKED_FOR)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One counted try: the how-manieth, and until when the account is locked if it fails."""

    count: int
    locked_until: datetime | None


def sign_in(office: Office, username: str, password: str) -> int:
    """The person id behind a name and password.

    Raises :class:`Refused`: ``username_missing``, ``password_missing``, ``sign_in_failed``
    (with the tries left) or ``account_locked`` (with until when).
    """
    username = username.strip()
    missing = [Refusal(f"{field}_missing", {}, field) for field, text in
               (("username", username), ("password", password)) if not text]
    if missing:
        raise Refused(missing)
    row = _account(office, username)
    if row is None:
        _refuse_stranger(username, password, office.real_clock())
    _prove(office, row, password, "password")
    return int(row.id)


def change_password(office: Office, person_id: int, old: str, new: str, again: str) -> str:
    """Set a new password; every other session of the person ends. Answers the new session key.

    Raises :class:`Refused` with all faults of the new password at once, then as :func:`sign_in`.
    """
    row = _account_by_id(office, person_id)
    faults = list(password_faults(new, row.username, "new_password"))
    if not old:
        faults.insert(0, Refusal("password_missing", {}, "old_password"))
    if new != again:
        faults.append(Refusal("passwords_differ", {}, "again"))
    if new and new == old:
        faults.append(Refusal("password_unchanged", {}, "new_password"))
    if faults:
        raise Refused(faults)
    _prove(office, row, old, "old_password")
    key = new_session_key()
    _write(office, person_id, password_hash=hash_password(new), session_key=key)
    return key


def choose_language(office: Office, person_id: int, language: str) -> None:
    """Keep the language a person wants to read; refuses a language that the house does not speak."""
    if language not in LANGUAGES:
        raise Refused(Refusal("language_unknown", {}, "language"))
    _write(office, person_id, language=language)


def new_session_key() -> str:
    """A fresh random key; sessions that carry another have ended."""
    return secrets.token_hex(16)


def _prove(office: Office, row: Any, password: str, field: str) -> None:
    attempt = _count_attempt(office, row.id)
    if not is_password(row.password_hash, password):
        _fail(attempt, field)
    renewed = {"password_hash": hash_password(password)} if wants_renewal(row.password_hash) else {}
    _write(office, row.id, failures=0, locked_until=None, **renewed)


def _fail(attempt: Attempt, field: str) -> NoReturn:
    if attempt.locked_until is not None:
        raise Refused(Refusal("account_locked", {"until": attempt.locked_until}, field))
    raise Refused(Refusal("sign_in_failed", {"count": MOST_FAILURES - attempt.count}, field))


def _refuse_stranger(username: str, password: str, now: datetime) -> NoReturn:
    tries, until, locked = _strangers.count(username, now)
    if locked:
        raise Refused(Refusal("account_locked", {"until": until}, "password"))
    is_password(nobodys_hash(), password)
    _fail(Attempt(tries, until), "password")


def _count_attempt(office: Office, person_id: int) -> Attempt:
    """Count a try before judging it; refused while the account is locked."""
    now = office.real_clock()
    over = person.c.locked_until <= now
    count = case((over, 1), else_=person.c.failures + 1)
    until = literal(now + LOCKED_FOR, Moment())
    with transaction(office, system_actor()) as work:
        row = work.connection.execute(
            update(person)
            .where(person.c.id == person_id, person.c.locked_until.is_(None) | over)
            .values(failures=count, locked_until=case((count >= MOST_FAILURES, until), else_=null()))
            .returning(person.c.failures, person.c.locked_until)
        ).one_or_none()
        if row is not None:
            return Attempt(row.failures, row.locked_until)
        locked = work.connection.execute(select(person.c.locked_until).where(person.c.id == person_id)).scalar_one()
        raise Refused(Refusal("account_locked", {"until": locked}, "password"))


def _account(office: Office, username: str) -> Any:
    readable = len(username) <= LONGEST_NAME and "\0" not in username
    return _open_account(office, person.c.username == username) if readable else None


def _account_by_id(office: Office, person_id: int) -> Any:
    row = _open_account(office, person.c.id == person_id)
    if row is None:
        raise NotFound("person", person_id)
    return row


def _open_account(office: Office, condition: ColumnElement[bool]) -> Any:
    with office.database.read() as connection:
        return connection.execute(
            select(person.c.id, person.c.username, person.c.password_hash)
            .where(condition, person.c.disabled_at.is_(None))
        ).one_or_none()


def _write(office: Office, person_id: int, **columns: Any) -> None:
    with transaction(office, system_actor()) as work:
        work.connection.execute(update(person).where(person.c.id == person_id).values(**columns))
