"""The roster's pages: put on, import, replace, places and answers, records opened with a note; names by right."""

import io
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select

from tests.district import a_class, signed_in
from tests.sheets.making import xlsx
from tests.webapp.cases.conftest import Clients, House
from tests.webapp.seeing import assert_seemly
from workflow.acts.enrol import enrol
from workflow.acts.enrol_places import answer_places, give_places
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.coverage_list import coverage
from workflow.sheets.opening import open_table
from workflow.store.people import cadre
from workflow.store.rosters import enrolment, person_view

HEADS = ("工号", "姓名")


@pytest.fixture
def called(house: House) -> tuple[int, tuple[int, ...]]:
    """An approved class of CIVIL and forty of its people, 38 of whom are on the roster."""
    case_id = house.at("approved", _form())
    people = house.cadres(40)
    enrol(house.office, house.actor("CIVIL.declarant"), case_id, people[:38])
    return case_id, people


def _form() -> Any:
    return a_class(class_name="社区干部轮训班", audience_codes=("COMM_DIR",), topic_code="EMERGENCY", lecturers=())


def statuses(office: Office, case_id: int) -> dict[int, str]:
    with office.database.read() as connection:
        of = enrolment.c
        rows = connection.execute(select(of.cadre_id, of.status).where(of.case_id == case_id))
        return {row.cadre_id: row.status for row in rows}


def test_the_roster_is_reached_from_the_declaration(client_as: Clients, called: Any) -> None:
    page = client_as("wangli").get(f"/declarations/{called[0]}").text
    assert f'href="/rosters/{called[0]}"' in page and "学员名单 38" in page
    assert "学员1" in client_as("wangli").get(f"/rosters/{called[0]}").text


@pytest.mark.parametrize(("who", "sees"), [
    ("wangli", True), ("hejie", True), ("sunli", True), ("chengang", False), ("liqiang", None)])
def test_names_by_right(client_as: Clients, called: Any, who: str, sees: bool | None) -> None:
    """The unit itself, the organisation department and the auditor; finance sees numbers, another unit nothing."""
    answer = client_as(who).get(f"/rosters/{called[0]}")
    if sees is None:
        assert answer.status_code == 404
        return
    assert ("学员3</span>" in answer.text) is sees
    assert ("姓名只对组织部门" in answer.text) is not sees
    assert "38" in answer.text


def test_people_are_put_on_and_faults_said_in_place(client_as: Clients, house: House, called: Any) -> None:
    case_id, people = called
    client = client_as("wangli")
    address = f"/rosters/{case_id}/enrol"
    empty = client.post(address, data={})
    assert empty.status_code == 422 and "至少选一名学员" in empty.text
    assert client.post(address, data={"cadre": [str(people[38]), "x", "9" * 30]}).status_code == 302
    assert statuses(house.office, case_id)[people[38]] == "enrolled"
    more = house.cadres(2)
    over = client.post(address, data={"cadre": [str(one) for one in more]})
    assert over.status_code == 422 and "最多 40 人" in over.text
    assert f'value="{more[0]}" id="f-cadre-{more[0]}" checked' in over.text, "what was chosen is shown again"


def test_a_person_is_replaced_let_off_taken_off(client_as: Clients, house: House, called: Any) -> None:
    case_id, people = called
    client, address = client_as("wangli"), f"/rosters/{case_id}/people"
    page = client.get(f"{address}/{people[0]}").text
    assert "更换学员" in page and f'value="{people[38]}"' in page
    assert client.post(f"{address}/{people[0]}/replace", data={"by": "", "opinion": "x"}).status_code == 422
    wordless = client.post(f"{address}/{people[0]}/replace", data={"by": str(people[38]), "opinion": ""})
    assert wordless.status_code == 422
    for act, one, data in (("replace", 0, {"by": str(people[38])}), ("leave", 1, {}), ("remove", 2, {})):
        answer = client.post(f"{address}/{people[one]}/{act}", data={**data, "opinion": "另有任务。"})
        assert answer.status_code == 302, answer.text
    found = statuses(house.office, case_id)
    assert [found[people[n]] for n in (0, 1, 2, 38)] == ["replaced", "on_leave", "removed", "enrolled"]
    assert client.get(f"{address}/999999").status_code == 404


