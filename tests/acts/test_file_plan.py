"""An annual plan goes its own way, by a process that knows no class; filing it numbers its items."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from tests.district import ITEM, YUAN, District
from workflow.acts.file_plan import begin_plan, save_plan
from workflow.domain.plan import AnnualPlan
from workflow.office import Office
from workflow.queries.trail_check import verify_all
from workflow.refusals import Refused
from workflow.store.cases import annual_plan, plan_item


@pytest.fixture
def d(office: Office) -> District:
    return District(office)


def items(d: District, case_id: int) -> list[Any]:
    with d.office.database.read() as connection:
        mine = select(plan_item).where(plan_item.c.case_id == case_id).order_by(plan_item.c.code)
        return list(connection.execute(mine))


def test_filing_numbers_the_items_over_the_whole_district(d: District) -> None:
    clerk = d.actor("PLC.declarant")
    plan = begin_plan(d.office, clerk, "PLC", 2027, (ITEM, replace(ITEM, class_name="调解员培训班"))).case_id
    d.take(plan, "send_unit", "PLC.declarant")
    d.take(plan, "return", "PLC.unit_head", "预算请压减。")
    mended = AnnualPlan("PLC", 2027, (replace(ITEM, total_fen=20_000 * YUAN),) * 2)
    assert save_plan(d.office, clerk, plan, mended, version=0)
    d.take(plan, "send_unit", "PLC.declarant")
    d.take(plan, "unit_approve", "PLC.unit_head")
    assert items(d, plan) == []
    d.take(plan, "file", "od_section")
    assert [(row.code, row.total_fen) for row in items(d, plan)] == [
        ("2027-001", 20_000 * YUAN), ("2027-002", 20_000 * YUAN)]
    with d.office.database.read() as connection:
        row = connection.execute(select(annual_plan).where(annual_plan.c.case_id == plan)).one()
    assert (row.unit, row.year, row.total_fen, str(row.filed_on)) == ("PLC", 2027, 40_000 * YUAN, "2026-10-14")
    found = verify_all(d.office)
    assert found.ok, found.first_bad


@pytest.mark.parametrize(("change", "field"), [
    ({"class_name": " "}, "class_name"), ({"class_name": "班" * 201}, "class_name"),
    ({"topic_code": "NONE"}, "topic_code"),
    ({"class_kind": "party"}, "class_kind"), ({"tier": "kings"}, "tier"), ({"channel": "up"}, "channel"),
    ({"month": 13}, "month"), ({"month": 0}, "month"), ({"trainee_count": 0}, "trainee_count"),
    ({"half_days": 0}, "half_days"), ({"total_fen": -1}, "total_fen"), ({"total_fen": 10**15}, "total_fen"),
])  # fmt: skip
def test_a_faulty_item_is_refused_by_place_and_field(d: District, change: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        begin_plan(d.office, d.actor("PLC.declarant"), "PLC", 2027, (ITEM, replace(ITEM, **change)))
    assert [(one.code, one.field) for one in refused.value.refusals] == [("plan_item_wrong", f"items.2.{field}")]


def test_an_empty_plan_and_a_far_year_are_refused_together(d: District) -> None:
    with pytest.raises(Refused) as refused:
        begin_plan(d.office, d.actor("PLC.declarant"), "PLC", 1926, ())
    assert list(refused.value.codes) == ["plan_empty", "line_year_wrong"]
    with pytest.raises(Refused, match="plan_too_long"):
        begin_plan(d.office, d.actor("PLC.declarant"), "PLC", 2027, (ITEM,) * 301)


def test_only_the_units_own_clerk_draws_up_its_plan(d: District) -> None:
    with pytest.raises(Refused, match="not_yours"):
        begin_plan(d.office, d.actor("CIVIL.declarant"), "PLC", 2027, (ITEM,))
