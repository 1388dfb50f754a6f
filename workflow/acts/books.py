"""Books: cases without a process, whose chains tell of what belongs to no single class.

The fund's openings and corrections stand in one book per fiscal year, so that they are
records like any other: chained, replayed, compared.  Nobody takes an action on a book.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from workflow.acts.transaction import Stale, Work
from workflow.domain.days import office_day
from workflow.domain.people import Post
from workflow.store.act_writing import KEPT, MOVE_CASE
from workflow.store.cases import case
from workflow.trail.record import GENESIS

BOOK = "book"
KEPT_OPEN = "open"  # a book's only state


class Book:
    """One book within one act; each :meth:`enter` is a record of it."""

    def __init__(self, work: Work, number: str):
        self.work = work
        row = _find(work, number)
        if row is None:
            row = _begin(work, number)
            self._row, self._n, self._head = row, 0, GENESIS
            self._tell("create", what="created", post=None, from_state=None, to_state=KEPT_OPEN,
                       set_={"number": number})
        else:
            self._row, self._n, self._head = row, row["chain_n"], row["chain_head"]

    @property
    def id(self) -> int:
        return int(self._row["id"])

    @property
    def next_n(self) -> int:
        """The number that the next record will have."""
        return self._n + 1

    def enter(self, act: str, *, post: Post | None, **told: Any) -> int:
        """One record, and the book's row moved on; ``told``: ``opinion``, ``ledger``, ``rows``, ``given``.

        Answers the record's number; ledger rows that name it are written after it.
        """
        self._tell(act, what="recorded", post=post, from_state=KEPT_OPEN, to_state=None, **told)
        kept = {name: self._row[name] for name in KEPT}
        self.work.write(MOVE_CASE, key_id=self.id, key_version=self._row["version"], version=self._row["version"] + 1,
                        chain_n=self._n, chain_head=self._head, **kept)
        self._row = {**self._row, "version": self._row["version"] + 1}  # a further entry of the same act finds it so
        return self._n

    def _tell(self, act: str, *, what: str, post: Post | None, **told: Any) -> None:
        self._head = self.work.record(
            case=self.id, kind=BOOK, n=self._n + 1, prev=self._head, act=act, what=what,
            role=post.role if post else None, unit=post.unit if post else None,
            acting_for=post.acting_for if post else None, process=None,
            policy=self._row["policy_hash"], **told,
        )
        self._n += 1


def _find(work: Work, number: str) -> dict[str, Any] | None:
    wanted = select(case).where(case.c.number == number, case.c.kind == BOOK)
    row = work.connection.execute(wanted).one_or_none()
    return None if row is None else row._asdict()


def _begin(work: Work, number: str) -> dict[str, Any]:
    """A fresh book; whoever begins the same one at the same moment comes second and finds it."""
    policy = work.office.rulebook.policy_on(office_day(work.now))
    values: dict[str, Any] = {
        "kind": BOOK, "process_hash": None, "policy_hash": policy.hash, "state": KEPT_OPEN, "version": 1, "rounds": 0,
        "chain_n": 0, "chain_head": GENESIS, "number": number, "created_by": work.actor.id, "created_at": work.now,
        "entered_at": work.now, "remembered": {}, "form_n": 0, "findings_n": 0, "stamp_seen": 0,
    }
    fresh = insert(case).values(values).on_conflict_do_nothing(index_elements=["number"]).returning(*case.c)
    row = work.connection.execute(fresh).one_or_none()
    if row is None:
        raise Stale
    return row._asdict()
