"""The position of one of two hosts who are consulted about a merge: words in place, beside their signatures."""

from workflow.acts.notes import noted, opened, post_in, running, words
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.people import Actor, Post
from workflow.engine.situation import Situation
from workflow.office import Office
from workflow.refusals import Refusal, Refused

SURVIVOR = "survivor"  # remembered while the two hosts are consulted


def state_position(office: Office, actor: Actor, case_id: int, text: str) -> int:
    """Say what one's unit thinks of merging this class into the other; the number of the record.

    Anybody who works for one of the two hosts may.  Refusals: ``case_ended``, ``not_consulted``, ``not_a_host``,
    ``position_missing``, ``opinion_too_long``.
    """

    def do(work: Work) -> int:
        change = opened(work, case_id)
        s = change.situation
        running(s)
        if s.case.remembered.get(SURVIVOR) is None:
            raise Refused(Refusal("not_consulted"))
        return noted(change, "state_position", _post(s), opinion=words(text, "position_missing"))

    return in_one_go(office, actor, case_id, "state_position", do)


def _post(s: Situation) -> Post:
    """The post by which the actor speaks for one of the hosts."""
    post = next((found for host in (s.case.host, s.other_host) if (found := post_in(s, host))), None)
    if post is None:
        raise Refused(Refusal("not_a_host"))
    return post
