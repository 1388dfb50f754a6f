"""A class is held and closed through its pages, on a phone as well; who may not see a name sees a number."""

import io
import re
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from tests import district
from tests.acts.class_held import CLOSING_PAPERS, OPENING, at, signed_in
from tests.clocks import SetClock
from tests.district import a_class
from tests.webapp.cases.conftest import House
from tests.webapp.conftest import Clients
from workflow.acts.evaluate import make_codes
from workflow.domain.completion import ASKED
from workflow.domain.people import Actor
from workflow.queries.cadre_record import cadre_record
from workflow.queries.closing_page import ClosingPage, closing_page
from workflow.refusals import NotFound
from workflow.store.rosters import enrolment

SCORES = dict.fromkeys(ASKED, "4")


@pytest.fixture
def held(house: House, clock: SetClock) -> int:
    """A class of three, opened this morning."""
    case_id = house.at("noticed", a_class(trainee_count=3, staff_count=0, audience_codes=("VILL_ACCT",)))
    at(clock, OPENING)
    house.take(case_id, "open", "CIVIL.declarant")
    return case_id


def somebody(house: House, who: str) -> Actor:
    return district.signed_in(house.office, house.actor(who).id)


def shown(house: House, case_id: int, half: tuple[date, str] | None = None) -> ClosingPage:
    return closing_page(house.office, somebody(house, "CIVIL.declarant"), case_id, half)


def people(house: House, case_id: int) -> list[int]:
    page = shown(house, case_id)
    return [one.cadre_id for one in page.people]


def sheet(case_id: int, day: date = OPENING, half: str = "am") -> str:
    return f"/closing/{case_id}/sign-in/{day}/{half}"


def test_one_press_marks_the_rest_present(clerk: FlaskClient, house: House, held: int) -> None:
    one, two, three = people(house, held)
    assert "学员" in clerk.get(sheet(held)).text
    answer = clerk.post(sheet(held), data={f"mark-{one}": "leave", "go": "rest"})
    assert answer.status_code == 302
    page = shown(house, held, (OPENING, "am"))
    assert {row.cadre_id: row.mark for row in page.people} == {one: "leave", two: "present", three: "present"}
    assert "3 / 3" in clerk.get(f"/closing/{held}").text
    assert clerk.post(sheet(held), data={f"mark-{one}": "leave"}, follow_redirects=True).text.count("没有改动")


def test_the_rules_say_beside_each_person_what_is_credited(clerk: FlaskClient, client_as: Clients, house: House,
                                                           held: int) -> None:
    one, *_ = people(house, held)
    clerk.post(sheet(held), data={f"mark-{one}": "leave", "go": "rest"})
    for reader in (clerk, client_as("hejie")):
        text = reader.get(f"/closing/{held}/people").text
        assert "缺课 0.5 天，超过全班 3 天的 1/7，不计学时" in text and text.count("到课 0.5 天，计 3 学时") == 2
        assert "/rules#rule-R-34" in text and "/rules#rule-R-36" in text


@pytest.mark.parametrize("path", ["2026-13-01/am", "2026-11-23/night", "2026-12-24/am"])
def test_a_half_day_that_is_none_is_not_there(clerk: FlaskClient, held: int, path: str) -> None:
    assert clerk.get(f"/closing/{held}/sign-in/{path}").status_code == 404


def test_a_wrong_mark_is_said_and_nothing_is_kept(clerk: FlaskClient, house: House, held: int) -> None:
    one, *_ = people(house, held)
    answer = clerk.post(sheet(held), data={f"mark-{one}": "late"})
    assert answer.status_code == 422 and "签到只能记" in answer.text
    assert shown(house, held).held.begun == 0


def test_reports_are_kept_all_or_none(clerk: FlaskClient, house: House, held: int) -> None:
    one, two, _ = people(house, held)
    typed = {f"report_on-{one}": "2026-11-23", f"appraisal-{one}": "学习认真。", f"report_on-{two}": "明天"}
    answer = clerk.post(f"/closing/{held}/people", data=typed)
    assert answer.status_code == 422 and "学习认真。" in answer.text, "what was typed is shown again"
    assert shown(house, held).people[0].appraisal == ""
    typed[f"report_on-{two}"] = ""
    assert clerk.post(f"/closing/{held}/people", data=typed).status_code == 302
    found = shown(house, held).people[0]
    assert (found.report_on, found.appraisal) == (OPENING, "学习认真。")


