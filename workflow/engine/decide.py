"""May it happen?  A pure answer: a ``Move``, or all the refusals at once.

The same functions feed the decision, the page's "what you can do" and "what you cannot
do now", the API and the tests.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from workflow.domain.inputs import fitting, missing_inputs
from workflow.domain.people import Post
from workflow.engine.effects import intents_of
from workflow.engine.guards import refusals_of
from workflow.engine.intents import Intent
from workflow.engine.machine import fire, wrong_state
from workflow.engine.proposals import as_seen_by, begun, proposes
from workflow.engine.signers import NewRound, Signature, round_of, sign
from workflow.engine.situation import Seat, Situation
from workflow.engine.stated import misstated, stated_before
from workflow.refusals import Refusal, Refused
from workflow.rulebook.process import Action
from workflow.wording.values import Label

MOVED, SIGNED, RECORDED = "moved", "signed", "recorded"
MAX_OPINION = 2000


@dataclass(frozen=True)
class Move:
    """What happens when the action is taken: decided, nothing written yet.

    ``what``: moved (the state changes), signed (a signature that is not the last), recorded
    (all signatures given, the state stays). ``signs`` an existing seat; ``rounds`` to open, some
    already signed at their first seat; ``opens`` and ``closes`` are existing seats.  ``stated``: what counts as
    stated with the action, by whichever signer of its round.
    """

    action: str
    what: str
    origin: str
    target: str
    post: Post | None
    signs: Seat | None = None
    rounds: tuple[NewRound, ...] = ()
    opens: tuple[Seat, ...] = ()
    closes: tuple[Seat, ...] = ()
    ends_rounds: tuple[int, ...] = ()
    remembered: Mapping[str, Any] = field(default_factory=dict)
    intents: tuple[Intent, ...] = ()
    stated: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Possible:
    """An action this actor can take now."""

    action: str
    label: Label
    decides: bool
    opinion_required: bool
    inputs: tuple[str, ...]


@dataclass(frozen=True)
class Impossible:
    """An action of this state that this actor cannot take now, why, and who could (role codes)."""

    action: str
    label: Label
    refusals: tuple[Refusal, ...]
    who: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    can: tuple[Possible, ...]
    cannot: tuple[Impossible, ...]


def decide(situation: Situation, action: str) -> Move:
    """The move that ``action`` makes here and now; raises ``Refused`` with every reason it cannot."""
    found = situation.process.actions.get(action)
    if found is None:
        raise Refused(Refusal("unknown_action", {"name": action}))
    if situation.case.state not in found.sources:
        raise Refused(wrong_state(situation, found))
    before = stated_before(situation, found)
    told = {**situation.given, **before}  # what an earlier signer stated stands
    s = situation.with_(action=action, given=fitting(told))
    signature, refusals = _judge(s, found)
    refusals += misstated(situation, found, before)
    refusals += missing_inputs(found.inputs, told)
    refusals += _opinion(s, found)
    if refusals or signature is None:
        raise Refused(refusals)
    return _move(s, found, signature)


def explain(situation: Situation) -> Explanation:
    """All actions of the case's state for this actor: what can be done, what not and why.

    What the actor would state with the action (opinion, dates, amounts) is not asked for here.
    """
    can, cannot = [], []
    for action in situation.process.actions_from(situation.case.state):
        before = stated_before(situation, action)
        inputs = tuple(name for name in action.inputs if name not in before)
        s = as_seen_by(situation, action).with_(action=action.code, given=before)
        signature, refusals = _judge(s, action)
        refusals = [refusal for refusal in refusals if refusal.field not in (*inputs, "opinion")]
        if signature is not None and not refusals:
            can.append(Possible(action.code, action.label, action.decides, action.opinion == "required", inputs))
        else:
            who = tuple(dict.fromkeys(role for refusal in refusals for role in refusal.who))
            cannot.append(Impossible(action.code, action.label, tuple(refusals), who))
    return Explanation(tuple(can), tuple(cannot))


def _judge(s: Situation, action: Action) -> tuple[Signature | None, list[Refusal]]:
    """The signature and all that speaks against it: first the right to sign, then every guard."""
    refusals: list[Refusal] = []
    signature = None
    try:
        signature = sign(s, action)
    except Refused as refused:
        refusals.extend(refused.refusals)
    for guard in action.guards:
        refusals.extend(refusals_of(s, guard))
    return signature, refusals


def _opinion(s: Situation, action: Action) -> list[Refusal]:
    if action.opinion == "required" and not s.opinion.strip():
        return [Refusal("opinion_missing", {"action": action.label}, field="opinion")]
    if len(s.opinion) > MAX_OPINION:
        return [Refusal("opinion_too_long", {"limit": MAX_OPINION, "length": len(s.opinion)}, field="opinion")]
    return []


def _move(s: Situation, action: Action, signature: Signature) -> Move:
    origin = s.case.state
    target = fire(s, action.code) if signature.fires else origin
    moves = target != origin or _restarts(action, origin, signature)
    intents = intents_of(s, action.effects, target) if signature.fires else ()
    rounds: tuple[NewRound, ...] = (signature.opened,) if signature.opened else ()
    if moves:
        closes = tuple(seat for seat in s.seats if seat.pending and seat is not signature.seat)
        ended = tuple(sorted({seat.round for seat in s.seats if seat.pending}))
    else:
        replaced = _replaced(s, action)
        closes = (*_rest_of_round(s, signature), *(seat for seat in s.seats if seat.pending and seat.round in replaced))
        ended = (*((signature.seat.round,) if signature.seat and signature.ends_round else ()), *replaced)
        rounds += _asked_anew(s, replaced, len(rounds))
    remembered = _entering(s, target) if moves else {}
    if moves:
        entered = _entered(s, target, remembered)
        deciding = s.process.deciding(target)
        if deciding is not None:
            rounds += (round_of(entered, deciding, s.case.rounds + len(rounds) + 1),)
    what = MOVED if moves else RECORDED if signature.fires else SIGNED
    return Move(action.code, what, origin, target, signature.post, signature.seat, rounds,
                () if moves else signature.opens, closes, ended, remembered, intents, s.given)


def _replaced(s: Situation, action: Action) -> tuple[int, ...]:
    """The rounds begun on a content that this action's own replaces: a newer edit closes them (ruling 24)."""
    waiting = begun(s)
    if not proposes(action) or action.code in waiting.values():
        return ()
    return tuple(sorted(waiting))


