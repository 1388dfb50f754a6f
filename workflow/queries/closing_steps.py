"""When a class was approved, called, opened, signed in and paid: the proofs of order, and what the rules say of it."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, func, select

from workflow.domain.completion import Proof, in_order
from workflow.domain.days import office_day
from workflow.domain.findings import Finding
from workflow.engine.guards_of_holding import closing_facts
from workflow.engine.rules.register import judge_closing
from workflow.engine.situation import Situation
from workflow.store.cases import class_declaration
from workflow.store.completion import attendance
from workflow.store.trail import trail
from workflow.trail.record import read_record

APPROVAL, NOTICE, OPENING, SIGN_IN, PAYMENT = STEPS = ("approval", "notice", "opening", "sign_in", "payment")
PAPERS = "R-38"
BY_ACT: Mapping[str, str] = {
    "approve": APPROVAL, "accept_filing": APPROVAL, "issue_notice": NOTICE, "open": OPENING, "settle": PAYMENT,
}


def days_of_steps(connection: Connection, case_id: int) -> dict[str, date | None]:
    """The day of each step that has happened: the first approval and opening, the newest notice and payment.

    A claimed earlier opening counts by the day that was claimed.
    """
    found: dict[str, date | None] = dict.fromkeys(STEPS)
    rows = connection.execute(
        select(trail.c.act, trail.c.record)
        .where(trail.c.case_id == case_id, trail.c.act.in_(BY_ACT), trail.c.to_state.is_not(None))
        .order_by(trail.c.n)
    )
    for row in rows:
        record, step = read_record(row.record), BY_ACT[row.act]
        if found[step] is None or step in (NOTICE, PAYMENT):
            found[step] = office_day(record.late or record.at)
    found[SIGN_IN] = connection.execute(
        select(func.min(attendance.c.day)).where(attendance.c.case_id == case_id)).scalar_one()
    return found


def proofs(days: Mapping[str, date | None]) -> tuple[Proof, ...]:
    """The steps in their order, each told whether it came before the one it follows (先办后批)."""
    return in_order([(step, days[step]) for step in STEPS])


def closing_findings(connection: Connection, s: Situation, *, taught: bool) -> tuple[Finding, ...]:
    """R-37 on the class as it stands, and R-38 once it has been taught."""
    row = connection.execute(
        select(class_declaration.c.reply_no, class_declaration.c.receipt_no)
        .where(class_declaration.c.case_id == s.case.id)
    ).one()
    found = judge_closing(closing_facts(s, row.reply_no or row.receipt_no or ""))
    return tuple(one for one in found if taught or one.rule != PAPERS)
