"""Versions of an annual plan: an adjustment is a new version (ruling 34), and says what it changes.

A filed class keeps its number for good.  An adjustment may change it or give it up with a
reason, and may add classes, which are numbered when the new version is filed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from workflow.domain.plan import AnnualPlan, PlanItem
from workflow.refusals import Refusal

ADDED, CHANGED, DROPPED, KEPT = "added", "changed", "dropped", "kept"
COMPARED = ("class_name", "topic_code", "class_kind", "tier", "channel", "month", "trainee_count", "half_days",
            "total_fen", "needs")


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer of a planned class, before and after."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What became of one planned class: added, changed, dropped or kept; ``item`` as the newer version has it."""

    how: str
    item: PlanItem
    differences: tuple[Difference, ...] = ()


def with_codes(plan: AnnualPlan, codes: Iterable[str]) -> AnnualPlan:
    """The plan with the numbers its filing gave: classes without one have, in order, those that no class names.

    ``codes`` are all numbers of the case; a version that was never filed may have classes for which none is left.
    """
    named = {item.code for item in plan.items}
    free = iter(sorted(set(codes) - named, key=_place))
    return replace(plan, items=tuple(item if item.code else replace(item, code=next(free, "")) for item in plan.items))


def compare(old: AnnualPlan, new: AnnualPlan) -> tuple[ItemChange, ...]:
    """Class by class what the newer version changes, in its order; both versions with their numbers."""
    before = {item.code: item for item in old.items if item.code}
    return tuple(_change(before.get(item.code) if item.code else None, item) for item in new.items)


def lost_codes(old: Iterable[str], new: AnnualPlan) -> tuple[Refusal, ...]:
    """The numbered classes that a new version left out, or numbers it made up: each is to be mended."""
    named = [item.code for item in new.items if item.code]
    known = set(old)
    lost = [Refusal("plan_item_lost", {"code": code}, field="items") for code in sorted(known - set(named), key=_place)]
    twice = {code for code in named if named.count(code) > 1}
    strange = [Refusal("plan_item_strange", {"code": code[:64]}, field="items")
               for code in dict.fromkeys(named) if code not in known or code in twice]
    return (*lost, *strange)


def _change(old: PlanItem | None, new: PlanItem) -> ItemChange:
    if old is None:
        return ItemChange(ADDED, new)
    if new.dropped and not old.dropped:
        return ItemChange(DROPPED, new)
    found = tuple(Difference(name, getattr(old, name), getattr(new, name)) for name in COMPARED
                  if getattr(old, name) != getattr(new, name))
    return ItemChange(CHANGED if found or new.dropped != old.dropped else KEPT, new, found)


def _place(code: str) -> tuple[str, int, str]:
    """2026-999 stands before 2026-1000."""
    year, _, count = code.partition("-")
    return year, int(count) if count.isdecimal() and len(count) < 10 else 0, code
