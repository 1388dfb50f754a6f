"""One act = one transaction: everything an act writes stands here first, is sent together and committed, or nothing is.

The only place that commits, and the only one that writes the trail.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection

from workflow.domain.people import Actor
from workflow.office.office import Office
from workflow.refusals import Refusal, Refused
from workflow.store.act_writing import NEW_RECORD, NEW_REFUSED
from workflow.store.database import FAULTS
from workflow.store.prepared import Statement, Unmet, Writing
from workflow.trail.record import make_record, refusal_hash

T = TypeVar("T")
TRIES = 8
SAME_RECORD = ("pk_trail", "trail.case_id, trail.n", "trail_request_id", "trail.request_id")
LOCKED = ("database is locked", "deadlock detected", "could not serialize", "lock timeout", "lock_not_available")
# Refusals that tell of an attempt without the right: kept, because an auditor asks for them.
WITHOUT_RIGHT = frozenset(
    {"not_your_seat", "not_yours", "own_case", "two_hats", "signed_gate_before", "only_the_system"})


class Stale(Exception):
    """Somebody else was first: what was read no longer holds; judge again."""


class Work:
    """What an act writes, gathered until its end."""

    def __init__(self, office: Office, actor: Actor, connection: Connection, now: datetime, *, at_once: bool = False):
        self.office, self.actor, self.connection, self.now, self.at_once = office, actor, connection, now, at_once
        self._writing = Writing()
        self._checks: list[Refusal | None] = []

    def write(self, statement: Statement, **values: Any) -> None:
        """Write one row or change; a counted statement must touch exactly one, else what was read is stale."""
        self._writing.add(statement, **values)
        if statement.counted:
            self._checks.append(None)

    def demand(self, refusal: Refusal, statement: Statement, **values: Any) -> None:
        """Like :meth:`write`; when the statement touches no row, the act is refused so."""
        self._writing.add(statement, **values)
        self._checks.append(refusal)

    def record(self, **told: Any) -> str:
        """Write one record of the trail (see ``trail.record.make_record``); its hash."""
        text, digest = make_record(at=self.now, actor=self.actor.id, **told)
        self.write(NEW_RECORD, case_id=told["case"], n=told["n"], hash=digest, prev=told["prev"], record=text,
                   at=self.now, actor_id=self.actor.id, role=told["role"], act=told["act"],
                   from_state=told["from_state"], to_state=told["to_state"], request_id=told.get("request"))
        return digest

    def finish(self) -> None:
        """Send what was gathered so far and see that each demand was met; what follows is gathered anew."""
        if not len(self._writing):
            return
        writing, checks = self._writing, self._checks
        self._writing, self._checks = Writing(), []
        try:
            writing.run(self.connection)
        except Unmet as unmet:
            refusal = checks[unmet.place]
            if refusal is None:
                raise Stale from None
            raise Refused(refusal) from None

    def hold(self) -> None:
        """Open a transaction: this act will write in more than one statement."""
        if self.at_once:
            self.connection.exec_driver_sql("BEGIN")
        self.at_once = False


@contextmanager
def transaction(office: Office, actor: Actor, *, at_once: bool = False) -> Iterator[Work]:
    """The transaction of one act; leaving it in good order commits, any exception undoes all.

    ``at_once``: all is written by the one statement that :meth:`Work.finish` sends, unless the act
    calls :meth:`Work.hold` before it writes anything else (decision 0003).
    """
    with office.database.write(at_once=at_once) as connection:
        alone = at_once and office.database.dialect == "postgresql"
        work = Work(office, actor, connection, office.clock(), at_once=alone)
        yield work
        work.finish()
        if not work.at_once:  # else the one statement was a transaction by itself
            connection.commit()


def in_one_go(office: Office, actor: Actor, case_id: int | None, act: str, do: Callable[[Work], T],
              *, at_once: bool = False) -> T:
    """Run an act; begin anew, a bounded number of times, when somebody else was first or held the lock.

    Only lock refusals and stale reads are tried again; a refusal is an answer.
    """
    for attempt in range(TRIES):
        try:
            with transaction(office, actor, at_once=at_once) as work:
                return do(work)
        except Stale:
            pass
        except Refused as refused:
            if WITHOUT_RIGHT.intersection(refused.codes):
                keep_refusal(office, actor, case_id, act, refused)
            raise
        except FAULTS as fault:
            if not _may_pass(fault):
                raise
        time.sleep(random.uniform(0, 0.01 * 2**attempt))
    raise Refused(Refusal("busy"))


def keep_refusal(office: Office, actor: Actor, case_id: int | None, act: str, refused: Refused) -> None:
    """An attempt without the right is its own small record, outside the case's chain."""
    with transaction(office, actor) as work:
        codes = list(refused.codes)
        digest = refusal_hash(at=work.now, actor=actor.id, case=case_id, act=act, codes=codes)
        work.write(NEW_REFUSED, at=work.now, actor_id=actor.id, case_id=case_id, act=act, codes=codes, hash=digest)


def _may_pass(fault: Exception) -> bool:
    """Whether another try may succeed: a lock, or two writers of the same next record."""
    text = str(getattr(fault, "orig", fault)).lower()
    return any(word in text for word in (*LOCKED, *SAME_RECORD))
