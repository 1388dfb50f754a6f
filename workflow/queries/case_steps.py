"""Where a case stands: the stages of its process, who holds it now, and what an action would lead to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from workflow.domain.days import office_day
from workflow.domain.people import Actor, Post
from workflow.domain.seats import OPEN, WAITING
from workflow.engine.separation import separation
from workflow.engine.signers import Signature, round_of, sign
from workflow.engine.situation import Seat, Situation
from workflow.engine.targets import target_of
from workflow.queries.labels import Names, Said, Sitter, look, named, sitters
from workflow.refusals import Refused
from workflow.rulebook.process import Action, Process
from workflow.store.trail import trail
from workflow.wording import Label, Term

DONE, CURRENT, PASSED, TODO = "done", "current", "passed", ""


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the process; ``look``: done, current, passed (not needed on this road) or "" (to come)."""

    label: Label
    look: str
    word: Label | Term
    day: datetime | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """One seat that somebody fills: what is asked, of which chair, who sits there today, since when, until when.

    ``days`` to the due day (negative = overdue); ``waiting`` = its turn comes after another.
    """

    act: Label
    post: Label
    people: tuple[Label, ...]
    since: datetime | None
    due: datetime | None
    days: int | None
    waiting: bool


@dataclass(frozen=True, slots=True)
class Leads:
    """What an action would lead to: more signatures first, an end, another state, an answer, or nothing but a record.

    ``posts`` are the chairs that come next; ``days`` the working days they get.
    """

    kind: str  # signs | ends | moves | asks | stays
    state: Label
    posts: tuple[Label | Said, ...] = ()
    days: int | None = None

    @property
    def text(self) -> Said:
        values: dict[str, Any] = {"state": self.state, "posts": self.posts, "count": self.days}
        dated = "_dated" if self.days and self.posts and self.kind == "moves" else ""
        nobody = "_nobody" if not self.posts and self.kind in ("moves", "signs") else ""
        return Said(f"case.leads_{self.kind}{nobody or dated}", values)


def steps(connection: Connection, process: Process, case_id: int, state: str) -> tuple[Step, ...]:
    """Every stage in order: passed with the last act that led out of it, current with the state's own word."""
    moves = connection.execute(
        select(trail.c.act, trail.c.from_state, trail.c.to_state, trail.c.at)
        .where(trail.c.case_id == case_id, trail.c.to_state.is_not(None))
        .order_by(trail.c.n)
    ).all()
    order = [stage.code for stage in process.stages]
    here = order.index(process.states[state].stage)
    left = {_stage(process, move.from_state): move for move in moves if _leaves(process, move)}
    return tuple(_step(process, state, place - here, stage.label, left.get(stage.code))
                 for place, stage in enumerate(process.stages))  # fmt: skip


def marks(connection: Connection, process: Process, case_id: int) -> dict[int, str]:
    """Which records are decisions by people: ``decision``, or ``back`` where one led to an earlier stage."""
    order = [stage.code for stage in process.stages]
    columns = (trail.c.n, trail.c.act, trail.c.role, trail.c.from_state, trail.c.to_state)
    rows = connection.execute(select(*columns).where(trail.c.case_id == case_id))
    found = {}
    for row in rows:
        if row.role is None or row.act not in process.actions:
            continue
        before, after = (_stage(process, state or row.from_state or "") for state in (row.from_state, row.to_state))
        back = before in order and after in order and order.index(after) < order.index(before)
        found[row.n] = "back" if back else "decision"
    return found


def holding(connection: Connection, s: Situation, known: Names) -> tuple[Holder, ...]:
    """The open seats and those that wait behind them, in the order in which they are signed."""
    pending = [seat for seat in s.seats if seat.pending]
    sitting = sitters(connection, [(seat.role, seat.unit) for seat in pending], s.today)
    return tuple(
        Holder(
            act=s.process.actions[seat.act].label,
            post=known.post(seat.role, seat.unit),
            people=named(one for one in sitting[seat.role, seat.unit] if _may_sign(s, seat, one)),
            since=seat.opened_at if seat.status == OPEN else None,
            due=s.case.due_at if seat.status == OPEN else None,
            days=(office_day(s.case.due_at) - s.today).days if s.case.due_at and seat.status == OPEN else None,
            waiting=seat.status == WAITING,
        )
        for seat in pending
    )


