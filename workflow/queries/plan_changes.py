"""What an adjustment of an annual plan would change, class by class, as the pages of every case tell changes."""

from collections.abc import Mapping
from typing import Any

from workflow.domain.days import days_of
from workflow.domain.plan import PlanItem, from_json
from workflow.domain.plan_versions import ADDED, COMPARED, DROPPED, KEPT, ItemChange, compare, with_codes
from workflow.queries.labels import Said
from workflow.rulebook.rulebook import Rulebook
from workflow.wording import Fen, Label, Term

WORDS: Mapping[str, str] = {"class_kind": "kind", "tier": "tier", "channel": "channel"}
TOLD = ("month", "trainee_count", "total_fen")  # what is told of a class that comes or goes

Row = tuple[Label, Any, Any]


def plan_changes(old: Mapping[str, Any], new: Mapping[str, Any], rulebook: Rulebook) -> tuple[Row, ...]:
    """Name, before and after of each class that is not kept; ``None`` where there is nothing before or after."""
    later = from_json(new)
    earlier = with_codes(from_json(old), [item.code for item in later.items if item.code])
    before = {item.code: item for item in earlier.items}
    return tuple(_row(change, before.get(change.item.code), rulebook)
                 for change in compare(earlier, later) if change.how != KEPT)


def said(field: str, value: Any, rulebook: Rulebook) -> Any:
    """One answer of a planned class in words."""
    if field in WORDS:
        return Term(f"{WORDS[field]}.{value}")
    match field:
        case "topic_code":
            topic = rulebook.lexicon.topics.get(value)
            return topic.label if topic else value
        case "total_fen":
            return Said("case.yuan", {"fen": Fen(value)})
        case "half_days":
            return days_of(value)
        case "needs":
            return Said("plan.needs_chosen", {"count": len(value)})
    return value


def _row(change: ItemChange, old: PlanItem | None, rulebook: Rulebook) -> Row:
    item = change.item
    name = Label(*[f"{item.code} {item.class_name}".strip()] * 2)
    if change.how == ADDED or old is None:
        return name, None, _told(item, TOLD, rulebook)
    if change.how == DROPPED:
        return name, _told(old, TOLD, rulebook), Said("plan.given_up", {"reason": item.dropped})
    fields = [one.field for one in change.differences] or list(COMPARED[:1])
    return name, _told(old, fields, rulebook), _told(item, fields, rulebook)


def _told(item: PlanItem, fields: Any, rulebook: Rulebook) -> tuple[Said, ...]:
    return tuple(Said("plan.answer", {"what": Term(f"plan_item.{field}"), "value": said(
        field, getattr(item, field), rulebook)}) for field in fields)
