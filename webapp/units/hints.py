"""What the wizard says while a class is being named: similar classes and the topic of the name."""

from typing import Any

from flask import current_app

from webapp.at_hand import actor, office
from webapp.pace import Pace
from webapp.wording import plain
from workflow.domain.declaration import ClassDeclaration
from workflow.queries.typing_hints import TypingHints, typing_hints

STEPS = (1, 2, 3)  # the steps whose answers make classes alike: name, people, days
LOOKS = 60  # checks a minute: one pause in typing is at least 600 ms
TAKE = "take_topic"  # the button that takes a topic over


def hints_of(case_id: int, number: int, form: ClassDeclaration) -> TypingHints | None:
    """The hints for a step; ``None`` where none belong."""
    return typing_hints(office(), actor(), case_id, form) if number in STEPS else None


def said_of(hints: TypingHints | None) -> str:
    """One sentence to be read out after a check; empty where there is nothing to compare yet."""
    if hints is None or not hints.typed:
        return ""
    return plain("typing.said", count=len(hints.similar) + hints.more)


def take_topic(typed: dict[str, Any]) -> dict[str, Any]:
    """The fields as typed, with the topic whose button was pressed."""
    return {**typed, "topic_code": typed[TAKE]} if isinstance(typed.get(TAKE), str) else typed


def is_hasty() -> bool:
    """Whether this person's pages ask for more checks than anybody types."""
    pace: Pace = current_app.extensions.setdefault("typing_pace", Pace(LOOKS))
    return pace.too_fast(str(actor().id))
