"""A named reviewer settles a pair of similar classes once, with a verdict and the reason."""

from dataclasses import replace

from workflow.acts.notes import noted, opened, words
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.pairs import VERDICTS
from workflow.domain.people import Actor, Post
from workflow.domain.seats import OPEN
from workflow.engine.separation import separation
from workflow.engine.situation import Situation
from workflow.office.office import Office
from workflow.refusals import Refusal, Refused
from workflow.store.act_writing import JUDGE_PAIR


def judge_pair(office: Office, actor: Actor, case_id: int, other_id: int, verdict: str, reason: str) -> int:
    """Give the verdict on the pair of two cases; the number of the record.

    Only one who is asked to decide the case now may; a settled pair is not settled again
    unless what was compared changes.
    """

    def do(work: Work) -> int:
        change = opened(work, case_id)
        s = change.situation
        pair = next((pair for pair in s.pairs if pair.other == other_id), None)
        if pair is None:
            raise Refused(Refusal("pair_unknown"))
        post = reviewing_post(s)
        if pair.verdict:
            raise Refused(Refusal("pair_settled", {"verdict": pair.verdict}))
        if verdict not in VERDICTS:
            raise Refused(Refusal("verdict_unknown", {"verdict": verdict}, field="verdict"))
        said = words(reason, "reason_missing")
        row = {"verdict": verdict, "reason": said, "decided_by": actor.id, "decided_at": work.now}
        work.write(JUDGE_PAIR, key_case_id=case_id, key_other_id=other_id, **row)
        change.rows["pair"] = [{"other_id": other_id, **row}]
        return noted(change, "judge_pair", post, opinion=said, given={"other": other_id, "verdict": verdict})

    return in_one_go(office, actor, case_id, "judge_pair", do)


def reviewing_post(s: Situation) -> Post:
    """The post by which the actor is asked to decide the case; the unit's own people never settle its pairs."""
    asked = [seat for seat in s.seats if seat.status == OPEN and seat.unit is None]
    found = next(((seat, post) for seat in asked if (post := s.actor.holds(seat.role))), None)
    if found is None:
        raise Refused(Refusal("not_asked", who=tuple(dict.fromkeys(seat.role for seat in asked))))
    if against := separation(s, s.process.actions[found[0].action], replace(found[0], gate=None), found[1]):
        raise Refused(against)
    return found[1]
