"""HERE A TRANSITION HAPPENS: gather, decide, set the state, apply effects, record; one transaction.

Every action of every process goes through :func:`take_action`.  It reads the case and
judges it without a lock, then writes everything in one statement that finds the case only
as it was read; if somebody else was first, it begins anew with what is there now.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from workflow.acts.carry_out import carry_out
from workflow.acts.case_change import CaseChange
from workflow.acts.judge_again import judge, needs_judging, settled, store_judged
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.people import Actor, system_actor
from workflow.domain.seats import SIGNED
from workflow.engine.decide import MOVED, Move, decide
from workflow.engine.intents import FollowUp
from workflow.engine.proposals import joined, moved, proposes
from workflow.engine.situation import Situation
from workflow.engine.timing import due_at
from workflow.office.gather import Gathered, changes, gather, read_content, with_whole_findings
from workflow.office.judging import Judged
from workflow.office.office import Office
from workflow.refusals import Refusal, Refused
from workflow.rulebook.process import Action
from workflow.store.act_writing import DROP_COPY
from workflow.store.drafts import last_words, present_body, working_body
from workflow.wording.values import pack


@dataclass(frozen=True, slots=True)
class Seen:
    """What a signer had before them: the signature binds to it, and a change of it is told, not signed over."""

    state: str
    form_hash: str
    findings_hash: str

    @property
    def token(self) -> str:
        return ".".join((self.state, self.form_hash, self.findings_hash))

    @classmethod
    def read(cls, token: str) -> "Seen":
        """The token of a form; a token that is none matches nothing and so is refused as changed."""
        parts = (*token.split("."), "", "")[:3]
        return cls(*parts)

    @classmethod
    def of(cls, gathered: Gathered) -> "Seen":
        row = gathered.row
        number = row["proposed_n"] or row["form_n"]
        return cls(row["state"], gathered.contents.get(number, "")[:16], (row["findings_hash"] or "")[:16])


@dataclass(frozen=True, slots=True)
class Done:
    """What happened: the record's number, and the state the case is in now."""

    case_id: int
    n: int
    act: str
    state: str
    moved: bool
    at: datetime


def take_action(
    office: Office,
    actor: Actor,
    case_id: int,
    action: str,
    *,
    seen: Seen | None = None,
    opinion: str = "",
    given: Mapping[str, Any] | None = None,
    request_id: str | None = None,
) -> Done:
    """Take an action on a case: the only road on which a state changes.

    ``seen``: what the actor was shown; ``given``: what the action asks to be stated, typed;
    ``request_id``: a repeated one answers the first result.  Raises ``Refused`` with every
    reason at once, ``NotFound``.
    """
    return in_one_go(office, actor, case_id, action, lambda work: take_within(
        work, case_id, action, seen=seen, opinion=opinion.strip(), given=given or {}, request_id=request_id), at_once=True)


def take_within(work: Work, case_id: int, action: str, *, given: Mapping[str, Any], seen: Seen | None = None,
                opinion: str = "", request_id: str | None = None) -> Done:
    """The action within a transaction that is open already; what it writes is still to be sent (``work.finish``)."""
    gathered = gather(work.connection, work.office, work.actor, case_id, now=work.now, request_id=request_id,
                      given=given, opinion=opinion, whole=False)
    if gathered.request is not None:
        return _as_before(gathered, case_id)
    _unchanged(work, gathered, seen)
    found = gathered.situation.process.actions.get(action)
    frozen = found is not None and _brings_content(work, gathered, found)
    if frozen and found is not None:
        gathered = _proposing(work, gathered, found)
    judged = None
    if found is not None and needs_judging(gathered, found, frozen=frozen):
        gathered = with_whole_findings(work.connection, gathered)
        judged = judge(work.connection, work.office, gathered, found)
        gathered = replace(gathered, situation=settled(gathered.situation, judged))
    move = decide(gathered.situation, action)
    return _write(work, gathered, move, judged, frozen=frozen, given=given, request_id=request_id)


