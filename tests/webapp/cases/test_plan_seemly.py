"""The pages of needs, plans, reports and the calendar in a real browser: seemly, and usable without a script."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from tests.district import ITEM
from tests.webapp.cases.conftest import House
from tests.webapp.cases.test_plan_pages import NEED, plan_of
from tests.webapp.cases.test_seemly import COMBINATIONS
from tests.webapp.seeing import assert_seemly
from workflow.acts.file_plan import save_plan
from workflow.acts.needs import state_need
from workflow.acts.report_execution import report_execution
from workflow.domain.execution import Execution, Held
from workflow.domain.plan import AnnualPlan
from workflow.store.cases import plan_item

HELD = Held("社区工作者班", "应急处置", "2025年9月", "区委党校", 38, 3, 2_000_000, "单位培训费", "合格率 97%")
PLACES = (
    ("hejie", "/plan"), ("hejie", "/plan?view=board"), ("hejie", "/plan?view=months"), ("hejie", "/plan?late=any"),
    ("wangli", "/plan"), ("wangli", "/plan/{plan}"), ("hejie", "/plan/{plan}"), ("liqiang", "/plan/{other}/edit"),
    ("wangli", "/plan/new?year=2027&need={need}"), ("wangli", "/plan/needs"), ("hejie", "/plan/needs"),
    ("hejie", "/plan/needs/{need}"), ("wangli", "/plan/needs/{need}"), ("hejie", "/plan/filings"),
    ("wangli", "/plan/filings"), ("wangli", "/plan/reports?year=2025"),
    ("hejie", "/plan/reports?year=2025&unit=CIVIL"), ("hejie", "/inbox/{plan}"),
    ("hejie", "/calendar?year=2026&month=11"), ("wangli", "/calendar?year=2026&month=11&view=month"),
    ("guanli", "/calendar?year=2030&month=1"),
)  # fmt: skip


@pytest.fixture
def furnished_plan(house: House) -> dict[str, int]:
    """A need, last year's report, and an adjustment that waits for the office."""
    clerk, plan = house.actor("CIVIL.declarant"), plan_of(house, "CIVIL")
    need = state_need(house.office, clerk, NEED)
    report_execution(house.office, clerk, Execution("CIVIL", 2025, (HELD,), "另有一班未办。"))
    with house.office.database.read() as connection:
        code = connection.execute(select(plan_item.c.code).where(plan_item.c.case_id == plan)).scalar_one()
    items = (replace(ITEM, code=code, month=12, needs=(need,)), replace(ITEM, class_name="调解员培训班"))
    save_plan(house.office, clerk, plan, AnnualPlan("CIVIL", 2026, items), version=0)
    house.take(plan, "adjust_plan", "CIVIL.declarant", "任务有调整。")
    house.take(plan, "adjust_plan", "CIVIL.unit_head")
    return {"plan": plan, "need": need, "other": plan_of(house, "PLC")}


@pytest.mark.browser
@pytest.mark.parametrize(("language", "width"), COMBINATIONS)
def test_every_page_is_seemly(
    page_of: Callable[..., Any], furnished_plan: dict[str, int], language: str, width: int
) -> None:
    pages: dict[str, Any] = {}
    for who, address in PLACES:
        page = pages.get(who) or pages.setdefault(who, page_of(who, language, width))
        answer = page.goto(address.format(**furnished_plan))
        assert answer.status == 200, (who, address)
        assert_seemly(page)


@pytest.mark.browser
def test_a_plan_is_written_without_a_script(page_of: Callable[..., Any], furnished_plan: dict[str, int]) -> None:
    page = page_of("wangli", "zh", 360, script=False)
    page.goto("/plan/filings?year=2027")
    page.click("text=填报计划")
    page.click("button[value=save]")
    assert "年度计划还没有任何班次" in page.inner_text("#errors")
    page.click("button[value=more]")
    page.fill("#f-items-0-class_name", "社区骨干培训班")
    for name, value in {"topic_code": "COMMUNITY_WORK", "class_kind": "rotation", "tier": "community", "channel": "in",
                        "month": "5"}.items():  # fmt: skip
        page.select_option(f"#f-items-0-{name}", value)
    for name, value in {"trainee_count": "40", "half_days": "三天", "total_fen": "20,000"}.items():
        page.fill(f"#f-items-0-{name}", value)
    page.click("button[value=save]")
    assert page.input_value("#f-items-0-half_days") == "三天", "what was typed is still there"
    page.fill("#f-items-0-half_days", "3")
    page.click("button[value=save]")
    assert "计划已保存" in page.inner_text("main")
    page.click("text=去提交")
    page.click("main button[type=submit]")
    assert "单位审核中" in page.inner_text("main")
