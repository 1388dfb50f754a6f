"""Records in place: acts on a case that move no state, written through the same change as a transition."""

from typing import Any

from workflow.acts.case_change import CaseChange
from workflow.acts.transaction import Work
from workflow.domain.people import Post
from workflow.domain.seats import OPEN
from workflow.domain.words import read_words
from workflow.engine.decide import MAX_OPINION, RECORDED
from workflow.engine.situation import Situation
from workflow.office.gather import gather
from workflow.refusals import Refusal, Refused


def opened(work: Work, case_id: int) -> CaseChange:
    """The case as it stands, ready to be changed."""
    return CaseChange(work, gather(work.connection, work.office, work.actor, case_id, now=work.now))


def noted(change: CaseChange, act: str, post: Post | None, *, opinion: str = "",
          given: dict[str, Any] | None = None) -> int:
    """Write the record of such an act; its number."""
    change.finish(act, RECORDED, post=post, to_state=None, opinion=opinion, given=given)
    return int(change.n)


def running(s: Situation) -> None:
    """Refused when the case has ended: its file is closed."""
    state = s.process.states[s.case.state]
    if s.process.deciding(s.case.state) is None:
        raise Refused(Refusal("case_ended", {"state": state.label}))


def post_in(s: Situation, unit: str | None) -> Post | None:
    """The post by which the actor speaks for a unit; ``None`` if they hold none in it."""
    return next((post for post in s.actor.posts if post.unit == unit), None)


def own_post(s: Situation) -> Post:
    """The post by which the actor speaks for the unit of the case."""
    post = post_in(s, s.case.host)
    if post is None:
        raise Refused(Refusal("not_your_unit"))
    return post


def asked_post(s: Situation) -> Post | None:
    """The post by which the actor is asked on this case now; ``None`` if nobody asks them."""
    found = (s.actor.holds(seat.role, seat.unit) for seat in s.seats if seat.status == OPEN)
    return next((post for post in found if post), None)


def words(text: str, missing: str) -> str:
    """What was written, trimmed; refused when there is nothing, or too much."""
    text = read_words(text, MAX_OPINION)
    if not text:
        raise Refused(Refusal(missing, field="opinion"))
    if len(text) > MAX_OPINION:
        raise Refused(Refusal("opinion_too_long", {"limit": MAX_OPINION, "length": len(text)}, field="opinion"))
    return text
