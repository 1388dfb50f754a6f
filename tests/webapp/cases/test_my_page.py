"""My declarations over a furnished house: what needs me, what is under way and with whom, what has ended."""

import re

import pytest

from tests.district import a_class
from tests.webapp.cases.conftest import Clients, House
from tests.webapp.conftest import CLERK, person_id
from workflow.domain.people import Actor, Post
from workflow.office import Office
from workflow.queries.my_page import Wish, badge, my_page
from workflow.queries.start_page import start_page

HEAD = Actor(person_id("yanghai"), "杨海", (Post("unit_head", "CIVIL"),))


def test_each_case_stands_in_one_list(small_house: Office, cases: dict[str, int]) -> None:
    page = my_page(small_house, CLERK, Wish())
    assert {row.case_id for row in page.needs} == {cases["draft"], cases["returned"]}
    assert {row.case_id for row in page.running} == {cases["authority"], cases["funding"]}
    assert page.ended == () and page.ended_count == 1
    ended = my_page(small_house, CLERK, Wish(show="ended"))
    assert [row.case_id for row in ended.ended] == [cases["withdrawn"]]


def test_a_filed_class_goes_on(small_house: Office, house: House, cases: dict[str, int]) -> None:
    """Filing ends a plan, but not a class: its state of that name waits for the notice."""
    filed = house.submitted(a_class(audience_codes=("UNIT_ACCT",), audience_tier="civil_servant"))
    house.take(filed, "accept_filing", "od_section")
    page = my_page(small_house, CLERK, Wish())
    assert filed in {row.case_id for row in page.needs} and page.ended_count == 1


def test_the_most_urgent_stands_first_and_may_be_written(small_house: Office, cases: dict[str, int]) -> None:
    first, second = my_page(small_house, CLERK, Wish()).needs
    assert (first.case_id, first.writing, second.writing) == (cases["returned"], True, True)
    assert first.due is not None and second.due is None
    assert second.steps is not None and first.steps is None


def test_a_row_says_who_holds_it(small_house: Office, cases: dict[str, int]) -> None:
    (row,) = [row for row in my_page(small_house, CLERK, Wish()).running if row.case_id == cases["funding"]]
    (holder,) = row.holders
    assert [name.zh for name in holder.names] == ["陈刚"]
    assert "财政局" in holder.chair.zh


def test_the_money_is_the_line_s(small_house: Office, house: House, cases: dict[str, int]) -> None:
    money = my_page(small_house, CLERK, Wish()).money
    assert money is not None
    assert (money.appropriated, money.approved, money.left) == (10_000_000, 0, 10_000_000)
    house.take(cases["funding"], "funding_pass", "finance")
    held = my_page(small_house, CLERK, Wish()).money
    assert held is not None and held.left == money.left - held.approved < money.left


def test_badge_counts_what_needs_this_person(small_house: Office) -> None:
    assert badge(small_house, CLERK) == len(my_page(small_house, CLERK, Wish()).needs) == 2
    assert badge(small_house, HEAD) == len(my_page(small_house, HEAD, Wish()).needs)
    assert badge(small_house, Actor(1, "", (Post("od_section", "OD"),))) == 0


def test_filters_stand_in_the_address_and_odd_ones_are_left_out(client_as: Clients) -> None:
    client = client_as("wangli")
    assert "应急处置" in client.get("/my?year=2026&channel=in").text
    assert "应急处置" not in client.get("/my?year=2025").text
    for odd in ("year=%C2%B2", "year=99999999", "channel=x", "before=9" * 40, "show=all&tier=%00"):
        assert client.get(f"/my?{odd}").status_code == 200


def test_a_planned_class_is_offered_until_it_is_declared(small_house: Office, house: House, client_as: Clients) -> None:
    (unit,) = start_page(small_house, CLERK)
    (item,) = unit.planned
    answer = client_as("wangli").post("/my/new", data={"with": f"plan:{item.code}"})
    assert answer.status_code == 302
    page = client_as("wangli").get(answer.location).text
    assert item.class_name in page and f'value="{item.code}" selected' in page


def test_an_earlier_class_is_copied_without_its_dates(client_as: Clients, cases: dict[str, int]) -> None:
    client = client_as("wangli")
    answer = client.post("/my/new", data={"with": f"copy:{cases['funding']}"})
    assert answer.status_code == 302
    step = client.get(answer.location.removesuffix("1") + "3")
    assert re.search(r'id="f-start_date" name="start_date" value=""', step.text)
    assert client_as("liqiang").post("/my/new", data={"with": f"copy:{cases['funding']}"}).status_code == 404


@pytest.mark.parametrize("who", ["wangli", "weiqin", "yanghai"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_of_each_person_of_the_unit(client_as: Clients, who: str, language: str) -> None:
    for path in ("/my", "/my?show=ended"):
        text = client_as(who, language).get(path).text
        if language == "en":
            text = re.sub(r'<(\w+)[^>]*lang="zh-Hans"[^>]*>.*?</\1>', "", text, flags=re.DOTALL)
            assert not re.search(r">[^<]*[\u4e00-\u9fff][^<]*<", text)


def test_a_returned_text_is_mended_and_goes_back(client_as: Clients, house: House, cases: dict[str, int]) -> None:
    client, case_id = client_as("wangli"), cases["returned"]
    tasks = client.get(f"/drafts/{case_id}").text
    assert "附件不齐，补齐后重报。" in tasks and "何洁" in tasks
    page = client.get(f"/drafts/{case_id}/check").text
    assert "补正重报" in page and "杨海" in page, "the unit head signs next"
    sent = {name: found[1] for name in ("version", "action", "request_id")
            if (found := re.search(rf'name="{name}" value="([^"]*)"', page))}  # fmt: skip
    said = dict.fromkeys(re.findall(r'<textarea[^>]* name="(explain\.[^"]+)"', page), "与其他班对象不同。")
    assert client.post(f"/drafts/{case_id}/check", data={**sent, **said}).status_code == 302
    assert "杨海" in client.get(f"/drafts/{case_id}/submitted").text
