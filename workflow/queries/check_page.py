"""S24: is this class approved?  For a unit that is asked to send people, and for whoever reads a paper copy.

No right to the case is asked for, so the answer holds no more than anybody may know: title,
host, days, head-count, day of the decision, and whether it still stands.  No names, no money;
a class that was never approved is not told apart from a number that does not exist.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from unicodedata import normalize

from sqlalchemy import Connection, or_, select

from workflow.domain.days import office_day
from workflow.domain.seats import SIGNED
from workflow.office import Office
from workflow.queries.labels import Said, names, span
from workflow.store.cases import case, class_declaration, seat
from workflow.wording import Label

LONGEST = 200  # characters read: a whole address may be pasted
DASHES = re.compile("[‐-―−﹘﹣－—–_/\\\\.·]+")
BRACKETS = str.maketrans("[({【「『〈《［（", "〔" * 10) | str.maketrans("])}】」』〉》］）", "〕" * 10)
NUMBER = re.compile(r"([A-Z]+)-?(\d{4})-?0*(\d{1,9})")
REPLY = re.compile(r"(\D+?)〔?(\d{4})〕?0*(\d{1,9})号?")
DECISIONS = ("approve", "accept_filing")  # the acts that let a class be held
RULE = "R-42"
# What a state means for a unit that is called; a state not named here is in the midst of a change.
STANDINGS: Mapping[str, str] = {
    "approved": "stands", "filed": "stands", "noticed": "stands", "in_session": "in_session",
    "postponed": "postponed", "closing": "held", "closure_review": "held", "completed": "held",
    "cancelled": "cancelled", "lapsed": "lapsed", "aborted": "aborted", "merged": "merged",
}  # fmt: skip
ENDED = frozenset({"cancelled", "lapsed", "aborted", "merged"})  # the approval no longer allows to call anybody


@dataclass(frozen=True, slots=True)
class Approval:
    """An approved class. ``filed``: registered rather than approved; ``paper_no``: of the reply or the receipt.

    ``changed``: its content is no longer the one that was decided on; what stands here is the one in force.
    ``into``: the number of the class it was merged into.
    """

    case_id: int
    number: str
    paper_no: str
    filed: bool
    title: str
    host: Label | None
    when: Said | date | None
    people: int | None
    decided_on: date | None
    standing: str
    changed: bool
    into: str | None = None

    @property
    def holds(self) -> bool:
        """Whether units may still be called to it, or the class was held."""
        return self.standing not in ENDED


@dataclass(frozen=True, slots=True)
class Check:
    """What was asked for, as it was read; the approval if there is one; the clause that lets units refuse."""

    wanted: str
    found: Approval | None
    clause: Label


def check(office: Office, typed: str) -> Check:
    """Look up a declaration number, a reply's or a receipt's, however it was typed."""
    wanted = as_number(typed)
    with office.database.read() as connection:
        found = _approval(connection, office, wanted) if wanted else None
    return Check(wanted, found, office.rulebook.policy_on(office.today()).rules[RULE].citation)


def example_number(office: Office) -> str:
    """What a declaration's number looks like in this house, today."""
    today = office.today()
    return f"{office.rulebook.policy_on(today)['numbering.prefix']}-{today.year}-0001"


def as_number(typed: str) -> str:
    """A number as the office writes it, from one typed in full width, small letters, with spaces, other dashes or
    brackets, without dashes or noughts, or from the address behind a code; anything else as it was typed."""
    text = normalize("NFKC", typed[:LONGEST]).strip()
    text = text.rpartition("no=")[2] if "no=" in text else text
    text = re.sub(r"\s", "", text.replace("\0", "")).upper()
    plain = NUMBER.fullmatch(DASHES.sub("-", text).strip("-"))
    if plain:
        prefix, year, count = plain.groups()
        return f"{prefix}-{year}-{int(count):04d}"
    reply = REPLY.fullmatch(text.translate(BRACKETS))
    if reply:
        series, year, count = reply.groups()
        return f"{series}〔{year}〕{int(count)}号"
    return text[:64]


def _approval(connection: Connection, office: Office, wanted: str) -> Approval | None:
    of = class_declaration.c
    row = connection.execute(
        select(case.c.id, case.c.number, case.c.host_unit, case.c.state, case.c.remembered, case.c.form_hash,
               class_declaration)
        .join_from(case, class_declaration, of.case_id == case.c.id)
        .where(or_(case.c.number == wanted, of.reply_no == wanted, of.receipt_no == wanted))
    ).first()  # fmt: skip
    if row is None or not (row.reply_no or row.receipt_no):
        return None
    known = names(connection, office.rulebook.roles, units=[row.host_unit])
    decided = connection.execute(
        select(seat.c.signed_at, seat.c.form_hash)
        .where(seat.c.case_id == row.id, seat.c.status == SIGNED, seat.c.action.in_(DECISIONS))
        .order_by(seat.c.signed_at.desc())
        .limit(1)
    ).first()
    standing = _standing(row)
    return Approval(
        case_id=row.id,
        number=row.number,
        paper_no=row.reply_no or row.receipt_no,
        filed=not row.reply_no,
        title=row.class_name,
        host=known.unit(row.host_unit),
        when=span(row.start_date, row.end_date),
        people=row.trainee_count,
        decided_on=office_day(decided.signed_at) if decided else None,
        standing=standing,
        changed=decided is not None and decided.form_hash not in (None, row.form_hash),
        into=_number_of(connection, row.merged_into) if standing == "merged" else None,
    )


def _standing(row: Any) -> str:
    """A class whose accounts are being settled stands as it will end."""
    state = row.remembered.get("outcome", "completed") if row.state == "settling" else row.state
    return STANDINGS.get(state, "changing")


def _number_of(connection: Connection, case_id: int | None) -> str | None:
    if case_id is None:
        return None
    found: str | None = connection.execute(select(case.c.number).where(case.c.id == case_id)).scalar_one_or_none()
    return found
