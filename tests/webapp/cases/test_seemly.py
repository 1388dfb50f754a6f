"""Each page in a real browser: no axe violation, no sideways scroll, at 1280 and 360 px, in both languages."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.acts.test_publish_policy import a_file
from tests.webapp.cases.conftest import House
from tests.webapp.seeing import assert_seemly
from workflow.acts.enrol import enrol
from workflow.acts.learn import judge_wording, propose_lexicon
from workflow.acts.publish_policy import propose_policy
from workflow.acts.state_position import state_position

PLACES = (
    ("hejie", "/inbox"),
    ("hejie", "/inbox?chip=overdue&channel=out"),
    ("hejie", "/inbox/{authority}"),
    ("hejie", "/declarations/{duplicate}"),
    ("zhoumin", "/declarations/{duplicate}/pairs/{authority}"),
    ("zhoumin", "/declarations/{duplicate}/pairs?q=社区"),
    ("zhoumin", "/declarations/{duplicate}/merge"),
    ("maguodong", "/declarations/{duplicate}/merge"),
    ("zhoumin", "/rosters/{duplicate}/persons"),
    ("hejie", "/declarations/{duplicate}/topic"),
    ("wangli", "/declarations/{returned}"),
    ("wangli", "/declarations/{authority}/papers"),
    ("wangli", "/declarations/{draft}"),
    ("yanghai", "/declarations/{authority}/do/withdraw"),
    ("yanghai", "/declarations/{withdrawn}"),
    ("chengang", "/inbox/{funding}"),
    ("chengang", "/declarations/{authority}/do/authority_pass"),
    ("chengang", "/ledger"),
    ("chengang", "/ledger?figure=pending"),
    ("liqiang", "/declarations/{authority}"),
    ("guanli", "/declarations/{authority}"),
    ("sunli", "/audit"),
    ("sunli", "/audit?show=attempts"),
    ("sunli", "/audit?since=x"),
    ("sunli", "/audit/{funding}"),
    ("sunli", "/declarations/find?q=培训"),
    ("sunli", "/declarations/find?q=nothing"),
    ("guanli", "/rules"),
    ("sunli", "/rules/policies"),
    ("sunli", "/rules/compare?old=2014-2016&new=2017-plus"),
    ("hejie", "/rules/propose"),
    ("wangjun", "/rules/proposals/1"),
    ("hejie", "/rules/learning"),
    ("wangjun", "/rules/learning/versions/1"),
)
COMBINATIONS = (
    ("zh", 360),
    ("en", 1280),
    pytest.param("zh", 1280, marks=pytest.mark.thorough),
    pytest.param("en", 360, marks=pytest.mark.thorough),
)


@pytest.mark.browser
@pytest.mark.parametrize(("language", "width"), COMBINATIONS)
def test_every_page_is_seemly(
    page_of: Callable[..., Any], house: House, cases: dict[str, int], language: str, width: int
) -> None:
    house.take(cases["funding"], "funding_pass", "finance")
    shared = house.cadres(3)
    for name, host in (("duplicate", "PLC"), ("authority", "CIVIL")):
        enrol(house.office, house.actor(f"{host}.declarant"), cases[name], shared)
    house.take(cases["duplicate"], "propose_merge", "od_section", survivor=cases["authority"])
    state_position(house.office, house.actor("PLC.unit_head"), cases["duplicate"], "人数合适，可以合并。")
    propose_policy(house.office, house.actor("od_section"), "new.yaml", a_file(), "市里下达了新的申报时限。")
    judge_wording(house.office, house.actor("od_section"), "topics", "FIRE_SAFETY", "火险隐患治理", accept=True)
    propose_lexicon(house.office, house.actor("od_section"), "今年的判定。")
    pages: dict[str, Any] = {}
    for who, address in PLACES:
        page = pages.get(who) or pages.setdefault(who, page_of(who, language, width))
        answer = page.goto(address.format(**cases))
        assert answer.status == 200, (who, address)
        assert_seemly(page)


@pytest.mark.browser
def test_a_decision_without_script(page_of: Callable[..., Any], cases: dict[str, int]) -> None:
    """Ux 1.3: open, approve, submit: three clicks from the inbox, and the result says what comes next."""
    page = page_of("hejie", "zh", 360, script=False)
    page.goto("/inbox")
    page.click("text=社区工作者能力提升培训班 >> nth=0")
    page.click("label:has-text('权限通过')")
    page.fill("#f-opinion", "对象在本区管理权限内。")
    page.click("text=提交决定")
    assert page.inner_text(".notice-ok").startswith("已办：权限通过")
    assert "重复审核中" in page.inner_text(".eyebrow")


@pytest.mark.browser
def test_an_error_is_found_again_at_its_field(page_of: Callable[..., Any], cases: dict[str, int]) -> None:
    page = page_of("hejie", "en", 1280)
    page.goto(f"/inbox/{cases['authority']}")
    page.click("label:has-text('Return for correction')")
    page.click("text=Submit decision")
    assert page.title().startswith("Error")
    page.click("#errors a")
    assert page.evaluate("document.activeElement.id") == "f-opinion"
    assert page.is_checked("input[value=return]")
    assert_seemly(page)
