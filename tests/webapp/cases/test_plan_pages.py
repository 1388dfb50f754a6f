"""The pages of needs and plans, as each role opens them: nothing breaks, each sees its own, and acts come out right."""

import csv
import io
import re
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from tests.district import ITEM
from tests.webapp.cases.conftest import Clients, House
from workflow.acts.needs import state_need
from workflow.domain.needs import Need
from workflow.store.cases import annual_plan, case, plan_item
from workflow.store.needs import execution_report, need_link, training_need

NEED = Need("CIVIL", 2026, "COMMUNITY_WORK", "COMM_WORKER_B1", 40, "不会处置突发事件。", "去年应急演练暴露。", 11)
READERS = ("wangli", "yanghai", "liqiang", "hejie", "zhaoqiang", "sunli", "chengang")


def rows(house: House, table: Any) -> list[Any]:
    with house.office.database.read() as connection:
        return list(connection.execute(select(table)))


def plan_of(house: House, unit: str, year: int = 2026) -> int:
    with house.office.database.read() as connection:
        return int(connection.execute(select(annual_plan.c.case_id).where(
            annual_plan.c.unit == unit, annual_plan.c.year == year)).scalar_one())


def row(n: int, **changes: str) -> dict[str, str]:
    typed = {"class_name": "调解员培训班", "topic_code": "COMMUNITY_WORK", "class_kind": "rotation",
             "tier": "community", "channel": "in", "month": "12", "trainee_count": "30", "half_days": "2.5",
             "total_fen": "8000.50"}
    return {f"items-{n}-{name}": value for name, value in {**typed, **changes}.items()}


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("path", [
    "/plan", "/plan?view=board&late=any", "/plan?view=months&tier=community", "/plan?year=x&step=1&unit=%00",
    "/plan/needs", "/plan/needs?standing=unmet", "/plan/filings", "/plan/filings?year=2027", "/calendar",
    "/calendar?view=month&year=2026&month=11",
])  # fmt: skip
def test_every_reader_opens_every_list(house: House, client_as: Clients, who: str, path: str) -> None:
    state_need(house.office, house.actor("CIVIL.declarant"), NEED)
    for language in ("zh", "en"):
        assert client_as(who, language).get(path).status_code == 200


def test_a_unit_sees_its_own_plan_and_the_office_all_of_them(house: House, client_as: Clients) -> None:
    codes = {item.unit: item.code for item in rows(house, plan_item)}
    mine, all_ = client_as("wangli").get("/plan").text, client_as("hejie").get("/plan").text
    assert codes["CIVIL"] in mine and codes["PLC"] not in mine
    assert codes["CIVIL"] in all_ and codes["PLC"] in all_
    assert codes["PLC"] not in client_as("wangli").get("/plan?unit=PLC").text
    assert client_as("wangli").get(f"/plan/{plan_of(house, 'PLC')}").status_code == 404
    assert client_as("guanli").get("/plan").status_code == 403


def test_the_export_is_the_list_on_the_screen(house: House, client_as: Clients) -> None:
    client = client_as("hejie")
    for query in ("", "?unit=CIVIL", "?step=planned"):
        shown = re.findall(r"导出这 (\d+) 班", client.get(f"/plan{query}").text)
        text = client.get(f"/plan/board.csv{query}").data.decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text)))
        items = [line for line in lines if line and line[0].startswith("2026-")]
        assert len(items) == int(shown[0]) if shown else not items
    assert client.get("/plan/board.xlsx").data.startswith(b"PK")
    assert client.get("/plan/board.exe").status_code == 404


def test_a_plan_is_drawn_from_a_need_and_filed(house: House, client_as: Clients) -> None:
    need = state_need(house.office, house.actor("CIVIL.declarant"), replace(NEED, year=2027))
    client = client_as("wangli")
    drawn = client.get(f"/plan/new?year=2027&need={need}").text
    assert "社区工作" in drawn and f'value="{need}" checked' in drawn
    sent = client.post("/plan/new", data={"unit": "CIVIL", "year": "2027", "go": "save",
                                          **row(0), "items-0-needs": str(need), **row(3, class_name="协商骨干班")})
    assert sent.status_code == 302
    plan = plan_of(house, "CIVIL", 2027)
    assert client.get(sent.location).status_code == 200
    house.take(plan, "send_unit", "CIVIL.declarant")
    house.take(plan, "unit_approve", "CIVIL.unit_head")
    house.take(plan, "file", "od_section")
    assert [(link.case_id, link.need_id) for link in rows(house, need_link)] == [(plan, need)]
    items = [item for item in rows(house, plan_item) if item.year == 2027]
    assert [(item.class_name, item.half_days, item.total_fen) for item in items] == [
        ("调解员培训班", 5, 800_050), ("协商骨干班", 5, 800_050)]
    assert "已列入计划" in client_as("hejie").get("/plan/needs?year=2027").text


def test_everything_wrong_in_the_form_is_said_at_its_field_and_not_kept(house: House, client_as: Clients) -> None:
    answer = client_as("wangli").post("/plan/new", data={"unit": "CIVIL", "year": "2027", **row(
        0, month="13", half_days="1.3", topic_code="NONE", total_fen=""), **row(1, class_name="  ")})
    assert answer.status_code == 422
    for name in ("items-0-month", "items-0-half_days", "items-0-topic_code", "items-0-total_fen", "items-1-class_name"):
        assert f'id="f-{name}-error"' in answer.text, name
    assert 'value="13"' not in answer.text and "1.3" in answer.text, "what was typed is still there"
    assert [plan for plan in rows(house, annual_plan) if plan.year == 2027] == []


