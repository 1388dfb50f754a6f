"""Needs stand in their year's book, are met by planned classes, and every row of them is proved by the trail."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.district import ITEM, PLANNED, District
from workflow.acts.file_plan import begin_plan
from workflow.acts.needs import match_need, state_need, unmatch_need, withdraw_need
from workflow.acts.report_execution import report_execution
from workflow.domain.execution import Execution, Held
from workflow.domain.needs import Need
from workflow.office import Office
from workflow.queries.trail_check import verify_all
from workflow.refusals import NotFound, Refused
from workflow.store.needs import execution_report, need_link, training_need

NEED = Need("CIVIL", 2026, "COMMUNITY_WORK", "COMM_WORKER_B1", 40, "不会处置突发事件。", "去年应急演练暴露。", 11)
HELD = Held("社区工作者班", "应急处置", "2025年9月", "区委党校", 38, 3, 2_000_000, "单位培训费", "合格率 97%")


@pytest.fixture
def d(office: Office) -> District:
    return District(office)


def rows(d: District, table: Any) -> list[Any]:
    with d.office.database.read() as connection:
        return list(connection.execute(select(table)))


def test_a_need_is_stated_withdrawn_and_proved(d: District) -> None:
    need = state_need(d.office, d.actor("CIVIL.declarant"), NEED)
    state_need(d.office, d.actor("CIVIL.unit_head"), replace(NEED, heads=5))
    withdraw_need(d.office, d.actor("CIVIL.declarant"), need, "已由上级培训。")
    row = next(row for row in rows(d, training_need) if row.id == need)
    assert (row.heads, str(row.stated_on), str(row.withdrawn_on), row.withdrawn_why) == (
        40, "2026-10-14", "2026-10-14", "已由上级培训。")
    assert verify_all(d.office).ok
    with d.office.database.write() as connection:
        connection.execute(update(training_need).where(training_need.c.id == need).values(heads=400))
        connection.commit()
    found = verify_all(d.office)
    assert not found.ok and found.first_bad is not None and found.first_bad.table == "training_need"


def test_everything_wrong_with_a_need_is_said_at_once(d: District) -> None:
    with pytest.raises(Refused) as refused:
        state_need(d.office, d.actor("PLC.declarant"), Need("CIVIL", 1900, "NONE", "NOBODY", 0, " ", "因为", 13))
    assert [(one.code, one.field) for one in refused.value.refusals] == [
        ("field_not_in_list", "audience_code"), ("field_not_in_list", "topic_code"), ("need_answer_missing", "lack"),
        ("need_answer_missing", "heads"), ("field_whole_number", "month"), ("line_year_wrong", "year"),
        ("unit_not_yours", None)]
    assert rows(d, training_need) == []


def test_only_the_unit_takes_its_need_back_and_says_why(d: District) -> None:
    need = state_need(d.office, d.actor("CIVIL.declarant"), NEED)
    with pytest.raises(Refused, match="unit_not_yours"):
        withdraw_need(d.office, d.actor("od_section"), need, "不用了。")
    with pytest.raises(Refused, match="need_reason_missing"):
        withdraw_need(d.office, d.actor("CIVIL.declarant"), need, "  ")
    withdraw_need(d.office, d.actor("CIVIL.declarant"), need, "不用了。")
    with pytest.raises(Refused, match="need_withdrawn"):
        withdraw_need(d.office, d.actor("CIVIL.declarant"), need, "不用了。")
    with pytest.raises(NotFound):
        withdraw_need(d.office, d.actor("CIVIL.declarant"), 99, "不用了。")


def test_the_office_finds_a_class_of_another_unit_for_a_need(d: District) -> None:
    need = state_need(d.office, d.actor("CIVIL.declarant"), NEED)
    with pytest.raises(Refused, match="unit_not_yours"):
        match_need(d.office, d.actor("CIVIL.declarant"), need, PLANNED["PLC"])
    match_need(d.office, d.actor("od_section"), need, PLANNED["PLC"])
    match_need(d.office, d.actor("CIVIL.declarant"), need, PLANNED["CIVIL"])
    with pytest.raises(Refused, match="need_matched"):
        match_need(d.office, d.actor("od_section"), need, PLANNED["PLC"])
    unmatch_need(d.office, d.actor("od_section"), need, PLANNED["PLC"])
    assert [(row.need_id, row.code) for row in rows(d, need_link)] == [(need, PLANNED["CIVIL"])]
    with pytest.raises(Refused, match="need_not_matched"):
        unmatch_need(d.office, d.actor("od_section"), need, PLANNED["PLC"])
    assert verify_all(d.office).ok


def test_filing_a_plan_links_the_needs_its_classes_name(d: District) -> None:
    need = state_need(d.office, d.actor("CIVIL.declarant"), replace(NEED, year=2027))
    plan = begin_plan(d.office, d.actor("CIVIL.declarant"), "CIVIL", 2027, (replace(ITEM, needs=(need,)),)).case_id
    d.take(plan, "send_unit", "CIVIL.declarant")
    d.take(plan, "unit_approve", "CIVIL.unit_head")
    assert rows(d, need_link) == []
    d.take(plan, "file", "od_section")
    assert [(row.case_id, row.need_id, row.code) for row in rows(d, need_link)] == [(plan, need, "2027-001")]
    with pytest.raises(Refused, match="need_not_matched"):
        unmatch_need(d.office, d.actor("od_section"), need, "2027-001")
    found = verify_all(d.office)
    assert found.ok, found.first_bad


def test_a_report_on_the_past_year_is_filed_and_filed_again(d: District) -> None:
    clerk = d.actor("CIVIL.declarant")
    d.office.clock.set("2026-03-31 17:00")  # type: ignore[attr-defined]
    assert report_execution(d.office, clerk, Execution("CIVIL", 2025, (HELD,)))
    d.office.clock.set("2026-04-01 09:00")  # type: ignore[attr-defined]
    assert not report_execution(d.office, clerk, Execution("CIVIL", 2025, (HELD, HELD), "补报一班。"))
    (row,) = rows(d, execution_report)
    assert (str(row.filed_on), row.remarks, len(row.body)) == ("2026-04-01", "补报一班。", 2)
    assert verify_all(d.office).ok
    with d.office.database.write() as connection:
        connection.execute(update(execution_report).values(body=[]))
        connection.commit()
    assert not verify_all(d.office).ok


@pytest.mark.parametrize(("who", "report", "codes"), [
    ("CIVIL.declarant", Execution("CIVIL", 2026, (HELD,)), ["report_too_early"]),
    ("CIVIL.declarant", Execution("CIVIL", 2025), ["report_empty"]),
    ("PLC.declarant", Execution("CIVIL", 2025, (HELD,) * 301), ["report_too_long", "unit_not_yours"]),
    ("CIVIL.declarant", Execution("CIVIL", 1999, (HELD,)), ["line_year_wrong"]),
])  # fmt: skip
def test_a_wrong_report_is_refused_with_every_reason(
    d: District, who: str, report: Execution, codes: list[str]
) -> None:
    with pytest.raises(Refused) as refused:
        report_execution(d.office, d.actor(who), report)
    assert list(refused.value.codes) == codes
    assert rows(d, execution_report) == []