def _may_sign(s: Situation, seat: Seat, sitter: Sitter) -> bool:
    """Whether nothing this person did on the case before bars them from this seat."""
    chair = Post(seat.role, seat.unit or "", sitter.acting_for)
    return not separation(s.with_(actor=Actor(sitter.id)), s.process.actions[seat.act], seat, chair)


def leads(s: Situation, action: Action, known: Names) -> Leads:
    """What this actor's signature under an action would bring about, as far as it can be told beforehand."""
    here = s.process.states[s.case.state].label
    try:
        signature = sign(s.with_(action=action.code), action)
    except Refused:
        return _destination(s, action, known)
    if not signature.fires:
        return Leads("signs", here, _posts(_left(s, signature), known))
    found = _destination(s, action, known)
    answers = [seat for seat in signature.opened.seats if seat.pending] if signature.opened else []
    return Leads("asks", here, _posts(answers, known)) if found.kind == "stays" and answers else found


def next_step(s: Situation, known: Names) -> Leads | None:
    """What follows once the state's own decision is taken; ``None`` when the state waits for no decision."""
    action = s.process.deciding(s.case.state)
    return None if action is None else _destination(s, action, known)


def _destination(s: Situation, action: Action, known: Names) -> Leads:
    target = target_of(s.with_(action=action.code), action)
    if target is None or (target == s.case.state and _stays(s, action)):
        return Leads("stays", s.process.states[s.case.state].label)
    state = s.process.states[target]
    if state.kind == "end":
        return Leads("ends", state.label)
    entered = s.with_(case=replace(s.case, state=target), seats=())
    deciding = s.process.deciding(target)
    seats = round_of(entered, deciding, s.case.rounds + 1).seats if deciding else ()
    due = state.due
    days = None if due is None else due.days if due.policy is None else int(s.policy[due.policy])
    return Leads("moves", state.label, _posts([seat for seat in seats if seat.status == OPEN], known), days)


def _leaves(process: Process, move: Any) -> bool:
    return move.from_state is not None and _stage(process, move.from_state) != _stage(process, move.to_state)


def _stage(process: Process, state: str) -> str:
    return process.states[state].stage if state in process.states else ""


def _step(process: Process, state: str, ahead: int, label: Label, move: Any) -> Step:
    if ahead == 0:
        ended = process.states[state].kind == "end" and look(process, state) == "done"
        return Step(label, DONE if ended else CURRENT, process.states[state].label)
    if ahead > 0:
        return Step(label, TODO, Term("case.step_todo"))
    if move is None:
        return Step(label, PASSED, Term("case.step_passed"))
    action = process.actions.get(move.act)
    return Step(label, DONE, action.label if action else Term("case.step_done"), move.at)


def _left(s: Situation, signature: Signature) -> list[Seat]:
    """The seats of the same round that must still be signed before the action happens."""
    if signature.opened is not None:
        return [seat for seat in signature.opened.seats if seat.pending]
    mine = signature.seat
    return [seat for seat in s.seats if mine and seat.round == mine.round and seat.place != mine.place and seat.pending]


def _stays(s: Situation, action: Action) -> bool:
    road = action.road_from(s.case.state)
    return road is None or road.target.stays


def _posts(seats: Sequence[Seat], known: Names) -> tuple[Label | Said, ...]:
    """The chairs of these seats; a unit's chair without a unit belongs to a unit that is not chosen yet."""
    return tuple(dict.fromkeys(_chair(seat, known) for seat in seats))


def _chair(seat: Seat, known: Names) -> Label | Said:
    if not seat.unit and seat.role in known.roles and known.roles[seat.role].scope == "unit":
        return Said("case.other_unit", {"role": known.role(seat.role)})
    return known.post(seat.role, seat.unit)