def _asked_anew(s: Situation, replaced: tuple[int, ...], opened: int) -> tuple[NewRound, ...]:
    """The round for which the state waits, when its signers had begun on a content that is replaced."""
    deciding = s.process.deciding(s.case.state)
    if deciding is None or not any(seat.round in replaced and seat.action == deciding.code for seat in s.seats):
        return ()
    return (round_of(s, deciding, s.case.rounds + opened + 1),)


def _restarts(action: Action, origin: str, signature: Signature) -> bool:
    """An action whose road leads back to the same state by name enters it anew, with a new round."""
    road = action.road_from(origin)
    return signature.fires and road is not None and not road.target.stays


def _rest_of_round(s: Situation, signature: Signature) -> tuple[Seat, ...]:
    """Seats left over in a round that ends with this signature (any one of several)."""
    seat = signature.seat
    if seat is None or not signature.ends_round:
        return ()
    return tuple(o for o in s.seats if o.round == seat.round and o.pending and o.place != seat.place)


def _entering(s: Situation, target: str) -> dict[str, Any]:
    """What entering a state makes the case remember: where it came from, under the state's key."""
    key = s.process.states[target].remember
    return {key: s.case.state} if key and target != s.case.state else {}


def _entered(s: Situation, target: str, remembered: Mapping[str, Any]) -> Situation:
    """The situation just after entering, by which the new round's seats are chosen."""
    case = replace(s.case, state=target, remembered={**s.case.remembered, **remembered})
    return s.with_(case=case, seats=())
