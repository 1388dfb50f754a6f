"""HERE A TRANSITION HAPPENS: gather, decide, set the state, apply effects, record; one transaction.

Every action of every process goes through :func:`take_action`.  It reads the case and
judges it without a lock, then writes everything in one statement that finds the case only
as it was read; if somebody else was first, it begins anew with what is there now.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from workflow.acts.carry_out import PAUSED, carry_out
from workflow.acts.case_change import CaseChange
from workflow.acts.judge_again import WorldMoved, ask_more, judge, look_again, needs_judging, settled, store_judged
from workflow.acts.proposing import brings_content, by_policy_of_today, proposing, seen_by
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.days import office_day
from workflow.domain.inputs import CLAIMED
from workflow.domain.people import Actor, system_actor
from workflow.domain.seats import SIGNED
from workflow.domain.words import read_request_id, read_words
from workflow.engine.decide import MAX_OPINION, MOVED, Move, decide
from workflow.engine.intents import Consulted, FollowUp, Hold
from workflow.engine.proposals import is_amendment
from workflow.engine.situation import Seat, Situation
from workflow.engine.stated import KEY, kept_after
from workflow.engine.timing import due_at
from workflow.office.gather import Gathered, gather, with_whole_findings
from workflow.office.judging import Judged
from workflow.office.office import Office
from workflow.refusals import Refusal, Refused
from workflow.store.act_writing import DROP_COPY
from workflow.store.drafts import last_words, name_of
from workflow.wording.catalogue import CHINA
from workflow.wording.values import Term, pack

TOO_LATE = frozenset({"nobody_is_asked", "not_your_seat"})  # what one hears whose seat was signed a moment ago


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
    said, request = read_words(opinion, MAX_OPINION), read_request_id(request_id)
    try:
        return in_one_go(office, actor, case_id, action, lambda work: take_within(
            work, case_id, action, seen=seen, opinion=said, given=given or {}, request_id=request), at_once=True)
    except WorldMoved:
        look_again(office, case_id)
        raise


def take_within(work: Work, case_id: int, action: str, *, given: Mapping[str, Any], seen: Seen | None = None,
                opinion: str = "", request_id: str | None = None,
                also: Callable[[CaseChange], Mapping[str, Any]] | None = None) -> Done:
    """The action within a transaction that is open already; what it writes is still to be sent (``work.finish``).

    ``also``: changes what the same record tells besides, and answers what was stated besides.
    """
    gathered = gather(work.connection, work.office, work.actor, case_id, now=work.now, request_id=request_id,
                      given=given, opinion=opinion, whole=False)
    if gathered.request is not None:
        return _as_before(gathered, case_id, action)
    _unchanged(work, gathered, seen)
    found = gathered.situation.process.actions.get(action)
    frozen, judged = False, None
    if found is not None and gathered.situation.case.state in found.sources:
        gathered = seen_by(gathered, found)
        frozen = brings_content(gathered, found)
        gathered = by_policy_of_today(work, proposing(work, gathered, found)) if frozen else gathered
        if needs_judging(gathered, found, frozen=frozen):
            gathered = with_whole_findings(work.connection, gathered)
            judged = judge(work.connection, work.office, gathered, found)
            gathered = replace(gathered, situation=settled(gathered.situation, judged))
    try:
        move = decide(gathered.situation, action)
    except Refused as refused:
        raise _told(work, gathered, action, None if frozen else judged, refused) from None
    return _write(work, gathered, move, judged, frozen=frozen, request_id=request_id, also=also)


def _write(work: Work, gathered: Gathered, move: Move, judged: Judged | None, *, frozen: bool,
           request_id: str | None, also: Callable[[CaseChange], Mapping[str, Any]] | None) -> Done:
    s = gathered.situation
    change = CaseChange(work, gathered)
    change.acting_for = move.post.acting_for if move.post else None
    if frozen:
        change.freeze(s.proposed, by=work.actor.id)
        if is_amendment(s):
            change.judge_by(s.policy)
        work.write(DROP_COPY, case_id=change.id)
    elif move.what == MOVED and s.proposed is None:
        change.drop()  # what waited in a round that ends here
    if judged is not None:
        _store(change, move, judged)
        change.new["stamp_seen"] = gathered.row["stamp"]
    if move.what == MOVED:
        change.new.update(state=move.target, entered_at=work.now,
                          due_at=due_at(s.process.states[move.target], s.policy, s.workdays, work.now))
    for key, value in move.remembered.items():
        change.remember(key, value)
    follow_ups = carry_out(change, move.intents, judged)
    _seats(change, move, s.opinion)
    _keep_stated(change, move)
    given = {**s.given, **(also(change) if also else {})}
    change.finish(
        move.action, move.what, post=move.post, to_state=move.target if move.what == MOVED else None,
        opinion=s.opinion, changes=s.changed if frozen else (), request=request_id,
        given={name: pack(value) for name, value in given.items()}, late=_claimed(move, work.now),
    )
    for follow_up in follow_ups:
        _follow(work, follow_up, gathered)
    return Done(change.id, change.n, move.action, move.target, move.what == MOVED, work.now)


def _store(change: CaseChange, move: Move, judged: Judged) -> None:
    """What the rules said; sent at once where an effect changes a row made here, since a joined statement sees none."""
    store_judged(change, judged)
    if move.what != MOVED:
        ask_more(change, move)
    if any(isinstance(intent, Hold | Consulted) for intent in move.intents):
        change.work.hold()
        change.work.finish()


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


def _keep_stated(change: CaseChange, move: Move) -> None:
    """What the first signer of a round stated is what the next one signs; forgotten when the case moves on."""
    if move.what == MOVED:
        change.remember(KEY, None)
        change.remember(PAUSED, None)
        return
    ended = frozenset(number for number, _ in change.ended)
    waiting = [opened.seats[0].round for opened in move.rounds
               if {seat.status for seat in opened.seats} > {SIGNED}]  # begun by this act, and not done
    if move.signs is not None and move.signs.round not in ended:
        waiting.append(move.signs.round)
    kept = kept_after(change.situation, move.stated, waiting[0] if waiting else None, ended)
    change.remember(KEY, kept or None)


def _claimed(move: Move, now: datetime) -> datetime | None:
    """The earlier time for which something is entered today, where the action asks for it (ruling 27)."""
    days = [move.stated[name] for name in CLAIMED if move.stated.get(name) is not None]
    return next((datetime.combine(day, time(), CHINA) for day in days if day < office_day(now)), None)


def _told(work: Work, gathered: Gathered, action: str, judged: Judged | None, refused: Refused) -> Refused:
    """The refusal with what only this floor knows: who was first, and that the world moved under the findings."""
    first = _first(gathered.situation, action) if TOO_LATE.intersection(refused.codes) else None
    refusals = list(refused.refusals)
    if first is not None:
        told = _first_told(work, gathered.situation, action, first)
        refusals = [told if one.code in TOO_LATE else one for one in refusals]
    if judged is not None and judged.digest != gathered.row["findings_hash"]:
        return WorldMoved(refusals)
    return Refused(refusals)


def _first(s: Situation, action: str) -> Seat | None:
    """The seat of an open round that the actor came to sign and that is signed already."""
    open_rounds = {seat.round for seat in s.seats if seat.pending}
    signed = [seat for seat in s.seats if seat.act == action and seat.status == SIGNED and seat.round in open_rounds]
    return next((seat for seat in reversed(signed) if s.actor.holds(seat.role, seat.unit)), None)


def _first_told(work: Work, s: Situation, action: str, first: Seat) -> Refusal:
    """Who signed that seat and when; the actor himself is told that he did."""
    label = s.process.actions[action].label
    if first.signed_by == s.actor.id:
        return Refusal("signed_this_round", {"action": label})
    name = name_of(work.connection, first.signed_by)
    return Refusal("changed_meanwhile", {"name": name, "at": first.signed_at, "act": label})


def _unchanged(work: Work, gathered: Gathered, seen: Seen | None) -> None:
    """Refuse to sign what was not shown; say who changed it and when."""
    if seen is None or seen == Seen.of(gathered):
        return
    name, act, at = last_words(work.connection, gathered.situation.case.id)
    action = gathered.situation.process.actions.get(act)
    raise Refused(Refusal("changed_meanwhile", {
        "name": name or Term("case.system"), "at": at, "act": action.label if action else Term(f"trail.act.{act}")}))


def _as_before(gathered: Gathered, case_id: int, action: str) -> Done:
    """A repeated request: what it did the first time."""
    first = gathered.request or {}
    if (first["case_id"], first["act"], first["actor_id"]) != (case_id, action, gathered.situation.actor.id):
        raise Refused(Refusal("request_elsewhere"))
    state = first["to_state"] or first["from_state"]
    return Done(case_id, first["n"], first["act"], state, first["to_state"] is not None, first["at"])


def _follow(work: Work, follow_up: FollowUp, cause: Gathered) -> None:
    """The system's action on another case that follows from this one, in the same transaction.

    What happened here is sent first, so that the other case is judged in the world as it is then.
    """
    work.hold()
    work.finish()
    mine = Work(work.office, system_actor(), work.connection, work.now)
    take_within(mine, follow_up.case, follow_up.action, given={"absorbed": cause.situation.case.id})
    mine.finish()
