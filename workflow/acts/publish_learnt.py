"""A second person puts a learnt scorecard or lexicon in force, or it is withdrawn.

A scorecard begins on the next office day, so that no two classes of one day are weighed by two. A lexicon's words
are known from its day on; classes are read with them from the next rebuild of the index on, which this act does at
once in a house of up to 5,000 classes and leaves to ``shenbao duplicates rebuild`` in a larger one.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from workflow.acts.books import Book
from workflow.acts.entitled import MAY_CONFIRM, MAY_PROPOSE, entitled_post
from workflow.acts.notes import words
from workflow.acts.publish_policy import renew_rules
from workflow.acts.rebuild_likeness import rebuild_likeness
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.people import Actor, Post
from workflow.office import Office
from workflow.office.gather import GREATEST_ID
from workflow.office.learnt import hash_of
from workflow.refusals import NotFound, Refusal, Refused
from workflow.rulebook.added import read_added
from workflow.store.cases import case
from workflow.store.learning import learnt_version
from workflow.store.learning_writing import DECIDE_VERSION, LEXICON, PROPOSED, PUBLISHED, SCORECARD, WITHDRAWN
from workflow.store.likeness_index import count_marks

PUBLISH, WITHDRAW = "publish_learnt", "withdraw_learnt"
AT_ONCE = 5_000  # classes of which the index is rebuilt with the act; about two seconds


def publish_learnt(office: Office, actor: Actor, proposal: int, opinion: str = "") -> bool:
    """Put a proposed version in force; whether classes are read by it from now on without a rebuild to come.

    Refused: ``policy_role_missing``, ``learnt_second_person`` (who proposed it, or accepted one of its wordings),
    ``learnt_decided``, ``learnt_version_changed``.
    """
    def do(work: Work) -> str:
        post, refusals = entitled_post(work, MAY_CONFIRM)
        row = _proposal(work, proposal)
        judges = {one.approved_by for one in read_added(row.text)} if row.kind == LEXICON else set()
        if actor.id in judges | {row.proposed_by}:
            refusals.append(Refusal("learnt_second_person"))
        if hash_of(row.text) != row.hash:
            refusals.append(Refusal("learnt_version_changed", {"hash": row.hash[:12]}))
        refusals += _open(row)
        if refusals:
            raise Refused(refusals)
        begins = office.today() + timedelta(days=row.kind == SCORECARD)
        _decide(work, row, PUBLISH, PUBLISHED, post, opinion.strip(), begins)
        return str(row.kind)

    kind = in_one_go(office, actor, None, PUBLISH, do)
    renew_rules(office)
    return kind == SCORECARD or _rebuilt(office)


def withdraw_learnt(office: Office, actor: Actor, proposal: int, reason: str) -> None:
    """Take a proposal back, by who made it, or decline it, by who might have put it in force; with the reason."""
    def do(work: Work) -> None:
        row = _proposal(work, proposal)
        post, refusals = entitled_post(work, MAY_PROPOSE if row.proposed_by == actor.id else MAY_CONFIRM)
        refusals += _open(row)
        if refusals:
            raise Refused(refusals)
        _decide(work, row, WITHDRAW, WITHDRAWN, post, words(reason, "reason_missing"), None)

    in_one_go(office, actor, None, WITHDRAW, do)


def _rebuilt(office: Office) -> bool:
    with office.database.read() as connection:
        small = count_marks(connection) <= AT_ONCE
    if small:
        rebuild_likeness(office)
    return small


def _proposal(work: Work, number: int) -> Any:
    wanted = select(learnt_version, case.c.number).join(case, case.c.id == learnt_version.c.case_id)
    row = work.connection.execute(wanted.where(learnt_version.c.id == min(number, GREATEST_ID))).one_or_none()
    if row is None:
        raise NotFound("learnt_version", number)
    return row


def _open(row: Any) -> list[Refusal]:
    return [] if row.status == PROPOSED else [Refusal("learnt_decided", {"at": row.decided_at})]


def _decide(work: Work, row: Any, act: str, status: str, post: Post | None, said: str, begins: Any) -> None:
    told = {"status": status, "decided_by": work.actor.id, "decided_at": work.now, "opinion": said or None,
            "effective_from": begins}
    work.write(DECIDE_VERSION, key_id=row.id, key_status=PROPOSED, **told)
    Book(work, row.number).enter(
        act, post=post, opinion=said, rows={"learnt_version": [{"id": row.id, **told}]},
        given={"proposal": row.id, "hash": row.hash})
