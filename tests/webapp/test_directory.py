"""Units, posts and accounts on their pages: who sees them, what each form does, and faults where they belong."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests.webapp.conftest import CLERK, PASSWORD, person_id
from tests.webapp.seeing import assert_seemly
from workflow.acts.change_units import rename_unit
from workflow.acts.declare import begin
from workflow.acts.end_unit import end_unit
from workflow.acts.keep_posts import give_post
from workflow.domain.people import system_actor
from workflow.office import Office
from workflow.queries.trail_check import verify_all
from workflow.store.people import post
from workflow.wording import Label

Clients = Callable[..., Any]
PAGES = ("/directory/units", "/directory/units/CIVIL", "/directory/posts")
KEPT = ("/directory/units/new", "/directory/units/CIVIL/rename", "/directory/units/CIVIL/move",
        "/directory/units/CIVIL/end", "/directory/accounts", "/directory/accounts/new", "/directory/accounts/1",
        "/directory/posts/1/end")
TODAY = "2026-10-14"


def page(client: Any, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    text: str = response.text
    return text


@pytest.mark.parametrize(("who", "sees", "keeps"), [
    ("guanli", 200, 200), ("hejie", 200, 403), ("liuwei", 200, 403), ("wangjun", 200, 403), ("sunli", 200, 403),
    ("wangli", 403, 403), ("chengang", 403, 403)])
def test_who_sees_and_who_keeps(client_as: Clients, who: str, sees: int, keeps: int) -> None:
    client = client_as(who)
    for address in PAGES:
        page(client, address, sees)
    for address in KEPT:
        page(client, address, keeps)
    assert client.post("/directory/units/CIVIL/rename").status_code == (422 if keeps == 200 else 403)


@pytest.mark.parametrize(("who", "begins"), [("guanli", "/directory/units"), ("hejie", "/inbox")])
def test_work_begins_where_it_is_done(client_as: Clients, who: str, begins: str) -> None:
    assert client_as(who).get("/").location == begins


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_tree_tells_names_holders_and_successors(
    client_as: Clients, small_house: Office, language: str
) -> None:
    begin(small_house, CLERK, "CIVIL")
    for who, role in (("fengli", "declarant"), ("liqiang", "unit_finance"), ("maguodong", "unit_head")):
        give_post(small_house, system_actor(), person_id(who), role, "HRSS")
    rename_unit(small_house, system_actor(), "HRSS", Label("区人社民政局", "Personnel and Civil Affairs"),
                small_house.today(), "城发〔2026〕3号")
    end_unit(small_house, system_actor(), "CIVIL", small_house.today(), ("HRSS",), "城发〔2026〕3号")
    text = re.sub(r"<[^>]+>", "", page(client_as("hejie", language), f"/directory/units?lang={language}"))
    words = {"zh": ("由区人社民政局接办", "曾用名区人力资源和社会保障局（至2026年10月13日）", "接办原区民政局",
                    "已撤销，最后一天2026年10月14日"),
             "en": ("taken over by Personnel and Civil Affairs", "District Human Resources Bureau until",
                    "took over from District Civil Affairs Bureau", "Ended, last day")}  # fmt: skip
    for word in words[language]:
        assert word in text
    one = page(client_as("guanli", language), "/directory/units/CIVIL")
    assert "/directory/units/CIVIL/end" not in one, "an ended unit changes no more"


def test_the_administrator_renames_moves_and_ends_a_unit(client_as: Clients, small_house: Office) -> None:
    keeper = client_as("guanli")
    sent = keeper.post("/directory/units/new", data={
        "code": "NEW", "name_zh": "区新局", "name_en": "New Bureau", "kind": "department", "level": "district",
        "parent": "CX", "system": "", "from_day": TODAY})
    assert sent.status_code == 302 and sent.location.endswith("/directory/units/NEW")
    named = {"name_zh": "区更新局", "name_en": "Newer Bureau", "from_day": TODAY, "grounds": "城发〔2026〕3号"}
    answer = keeper.post("/directory/units/NEW/rename", data=named)
    assert answer.status_code == 422 and "更晚的一天" in answer.text, "it has had its name since today"
    assert 'value="区更新局"' in answer.text, "what was typed is shown again"
    assert keeper.post("/directory/units/CIVIL/rename", data=named).status_code == 302
    assert keeper.post("/directory/units/NEW/move", data={"parent": "CIVIL", "grounds": "文"}).status_code == 302
    answer = keeper.post("/directory/units/NEW/end", data={"last_day": "明天", "successor": "NEW", "grounds": ""})
    assert answer.status_code == 422 and "f-last_day" in answer.text
    answer = keeper.post("/directory/units/NEW/end", data={"last_day": "2026-10-01", "successor": "NEW"})
    assert all(f'href="#f-{name}"' in answer.text for name in ("last_day", "successor", "grounds"))
    ended = {"last_day": TODAY, "successor": "HRSS", "grounds": "城发〔2026〕3号"}
    assert keeper.post("/directory/units/NEW/end", data=ended).status_code == 302
    assert keeper.post("/directory/units/NEW/end", data=ended).status_code == 422
    assert keeper.post("/directory/units/NEW/burn", data=ended).status_code == 404
    assert keeper.post("/directory/units/NOWHERE/end", data=ended).status_code == 404
    assert verify_all(small_house).ok


def test_posts_are_filled_and_ended_and_absences_ended(client_as: Clients, small_house: Office) -> None:
    keeper = client_as("guanli")
    text = page(keeper, "/directory/posts")
    assert "空缺" in text and "职责分离" in text and "缺人" in text
    seat = {"person": person_id("wangli"), "role": "unit_finance", "unit": "CIVIL", "from_day": TODAY}
    assert keeper.post("/directory/posts", data=seat).status_code == 302
    again = keeper.post("/directory/posts", data=seat)
    assert again.status_code == 422 and "不必重复任职" in again.text
    nobody = keeper.post("/directory/posts", data={**seat, "person": ""})
    assert nobody.status_code == 422 and "没有选人" in nobody.text
    both = keeper.post("/directory/posts", data={**seat, "role": "unit_head"})
    assert both.status_code == 422 and "不能由同一人担任" in both.text
    lent = client_as("hejie").post("/stand-ins", data={
        "post": _post_of(small_house, "hejie"), "person": person_id("gaoyan"), "from_day": TODAY,
        "to_day": "2026-10-20"})
    assert lent.status_code == 302
    text = page(keeper, "/directory/posts")
    assert "高燕代理" in text
    number = re.search(r"/directory/absences/(\d+)/end", text)
    assert number is not None
    assert keeper.post(f"/directory/absences/{number[1]}/end").status_code == 302
    assert "高燕代理" not in page(keeper, "/directory/posts")
    mine = _post_of(small_house, "chengang")
    assert "没有等着办的事项" in page(keeper, f"/directory/posts/{mine}/end")
    begin(small_house, CLERK, "CIVIL")
    text = page(keeper, f"/directory/posts/{_post_of(small_house, 'liqiang')}/end")
    assert "没有等着办的事项" in text, "the draft waits in another unit"
    assert "1 件没有别人能办" in page(keeper, f"/directory/posts/{_post_of(small_house, 'wangli')}/end")
    assert keeper.post(f"/directory/posts/{mine}/end", data={"last_day": ""}).status_code == 422
    assert keeper.post(f"/directory/posts/{mine}/end", data={"last_day": TODAY}).status_code == 302
    assert keeper.post("/directory/posts/999/end", data={"last_day": TODAY}).status_code == 404
    assert verify_all(small_house).ok


def test_accounts_are_opened_reset_and_closed(client_as: Clients, client: Any) -> None:
    keeper = client_as("guanli")
    new = {"username": "lisi", "name_zh": "李四", "name_en": "Li Si", "language": "zh", "role": "declarant",
           "unit": "FIN", "password": "quite-a-long-one"}
    wrong = keeper.post("/directory/accounts/new", data={**new, "username": "Li Si", "password": "x", "unit": "NO"})
    assert wrong.status_code == 422
    assert all(f'href="#f-{name}"' in wrong.text for name in ("username", "password", "unit"))
    assert "quite-a-long-one" not in wrong.text
    assert keeper.post("/directory/accounts/new", data=new).status_code == 302
    found = re.search(r"/directory/accounts/(\d+)", page(keeper, "/directory/accounts?q=lisi"))
    assert found is not None
    address = f"/directory/accounts/{found[1]}"
    assert client.post("/sign-in", data={"username": "lisi", "password": "quite-a-long-one"}).status_code == 302
    assert keeper.post(f"{address}/password", data={"password": "abc"}).status_code == 422
    assert keeper.post(f"{address}/password", data={"password": "another-long-one"}).status_code == 302
    assert client.get("/preferences").status_code == 302, "the session ended with the password"
    assert keeper.post(f"{address}/close").status_code == 302 and "已停用" in page(keeper, address)
    assert keeper.post(f"{address}/close").status_code == 422
    assert keeper.post(f"{address}/open").status_code == 302 and keeper.post(f"{address}/open").status_code == 422
    own = keeper.post(f"/directory/accounts/{person_id('guanli')}/close")
    assert own.status_code == 422 and "自己的账号" in own.text
    assert keeper.post(f"{address}/burn").status_code == 404
    assert keeper.get("/directory/accounts/999").status_code == 404
    assert "没有符合的账号" in page(keeper, "/directory/accounts?q=%00nobody")


def _post_of(house: Office, who: str) -> int:
    with house.database.read() as connection:
        found = connection.execute(select(post.c.id).where(post.c.person_id == person_id(who)).order_by(post.c.id))
        return int(found.scalars().first() or 0)


@pytest.mark.browser
@pytest.mark.parametrize("language,width", [
    ("zh", 1280), ("en", 360),
    pytest.param("zh", 360, marks=pytest.mark.thorough), pytest.param("en", 1280, marks=pytest.mark.thorough),
])  # fmt: skip
def test_every_page_is_seemly(page_of: Any, small_house: Office, language: str, width: int) -> None:
    rename_unit(small_house, system_actor(), "HRSS", Label("区人社民政局", "Personnel and Civil Affairs"),
                small_house.today(), "城发〔2026〕3号")
    end_unit(small_house, system_actor(), "CIVIL", small_house.today(), ("HRSS", "PLC"), "城发〔2026〕3号")
    browser_page = page_of("guanli", language, width)
    for address in (*PAGES, *KEPT, "/directory/units/HRSS"):
        browser_page.goto(address)
        if address.endswith(("/rename", "/new", "/posts")):
            browser_page.click("main .doing button.btn-primary")  # everything missing
        assert_seemly(browser_page)
    assert PASSWORD not in browser_page.content()