def test_notes_need_their_words(clerk: FlaskClient, held: int) -> None:
    note = {"kind": "timetable", "day": "2026-11-24", "half": "pm", "title": "改为现场教学", "text": "教师请假。"}
    assert clerk.post(f"/closing/{held}/notes", data={**note, "day": "someday"}).status_code == 422
    assert clerk.post(f"/closing/{held}/notes", data={**note, "text": ""}).status_code == 422
    assert clerk.post(f"/closing/{held}/notes", data=note).status_code == 302
    assert "改为现场教学" in clerk.get(f"/closing/{held}/notes").text
    assert "改为现场教学" in clerk.get(f"/closing/{held}/notice").text


def test_a_trainee_answers_once_by_a_code_without_signing_in(client: FlaskClient, clerk: FlaskClient, house: House,
                                                             held: int) -> None:
    code, *_ = make_codes(house.office, house.actor("CIVIL.declarant"), held)
    assert client.get("/evaluate?code=WRONGCODE2").status_code == 422
    spaced = f"{code[:5].lower()} {code[5:]}"
    assert client.get(f"/evaluate?code={spaced}").location.endswith(f"/evaluate/{code}")
    assert "社区工作者能力提升培训班" in client.get(f"/evaluate/{code}").text
    missing = client.post(f"/evaluate/{code}", data={"content": "4", "whole": "9"})
    assert missing.status_code == 422 and missing.text.count("要选 1 到 5 分") >= 5
    assert "已收到" in client.post(f"/evaluate/{code}", data={**SCORES, "remark": "多些案例。"}).text
    assert client.post(f"/evaluate/{code}", data=SCORES).status_code == 422
    assert client.get("/evaluate/ABCDEFGHJK").status_code == 404
    shown = clerk.get(f"/closing/{held}/evaluation").text
    assert "评估 1 份" in shown and "多些案例。" in shown
    picture = clerk.get(f"/closing/{held}/evaluation.svg")
    assert picture.content_type.startswith("image/svg") and "4.00" in picture.text


def test_answers_from_paper_are_not_more_than_people(clerk: FlaskClient, held: int) -> None:
    for _ in range(3):
        assert clerk.post(f"/closing/{held}/evaluation", data=SCORES).status_code == 302
    assert "不能再录入" in clerk.post(f"/closing/{held}/evaluation", data=SCORES).text


def test_codes_are_shown_once(clerk: FlaskClient, held: int) -> None:
    slips = clerk.post(f"/closing/{held}/evaluation/codes").text
    codes = re.findall(r'<b class="mono">(\w{5}) (\w{5})</b>', slips)
    assert len(set(codes)) == 3
    assert "".join(codes[0]) not in clerk.get(f"/closing/{held}/evaluation").text
    assert clerk.post(f"/closing/{held}/evaluation/codes").status_code == 422


@pytest.mark.parametrize(("username", "named"), [("wangli", True), ("hejie", True), ("sunli", True),
                                                 ("chengang", False), ("zhaoqiang", False)])
def test_names_are_for_those_who_need_them(client_as: Clients, held: int, username: str, named: bool) -> None:
    for path in ("people", "sign-in/2026-11-23/am"):
        text = client_as(username).get(f"/closing/{held}/{path}").text
        assert ('lang="zh-Hans">学员' in text) is named
        assert ("号学员" in text) is not named


def test_a_strange_unit_finds_no_class(client_as: Clients, house: House, held: int) -> None:
    stranger = client_as("liqiang")
    for path in ("", "/people", "/evaluation", "/evaluation.svg", "/notice", "/notes"):
        assert stranger.get(f"/closing/{held}{path}").status_code == 404
    one, *_ = people(house, held)
    assert stranger.post(sheet(held), data={f"mark-{one}": "present"}).status_code == 404