def test_an_adjustment_is_written_asked_and_compared(house: House, client_as: Clients) -> None:
    plan, client = plan_of(house, "CIVIL"), client_as("wangli")
    code = next(item.code for item in rows(house, plan_item) if item.unit == "CIVIL")
    page = client.get(f"/plan/{plan}/edit")
    assert f'name="items-0-code" value="{code}"' in page.text
    unchanged = {**row(0, class_name=ITEM.class_name, month="11", trainee_count="40", half_days="3",
                       total_fen="30000"), "items-0-code": code}
    assert client.post(f"/plan/{plan}/edit", data={**unchanged, "version": "0"}).status_code == 422
    sent = client.post(f"/plan/{plan}/edit", data={**unchanged, "items-0-month": "12", **row(1), "version": "0",
                                                   "go": "send"})
    assert sent.location.endswith(f"/declarations/{plan}/do/adjust_plan")
    assert client.get(sent.location).status_code == 200
    house.take(plan, "adjust_plan", "CIVIL.declarant", "任务调整。")
    house.take(plan, "adjust_plan", "CIVIL.unit_head")
    waiting = client_as("hejie").get(f"/plan/{plan}").text
    assert "月份：11 → 12" in waiting and "新增" in waiting
    assert client_as("hejie").get(f"/inbox/{plan}").status_code == 200
    house.take(plan, "file_adjustment", "od_section")
    assert "月份：11 → 12" in client_as("hejie").get(f"/plan/{plan}?old=1&new=2").text
    assert [item.month for item in rows(house, plan_item) if item.code == code] == [12]


def test_a_need_is_stated_matched_and_taken_back_in_the_browser(house: House, client_as: Clients) -> None:
    clerk, office = client_as("wangli"), client_as("hejie")
    bad = clerk.post("/plan/needs", data={"year": "2026", "heads": "0"})
    assert bad.status_code == 422 and 'id="f-lack-error"' in bad.text
    typed = {"year": "2026", "topic_code": NEED.topic_code, "audience_code": NEED.audience_code, "heads": "40",
             "lack": "=HYPERLINK()", "reason": NEED.reason, "month": "11"}
    assert clerk.post("/plan/needs", data=typed).status_code == 302
    (need,) = rows(house, training_need)
    assert "未落实" in office.get("/plan/needs").text
    assert "'=HYPERLINK()" in office.get("/plan/needs.csv").text
    code = next(item.code for item in rows(house, plan_item) if item.unit == "PLC")
    assert clerk.post(f"/plan/needs/{need.id}", data={"go": "match", "code": code}).status_code == 422
    assert office.post(f"/plan/needs/{need.id}", data={"go": "match", "code": code}).status_code == 302
    assert code in office.get(f"/plan/needs/{need.id}").text
    assert clerk.post(f"/plan/needs/{need.id}", data={"go": "withdraw"}).status_code == 422
    assert clerk.post(f"/plan/needs/{need.id}", data={"go": "withdraw", "reason": "已训。"}).status_code == 302
    assert client_as("liqiang").get(f"/plan/needs/{need.id}").status_code == 404


def test_a_report_on_the_past_year_is_filed_late_and_says_so(house: House, client_as: Clients) -> None:
    client = client_as("wangli")
    empty = client.post("/plan/reports", data={"unit": "CIVIL", "year": "2025"})
    assert empty.status_code == 422
    held = {"class_name": "社区班", "content": "应急", "time": "2025年9月", "place": "区委党校", "trainees": "38",
            "staff": "3", "fen": "20000", "source": "单位培训费", "results": "合格"}
    part = client.post("/plan/reports", data={"unit": "CIVIL", "year": "2025", "held-0-class_name": "社区班"})
    assert part.status_code == 422 and 'id="f-held-0-place-error"' in part.text
    sent = client.post("/plan/reports", data={"unit": "CIVIL", "year": "2025", "remarks": "补报。",
                                              **{f"held-0-{name}": value for name, value in held.items()}})
    assert sent.status_code == 302
    assert [(one.unit, one.year, str(one.filed_on)) for one in rows(house, execution_report)] == [
        ("CIVIL", 2025, "2026-10-14")]
    assert "20,000" in client_as("hejie").get("/plan/reports?unit=CIVIL&year=2025").text
    assert client.get("/plan/reports?unit=PLC&year=2025").status_code == 404
    assert client_as("sunli").get("/plan/reports.xlsx?unit=CIVIL&year=2025").data.startswith(b"PK")


def test_a_feed_has_a_secret_address_of_its_own(house: House, cases: dict[str, int], client_as: Clients) -> None:
    page = client_as("wangli").get("/calendar?year=2026&month=11").text
    (address,) = set(re.findall(r'href="http://localhost(/calendar/[^"]+\.ics)"', page))
    anybody = client_as("liqiang").application.test_client()
    feed = anybody.get(address)
    assert feed.status_code == 200 and feed.mimetype == "text/calendar"
    assert f"UID:class-{cases['authority']}@shenbao" in feed.text and feed.text.endswith("END:VCALENDAR\r\n")
    key = address.split("/")[3]
    assert anybody.get(address.replace(key, "0" * 40)).status_code == 404
    assert anybody.get(address.replace(f"/{address.split('/')[2]}/", "/2/")).status_code == 404


def test_the_plan_of_another_kind_is_no_plan(house: House, cases: dict[str, int], client_as: Clients) -> None:
    assert client_as("hejie").get(f"/plan/{cases['authority']}").status_code == 404
    assert client_as("wangli").get("/plan/999999").status_code == 404
    assert len(rows(house, case)) > 0
