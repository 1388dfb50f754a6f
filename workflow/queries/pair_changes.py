"""What has changed of a pair of similar classes since a verdict that counts no longer, in words for a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.domain.pairs import LESSONS, PEOPLE, PairFacts, differences
from workflow.queries.case_facts import topic
from workflow.queries.labels import Names
from workflow.rulebook.rulebook import Rulebook
from workflow.wording import Term


@dataclass(frozen=True, slots=True)
class PairChange:
    """One compared fact that is another now; ``side``: ``ours``, ``theirs``, or empty of what is both's."""

    side: str
    field: Term
    before: Any
    after: Any


def pair_changes(rulebook: Rulebook, known: Names, former: Mapping[str, Any] | None,
                 facts: PairFacts | None) -> tuple[PairChange, ...]:
    """From the facts of the former verdict to those of now; empty where either was not kept."""
    if former is None or not former.get("facts") or facts is None:
        return ()
    return tuple(
        PairChange(one.side, Term("likeness.field.roster" if one.field == PEOPLE else f"form.{one.field}"),
                   *(_told(rulebook, known, one.field, value) for value in (one.before, one.after)))
        for one in differences(former["facts"], facts))


def _told(rulebook: Rulebook, known: Names, field: str, value: Any) -> Any:
    """One value as a sentence takes it; nothing is shown of an empty one."""
    if value is None or value == "":
        return None
    match field:
        case "audience_codes":
            return tuple(rulebook.audiences[code].label for code in rulebook.audiences.known(value))
        case "topic_code":
            return topic(rulebook, value)
        case "class_kind":
            return Term(f"kind.{value}")
        case "channel":
            return Term(f"channel.{value}")
        case "province":
            return Term(f"province.{value}")
        case "host_unit":
            return known.unit(value)
        case "start_date" | "end_date":
            return date.fromisoformat(value)
        case "people":
            return Term("likeness.people.many" if value else "likeness.people.few")
    return tuple(value) if field == LESSONS else value