def test_every_closing_stands_on_the_page(client_as: Clients, house: House, held: int, clock: SetClock) -> None:
    signed_in(house, clock, held, people(house, held))
    house.take(held, "end_class", "CIVIL.declarant")
    house.paper(held, "CIVIL.declarant", *CLOSING_PAPERS)
    house.take(held, "submit_closing", "CIVIL.declarant", "材料齐全。")
    house.take(held, "closing_return", "od_section", "总结缺学员意见。")
    house.take(held, "submit_closing", "CIVIL.declarant", "已补。")
    house.take(held, "closing_pass", "od_section")
    text = client_as("hejie").get(f"/closing/{held}").text
    for words in ("第 1 次报结班", "总结缺学员意见。", "第 2 次报结班", "全班共 54 学时", "首次签到"):
        assert words in text
    assert "早于前一步" not in text
    (line,) = cadre_record(house.office, somebody(house, "od_section"), people(house, held)[0]).lessons
    assert (line.hours, line.result, line.subjects) == (18, "passed", ("社区应急处置", "群众工作方法"))
    with pytest.raises(NotFound):
        cadre_record(house.office, somebody(house, "finance"), people(house, held)[0])


def test_the_notice_is_a_draft_until_it_goes_out(client_as: Clients, house: House) -> None:
    case_id = house.at("approved", a_class(audience_codes=("VILL_ACCT",)))
    clerk = client_as("wangli")
    assert "通知尚未发出" in clerk.get(f"/closing/{case_id}/notice").text
    house.call(case_id)
    house.take(case_id, "issue_notice", "CIVIL.declarant")
    text = clerk.get(f"/closing/{case_id}/notice").text
    assert "通知尚未发出" not in text and "拒绝派员" in text and "城组干教〔2026〕" in text


def csv_of(*lines: str) -> dict[str, object]:
    return {"file": (io.BytesIO("\n".join(("工号,姓名,日期,时段,签到", *lines)).encode("gb18030")), "签到.csv")}


def test_a_sheet_is_adopted_whole_or_by_its_good_rows(clerk: FlaskClient, house: House, held: int) -> None:
    numbers = {one.cadre_id: one.staff_no for one in shown(house, held).people}
    (one, first), (_, second), _ = numbers.items()
    lines = (f"{first},,2026-11-23,上午,到", f"{second},,2026-11-23,上午,迟到", f"{second},,2026-11-25,上午,到",
             "X99,,2026-11-23,上午,到", f"{first},,2026-11-23,下午,")
    refused = clerk.post(f"/closing/{held}/sign-in", data=csv_of(*lines))
    assert refused.status_code == 422
    assert "可用 2 行，需处理 3 行" in refused.text and "没有保存任何内容" in refused.text
    for place in ("E3", "C4", "A5"):
        assert place in refused.text
    assert shown(house, held).held.begun == 0
    assert clerk.post(f"/closing/{held}/sign-in", data={**csv_of(*lines), "adopt": "yes"}).status_code == 200
    assert [row.mark for row in shown(house, held, (OPENING, "am")).people] == ["present", "", ""]
    assert clerk.post(f"/closing/{held}/sign-in", data=csv_of(f"{second},,2026-11-23,上午,请假")).status_code == 302
    assert one in people(house, held)


@pytest.mark.parametrize(("name", "data"), [("签到.xlsx", b"%PDF-1.7"), ("签到.docx", b"PK"), ("签到.csv", b"")])
def test_a_file_that_is_none_is_one_sentence(clerk: FlaskClient, held: int, name: str, data: bytes) -> None:
    answer = clerk.post(f"/closing/{held}/sign-in", data={"file": (io.BytesIO(data), name)})
    assert answer.status_code == 422 and "field-error" in answer.text


def test_the_sheet_that_is_handed_out_can_be_read_again(clerk: FlaskClient, house: House, held: int) -> None:
    one, *_ = people(house, held)
    clerk.post(sheet(held), data={f"mark-{one}": "leave", "go": "rest"})
    filled = clerk.get(f"/closing/{held}/sign-in.xlsx").data
    again = clerk.post(f"/closing/{held}/sign-in", data={"file": (io.BytesIO(filled), "签到.xlsx")})
    assert again.status_code == 302
    assert "没有改动" in clerk.get(f"/closing/{held}").text


def test_the_host_calls_people_of_other_units_by_number(clerk: FlaskClient, house: House, held: int) -> None:
    with house.office.database.write() as connection:
        connection.execute(update(enrolment).where(enrolment.c.case_id == held).values(unit="PLC"))
        connection.commit()
    for path in ("people", "sign-in/2026-11-23/am"):
        text = clerk.get(f"/closing/{held}/{path}").text
        assert "工号 T0" in text and 'lang="zh-Hans">学员' not in text
