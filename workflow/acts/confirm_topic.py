"""Whoever reviews a class says which topic it is on: the declared one, or another with the reason; words in place.

The content stays the unit's: a topic held wrong keeps the review from passing until the unit mends it or the
reviewer says otherwise.
"""

from workflow.acts.judge_pair import reviewing_post
from workflow.acts.notes import noted, opened, words
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.people import Actor
from workflow.domain.words import read_words
from workflow.engine.decide import MAX_OPINION
from workflow.engine.guards_of_topics import TOPIC, asks_topic
from workflow.office import Office
from workflow.refusals import Refusal, Refused


def confirm_topic(office: Office, actor: Actor, case_id: int, code: str, reason: str = "") -> int:
    """Hold a topic right; the number of the record.

    Refusals: ``not_asked``, ``topic_not_asked`` (the open decision does not look at the topic), ``topic_unknown``,
    ``reason_missing`` (another than the declared one).
    """

    def do(work: Work) -> int:
        change = opened(work, case_id)
        s = change.situation
        post = reviewing_post(s)
        if not asks_topic(s):
            raise Refused(Refusal("topic_not_asked"))
        found = office.rulebook.lexicon.topics.get(code)
        if found is None:
            raise Refused(Refusal("topic_unknown", field="topic"))
        other = code != getattr(s.content, "topic_code", "")
        said = words(reason, "reason_missing") if other else read_words(reason, MAX_OPINION)
        change.remember(TOPIC, {"code": code, "zh": found.label.zh, "en": found.label.en})
        return noted(change, "confirm_topic", post, opinion=said, given={"topic": code})

    return in_one_go(office, actor, case_id, "confirm_topic", do)
