"""The board, the needs and the calendar on the small district, against what was counted by hand, on both databases."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests.district import ITEM, PLANNED, District, a_class, signed_in
from workflow.acts.file_plan import save_plan
from workflow.acts.needs import match_need, state_need, withdraw_need
from workflow.domain.needs import Need
from workflow.domain.people import Actor
from workflow.domain.plan import AnnualPlan
from workflow.domain.plan_progress import APPROVED, CLOSED, DECLARED, HELD, LATE, late_of, step_of
from workflow.domain.plan_progress import PLANNED as PLAN
from workflow.office import Office
from workflow.queries.class_calendar import Wish as Month
from workflow.queries.class_calendar import class_calendar, feed
from workflow.queries.plan_board import Wish, plan_board
from workflow.queries.plan_filings import filings, report_page
from workflow.queries.plan_needs import Wish as NeedsWish
from workflow.queries.plan_needs import need_page, needs_page
from workflow.refusals import NotFound
from workflow.store.cases import annual_plan

NEED = Need("CIVIL", 2026, "COMMUNITY_WORK", "COMM_WORKER_B1", 40, "不会处置突发事件。", "去年应急演练暴露。", 11)


@pytest.fixture
def d(office: Office) -> District:
    return District(office)


def who(d: District, name: str) -> Actor:
    return signed_in(d.office, d.actor(name).id)


def counts(d: District, name: str = "od_section", **wish: str) -> list[int]:
    return list(plan_board(d.office, who(d, name), Wish(2026, **wish)).counts.values())


def test_the_counts_follow_the_class_from_planned_to_closed(d: District) -> None:
    assert counts(d) == [3, 0, 0, 0, 0]
    case_id = d.begin()
    assert counts(d) == [3, 0, 0, 0, 0], "a draft declares nothing"
    mine = plan_board(d.office, who(d, "CIVIL.declarant"), Wish(2026)).items[0]
    assert (mine.draft, mine.may_begin) == (case_id, False)
    d.take(case_id, "send_unit", "CIVIL.declarant")
    assert counts(d) == [3, 0, 0, 0, 0], "it has not left the unit"
    d.take(case_id, "unit_finance_sign", "CIVIL.unit_finance")
    d.take(case_id, "unit_submit", "CIVIL.unit_head")
    assert counts(d) == [3, 1, 0, 0, 0]
    other = d.at("approved", a_class(host_unit="PLC", audience_codes=("COMM_SEC",), plan_item=PLANNED["PLC"],
                                     topic_code="EMERGENCY", class_name="社区应急班"), "PLC")
    assert counts(d) == [3, 2, 1, 0, 0]
    assert counts(d, unit="PLC") == [1, 1, 1, 0, 0]
    assert counts(d, tier="rural") == [0, 0, 0, 0, 0]
    shown = plan_board(d.office, who(d, "od_section"), Wish(2026, step=APPROVED)).items
    assert [item.of.case_id for item in shown if item.of] == [other]
    d.take(case_id, "withdraw", "CIVIL.unit_head", "不办了。")
    assert counts(d) == [3, 1, 1, 0, 0], "a stopped class leaves its item free"


def test_who_sees_which_plan(d: District) -> None:
    assert len(plan_board(d.office, who(d, "leader"), Wish(2026)).items) == 3
    assert [item.unit_code for item in plan_board(d.office, who(d, "PLC.unit_head"), Wish(2026)).items] == ["PLC"]
    assert plan_board(d.office, who(d, "PLC.unit_head"), Wish(2026, unit="CIVIL")).items == ()
    assert plan_board(d.office, who(d, "admin"), Wish(2026)).items == ()
    begins = [item.may_begin for item in plan_board(d.office, who(d, "PLC.declarant"), Wish(2026)).items]
    assert begins == [True]


def test_what_is_late_is_counted_and_what_was_given_up_is_not(d: District) -> None:
    d.office.clock.set("2026-12-01 09:00")  # type: ignore[attr-defined]
    with d.office.database.read() as connection:
        plan = connection.execute(select(annual_plan.c.case_id).where(annual_plan.c.unit == "CIVIL")).scalar_one()
    board = plan_board(d.office, who(d, "od_section"), Wish(2026))
    assert board.late == {"not_declared": 3, "not_held": 0, "not_closed": 0}
    given_up = replace(ITEM, code=PLANNED["CIVIL"], dropped="并入他班。")
    save_plan(d.office, d.actor("CIVIL.declarant"), plan, AnnualPlan("CIVIL", 2026, (given_up,)), version=0)
    d.take(plan, "adjust_plan", "CIVIL.declarant")
    d.take(plan, "adjust_plan", "CIVIL.unit_head")
    d.take(plan, "file_adjustment", "od_section")
    board = plan_board(d.office, who(d, "od_section"), Wish(2026, late="any"))
    assert (board.late["not_declared"], len(board.items), board.counts[PLAN]) == (2, 2, 2)
    assert [item.code for item in plan_board(d.office, who(d, "od_section"), Wish(2026, step="cancelled")).items] == [
        PLANNED["CIVIL"]]


def test_classes_outside_the_plan_stand_apart_with_reason_and_signature(d: District) -> None:
    case_id = d.begin(a_class(plan_type="extra", plan_item="", extra_reason="上级新要求。"))
    d.paper(case_id, "CIVIL.declarant", "minutes")
    for action, signer in (("send_unit", "declarant"), ("unit_finance_sign", "unit_finance"),
                           ("unit_submit", "unit_head")):
        d.take(case_id, action, f"CIVIL.{signer}")
    board = plan_board(d.office, who(d, "od_section"), Wish(2026))
    (extra,) = board.extras
    assert (extra.reason, str(extra.signed_on), extra.step) == ("上级新要求。", "2026-10-14", DECLARED)
    assert board.counts[DECLARED] == 0, "it uses no item of the plan"
    assert plan_board(d.office, who(d, "PLC.declarant"), Wish(2026)).extras == ()


def test_a_need_is_unmet_until_a_live_class_meets_it(d: District) -> None:
    need, gone = (state_need(d.office, d.actor("CIVIL.declarant"), NEED) for _ in range(2))
    withdraw_need(d.office, d.actor("CIVIL.declarant"), gone, "已训。")
    office = who(d, "od_section")
    assert needs_page(d.office, office, NeedsWish(2026)).counts == {"unmet": 1, "planned": 0, "met": 0}
    assert plan_board(d.office, office, Wish(2026)).unmet == 1
    match_need(d.office, d.actor("od_section"), need, PLANNED["CIVIL"])
    assert needs_page(d.office, office, NeedsWish(2026)).counts == {"unmet": 0, "planned": 1, "met": 0}
    assert plan_board(d.office, office, Wish(2026)).unmet == 0
    d.at("noticed")
    assert need_page(d.office, office, need)[1].standing == "planned"
    with pytest.raises(NotFound):
        need_page(d.office, who(d, "PLC.declarant"), need)
    assert [row.id for row in needs_page(d.office, office, NeedsWish(2026, standing="withdrawn")).rows] == [gone]


def test_the_calendar_hints_at_the_same_people_on_the_same_day(d: District) -> None:
    first = d.submitted()
    second = d.submitted(a_class(host_unit="PLC", plan_item=PLANNED["PLC"], class_name="社区轮训班"), "PLC")
    page = class_calendar(d.office, who(d, "od_section"), Month(2026, 11))
    assert [(one.case_id, one.same) for one in page.entries] == [(first, (second,)), (second, (first,))]
    assert [day for day, _ in page.days] == [date(2026, 11, n) for n in (23, 24, 25)]
    assert (len(page.weeks), page.clashes, page.before, page.after) == (6, 2, (2026, 10), (2026, 12))
    assert class_calendar(d.office, who(d, "od_section"), Month(2026, 12)).entries == ()
    theirs = class_calendar(d.office, who(d, "PLC.declarant"), Month(2026, 11))
    assert [one.case_id for one in theirs.entries] == [second]
    assert [one.case_id for one in feed(d.office, who(d, "CIVIL.declarant"))] == [first]


def test_filings_follow_the_rules_of_the_year(d: District) -> None:
    page = filings(d.office, who(d, "od_section"), 2026)
    found = {row.unit_code: (row.plan.severity if row.plan else "", row.report) for row in page.rows}
    assert found == dict.fromkeys(("CIVIL", "OD", "PLC"), ("warn", None)), "filed in October; nothing held last year"
    assert (page.late_plans, page.late_reports) == (3, 0)
    assert [row.unit_code for row in filings(d.office, who(d, "PLC.declarant"), 2026).rows] == ["PLC"]
    with pytest.raises(NotFound):
        report_page(d.office, who(d, "PLC.declarant"), "CIVIL", 2025)


STAGES = ("drafting", "unit", "acceptance", "waiting", "session", "closing", "settling", "done")


@pytest.mark.parametrize(("stage", "step"), [
    ("drafting", PLAN), ("unit", PLAN), ("acceptance", DECLARED), ("waiting", APPROVED), ("session", HELD),
    ("closing", HELD), ("settling", CLOSED), ("done", CLOSED),
])  # fmt: skip
def test_the_step_of_a_stage(stage: str, step: str) -> None:
    assert step_of(STAGES, stage) == step


@pytest.mark.parametrize(("step", "month", "ends", "late"), [
    (PLAN, 9, None, "not_declared"), (PLAN, 10, None, ""), (DECLARED, 9, date(2026, 9, 1), ""),
    (APPROVED, 9, date(2026, 10, 13), "not_held"), (APPROVED, 9, date(2026, 10, 14), ""),
    (HELD, 9, date(2026, 10, 13), "not_closed"), (HELD, 9, date(2026, 10, 14), ""), (CLOSED, 9, date(2026, 9, 1), ""),
])  # fmt: skip
def test_late_is_on_the_day_after(step: str, month: int, ends: date | None, late: str) -> None:
    assert late_of(step, 2026, month, ends, date(2026, 10, 14)) == late
    assert late in ("", *LATE)
