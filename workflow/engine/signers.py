"""Who may sign what: seats, rounds and the separation of duties.

A state's deciding action opens a round of seats when the state is entered; every other
action is an errand, which opens no seat before its first signature.  Pure.
"""

from dataclasses import dataclass, replace

from workflow.domain.people import Post
from workflow.domain.seats import ALL, GATE, IN_ORDER, ONE, OPEN, REOPENED, SIGNED, SYSTEM, WAITING
from workflow.engine.predicates import holds, own_class
from workflow.engine.separation import separation
from workflow.engine.situation import Seat, Situation
from workflow.engine.targets import reopened_actions
from workflow.refusals import Refusal, Refused
from workflow.rulebook.process import Action, Process, Signer, Signers


@dataclass(frozen=True, slots=True)
class NewRound:
    """A round to open: its seats carry their status; ``verb`` says when it is done."""

    action: str
    verb: str
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """How an actor's action counts.

    ``post``: the chair it is done from (``None`` for the system). ``seat``: the open seat it
    fills, or ``opened``: the errand round it begins, already signed at its first seat.
    ``opens``: seats whose turn comes now. ``fires``: the action has all its signatures.
    """

    post: Post | None
    seat: Seat | None = None
    opened: NewRound | None = None
    opens: tuple[Seat, ...] = ()
    fires: bool = True
    ends_round: bool = True


def members(s: Situation, action: Action) -> tuple[Signer, ...]:
    """The signers of an action in this situation, those left out whose condition does not hold."""
    signers = action.signers
    if signers.verb == REOPENED:
        reopened = tuple(m for a in reopened_actions(s) for m in _standing(s, a.signers))
        standing = _standing(s, signers)
        always = tuple(m for m in standing if m.when is not None and m.when.name == own_class.__name__)
        return _distinct((*reopened, *always)) if reopened else standing
    return _standing(s, signers)


def round_of(s: Situation, action: Action, number: int) -> NewRound:
    """The round that waits for this action, with its seats open or waiting by the verb."""
    verb = ALL if action.signers.verb == REOPENED else action.signers.verb
    state = s.process.states[s.case.state]
    seats = tuple(
        Seat(number, place, action.code, signer.act or action.code, signer.role, unit_of(s, signer),
             WAITING if verb == IN_ORDER and place else OPEN, state.code, state.gate, opened_at=s.now)
        for place, signer in enumerate(members(s, action))
    )
    return NewRound(action.code, verb, seats)


def missing_seats(s: Situation) -> NewRound | None:
    """The seats that the open decision of the state needs by now and has not: facts moved after its round began.

    ``None`` when none is missing.  They come after the others: open, or waiting where signatures go in order.
    """
    action = s.process.deciding(s.case.state)
    asked = [seat for seat in s.seats if action is not None and seat.action == action.code and seat.pending]
    if action is None or not asked or action.signers.verb == ONE:
        return None
    number = asked[0].round
    round_ = round_of(s, action, number)
    there = {(seat.role, seat.unit) for seat in s.seats if seat.round == number}
    more = [seat for seat in round_.seats if (seat.role, seat.unit) not in there]
    place = 1 + max(seat.place for seat in s.seats if seat.round == number)
    status = WAITING if round_.verb == IN_ORDER else OPEN
    seats = tuple(replace(seat, place=place + k, status=status) for k, seat in enumerate(more))
    return NewRound(action.code, round_.verb, seats) if seats else None


def unit_of(s: Situation, signer: Signer) -> str | None:
    """The unit whose holder must sign; ``None`` for a district-wide role; "" (nobody's) where there is no such unit."""
    return {"host": s.case.host or "", "other_host": s.other_host or ""}.get(signer.of)


def sign(s: Situation, action: Action) -> Signature:
    """How this actor's signature under ``action`` counts now; raises ``Refused`` when it cannot."""
    if action.signers.verb == SYSTEM or s.actor.is_system:
        if action.signers.verb != SYSTEM or not s.actor.is_system:
            raise Refused(Refusal("only_the_system", {"action": action.label}))
        return Signature(None)
    asked = [seat for seat in s.seats if seat.act == action.code and seat.pending]
    if asked:
        return _fill(s, action, asked)
    if action.decides or is_answer(s.process, action.code):
        raise Refused(Refusal("nobody_is_asked", {"action": action.label}))
    return _errand(s, action)


