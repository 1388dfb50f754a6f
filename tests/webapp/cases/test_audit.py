"""The auditor's room and the search box: find, verify, take along."""

import json
import re

import pytest
from sqlalchemy import text

from tests.webapp.cases.conftest import Clients, House
from workflow.office import Office
from workflow.trail import verify


def test_the_trail_of_a_case_verifies(client_as: Clients, cases: dict[str, int]) -> None:
    page = client_as("sunli").get(f"/audit/{cases['authority']}").text
    assert "核验通过" in page
    assert "没有证明的" in page


def test_one_changed_byte_is_named(client_as: Clients, cases: dict[str, int], small_house: Office) -> None:
    with small_house.database.write() as connection:
        triggers = connection.execute(text("SELECT name FROM sqlite_master WHERE type='trigger'")).scalars().all()
        for trigger in triggers:
            connection.execute(text(f'DROP TRIGGER "{trigger}"'))
        connection.execute(
            text("UPDATE trail SET record = replace(record, :was, :now) WHERE case_id = :case AND n = 3"),
            {"case": cases["authority"], "was": '"n":3', "now": '"n": 3'},
        )
        connection.commit()
    page = client_as("sunli").get(f"/audit/{cases['authority']}").text
    assert "核验不通过" in page
    assert "记录号 3" in page
    assert page.count("不能证明</span>") > 0


def test_the_bundle_is_checked_without_us(client_as: Clients, cases: dict[str, int]) -> None:
    answer = client_as("sunli").get(f"/audit/{cases['authority']}/records.json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    bundle = json.loads(answer.text)
    assert [json.loads(record)["n"] for record in bundle["records"]] == list(range(1, len(bundle["records"]) + 1))
    assert verify.record_hash(bundle["records"][-1]) == bundle["head"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=CX-2026-0001", True),
        ("q=能力提升", True),
        ("q=何洁", True),
        ("act=authority_pass", True),
        ("act=approve", False),
        ("role=finance&unit=OD", False),
        ("since=2026-10-14&until=2026-10-14", True),
        ("since=2026-10-15", False),
        ("q=%25", False),
        ("before=x.y.z", True),
    ],
)
def test_the_search_of_records(client_as: Clients, query: str, found: bool) -> None:
    page = client_as("sunli").get(f"/audit?{query}")
    assert page.status_code == 200
    assert bool(re.search(r"/audit/\d", page.text)) == found


def test_a_day_that_cannot_be_read_is_said(client_as: Clients) -> None:
    page = client_as("sunli").get("/audit?since=31.31.2026").text
    assert 'href="#f-since"' in page
    assert "f-since-error" in page


def test_attempts_without_the_right_are_shown(client_as: Clients, cases: dict[str, int]) -> None:
    token = re.search(r'name="seen" value="([^"]*)"', client_as("hejie").get(f"/inbox/{cases['authority']}").text)
    assert token
    form = {"seen": token[1], "opinion": "好"}
    client_as("chengang").post(f"/declarations/{cases['authority']}/do/authority_pass", data=form)
    page = client_as("sunli").get("/audit?show=attempts").text
    assert "陈刚" in page
    assert "权限通过" in page


def test_only_the_auditor_searches(client_as: Clients) -> None:
    for who in ("wangli", "hejie", "guanli"):
        assert client_as(who).get("/audit").status_code == 403


@pytest.mark.parametrize(
    ("typed", "opens"), [("CX-2026-0001", True), ("cx-2026-0001", True), (" CX-2026-0001 ", True), ("社区", False)]
)
def test_a_number_opens_its_case(client_as: Clients, typed: str, opens: bool) -> None:
    answer = client_as("hejie").get("/declarations/find", query_string={"q": typed})
    assert answer.status_code == (302 if opens else 200)


def test_the_search_box_finds_by_unit_and_by_words(client_as: Clients, house: House) -> None:
    client = client_as("hejie")
    assert "社区工作者轮训班" in client.get("/declarations/find?q=政法委").text
    assert "社区工作者轮训班" in client.get("/declarations/find?q=轮训").text
    assert "没有找到" in client.get("/declarations/find?q=%25%25").text
    assert "没有找到" in client.get("/declarations/find?q=" + "长" * 500).text
    assert "社区工作者轮训班" not in client_as("wangli").get("/declarations/find").text
