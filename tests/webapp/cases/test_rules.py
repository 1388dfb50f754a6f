"""The rules with their clauses, versions and differences; a policy proposed on one page, put in force on another."""

import io
import re

import pytest

from tests.acts.test_publish_policy import BEGINS, a_file
from tests.webapp.cases.conftest import Clients, House
from workflow.engine.rules.register import RULES
from workflow.rulebook.rulebook import Rulebook


def page(client, address: str, status: int = 200) -> str:  # type: ignore[no-untyped-def]
    response = client.get(address)
    assert response.status_code == status
    text: str = response.text
    return text


def post(client, address: str, **form: object):  # type: ignore[no-untyped-def]
    return client.post(address, data=form, content_type="multipart/form-data")


def tight(lead: int = 20) -> bytes:
    """A policy under which the classes of the house pay too much per person-day."""
    return a_file(lead).replace(b"total_yuan: {value: 550", b"total_yuan: {value: 400")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_rule_stands_at_its_anchor(client_as: Clients, language: str) -> None:
    text = page(client_as("wangli"), f"/rules?lang={language}")
    assert set(re.findall(r'id="rule-(R-\w+)"', text)) == set(RULES)
    assert "S21" in text and ("申报提前工作日" in text) == (language == "zh")


def test_a_finding_leads_to_its_rule_under_its_own_policy(
    client_as: Clients, cases: dict[str, int], rulebook: Rulebook
) -> None:
    text = page(client_as("hejie"), f"/declarations/{cases['authority']}")
    policy = rulebook.policy_on(BEGINS)
    assert f"/rules?policy={policy.hash}#rule-R-02" in text


def test_an_older_version_says_that_it_is_one(client_as: Clients, rulebook: Rulebook) -> None:
    old = next(one for one in rulebook.policies.values() if one.code == "2014-2016")
    text = page(client_as("wangli"), f"/rules?policy={old.hash}")
    assert "这不是现行版本" in text
    page(client_as("wangli"), "/rules?policy=nothing", 404)


def test_versions_are_compared_number_by_number(client_as: Clients, rulebook: Rulebook) -> None:
    codes = {one.code: one.hash for one in rulebook.policies.values()}
    text = page(client_as("sunli"), f"/rules/compare?old={codes['2014-2016']}&new={codes['2017-plus']}&lang=en")
    assert re.search(r"Quota of class 3.*?450.*?550", text, re.DOTALL)
    page(client_as("sunli"), "/rules/compare?old=x&new=y", 404)
    assert "2017-plus" in page(client_as("sunli"), "/rules/policies")


def test_two_persons_on_two_pages(client_as: Clients, house: House) -> None:
    proposer, second = client_as("hejie"), client_as("wangjun")
    sent = post(proposer, "/rules/propose", upload=(io.BytesIO(tight()), "new.yaml"), reason="新时限。")
    assert sent.status_code == 302 and sent.location.endswith("/rules/proposals/1")
    text = page(proposer, "/rules/proposals/1")
    assert "由有权发布的另一人办理" in text or "撤销提案" in text
    assert 'value="publish"' not in text and "15" in text and "20" in text
    text = page(second, "/rules/proposals/1")
    assert 'value="publish"' in text
    assert post(second, "/rules/proposals/1", verdict="publish", opinion="同意").status_code == 302
    assert house.office.rulebook.policy_on(BEGINS)["timing.declare_lead_workdays"] == 20
    assert "已发布" in page(second, "/rules/policies")
    assert 'value="publish"' not in page(second, "/rules/proposals/1")
    assert post(second, "/rules/proposals/1", verdict="publish").status_code in (409, 422)


def test_open_classes_of_which_something_else_would_be_said(client_as: Clients, cases: dict[str, int]) -> None:
    """The ceiling without lodging falls from 210 to 60; drafts of units are counted and not named."""
    post(client_as("hejie"), "/rules/propose", upload=(io.BytesIO(tight()), "new.yaml"), reason="从严。")
    text = page(client_as("wangjun"), "/rules/proposals/1")
    assert f"/declarations/{cases['authority']}" in text and "R-07" in text
    assert f"/declarations/{cases['draft']}" not in text and "另有 1 个草稿" in text
    assert f"/declarations/{cases['withdrawn']}" not in text


def test_what_is_wrong_with_a_file_is_said_at_it(client_as: Clients) -> None:
    proposer = client_as("hejie")
    broken = tight().replace(b"source: S21", b"source: S99")
    answer = post(proposer, "/rules/propose", upload=(io.BytesIO(broken), "new.yaml"), reason="")
    assert answer.status_code == 422 and "S99" in answer.text and "f-reason-error" in answer.text
    assert post(proposer, "/rules/propose", reason="x").status_code == 422
    for junk in (b"", b"\xff\xfe\x00", b"x" * 400_000, "政策".encode("gbk"), b"- 1\n- 2"):
        answer = post(proposer, "/rules/propose", upload=(io.BytesIO(junk), "new.yaml"), reason="试")
        assert answer.status_code in (413, 422), junk[:10]


@pytest.mark.parametrize(("name", "address", "status"), [
    ("wangli", "/rules/propose", 403), ("wangli", "/rules/proposals/1", 403), ("guanli", "/rules/policies", 403),
    ("guanli", "/rules/propose", 403), ("hejie", "/rules/proposals/1", 404), ("sunli", "/rules/proposals/1", 404),
    ("wangli", "/rules/policies", 200), ("guanli", "/rules", 200)])
def test_who_sees_what(client_as: Clients, name: str, address: str, status: int) -> None:
    page(client_as(name), address, status)


def test_the_administrator_publishes_nothing(client_as: Clients) -> None:
    post(client_as("hejie"), "/rules/propose", upload=(io.BytesIO(tight()), "new.yaml"), reason="从严。")
    assert post(client_as("guanli"), "/rules/proposals/1", verdict="publish").status_code == 403
    assert post(client_as("chengang"), "/rules/proposals/1", verdict="publish").status_code in (403, 409, 422)
