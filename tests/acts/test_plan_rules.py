"""What the rules of the year say of a plan: stored with it, explained, asked when it is filed, judged anew."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.district import ITEM, PLANNED, District, a_class, signed_in
from workflow.acts.explain_finding import explain_finding, override_finding
from workflow.acts.file_plan import begin_plan, save_plan
from workflow.acts.report_execution import report_execution
from workflow.domain.execution import Execution
from workflow.domain.plan import AnnualPlan
from workflow.queries.plan_filings import filings, report_page
from workflow.queries.plan_page import plan_page
from workflow.queries.trail_check import verify_all
from workflow.refusals import Refused
from workflow.store.cases import annual_plan

CLERK, HEAD = "CIVIL.declarant", "CIVIL.unit_head"


def handed_in(d: District, day: str, year: int = 2027) -> int:
    d.office.clock.set(f"{day} 09:00")  # type: ignore[attr-defined]
    plan = begin_plan(d.office, d.actor(CLERK), "CIVIL", year, (ITEM,)).case_id
    d.take(plan, "send_unit", CLERK)
    d.take(plan, "unit_approve", HEAD)
    return plan


def told(d: District, plan: int) -> dict[str, tuple[str, str]]:
    page = plan_page(d.office, signed_in(d.office, d.actor("od_section").id), plan)
    return {view.finding.rule: (view.finding.severity, view.finding.wording) for view in page.findings}


def test_in_time_is_said_and_filed(d: District) -> None:
    plan = handed_in(d, "2027-03-31")
    assert told(d, plan) == {"R-03": ("clear", "")}
    d.office.clock.set("2027-04-02 09:00")  # type: ignore[attr-defined]
    d.take(plan, "file", "od_section")
    assert told(d, plan) == {"R-03": ("clear", "")}, "the office took its days; the unit was in time"
    found = {row.unit_code: row.plan for row in filings(d.office, signed_in(d.office, d.actor("od_section").id)).rows}
    assert found["CIVIL"] is not None and found["CIVIL"].severity == "clear"


def test_a_late_plan_is_filed_when_the_unit_has_explained(d: District) -> None:
    plan = handed_in(d, "2027-04-01")
    assert told(d, plan) == {"R-03": ("warn", "")}
    with pytest.raises(Refused, match="warning_unexplained"):
        d.take(plan, "file", "od_section")
    with pytest.raises(Refused, match="not_your_unit"):
        explain_finding(d.office, d.actor("PLC.declarant"), plan, "R-03", "", "不是本单位。")
    explain_finding(d.office, d.actor(CLERK), plan, "R-03", "", "换届，计划推迟。")
    d.take(plan, "file", "od_section")
    assert d.state(plan) == "filed" and verify_all(d.office).ok


def test_or_when_the_one_whom_the_policy_names_set_it_aside(d: District) -> None:
    plan = handed_in(d, "2027-04-01")
    with pytest.raises(Refused, match="not_yours_to_override"):
        override_finding(d.office, d.actor("finance"), plan, "R-03", "", "无妨。")
    override_finding(d.office, d.actor("od_section2"), plan, "R-03", "", "换届期间统一顺延。")
    d.take(plan, "file", "od_section")
    assert d.state(plan) == "filed"


def test_a_plan_that_comes_again_is_judged_again(d: District) -> None:
    plan = handed_in(d, "2027-03-30")
    d.take(plan, "return", "od_section", "培训对象不清。")
    d.office.clock.set("2027-04-01 09:00")  # type: ignore[attr-defined]
    d.take(plan, "send_unit", CLERK)
    d.take(plan, "unit_approve", HEAD)
    assert told(d, plan) == {"R-03": ("warn", "")}


def test_last_years_report_is_asked_for_until_it_is_there(d: District) -> None:
    """Two classes of 2026 were opened, one of them stopped; the report is late, and no stamp tells of its coming."""
    for topic in ("COMM_WORKER_B1", "COMM_WORKER_B2"):
        case_id = d.at("noticed", a_class(audience_codes=(topic,)))
        d.office.clock.set("2026-11-23 08:30")  # type: ignore[attr-defined]
        d.take(case_id, "open", CLERK)
        d.office.clock.set("2026-10-14 09:00")  # type: ignore[attr-defined]
    d.office.clock.set("2026-11-24 08:30")  # type: ignore[attr-defined]
    d.take(case_id, "abort", HEAD, "停电。")
    waiting = handed_in(d, "2027-03-30")
    assert told(d, waiting) == {"R-03": ("clear", ""), "R-41": ("info", "waiting")}
    d.office.clock.set("2027-04-01 09:00")  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="warning_unexplained"):
        d.take(waiting, "file", "od_section")
    assert told(d, waiting)["R-41"] == ("warn", "missing"), "what it was refused for stands with the plan"
    made = report_page(d.office, signed_in(d.office, d.actor(CLERK).id), "CIVIL", 2026).made
    assert len(made.rows) == 2
    report_execution(d.office, d.actor(CLERK), Execution("CIVIL", 2026, made.rows))
    with pytest.raises(Refused, match="warning_unexplained"):
        d.take(waiting, "file", "od_section")
    explain_finding(d.office, d.actor(CLERK), waiting, "R-41", "", "人员变动，晚报一日。")
    d.take(waiting, "file", "od_section")
    assert told(d, waiting)["R-41"] == ("warn", "") and verify_all(d.office).ok


def test_an_adjustment_is_judged_by_the_day_of_the_first(d: District) -> None:
    d.office.clock.set("2026-11-02 09:00")  # type: ignore[attr-defined]
    with d.office.database.read() as connection:
        plan = connection.execute(select(annual_plan.c.case_id).where(annual_plan.c.unit == "CIVIL")).scalar_one()
    changed = replace(ITEM, code=PLANNED["CIVIL"], month=12)
    save_plan(d.office, d.actor(CLERK), plan, AnnualPlan("CIVIL", 2026, (changed,)), version=0)
    for signer in (CLERK, HEAD):
        d.take(plan, "adjust_plan", signer)
    d.take(plan, "file_adjustment", "od_section")  # what was explained once stays explained
    assert told(d, plan) == {"R-03": ("warn", "")} and d.state(plan) == "filed"
