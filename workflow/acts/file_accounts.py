"""The unit's finance officer files the accounts of a class, item by item and voucher by voucher.

The act that settles signs exactly these: it is refused without them, and once the unit has
signed, they stand until they are given back.
"""

from typing import Any

from sqlalchemy import func, select

from workflow.acts.case_change import CaseChange
from workflow.acts.notes import noted, opened
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.people import Actor, Post
from workflow.domain.seats import OPEN
from workflow.domain.settlement import Accounts, approved_by_item, compare, faults_of, to_rows
from workflow.engine.guards_of_holding import not_reimbursed
from workflow.engine.guards_of_money import ACCOUNTS
from workflow.engine.settling import measure_of, settles
from workflow.engine.situation import Situation
from workflow.office import Office
from workflow.refusals import Refusal, Refused
from workflow.store.settlement import settlement, voucher
from workflow.store.settlement_writing import (
    DROP_ITEMS,
    DROP_SETTLEMENT,
    DROP_VOUCHERS,
    NEW_ITEM,
    NEW_SETTLEMENT,
    NEW_VOUCHER,
)
from workflow.wording.values import Fen

ACT = "file_accounts"
COUNTS = ("trainees", "staff", "half_days", "arrival_half_days", "departure_half_days")


def file_accounts(office: Office, actor: Actor, case_id: int, accounts: Accounts) -> int:
    """File the accounts anew; the number of the record.

    Refused with every fault at once: ``accounts_not_now``, ``accounts_not_asked``, what
    ``domain.settlement.faults_of`` finds, ``accounts_over_quota`` (R-05, which nobody may override), and
    ``not_reimbursed`` where the class was held before its approval (R-37).
    """

    def do(work: Work) -> int:
        change = opened(work, case_id)
        s = change.situation
        post = _asked(s)
        faults = faults_of(accounts, s.today)
        found = None if faults else compare(accounts, measure_of(s.policy))
        if found is not None and found.over:
            faults.append(Refusal("accounts_over_quota", {
                "spent": Fen(found.spent), "allowed": Fen(found.allowed), "over": Fen(found.over)}))
        if accounts.total_fen and (unpaid := not_reimbursed(s)):
            faults.append(unpaid)
        if faults:
            raise Refused(faults)
        _replace(work, change, accounts, found.allowed if found else None)
        change.remember(ACCOUNTS, accounts.total_fen)
        return noted(change, ACT, post, given={"fen": accounts.total_fen})

    return in_one_go(office, actor, case_id, ACT, do)


def _asked(s: Situation) -> Post:
    """The post by which the actor is asked to settle for the unit of the class."""
    actions = settles(s.process, s.case.state)
    if not actions:
        raise Refused(Refusal("accounts_not_now", {"state": s.process.states[s.case.state].label}))
    seats = [seat for seat in s.seats if seat.status == OPEN and seat.action in actions and seat.unit == s.case.host]
    post = next((post for seat in seats if (post := s.actor.holds(seat.role, seat.unit))), None)
    if post is None:
        raise Refused(Refusal("accounts_not_asked"))
    return post


def _replace(work: Work, change: CaseChange, accounts: Accounts, allowed: int | None) -> None:
    """The rows of this filing in the place of those before; vouchers that are no longer listed are told as gone."""
    case_id, now = change.id, work.now
    before = work.connection.execute(select(settlement.c.n).where(settlement.c.case_id == case_id)).scalar() or 0
    listed = work.connection.execute(
        select(func.max(voucher.c.k)).where(voucher.c.case_id == case_id)).scalar() or 0
    for drop in (DROP_SETTLEMENT, DROP_ITEMS, DROP_VOUCHERS):
        work.write(drop, case_id=case_id)
    work.finish()  # what is dropped must be gone before its successor comes
    head = {"n": before + 1, **{name: getattr(accounts, name) for name in COUNTS}, "actual_fen": accounts.total_fen,
            "allowed_fen": allowed, "by": work.actor.id, "at": now}
    approved = approved_by_item(change.situation.form)
    items: list[dict[str, Any]] = [
        {"item": item, "approved_fen": approved[item], "actual_fen": accounts.items.get(item, 0)} for item in approved]
    vouchers = to_rows(accounts)
    work.write(NEW_SETTLEMENT, case_id=case_id, **head)
    for row in items:
        work.write(NEW_ITEM, case_id=case_id, **row)
    for row in vouchers:
        work.write(NEW_VOUCHER, case_id=case_id, **row)
    gone = [{"k": k, "gone": True} for k in range(len(vouchers) + 1, listed + 1)]
    change.rows.update(settlement=[head], settlement_item=items, voucher=[*vouchers, *gone])