def _write(work: Work, gathered: Gathered, move: Move, judged: Judged | None, *, frozen: bool, given: Mapping[str, Any],
           request_id: str | None) -> Done:
    s = gathered.situation
    change = CaseChange(work, gathered)
    if frozen:
        change.freeze(s.proposed, by=work.actor.id)
        work.write(DROP_COPY, case_id=change.id)
    if judged is not None:
        store_judged(change, judged)
        if s.case.number is None:
            change.new["policy_hash"] = work.office.rulebook.policy_on(s.today).hash
    if gathered.row["stamp_seen"] != gathered.stamp:
        change.new["stamp_seen"] = gathered.stamp
    if move.what == MOVED:
        change.new.update(state=move.target, entered_at=work.now,
                          due_at=due_at(s.process.states[move.target], s.policy, s.workdays, work.now))
    for key, value in move.remembered.items():
        change.remember(key, value)
    follow_ups = carry_out(change, move.intents, judged)
    _seats(change, move, s.opinion)
    _keep_given(change, move, s)
    change.finish(
        move.action, move.what, post=move.post, to_state=move.target if move.what == MOVED else None,
        opinion=s.opinion, findings=s.findings, changes=s.changed if frozen else (), request=request_id,
        given={name: pack(value) for name, value in given.items()},
    )
    for follow_up in follow_ups:
        _follow(work, follow_up, gathered)
    return Done(change.id, change.n, move.action, move.target, move.what == MOVED, work.now)


def _seats(change: CaseChange, move: Move, opinion: str) -> None:
    """Signatures, the next seats, and the end of rounds, in the order in which they are read later."""
    due = change.new["due_at"]
    if move.signs is not None:
        change.sign(move.signs, opinion)
    for seat in move.opens:
        change.ask(seat, due)
    for seat in move.closes:
        change.close(seat)
    for number in move.ends_rounds:
        change.end_round(number, done=move.signs is not None and move.signs.round == number)
    for opened in move.rounds:
        change.open_round(opened, opinion=opinion, due=due)


def _keep_given(change: CaseChange, move: Move, s: Situation) -> None:
    """What the first signer of a round stated is what the next one signs; forgotten when the case moves on."""
    waiting = move.what != MOVED and any(seat.status != SIGNED for opened in move.rounds for seat in opened.seats)
    if waiting or move.opens:
        kept = {name: pack(value) for name, value in s.given.items() if value is not None}
        change.remember("given", kept or None)
    else:
        change.remember("given", None)


def _brings_content(work: Work, gathered: Gathered, action: Action) -> bool:
    """Whether this is the signature that brings the action's content: its first."""
    if not proposes(action) or gathered.situation.case.state not in action.sources:
        return False
    return not any(
        seat.action == action.code and seat.status == SIGNED and any(
            other.pending and other.round == seat.round for other in gathered.situation.seats)
        for seat in gathered.situation.seats
    )


def _proposing(work: Work, gathered: Gathered, action: Action) -> Gathered:
    """The gathered situation with the content that the action proposes."""
    s = gathered.situation
    base = s.form if s.proposed is None else s.proposed
    proposed = base
    if "working_copy" in action.inputs:
        body = working_body(work.connection, s.case.id)
        proposed = read_content(s.case.kind, body) if body is not None else base
    elif "absorbed" in action.inputs and s.given.get("absorbed"):
        other = present_body(work.connection, int(s.given["absorbed"]))
        proposed = joined(base, read_content(s.case.kind, json.loads(other)))
    elif s.given.get("new_start_date") and s.given.get("new_end_date"):
        proposed = moved(s.form, dict(s.given))
    return replace(gathered, situation=s.with_(proposed=proposed, changed=changes(s.form, proposed)))


def _unchanged(work: Work, gathered: Gathered, seen: Seen | None) -> None:
    """Refuse to sign what was not shown; say who changed it and when."""
    if seen is None or seen == Seen.of(gathered):
        return
    last = last_words(work.connection, gathered.situation.case.id)
    label = gathered.situation.process.actions.get(last["act"])
    raise Refused(Refusal("changed_meanwhile", {
        "name": last["name"], "at": last["at"], "act": label.label if label else last["act"]}))


def _as_before(gathered: Gathered, case_id: int) -> Done:
    """A repeated request: what it did the first time."""
    first = gathered.request or {}
    if first["case_id"] != case_id:
        raise Refused(Refusal("request_elsewhere"))
    state = first["to_state"] or first["from_state"]
    return Done(case_id, first["n"], first["act"], state, first["to_state"] is not None, first["at"])


def _follow(work: Work, follow_up: FollowUp, cause: Gathered) -> None:
    """The system's action on another case that follows from this one, in the same transaction."""
    work.hold()
    mine = Work(work.office, system_actor(), work.connection, work.now)
    take_within(mine, follow_up.case, follow_up.action, given={"absorbed": cause.situation.case.id})
    mine.finish()
