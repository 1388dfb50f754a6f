"""Who may enter a signature given on paper, and who may check it (代录, ruling 55).  Pure.

The desk is of the office that keeps it: the host's own people for a seat of the unit, the competent
department's for a seat of the district; which of its posts, the policy says.
"""

from collections.abc import Sequence

from workflow.domain.people import Post
from workflow.domain.seats import GATE, OPEN, SIGNED
from workflow.engine.proposals import proposes
from workflow.engine.separation import separation
from workflow.engine.situation import Seat, Situation
from workflow.rulebook.process import Action

ENTER, CHECK = "paper_seats.enter", "paper_seats.check"  # values of the policy: posts by role
# Why a signer may not sign although holding the post: told of the signer, who is not the reader of the refusal.
APART = frozenset({"own_case", "two_hats", "signed_this_round", "signed_gate_before", "stand_in_own_unit"})


def open_seat(s: Situation, number: int, place: int) -> Seat | None:
    """The seat of this round and place, while it is asked and not signed."""
    return next((seat for seat in s.seats if (seat.round, seat.place, seat.status) == (number, place, OPEN)), None)


def sayings(s: Situation, seat: Seat) -> tuple[Action, ...]:
    """What a sheet in answer to this seat may say: its own act, and what else its holder may do from here.

    Never what brings a content of its own: a form is typed, not signed on paper.
    """
    own = s.process.actions[seat.act]
    errands = (action for action in s.process.actions_from(s.case.state) if not action.decides and action is not own)
    return tuple(one for one in (own, *errands) if not proposes(one) and (one is own or _begins(one, seat)))


def desk(s: Situation, seat: Seat, which: str) -> Post | None:
    """The post from which the actor enters (``ENTER``) or checks (``CHECK``) sheets for this seat."""
    competent = s.policy.get("district.competent_units", ())
    units = competent if seat.unit is None else (seat.unit,)
    return next((post for post in s.actor.posts if post.role in roles(s, which) and post.unit in units), None)


def roles(s: Situation, which: str) -> Sequence[str]:
    """The roles that the policy names for entering or for checking."""
    return tuple(s.policy.get(which, ()))


def is_rival(s: Situation, seat: Seat, post: Post) -> bool:
    """Whether what the actor did on the case keeps them from this seat, and so from bringing another's signature on it.

    In the district whoever may not sign the seat may not enter or check a sheet for it either.  Within the unit
    few people share the work: there only who signed for the district is kept away.
    """
    if seat.unit is None:
        return bool(separation(s, s.process.actions[seat.act], seat, post))
    me = {s.actor.id, post.acting_for} - {None}
    return any(other.status == SIGNED and other.unit is None and not me.isdisjoint((other.signed_by, other.acting_for))
               for other in s.seats)


def _begins(action: Action, seat: Seat) -> bool:
    """Whether a holder of the seat might sign this errand; who signs first is decided with the rest."""
    signers = action.signers
    if signers.verb == GATE:
        return seat.gate is not None
    return any(member.role == seat.role and member.act is None for member in signers.members)
