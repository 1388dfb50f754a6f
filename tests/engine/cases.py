"""Situations made by hand for tests without a database: a case in a state, an actor, what lies around."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest

from tests.district import a_class
from workflow.bootstrap import written_rules
from workflow.domain.declaration import changed_fields
from workflow.domain.findings import BLOCK, Finding
from workflow.domain.people import Actor, Post, Unit, system_actor
from workflow.engine.decide import Move, decide
from workflow.engine.rules.facts import Line
from workflow.engine.signers import round_of
from workflow.engine.situation import CaseView, Seat, Situation
from workflow.engine.stated import kept_after
from workflow.refusals import Refused
from workflow.rulebook.process import Process
from workflow.rulebook.rulebook import Rulebook
from workflow.wording.values import Label

NOW = datetime(2026, 10, 14, 1, 0, tzinfo=UTC)
HOST = Unit("CIVIL", Label("区民政局", "Civil Affairs"), "department")
IN_UNIT = {"declarant": 1, "unit_finance": 2, "unit_head": 3}
IN_DISTRICT = {
    "od_section": 11,
    "od_deputy": 12,
    "od_head": 13,
    "hrss": 14,
    "finance": 15,
    "leader": 16,
    "od_section2": 21,
    "finance2": 25,
}


@cache
def rules() -> Rulebook:
    return written_rules()


def an_actor(number: int, *posts: Post) -> Actor:
    return Actor(number, f"#{number}", posts)


def holder(role: str) -> Actor:
    """Somebody who holds exactly this role: of CIVIL, or of the district (a trailing 2 is another person)."""
    if role in IN_UNIT:
        return an_actor(IN_UNIT[role], Post(role, "CIVIL"))
    return an_actor(IN_DISTRICT[role], Post(role.rstrip("2"), "OD"))


def a_case(
    process: Process,
    state: str,
    *,
    actor: Actor | None = None,
    seats: tuple[Seat, ...] | None = None,
    remembered: dict[str, Any] | None = None,
    **more: Any,
) -> Situation:
    """A case that just came into this state, with the seats of the state's round open."""
    form = more.pop("form", a_class(trainee_count=30) if process.subject == "class_declaration" else {"unit": "CIVIL"})
    view = CaseView(
        id=7,
        kind=process.subject,
        state=state,
        version=1,
        rounds=0,
        host="CIVIL",
        created_by=1,
        created_at=NOW,
        entered_at=NOW,
        remembered=remembered or {},
        form_n=1,
        form_hash="f" * 64,
        number="CX-2026-0001",
    )
    rulebook = rules()
    share = form.fund_shares[0] if getattr(form, "fund_shares", ()) else None
    lines = (Line(1, share.owner, 2026, share.source, "open", 10_000_000, 0, 0, 0),) if share else ()
    made = Situation(
        view,
        process,
        actor or system_actor(),
        NOW,
        date(2026, 10, 14),
        rulebook.policy_on(date(2026, 10, 14)),
        rulebook.workdays,
        form=form,
        units={"CIVIL": HOST},
        lines=lines,
    )
    made = made.with_(**more)
    deciding = process.deciding(state)
    if seats is None and deciding is not None:
        opened = round_of(made, deciding, 1)
        return made.with_(seats=opened.seats, case=replace(view, rounds=1))
    return made.with_(seats=seats or ())


def then(s: Situation, move: Move) -> Situation:
    """The case after a move: what an act would have written, as far as the next decision looks at it."""
    signed = {"status": "signed", "signed_by": s.actor.id, "signed_at": s.now}
    seats = []
    for seat in s.seats:
        if seat is move.signs:
            seats.append(replace(seat, **signed))
        elif seat in move.closes:
            continue
        else:
            seats.append(replace(seat, status="open") if seat in move.opens else seat)
    seats += [seat for opened in move.rounds for seat in opened.seats]
    kept = {**s.case.remembered, **move.remembered}
    for intent in move.intents:
        if type(intent).__name__ == "Keep":
            kept.pop(intent.key, None)
            kept |= {} if intent.value is None else {intent.key: intent.value}
    case = replace(
        s.case, state=move.target, rounds=max([s.case.rounds, *(seat.round for seat in seats)]), remembered=kept
    )
    return s.with_(case=case, seats=tuple(seats), given={}, opinion="")


def take(s: Situation, action: str, role: str, opinion: str = "同意。", **given: Any) -> Situation:
    """Decide as a holder of the role and go on from there."""
    asked = s.with_(actor=holder(role), opinion=opinion, given=given)
    return then(asked, decide(asked, action))


def refused(s: Situation, action: str) -> tuple[str, ...]:
    with pytest.raises(Refused) as why:
        decide(s, action)
    return why.value.codes


def asked(s: Situation, role: str, opinion: str = "同意。", **given: Any) -> Situation:
    return s.with_(actor=holder(role), opinion=opinion, given=given)


def block(rule: str, gate: str, **more: Any) -> Finding:
    return Finding(rule, more.pop("severity", BLOCK), gate, **more)


def proposal(s: Situation, **changes: Any) -> Situation:
    proposed = a_class(**{"trainee_count": 30, **changes})
    return s.with_(proposed=proposed, changed=changed_fields(s.form, proposed))


def with_a_cut(process: Process) -> Situation:
    """The finance reviewer has proposed 10,000 yuan; the unit head is asked."""
    s = a_case(process, "funding_review")
    s = take(s, "propose_cut", "finance", "偏高。", cut_to_fen=1_000_000)
    return s.with_(case=replace(s.case, remembered={"given": kept_after(s, {"cut_to_fen": 1_000_000}, 2, frozenset())}))