def test_a_sheet_is_read_adopted_and_given_back(client_as: Clients, house: House, called: Any) -> None:
    case_id, people = called
    twins = house.cadres(2)
    with house.office.database.write() as connection:
        connection.execute(cadre.update().where(cadre.c.id.in_(twins)).values(name="李娜"))
        connection.commit()
    with house.office.database.read() as connection:
        rows = connection.execute(select(cadre.c.id, cadre.c.staff_no))
        numbers = {row.id: row.staff_no for row in rows}
    data = xlsx(HEADS, (numbers[people[38]], ""), (numbers[people[0]], ""), ("", "李 娜"), (110105199001011234, "张伟"),
                ("NOBODY", "王小明"))
    client = client_as("wangli")
    report = client.post(f"/rosters/{case_id}/sheet", data={"file": (io.BytesIO(data), "名单.xlsx")}).text
    assert "可用 1 行，需处理 3 行，已在名单 1 行" in report
    assert "后几位已丢失" in report and "干部名册里没有“NOBODY”" in report and "有 2 位“李 娜”" in report
    assert set(statuses(house.office, case_id)) == set(people[:38]), "nothing is kept yet"
    raw = re.search(r'name="raw" value="([^"]*)"', report)
    assert raw is not None
    back = client.post(f"/rosters/{case_id}/annotated", data={"raw": unescape(raw[1])})
    table = open_table("名单.xlsx", back.data)
    assert [bool(str(table.at(n, 3))) for n in range(1, 7)] == [True, False, False, True, True, True]
    adopted = client.post(f"/rosters/{case_id}/enrol", data={"cadre": [str(people[38])], "row-4": str(twins[1])})
    assert adopted.status_code == 302
    assert {people[38], twins[1]} <= set(statuses(house.office, case_id))


@pytest.mark.parametrize(("name", "data", "said"), [
    ("名单.wps", b"x", "读不了"), ("名单.xlsx", b"x", "与后缀不符"), ("", b"", "选一个 xlsx 或 csv 文件")])
def test_a_file_that_cannot_be_read(client_as: Clients, called: Any, name: str, data: bytes, said: str) -> None:
    sent = {"file": (io.BytesIO(data), name)} if name else {}
    answer = client_as("wangli").post(f"/rosters/{called[0]}/sheet", data=sent)
    assert answer.status_code == 422 and said in answer.text


@pytest.mark.parametrize("raw", ["", "x", "{}", "[1]", "[[1]]"])
def test_a_table_made_up_by_hand(client_as: Clients, called: Any, raw: str) -> None:
    assert client_as("wangli").post(f"/rosters/{called[0]}/annotated", data={"raw": raw}).status_code == 400


def test_the_template_holds_our_people_who_are_not_called(client_as: Clients, called: Any) -> None:
    case_id, people = called
    data = client_as("wangli").get(f"/rosters/{case_id}/sheet").data
    table = open_table("名单.xlsx", data)
    assert len(table.rows) == 2 + 2, "hint, headings and two people"


def test_an_invited_unit_sees_its_part_and_answers(client_as: Clients, house: House, called: Any) -> None:
    case_id, _ = called
    host = client_as("wangli")
    assert host.post(f"/rosters/{case_id}/places", data={"unit": "PLC", "places": "2"}).status_code == 302
    wrong = host.post(f"/rosters/{case_id}/places", data={"places-PLC": "很多"})
    assert wrong.status_code == 422 and "名额要填 0 或以上的整数" in wrong.text
    theirs = house.cadres(2, "PLC")
    guest = client_as("liqiang")
    listed = guest.get("/rosters").text
    assert f'href="/rosters/{case_id}"' in listed and "0 / 2" in listed
    page = guest.get(f"/rosters/{case_id}").text
    assert "社区干部轮训班" in page and "T000001" not in page, "the host's people are not theirs to see"
    assert guest.get(f"/declarations/{case_id}").status_code == 404
    assert guest.post(f"/rosters/{case_id}/enrol", data={"cadre": [str(theirs[0])]}).status_code == 302
    answer = {"unit": "PLC", "answer": "filled", "opinion": ""}
    assert guest.post(f"/rosters/{case_id}/answer", data=answer).status_code == 422
    assert guest.post(f"/rosters/{case_id}/answer", data={**answer, "opinion": "一人出差。"}).status_code == 302
    assert "1 / 2" in guest.get("/rosters").text and "已填报" in guest.get("/rosters").text