def is_answer(process: Process, code: str) -> bool:
    """Whether the action only signs a seat of another action's round (answer, accept the cut ...)."""
    return any(
        signer.act == code for action in process.actions.values() for signer in action.signers.members
        if action.code != code
    )


def _standing(s: Situation, signers: Signers) -> tuple[Signer, ...]:
    return tuple(signer for signer in signers.members if holds(s, signer.when))


def _distinct(signers: tuple[Signer, ...]) -> tuple[Signer, ...]:
    """One seat for a role that several re-opened decisions ask for; its conditions were tested already."""
    return tuple({(signer.role, signer.of): Signer(signer.role, signer.of) for signer in signers}.values())


def _fill(s: Situation, action: Action, asked: list[Seat]) -> Signature:
    mine = [(seat, s.actor.holds(seat.role, seat.unit)) for seat in asked]
    held = [(seat, post) for seat, post in mine if post]
    if not held:
        raise Refused(Refusal("not_your_seat", {"action": action.label}, who=tuple(seat.role for seat in asked)))
    ready = [(seat, post) for seat, post in held if seat.status == OPEN]
    if not ready:
        before = tuple(seat.role for seat in s.seats if seat.round == held[0][0].round and seat.status == OPEN)
        raise Refused(Refusal("not_your_turn", {"action": action.label}, who=before))
    refusals: list[Refusal] = []
    for seat, post in ready:
        refusals = separation(s, action, seat, post)
        if not refusals:
            return _count(s, seat, post)
    raise Refused(refusals)


def _count(s: Situation, seat: Seat, post: Post) -> Signature:
    """What the round looks like once this seat is signed."""
    peers = [other for other in s.seats if other.round == seat.round and other.place != seat.place]
    verb = s.process.actions[seat.action].signers.verb
    verb = ALL if verb == REOPENED else verb
    left = [] if verb == ONE else [other for other in peers if other.pending]
    following = tuple(left[:1]) if verb == IN_ORDER else ()
    fires = verb == ONE or not any(other.act == seat.act for other in left)
    return Signature(post, seat, opens=following, fires=fires, ends_round=not left)


def _errand(s: Situation, action: Action) -> Signature:
    if any(seat.pending and seat.action == action.code for seat in s.seats):
        raise Refused(Refusal("asked_already", {"action": action.label}))
    number = s.case.rounds + 1
    if action.signers.verb == GATE:
        deciding = s.process.deciding(s.case.state)
        plan = NewRound(action.code, ONE, round_of(s, deciding, number).seats if deciding else ())
    else:
        plan = round_of(s, action, number)
    candidates = plan.seats if plan.verb in (ONE, ALL) else plan.seats[:1]
    held = [(seat, post) for seat in candidates if (post := s.actor.holds(seat.role, seat.unit))]
    if not held:
        raise Refused(Refusal("not_yours", {"action": action.label}, who=tuple(seat.role for seat in candidates)))
    refusals: list[Refusal] = []
    for seat, post in held:
        refusals = separation(s, action, seat, post)
        if not refusals:
            return _begin(s, plan, seat, post)
    raise Refused(refusals)


def _begin(s: Situation, plan: NewRound, seat: Seat, post: Post) -> Signature:
    """The first signature of an errand: its round begins, and ends at once if nobody else must sign."""
    alone = plan.verb == ONE
    seats = []
    following = False
    for other in ([seat] if alone else plan.seats):
        if other.place == seat.place:
            status = SIGNED
        elif plan.verb == IN_ORDER:
            status, following = (WAITING if following else OPEN), True
        else:
            status = OPEN
        seats.append(_as(s, other, status, plan.action, post))
    rest = [other for other in seats if other.status != SIGNED]
    own = [other for other in rest if other.act == plan.action]
    return Signature(post, opened=NewRound(plan.action, plan.verb, tuple(seats)), fires=not own, ends_round=not rest)


def _as(s: Situation, seat: Seat, status: str, action: str, post: Post) -> Seat:
    signed = status == SIGNED
    act = action if signed else seat.act
    return Seat(seat.round, seat.place, action, act, seat.role, seat.unit, status, seat.state, seat.gate,
                s.actor.id if signed else None, s.now if signed else None, s.now,
                s.case.form_hash if signed else None, post.acting_for if signed else None)
