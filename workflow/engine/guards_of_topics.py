"""The guard about a class's topic: the unit chooses it, the section confirms it or holds another right."""

from workflow.domain.seats import OPEN
from workflow.engine.situation import Situation
from workflow.refusals import Refusal
from workflow.wording.values import Label

TOPIC = "topic"  # remembered: the topic that the section holds right, as {code, zh, en}


def topic_agreed(s: Situation) -> Refusal | None:
    """Nobody of the section holds another topic right than the declared one; who signs confirms the declared one."""
    held = s.case.remembered.get(TOPIC)
    if held is None or held["code"] == getattr(s.content, "topic_code", ""):
        return None
    return Refusal("topic_disputed", {"topic": Label(held["zh"], held["en"])})


def asks_topic(s: Situation) -> bool:
    """Whether a decision that is open now looks at the topic."""
    asked = {seat.action for seat in s.seats if seat.status == OPEN}
    return any(guard.name == topic_agreed.__name__ for action in asked for guard in s.process.actions[action].guards)
