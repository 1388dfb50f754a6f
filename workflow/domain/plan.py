"""The annual training plan of one unit: the classes that it means to hold in a year.

A plan is filed by a day of its year that the policy names (R-03).  How two versions differ: ``domain.plan_versions``.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from workflow.domain.declaration import CHANNELS, KINDS, TIERS
from workflow.domain.form_fields import MOST_FEN
from workflow.refusals import Refusal
from workflow.wording.values import Term

MAX_ITEMS = 300
MAX_NAME = 200
MAX_TRAINEES = 10_000
MAX_HALF_DAYS = 400
MAX_NEEDS = 100  # that one planned class meets
MAX_REASON = 500


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One intended class. ``month`` 1-12; ``half_days`` of teaching; ``total_fen`` with lecturers.

    ``code`` (2026-031) is empty until the plan is filed; it is dense per year over the district.
    ``needs`` are the ids of the training needs it meets; ``dropped`` says why an adjustment gives the
    class up (empty = it is meant to be held): a numbered class never leaves the list.
    """

    class_name: str
    topic_code: str
    class_kind: str
    tier: str
    channel: str
    month: int
    trainee_count: int
    half_days: int
    total_fen: int
    code: str = ""
    needs: tuple[int, ...] = ()
    dropped: str = ""


@dataclass(frozen=True, slots=True)
class AnnualPlan:
    """What ``unit`` plans for ``year``; an adjustment is a new plan, never an edit (ruling 34)."""

    unit: str = ""
    year: int = 0
    items: tuple[PlanItem, ...] = ()

    @property
    def live(self) -> tuple[PlanItem, ...]:
        """The classes that are still meant to be held."""
        return tuple(item for item in self.items if not item.dropped)

    @property
    def total_fen(self) -> int:
        return sum(item.total_fen for item in self.live)


def to_json(plan: AnnualPlan) -> dict[str, Any]:
    """The plan as plain JSON."""
    return {"unit": plan.unit, "year": plan.year, "items": [asdict(item) for item in plan.items]}


def from_json(body: Mapping[str, Any]) -> AnnualPlan:
    """The plan that :func:`to_json` wrote; an unknown field raises ``TypeError``."""
    known = dict(body)
    known["items"] = tuple(
        PlanItem(**{**item, "needs": tuple(item.get("needs", ()))}) for item in known.get("items", ()))
    return AnnualPlan(**known)


def complete(plan: AnnualPlan, topics: frozenset[str]) -> tuple[Refusal, ...]:
    """Everything that keeps this plan from being sent on; empty = nothing.

    ``topics`` are the codes of the lexicon.  Each refusal names its item by place (from 1).
    """
    faults: list[Refusal] = []
    if not plan.items:
        faults.append(Refusal("plan_empty", field="items"))
    if len(plan.items) > MAX_ITEMS:
        faults.append(Refusal("plan_too_long", {"most": MAX_ITEMS}, field="items"))
    for place, item in enumerate(plan.items[:MAX_ITEMS], 1):
        faults += _item_faults(item, place, topics)
    return tuple(faults)


def _item_faults(item: PlanItem, place: int, topics: frozenset[str]) -> list[Refusal]:
    checks = {
        "class_name": 0 < len(item.class_name.strip()) and len(item.class_name) <= MAX_NAME,
        "topic_code": item.topic_code in topics,
        "class_kind": item.class_kind in KINDS,
        "tier": item.tier in TIERS,
        "channel": item.channel in CHANNELS,
        "month": _within(item.month, 1, 12),
        "trainee_count": _within(item.trainee_count, 1, MAX_TRAINEES),
        "half_days": _within(item.half_days, 1, MAX_HALF_DAYS),
        "total_fen": _within(item.total_fen, 0, MOST_FEN),
        "needs": len(item.needs) <= MAX_NEEDS and all(_within(need, 1, MOST_FEN) for need in item.needs),
        "dropped": len(item.dropped) <= MAX_REASON,
    }
    return [
        Refusal("plan_item_wrong", {"place": place, "what": Term(f"plan_item.{name}")}, field=f"items.{place}.{name}")
        for name, good in checks.items() if not good
    ]


def _within(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
