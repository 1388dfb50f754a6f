"""Segregation of duties: who may not sign, though holding the post."""

from workflow.domain.people import Post
from workflow.domain.seats import SIGNED
from workflow.engine.situation import Seat, Situation
from workflow.refusals import Refusal
from workflow.rulebook.process import Action

EDITORS = "editors"  # what the case remembers: who typed in its content besides the person who began it


def separation(s: Situation, action: Action, seat: Seat, post: Post | None) -> list[Refusal]:
    """The reasons why this actor may not fill this seat by this post; the system is nobody, so none apply to it.

    A stand-in is bound by what either of the two did, and never stands in for the district on a case of their own unit.

    Within the unit one person wears one hat on a case, and none who signed it for the district; in the
    district nobody signs on a case they created, edited or signed for the unit; nobody signs twice in a round, nor two
    successive gates (the last as the policy has it). No bypass for administrators.
    """
    me = {s.actor.id, post.acting_for if post else None} - {None}
    mine = [other for other in s.seats
            if other.status == SIGNED and not me.isdisjoint((other.signed_by, other.acting_for))]
    refusals = []
    wrote = not me.isdisjoint((s.case.created_by, *s.case.remembered.get(EDITORS, ())))
    if post and post.acting_for and seat.unit is None and any(
            own.unit == s.case.host for own in s.actor.posts if own.acting_for is None):
        refusals.append(Refusal("stand_in_own_unit", {"action": action.label}))
    if seat.unit is None:
        if wrote or any(other.unit is not None for other in mine):
            refusals.append(Refusal("own_case", {"action": action.label}))
    elif any(other.unit is None or other.role != seat.role for other in mine) or (
        wrote and seat.role != _first_role(s)
    ):
        refusals.append(Refusal("two_hats", {"action": action.label}))
    if any(other.round == seat.round for other in mine):
        refusals.append(Refusal("signed_this_round", {"action": action.label}))
    if action.decides and seat.gate and s.policy.get("separation.successive_gates", True):
        before = _gate_before(s, seat.gate)
        if before and any(other.round == _last_round(s, before) for other in mine):
            refusals.append(Refusal("signed_gate_before", {"action": action.label}))
    return refusals


def _first_role(s: Situation) -> str:
    """The role that begins a case of this process: the first signer of its initial state."""
    action = s.process.deciding(s.process.initial)
    return action.signers.members[0].role if action else ""


def _gate_before(s: Situation, gate: str) -> str | None:
    gates = list(dict.fromkeys(state.gate for state in s.process.states.values() if state.gate))
    place = gates.index(gate)
    return gates[place - 1] if place else None


def _last_round(s: Situation, gate: str) -> int:
    """The last round of the gate's own decision; errands at the gate (a return, a question) are no gate."""
    decided = [seat.round for seat in s.seats if seat.gate == gate and s.process.actions[seat.action].decides]
    return max(decided, default=-1)
