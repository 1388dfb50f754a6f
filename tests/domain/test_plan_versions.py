"""Versions of a plan: numbers stay with their classes, and a comparison names what changed and nothing else."""

from dataclasses import replace

import pytest

from tests.district import ITEM
from workflow.domain.plan import AnnualPlan, complete, from_json, to_json
from workflow.domain.plan_versions import ADDED, CHANGED, DROPPED, KEPT, compare, lost_codes, with_codes

FIRST = replace(ITEM, code="2026-999")
SECOND = replace(ITEM, class_name="调解员培训班", code="2026-1000")
OLD = AnnualPlan("CIVIL", 2026, (FIRST, SECOND))


def test_a_version_without_numbers_gets_those_that_filing_gave() -> None:
    bare = AnnualPlan("CIVIL", 2026, tuple(replace(item, code="") for item in OLD.items))
    assert with_codes(bare, ["2026-1000", "2026-999"]) == OLD, "2026-999 comes before 2026-1000"
    later = AnnualPlan("CIVIL", 2026, (*OLD.items, replace(ITEM, class_name="新班")))
    assert with_codes(later, ["2026-999", "2026-1000", "2026-1001"]).items[-1].code == "2026-1001"
    assert with_codes(later, ["2026-999", "2026-1000"]).items[-1].code == "", "not filed yet"


def test_each_class_is_added_changed_dropped_or_kept() -> None:
    new = AnnualPlan("CIVIL", 2026, (
        replace(SECOND, month=12, needs=(7,)), replace(FIRST, dropped="并入他班。"), replace(ITEM, class_name="新班")))
    found = compare(OLD, new)
    assert [(one.how, one.item.class_name) for one in found] == [
        (CHANGED, "调解员培训班"), (DROPPED, ITEM.class_name), (ADDED, "新班")]
    assert [(one.field, one.before, one.after) for one in found[0].differences] == [
        ("month", 11, 12), ("needs", (), (7,))]
    assert {one.how for one in compare(OLD, OLD)} == {KEPT}
    again = compare(new, AnnualPlan("CIVIL", 2026, (replace(SECOND, month=12, needs=(7,)), FIRST)))
    assert [one.how for one in again] == [KEPT, CHANGED], "taken up again"


@pytest.mark.parametrize(("items", "codes"), [
    ((SECOND,), ["plan_item_lost"]),
    ((FIRST, SECOND, replace(ITEM, code="2026-001")), ["plan_item_strange"]),
    ((FIRST, SECOND, SECOND), ["plan_item_strange"]),
    ((FIRST, SECOND, ITEM), []),
])  # fmt: skip
def test_no_number_is_lost_or_made_up(items: tuple[object, ...], codes: list[str]) -> None:
    found = lost_codes([item.code for item in OLD.items], AnnualPlan("CIVIL", 2026, items))  # type: ignore[arg-type]
    assert [refusal.code for refusal in found] == codes


def test_a_class_given_up_costs_nothing_and_a_plan_comes_back_from_json() -> None:
    plan = AnnualPlan("CIVIL", 2026, (FIRST, replace(SECOND, dropped="不办。", needs=(3, 4))))
    assert plan.total_fen == FIRST.total_fen and plan.live == (FIRST,)
    assert from_json(to_json(plan)) == plan
    older = {"unit": "CIVIL", "year": 2026, "items": [{**to_json(OLD)["items"][0]}]}
    del older["items"][0]["needs"], older["items"][0]["dropped"]  # type: ignore[index]
    assert from_json(older).items == (FIRST,), "a version from before needs were named"


def test_a_reason_has_an_end_and_needs_are_numbers() -> None:
    wrong = AnnualPlan("CIVIL", 2026, (replace(FIRST, dropped="字" * 501), replace(SECOND, needs=(0,))))
    found = complete(wrong, frozenset({ITEM.topic_code}))
    assert [refusal.field for refusal in found] == ["items.1.dropped", "items.2.needs"]
