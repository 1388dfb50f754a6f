"""Every page of a case answers for everybody who may open it, in both languages."""

import re

import pytest

from tests.webapp.cases.conftest import Clients, House
from workflow.acts.declare import begin

EVERYBODY = ("wangli", "weiqin", "yanghai", "hejie", "liuwei", "wangjun", "chengang", "zhaoqiang", "sunli", "guanli")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("who", EVERYBODY)
def test_the_page_of_each_case(client_as: Clients, cases: dict[str, int], who: str, language: str) -> None:
    client = client_as(who, language)
    for name, case_id in cases.items():
        answer = client.get(f"/declarations/{case_id}")
        hidden = name == "draft" and who not in ("wangli", "weiqin", "yanghai", "sunli", "guanli")
        assert answer.status_code == (404 if hidden else 200), (name, who)
        if language == "en" and not hidden:
            assert not re.search(r">[^<]*[\u4e00-\u9fff][^<]*<", _unmarked(answer.text)), (name, who)


def _unmarked(text: str) -> str:
    """The page without what is marked as Chinese, by itself or by what encloses it; a title takes no marks."""
    text = re.sub(r"<title>.*?</title>", "", text, flags=re.DOTALL)
    return re.sub(r'<(\w+)[^>]*lang="zh-Hans"[^>]*>.*?</\1>', "", text, flags=re.DOTALL)


@pytest.mark.parametrize("number", [0, 999, 2**63, 10**40])
@pytest.mark.parametrize(
    "address",
    ["/declarations/{}", "/declarations/{}/do/return", "/declarations/{}/papers", "/declarations/1/papers/{}",
     "/inbox/{}", "/declarations/{}/pairs/1", "/audit/{}", "/audit/{}/records.json",
     "/declarations/{}/explain?rule=R-02"],
)
def test_a_number_without_a_case_is_not_found(client_as: Clients, address: str, number: int) -> None:
    for who in ("hejie", "yanghai"):
        assert client_as(who).get(address.format(number)).status_code in (403, 404)


def test_the_unit_finds_its_way_to_the_content(client_as: Clients, cases: dict[str, int], house: House) -> None:
    """Where the content may be written, the page leads there, also while nothing can be sent yet."""
    empty = begin(house.office, house.actor("CIVIL.declarant"), "CIVIL").case_id
    for case_id, there in ((empty, True), (cases["draft"], True), (cases["returned"], True), (cases["funding"], False)):
        assert (f'href="/drafts/{case_id}"' in client_as("wangli").get(f"/declarations/{case_id}").text) == there
        assert f'href="/drafts/{case_id}"' not in client_as("yanghai").get(f"/declarations/{case_id}").text
