"""Official papers and the check page over a furnished house: who may print what, what they say, what they never say."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.district import a_class
from tests.webapp.cases.conftest import Clients, House
from webapp.documents.checking import STRANGERS
from webapp.documents.printing import check_address, check_code
from webapp.pace import Pace
from workflow.domain.declaration import Lecturer, Session
from workflow.queries.official_words import number_code

# Unlike every class of the furnished house: other people, days and lecturer.
RURAL = a_class(
    audience_codes=("VILL_DIR",), audience_tier="rural", start_date=date(2026, 12, 7), end_date=date(2026, 12, 9),
    lecturers=(Lecturer("李老师", "deputy_senior", 9, 50_000, 3, "市委党校"),),
    syllabus=(Session("村务管理", 9, "lecture", "李老师"), Session("群众工作方法", 9, "discussion")),
)  # fmt: skip
PAPERS = ("form.pdf", "reply.pdf")
NAMES = ("王丽", "杨海", "刘伟", "王军", "Yang Hai")


@pytest.fixture
def approved(house: House) -> int:
    """A class with its reply."""
    return house.at("approved", RURAL)


@pytest.fixture
def filed(house: House) -> int:
    """A class with its receipt."""
    case_id = house.submitted(RURAL)
    house.take(case_id, "accept_filing", "od_section")
    return case_id


@pytest.fixture(autouse=True)
def nobody_called_before() -> Iterator[None]:
    STRANGERS.forget()
    yield
    STRANGERS.forget()


def number_of(client: FlaskClient, case_id: int) -> str:
    found = re.search(r"CX-2026-\d{4}", client.get(f"/declarations/{case_id}").text)
    assert found
    return found[0]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", PAPERS)
def test_who_sees_the_case_prints_its_papers(client_as: Clients, approved: int, name: str, language: str) -> None:
    for who in ("wangli", "hejie", "sunli"):
        answer = client_as(who).get(f"/declarations/{approved}/print/{name}?in={language}")
        assert answer.status_code == 200
        assert answer.mimetype == "application/pdf"
        assert answer.data.startswith(b"%PDF-") and answer.data.rstrip().endswith(b"%%EOF")
        assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    assert client_as("liqiang").get(f"/declarations/{approved}/print/{name}").status_code == 404


def test_there_is_no_paper_before_its_time_nor_one_nobody_knows(client_as: Clients, cases: dict[str, int]) -> None:
    client = client_as("wangli")
    for name in ("reply.pdf", "receipt.pdf", "plan.pdf", "other.pdf", "form"):
        assert client.get(f"/declarations/{cases['funding']}/print/{name}").status_code == 404, name
    assert client.get(f"/declarations/{cases['draft']}/print/form.pdf").status_code == 200
    assert client.get("/declarations/999999/print/form.pdf").status_code == 404


def test_the_page_of_a_case_leads_to_its_papers(client_as: Clients, approved: int, cases: dict[str, int]) -> None:
    client = client_as("wangli")
    page = client.get(f"/declarations/{approved}").text
    links = re.findall(r'href="([^"]*(?:/print/|/check)[^"]*)"', page)
    assert {link.split("/")[-1].split("?")[0] for link in links} >= {"form.pdf", "reply.pdf", "slip.pdf", "check"}
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link
    assert "reply.pdf" not in client.get(f"/declarations/{cases['funding']}").text


def test_a_filing_has_its_receipt_and_no_reply(client_as: Clients, filed: int) -> None:
    client = client_as("wangli")
    assert client.get(f"/declarations/{filed}/print/receipt.pdf").mimetype == "application/pdf"
    assert client.get(f"/declarations/{filed}/print/reply.pdf").status_code == 404
    assert "已备案：" in client.get(f"/check?no={number_of(client, filed)}").text


def test_the_sealed_scan_stands_beside_the_reply(client_as: Clients, house: House, approved: int) -> None:
    page = client_as("wangli").get(f"/declarations/{approved}").text
    assert "盖章扫描件" in page and "还没有上传" in page
    house.paper(approved, "od_section", "sealed_reply")
    client = client_as("wangli")
    page = client.get(f"/declarations/{approved}").text
    official = page[page.index('id="official"'):page.index('id="papers"')]
    (link,) = re.findall(r'href="(/declarations/\d+/papers/\d+)"', official)
    with client.get(link) as answer:
        assert answer.data.startswith(b"%PDF")


@pytest.mark.parametrize("typed", ["{no}", " {no} ", "{low}", "{wide}", "{spaced}", "{bare}", "http://x/check?no={no}"])
def test_a_number_is_read_kindly(client_as: Clients, approved: int, typed: str) -> None:
    client = client_as("liqiang")
    number = number_of(client_as("wangli"), approved)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in number)
    asked = typed.format(no=number, low=number.lower(), wide=wide, spaced=number.replace("-", " - "),
                         bare=number.replace("-", ""))  # fmt: skip
    page = client.get("/check", query_string={"no": asked}).text
    assert "已批准：社区工作者能力提升培训班" in page and number in page


def test_the_answer_holds_no_name_and_no_money(client_as: Clients, approved: int) -> None:
    number = number_of(client_as("wangli"), approved)
    for language in ("zh", "en"):
        page = client_as("liqiang", language).get(f"/check?no={number}").text
        main = page[page.index("<main"):page.index("</main>")]
        assert not [name for name in NAMES if name in main]
        assert "26,100" not in main and "元" not in main and "yuan" not in main
        assert "40" in main


@pytest.mark.parametrize("typed", ["CX-2026-9999", "0", "x" * 5000, "'; DROP TABLE", "<script>", "\u202e12", "%00"])
def test_what_is_not_found_names_the_right_to_refuse(client_as: Clients, typed: str) -> None:
    answer = client_as("liqiang").get("/check", query_string={"no": typed})
    assert answer.status_code == 200
    assert "未查到批准" in answer.text and "可以不派人" in answer.text and "各单位可拒绝派员" in answer.text
    assert "<script>" not in answer.text


def test_a_class_not_yet_approved_is_not_told_apart(client_as: Clients, cases: dict[str, int]) -> None:
    number = number_of(client_as("wangli"), cases["funding"])
    client = client_as("liqiang")
    page, none = (
        answer[answer.index("<main"):answer.index("</main>")].replace(asked, "")
        for asked in (number, "CX-2026-9999")
        for answer in (client.get(f"/check?no={asked}").text,)
    )
    assert page == none
    assert client.get(f"/check/slip.pdf?no={number}").status_code == 404


def test_a_cancelled_class_no_longer_stands(client_as: Clients, house: House, approved: int) -> None:
    number = number_of(client_as("wangli"), approved)
    house.take(approved, "cancel", "CIVIL.unit_head", opinion="不办了。", costs_fen=0)
    page = client_as("liqiang").get(f"/check?no={number}").text
    assert "不再有效" in page and "已取消" in page and "已批准：" not in page


def test_strangers_check_only_where_the_house_lets_them(app: Flask, client: FlaskClient, client_as: Clients,
                                                       approved: int) -> None:
    number = number_of(client_as("wangli"), approved)
    assert client.get(f"/check?no={number}").status_code == 302
    app.config["PUBLIC_CHECK"] = True
    assert "已批准" in client.get(f"/check?no={number}").text
    assert client.get(f"/check/slip.pdf?no={number}").status_code == 200
    assert client.get(f"/declarations/{approved}/print/form.pdf").status_code == 302


def test_a_stranger_is_braked_and_a_colleague_is_not(app: Flask, client: FlaskClient, client_as: Clients) -> None:
    app.config["PUBLIC_CHECK"] = True
    told = [client.get("/check?no=CX-2026-0001").status_code for _ in range(STRANGERS.per_minute + 1)]
    assert told == [200] * STRANGERS.per_minute + [429]
    assert client_as("liqiang").get("/check?no=CX-2026-0001").status_code == 200
    assert client.get("/check").status_code == 200


def test_the_brake_lets_go_after_a_minute_and_forgets_the_oldest() -> None:
    pace = Pace(30, most_callers=2)
    assert not any(pace.too_fast("a", 0.0) for _ in range(30))
    assert pace.too_fast("a", 30.0) and not pace.too_fast("b", 30.0)
    assert not pace.too_fast("a", 60.5)
    for caller in "cdef":
        pace.too_fast(caller, 61.0)
    assert pace.callers == 2


def test_the_code_leads_to_the_public_address_of_the_house(app: Flask) -> None:
    with app.test_request_context("/", base_url="http://inside:8000"):
        assert check_address() == "http://inside:8000/check"
        app.config["PUBLIC_ADDRESS"] = "https://shenbao.example/x"
        assert check_address() == "https://shenbao.example/x/check"
        assert check_code("CX-2026-0001") == number_code("https://shenbao.example/x/check", "CX-2026-0001")
