"""The trainees' evaluation: slips with codes, answers by a code or from paper; nobody's name is kept with one.

A code says only that one of the class answers; which answer came by which code is kept nowhere.
"""

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from workflow.acts.case_change import CaseChange
from workflow.acts.class_in_session import held_now
from workflow.acts.notes import noted, opened, own_post
from workflow.acts.transaction import Work, in_one_go
from workflow.domain import form_text
from workflow.domain.completion import ASKED, LEAST, LEFT_THE_ROSTER, MOST
from workflow.domain.people import Actor, Post, system_actor
from workflow.office.office import Office
from workflow.refusals import NotFound, Refusal, Refused
from workflow.store.completion import evaluation_code
from workflow.store.holding_reading import NUMBERS
from workflow.store.holding_writing import NEW_ANSWER, NEW_CODE, USE_CODE
from workflow.store.rosters import enrolment
from workflow.wording.values import Term

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another when read from paper
LENGTH = 10  # 49 bits: more than anybody tries out
MAX_REMARK = 500
LINK, PAPER = "link", "paper"


def make_codes(office: Office, actor: Actor, case_id: int) -> tuple[str, ...]:
    """One fresh code for everybody on the roster who has none yet; they are shown once and kept only as digests."""

    def do(work: Work) -> tuple[str, ...]:
        change = opened(work, case_id)
        held_now(change.situation)
        post = own_post(change.situation)
        made = select(func.count()).where(evaluation_code.c.case_id == case_id)
        wanted = _people(work, case_id) - int(work.connection.execute(made).scalar_one())
        if wanted <= 0:
            raise Refused(Refusal("codes_made"))
        codes = tuple("".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(wanted))
        for code in codes:
            work.write(NEW_CODE, case_id=case_id, hash=digest(code), used=False)
        noted(change, "make_codes", post, given={"count": wanted})
        return codes

    return in_one_go(office, actor, case_id, "make_codes", do)


def answer(office: Office, code: str, scores: Mapping[str, int], remark: str = "") -> int:
    """A trainee's answer by the code of a slip; the class it was about.  Raises ``NotFound`` for an unknown code."""
    said = _checked(scores, remark)
    case_id = class_of(office, code)

    def do(work: Work) -> int:
        change = opened(work, case_id)
        held_now(change.situation)
        work.demand(Refusal("code_used"), USE_CODE, key_hash=digest(code))
        _keep(change, LINK, said, None)
        return case_id

    return in_one_go(office, system_actor(), case_id, "answer_evaluation", do)


def enter_answer(office: Office, actor: Actor, case_id: int, scores: Mapping[str, int], remark: str = "") -> int:
    """An answer that was given on paper, entered by the host unit; not more of them than people."""
    said = _checked(scores, remark)

    def do(work: Work) -> int:
        change = opened(work, case_id)
        held_now(change.situation)
        post = own_post(change.situation)
        if len(NUMBERS.run(work.connection, case_id=case_id)["answers"]) >= _people(work, case_id):
            raise Refused(Refusal("answers_full"))
        return _keep(change, PAPER, said, post)

    return in_one_go(office, actor, case_id, "enter_answer", do)


def class_of(office: Office, code: str) -> int:
    """The class that a code is for, used or not; raises ``NotFound``."""
    wanted = select(evaluation_code.c.case_id).where(evaluation_code.c.hash == digest(code))
    with office.database.read() as connection:
        found = connection.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound("code", 0)
    return int(found)


def digest(code: str) -> str:
    """What is kept of a code; small letters and spaces are read kindly."""
    return hashlib.sha256("".join(code.upper().split())[:64].encode()).hexdigest()


def _keep(change: CaseChange, source: str, said: Mapping[str, Any], post: Post | None) -> int:
    numbers = NUMBERS.run(change.work.connection, case_id=change.id)["answers"]
    k = 1 + max((row["k"] for row in numbers), default=0)
    row = {"k": k, "source": source, "day": change.situation.today, **said}
    change.work.write(NEW_ANSWER, case_id=change.id, **row)
    change.rows["trainee_evaluation"] = [row]
    return noted(change, "enter_answer" if post else "answer_evaluation", post)


def _people(work: Work, case_id: int) -> int:
    expected = enrolment.c.status.not_in(sorted(LEFT_THE_ROSTER))
    return int(work.connection.execute(
        select(func.count()).where(enrolment.c.case_id == case_id, expected)).scalar_one())


def _checked(scores: Mapping[str, int], remark: str) -> dict[str, Any]:
    """The answer as it will stand; every item needs its score, all faults at once."""
    faults = [Refusal("score_missing", {"item": Term(f"closing.item.{item}")}, field=item) for item in ASKED
              if type(scores.get(item)) is not int or not LEAST <= scores[item] <= MOST]
    text = ""
    try:
        text = form_text.text(remark, MAX_REMARK, lines=True)
    except form_text.Unreadable as fault:
        faults.append(fault.refusal(Term("closing.remark"), "remark"))
    if faults:
        raise Refused(faults)
    return {**{item: scores[item] for item in ASKED}, "remark": text or None}
