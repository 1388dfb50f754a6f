"""What two persons decide about the year's money: one proposes, a second one confirms, in their own sittings.

What is proposed changes nothing but itself.  Both moments are records of the year's book, and
what stands against a motion is asked at both, since weeks may lie between them.
"""

from typing import Any

from sqlalchemy import select

from workflow.acts.books import Book
from workflow.acts.fund_lines import GREATEST_ID, Sitting
from workflow.acts.fund_moves import all_faults, carry_out, write_correction, year_of
from workflow.acts.fund_persons import floor_faults, fund_posts, person_faults
from workflow.acts.notes import words
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.motions import (
    DECLINED,
    DONE,
    WAITING,
    WITHDRAWN,
    Motion,
    OpenLine,
    from_json,
    kind_of,
    to_json,
)
from workflow.domain.people import Actor
from workflow.engine.rules.funding import FLOORED
from workflow.office import Office
from workflow.refusals import NotFound, Refusal, Refused
from workflow.store.cases import case
from workflow.store.funding import fund_motion
from workflow.store.identity import next_id
from workflow.store.line_writing import DECIDE_MOTION, NEW_MOTION

PROPOSE, DECLINE, WITHDRAW = "propose_fund", "decline_fund", "withdraw_fund"


def propose(office: Office, actor: Actor, motion: Motion, reason: str) -> int:
    """Lay a motion before the second person; its id.

    Refused with every reason at once: ``fund_persons_missing``, ``reason_missing``, and what is wrong with the
    motion itself (``acts.fund_moves.all_faults``).
    """

    def do(work: Work) -> int:
        posts = fund_posts(work, actor.id)
        said, faults = _reason(reason)
        _stop([*person_faults(work, posts), *faults, *all_faults(motion, work)])
        book = Book(work, book_number(year_of(motion, work)))
        motion_id = next_id(work.connection, fund_motion)
        row = {"id": motion_id, "kind": kind_of(motion), "body": to_json(motion), "reason": said, "status": WAITING,
               "by": actor.id, "at": work.now, "decided_by": None, "decided_at": None}
        work.write(NEW_MOTION, case_id=book.id, **row)
        book.enter(PROPOSE, post=posts[actor.id][0], opinion=said, rows={"fund_motion": [row]},
                   given={"motion": motion_id})
        return motion_id

    return in_one_go(office, actor, None, PROPOSE, do)


def confirm(office: Office, actor: Actor, motion_id: int) -> int:
    """The second person agrees, and it is done; the number of the book's record.

    Refused: ``motion_settled``, ``second_person_same``, ``fund_persons_missing``, ``below_floor``, and whatever stands
    against the motion by now.
    """

    def do(work: Work) -> int:
        row = _waiting(work, motion_id)
        motion = from_json(row["kind"], row["body"])
        posts = fund_posts(work, actor.id, row["by"])
        faults = [*person_faults(work, posts, row["by"]), *all_faults(motion, work)]
        if not faults and below_floor(work, motion):
            faults += floor_faults(work, posts, row["reason"])
        _stop(faults)
        sitting = Sitting(work, Book(work, row["number"]), posts[actor.id][0], row["reason"],
                          {"motion": motion_id, "second": row["by"]})
        carry_out(motion, sitting)
        _settle(sitting.rows, work, motion_id, DONE)
        n = sitting.finish(row["kind"])
        write_correction(sitting)
        return n

    return in_one_go(office, actor, None, "confirm_fund", do)


def decline(office: Office, actor: Actor, motion_id: int, reason: str) -> int:
    """Say no with a reason; who proposed it withdraws it. The number of the book's record."""

    def do(work: Work) -> int:
        row = _waiting(work, motion_id)
        posts = fund_posts(work, actor.id)
        said, faults = _reason(reason)
        _stop([*person_faults(work, posts), *faults])
        mine = row["by"] == actor.id
        rows: dict[str, list[dict[str, Any]]] = {}
        _settle(rows, work, motion_id, WITHDRAWN if mine else DECLINED)
        return Book(work, row["number"]).enter(WITHDRAW if mine else DECLINE, post=posts[actor.id][0], opinion=said,
                                               rows=rows, given={"motion": motion_id})

    return in_one_go(office, actor, None, DECLINE, do)


def book_number(year: int) -> str:
    """The book that tells of a fiscal year's lines."""
    return f"fund-{year}"


def below_floor(work: Work, motion: Motion) -> bool:
    """Whether a line of the district's own fund would be opened below what the rule asks for (R-01)."""
    policy = work.office.rulebook.policy_on(work.office.today())
    return isinstance(motion, OpenLine) and motion.source == FLOORED and motion.fen < policy["fund.annual_floor_fen"]


def _settle(rows: dict[str, list[dict[str, Any]]], work: Work, motion_id: int, status: str) -> None:
    decided = {"status": status, "decided_by": work.actor.id, "decided_at": work.now}
    work.write(DECIDE_MOTION, key_id=motion_id, key_status=WAITING, **decided)
    rows["fund_motion"] = [{"id": motion_id, **decided}]


def _waiting(work: Work, motion_id: int) -> dict[str, Any]:
    wanted = select(fund_motion, case.c.number).join(case, case.c.id == fund_motion.c.case_id).where(
        fund_motion.c.id == min(motion_id, GREATEST_ID))
    row = work.connection.execute(wanted).one_or_none()
    if row is None:
        raise NotFound("fund_motion", motion_id)
    if row.status != WAITING:
        raise Refused(Refusal("motion_settled"))
    return row._asdict()


def _reason(reason: str) -> tuple[str, list[Refusal]]:
    try:
        return words(reason, "reason_missing"), []
    except Refused as refused:
        return "", [Refusal(one.code, one.values, "reason") for one in refused.refusals]


def _stop(faults: list[Refusal]) -> None:
    if faults:
        raise Refused(faults)
