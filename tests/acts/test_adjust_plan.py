"""A filed plan is adjusted by a new version: numbers stay, what is given up keeps its row, the office decides."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from tests.district import ITEM, PLANNED, YUAN, District
from workflow.acts.file_plan import begin_plan, save_plan
from workflow.domain.plan import AnnualPlan
from workflow.office import Office
from workflow.queries.trail_check import verify_all
from workflow.refusals import Refused
from workflow.store.cases import annual_plan, case, plan_item

CLERK, HEAD = "CIVIL.declarant", "CIVIL.unit_head"
CODE = PLANNED["CIVIL"]
OTHER = replace(ITEM, class_name="调解员培训班", total_fen=5_000 * YUAN)
Given = replace(ITEM, code=CODE)


@pytest.fixture
def d(office: Office) -> District:
    return District(office)


def plan_of(d: District, unit: str = "CIVIL") -> int:
    with d.office.database.read() as connection:
        return int(connection.execute(select(annual_plan.c.case_id).where(annual_plan.c.unit == unit)).scalar_one())


def rows(d: District, case_id: int) -> list[Any]:
    with d.office.database.read() as connection:
        return list(connection.execute(select(plan_item).where(plan_item.c.case_id == case_id).order_by(
            plan_item.c.code)))


def adjust(d: District, case_id: int, *items: Any) -> None:
    save_plan(d.office, d.actor(CLERK), case_id, AnnualPlan("CIVIL", 2026, items), version=0)
    d.take(case_id, "adjust_plan", CLERK, "任务有调整。")
    d.take(case_id, "adjust_plan", HEAD)


def test_an_adjustment_waits_for_the_office_and_then_stands(d: District) -> None:
    plan = plan_of(d)
    d.office.clock.set("2026-10-20 09:00")  # type: ignore[attr-defined]
    adjust(d, plan, replace(Given, month=12, trainee_count=50), OTHER)
    assert [(row.code, row.month) for row in rows(d, plan)] == [(CODE, 11)], "the filed version is in force"
    assert d.state(plan) == "adjustment_review"
    d.take(plan, "file_adjustment", "od_section")
    assert [(row.code, row.month, row.trainee_count, row.class_name) for row in rows(d, plan)] == [
        (CODE, 12, 50, ITEM.class_name), ("2026-004", 11, 40, OTHER.class_name)]
    with d.office.database.read() as connection:
        row = connection.execute(select(annual_plan).where(annual_plan.c.case_id == plan)).one()
        filed = connection.execute(select(case.c.form_n).where(case.c.id == plan)).scalar_one()
    assert (row.total_fen, str(row.filed_on), filed) == (35_000 * YUAN, "2026-10-14", 2), "the first filing counts"
    assert verify_all(d.office).ok


def test_a_class_given_up_keeps_its_row_and_costs_nothing(d: District) -> None:
    plan = plan_of(d)
    adjust(d, plan, replace(Given, dropped="并入区委政法委的班。"))
    d.take(plan, "file_adjustment", "od_section")
    row = rows(d, plan)[0]
    assert (row.code, str(row.cancelled_on)) == (CODE, "2026-10-14")
    d.office.clock.set("2026-11-02 09:00")  # type: ignore[attr-defined]
    adjust(d, plan, replace(Given, dropped="并入区委政法委的班。"), OTHER)
    d.take(plan, "file_adjustment", "od_section")
    assert str(rows(d, plan)[0].cancelled_on) == "2026-10-14", "the day on which it was given up"
    with d.office.database.read() as connection:
        total = connection.execute(select(annual_plan.c.total_fen).where(annual_plan.c.case_id == plan)).scalar_one()
    assert total == OTHER.total_fen
    found = verify_all(d.office)
    assert found.ok, found.first_bad


@pytest.mark.parametrize("action", ["decline_adjustment", "withdraw_adjustment"])
def test_an_adjustment_that_does_not_come_changes_nothing(d: District, action: str) -> None:
    plan = plan_of(d)
    before = rows(d, plan)
    adjust(d, plan, replace(Given, month=12))
    d.take(plan, action, "od_section" if action == "decline_adjustment" else HEAD, "不调整。")
    assert (rows(d, plan), d.state(plan)) == (before, "filed")
    adjust(d, plan, replace(Given, month=12))
    assert d.state(plan) == "adjustment_review", "it can be asked again"


@pytest.mark.parametrize(("items", "codes"), [
    ((OTHER,), ["plan_item_lost"]),
    ((Given, replace(OTHER, code="2026-002")), ["plan_item_strange"]),
    ((Given, Given), ["plan_item_strange"]),
    ((Given,), ["nothing_changed"]),
    ((replace(OTHER, month=13),), ["plan_item_wrong", "plan_item_lost"]),
])  # fmt: skip
def test_an_adjustment_keeps_every_number_and_changes_something(
    d: District, items: tuple[Any, ...], codes: list[str]
) -> None:
    with pytest.raises(Refused) as refused:
        save_plan(d.office, d.actor(CLERK), plan_of(d), AnnualPlan("CIVIL", 2026, items), version=0)
    assert list(refused.value.codes) == codes


def test_a_unit_has_one_plan_a_year_unless_it_was_declined(d: District) -> None:
    with pytest.raises(Refused, match="plan_there"):
        begin_plan(d.office, d.actor(CLERK), "CIVIL", 2026, (ITEM,))
    first = begin_plan(d.office, d.actor(CLERK), "CIVIL", 2027, (ITEM,)).case_id
    d.take(first, "withdraw", HEAD)
    assert begin_plan(d.office, d.actor(CLERK), "CIVIL", 2027, (ITEM,)).case_id != first


def test_a_plan_not_filed_yet_has_no_numbers(d: District) -> None:
    plan = begin_plan(d.office, d.actor(CLERK), "CIVIL", 2027, (ITEM,)).case_id
    with pytest.raises(Refused, match="plan_item_strange"):
        save_plan(d.office, d.actor(CLERK), plan, AnnualPlan("CIVIL", 2027, (replace(ITEM, code=CODE),)), version=1)


def test_an_adjustment_of_another_unit_is_none_of_mine(d: District) -> None:
    with pytest.raises(Refused, match="not_yours"):
        save_plan(d.office, d.actor("PLC.declarant"), plan_of(d), AnnualPlan("CIVIL", 2026, (
            replace(Given, month=12),)), version=0)


def test_a_class_that_is_declared_is_not_given_up(d: District) -> None:
    plan, declared = plan_of(d), d.submitted()
    given_up = AnnualPlan("CIVIL", 2026, (replace(Given, dropped="不办。"),))
    with pytest.raises(Refused, match="plan_item_declared"):
        save_plan(d.office, d.actor(CLERK), plan, given_up, version=0)
    d.take(declared, "withdraw", HEAD, "不办了。")
    assert save_plan(d.office, d.actor(CLERK), plan, given_up, version=0)