def test_a_record_is_opened_with_a_note(client_as: Clients, house: House, called: Any, clock: Any) -> None:
    """Who looked at whose record, and when; an hour later it is asked for again."""
    person = called[1][0]
    client = client_as("hejie")
    assert "记下并打开" in client.get(f"/people/{person}").text
    assert client.post(f"/people/{person}").status_code == 302
    page = client.get(f"/people/{person}").text
    assert "社区干部轮训班" in page and "90 学时或 12 天" in page and "何洁" in page
    assert "记下并打开" in client_as("wangli").get(f"/people/{person}").text
    with house.office.database.read() as connection:
        assert connection.execute(select(person_view.c.cadre_id)).scalars().all() == [person]
    clock.set("2026-10-14 10:01")
    assert "记下并打开" in client.get(f"/people/{person}").text


@pytest.mark.parametrize("method", ["get", "post"])
def test_records_of_others_are_not_found(client_as: Clients, called: Any, method: str) -> None:
    for number in (called[1][0], 10**12):
        assert getattr(client_as("liqiang"), method)(f"/people/{number}").status_code == 404


def test_the_coverage_of_a_unit(client_as: Clients, house: House, called: Any, clock: Any) -> None:
    clock.set("2026-11-26 09:00")
    found = coverage(house.office, Actor(*_clerk(house)), "CIVIL")
    assert (found.total, found.trained, found.untrained, found.long) == (40, 38, 2, 2)
    client = client_as("wangli")
    page = client.get("/people?show=long").text
    assert "40 人，已训 38（95%），未训 2" in page and "学员40</span>" in page and "学员3</span>" not in page
    sheet = open_table("人员.xlsx", client.get("/people/sheet?unit=CIVIL&show=untrained").data)
    assert len(sheet.rows) == 1 + 2
    assert client.get("/people?unit=PLC").status_code == 404
    assert "40 人，已训 38" in client_as("sunli").get("/people?unit=CIVIL").text, "the auditor sees every unit"


def _clerk(house: House) -> tuple[Any, ...]:
    one = signed_in(house.office, house.actor("CIVIL.declarant").id)
    return one.id, one.name, one.posts


@pytest.mark.browser
@pytest.mark.parametrize(("language", "width"), [("zh", 360), ("en", 1280)])
def test_every_page_of_rosters_is_seemly(
    page_of: Callable[..., Any], client_as: Clients, house: House, called: Any, language: str, width: int
) -> None:
    case_id, people = called
    give_places(house.office, house.actor("CIVIL.declarant"), case_id, {"PLC": 2})
    house.cadres(2, "PLC")
    answer_places(house.office, house.actor("PLC.declarant"), case_id, "PLC", "declined", "全员值守。")
    client_as("hejie").post(f"/people/{people[0]}")
    for who, address in (("wangli", f"/rosters/{case_id}"), ("wangli", f"/rosters/{case_id}/people/{people[0]}"),
                         ("wangli", "/people"), ("wangli", f"/people/{people[0]}"), ("hejie", f"/people/{people[0]}"),
                         ("liqiang", "/rosters"), ("liqiang", f"/rosters/{case_id}"),
                         ("chengang", f"/rosters/{case_id}")):
        page = page_of(who, language, width)
        assert page.goto(address).status == 200, (who, address)
        assert_seemly(page)
    page = page_of("wangli", language, width)
    page.goto(f"/rosters/{case_id}")
    rows = xlsx(HEADS, ("NOBODY", ""), (1101051990010112345, "张伟"))
    page.set_input_files("#f-file", [{"name": "名单.xlsx", "mimeType": "application/octet-stream", "buffer": rows}])
    page.click("form[action$='/sheet'] button")
    page.locator("table tbody tr").nth(1).wait_for()  # a click may answer before the next page stands
    assert page.locator("table tbody tr").count() == 2
    assert_seemly(page)
