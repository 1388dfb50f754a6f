"""Two classes side by side (S8): parts that add up, differences in words, common people by right, any class found."""

import re
from typing import Any

import pytest

from tests.district import a_class, signed_in
from tests.webapp.cases.conftest import Clients, House
from workflow.acts.enrol import enrol, remove_person
from workflow.queries.compare_page import compare_page


def tenths(text: str) -> list[int]:
    return [int(f"{sign.replace('−', '-')}{whole}{part}") for sign, whole, part in
            re.findall(r"([+−])(\d+)\.(\d)", text)]


@pytest.fixture
def both(house: House, cases: dict[str, int]) -> tuple[int, int]:
    """The twin classes of two hosts, five people on both rosters, seven of the smaller one."""
    shared, own = house.cadres(5, "CIVIL"), house.cadres(2, "PLC")
    enrol(house.office, house.actor("PLC.declarant"), cases["duplicate"], (*shared, *own))
    enrol(house.office, house.actor("CIVIL.declarant"), cases["authority"], (*shared, *house.cadres(4, "CIVIL")))
    return cases["duplicate"], cases["authority"]


def page_text(client: Any, ours: int, theirs: int, language: str = "zh") -> str:
    answer = client.get(f"/declarations/{ours}/pairs/{theirs}?lang={language}")
    assert answer.status_code == 200
    return str(answer.text)


@pytest.mark.parametrize("who", ["hejie", "liqiang"])
def test_the_parts_shown_add_up_to_the_score(client_as: Clients, both: tuple[int, int], who: str) -> None:
    text = page_text(client_as(who), *both).split('id="alike"')[1].split("</section>")[0]
    total, *parts = tenths(text)
    assert parts.pop() == total
    assert sum(parts) == total
    assert len(parts) == (13 if who == "hejie" else 11)  # the other unit's clerk: three of them in one sum


def test_what_differs_is_marked_in_words(client_as: Clients, both: tuple[int, int]) -> None:
    text = page_text(client_as("hejie"), *both)
    assert '<ins><span class="piece-mark">新增</span>轮</ins>' in text
    assert '<del><span class="piece-mark">删除</span>能力提升培</del>' in text
    assert '<span class="piece-mark">added</span>' in page_text(client_as("hejie"), *both, "en")


def test_common_people_are_counted_for_all_and_named_by_right(
    client_as: Clients, both: tuple[int, int], house: House
) -> None:
    section = page_text(client_as("hejie"), *both).split('id="people"')[1].split("</section>")[0]
    assert "5 人同时在两个名单上，占较小名单 7 人的 71%" in section
    assert section.count('role="rowheader"') == 5
    assert "时间冲突" in section and "社区工作者能力提升培训班" in section
    other = page_text(client_as("liqiang"), *both).split('id="people"')[1].split("</section>")[0]
    assert "5 人同时在两个名单上" in other
    assert "学员" not in other
    assert "另有 5 人由其他单位派出" in other


def test_people_once_called_who_no_longer_come_are_not_common(house: House, both: tuple[int, int]) -> None:
    section = signed_in(house.office, house.actor("od_section").id)
    page = compare_page(house.office, section, *both)
    assert (page.common.common, page.common.smaller) == (5, 7)
    first = page.people.rows[0].cadre_id
    remove_person(house.office, house.actor("PLC.declarant"), both[0], first, "录入有误。")
    page = compare_page(house.office, section, *both)
    assert (page.common.common, page.common.smaller) == (4, 6)
    assert first not in {row.cadre_id for row in page.people.rows}


def test_the_suggested_verdicts_stand_first_and_a_phrase_is_kept(client_as: Clients, both: tuple[int, int]) -> None:
    client, address = client_as("hejie"), "/declarations/{}/pairs/{}".format(*both)
    text = page_text(client, *both)
    order = re.findall(r'name="verdict" id="[^"]*" value="([A-Z_]+)"', text)
    assert len(order) == len(set(order)) == 9
    assert f"建议结论：{'多头调训' if order[0] == 'MULTI_HEAD' else '重复培训'}" in text
    assert client.post(address, data={"verdict": "DISTINCT", "phrase": "people"}).status_code == 302
    assert "对象不同。" in page_text(client, *both)


def test_any_class_one_may_see_can_be_set_beside(client_as: Clients, cases: dict[str, int]) -> None:
    client = client_as("hejie")
    found = client.get(f"/declarations/{cases['duplicate']}/pairs?q=应急").text
    address = f"/declarations/{cases['duplicate']}/pairs/{cases['funding']}"
    assert f'href="{address}"' in found
    assert f'/pairs/{cases["duplicate"]}"' not in found, "not beside itself"
    text = client.get(address).text
    assert "相似度" in text and 'name="verdict"' not in text
    assert client.post(address, data={"verdict": "DISTINCT", "opinion": "不同。"}).status_code == 422


def test_a_unit_finds_no_class_it_may_not_see(client_as: Clients, cases: dict[str, int]) -> None:
    client = client_as("liqiang")
    assert client.get(f"/declarations/{cases['duplicate']}/pairs?q=应急").text.count("应急处置") == 0
    unlike = cases["returned"]  # other people, never compared
    assert client.get(f"/declarations/{cases['duplicate']}/pairs/{unlike}").status_code == 404
    assert client.get(f"/declarations/{unlike}/pairs?q=").status_code == 404


def test_a_class_is_not_set_beside_itself_nor_beside_a_draft(client_as: Clients, cases: dict[str, int]) -> None:
    client = client_as("hejie")
    for other in (cases["duplicate"], cases["draft"]):
        assert client.get(f"/declarations/{cases['duplicate']}/pairs/{other}").status_code == 404


def test_its_own_unit_compares_a_draft(client_as: Clients, cases: dict[str, int]) -> None:
    assert client_as("wangli").get(f"/declarations/{cases['draft']}/pairs/{cases['authority']}").status_code == 200
    assert client_as("hejie").get(f"/declarations/{cases['draft']}/pairs/{cases['authority']}").status_code == 404


def test_other_hints_are_counted(client_as: Clients, house: House, cases: dict[str, int]) -> None:
    third = house.at("duplicate_review", a_class(class_name="社区工作者业务培训班"))
    text = page_text(client_as("hejie"), third, cases["authority"])
    assert "还有 1 对未结论" in text
    assert f'/declarations/{third}/pairs/{cases["duplicate"]}"' in text
