"""The forms that take actions: what is asked, what follows, and every no said on the same form with the text kept."""

import re

import pytest
from flask.testing import FlaskClient

from tests.webapp.cases.conftest import Clients, House
from tests.webapp.conftest import PEOPLE
from webapp.acting import stated
from workflow.office import Office

TEXT = "附件缺课程表，请补齐后再报。"


def seen(page: str) -> str:
    """The hidden token of a form."""
    found = re.search(r'name="seen" value="([^"]*)"', page)
    assert found
    return found[1]


def choose(client: FlaskClient, case_id: int, action: str, **fields: str) -> tuple[int, str, str]:
    """Open the decision, choose and submit: status, text, where it leads."""
    page = client.get(f"/inbox/{case_id}").text
    answer = client.post(f"/inbox/{case_id}", data={"seen": seen(page), "action": action, **fields})
    return answer.status_code, answer.text, answer.location or ""


def test_a_decision_is_taken_and_told(client_as: Clients, cases: dict[str, int]) -> None:
    client = client_as("hejie")
    status, _, leads_to = choose(client, cases["authority"], "authority_pass", opinion="对象在本区管理权限内。")
    assert status == 302
    page = client.get(leads_to).text
    assert "已办：权限通过" in page
    assert "重复审核中" in page
    assert "对象在本区管理权限内。" in page


def test_the_choices_say_what_follows(client_as: Clients, cases: dict[str, int]) -> None:
    page = client_as("hejie").get(f"/inbox/{cases['authority']}").text
    assert "作出决定：权限阶段" in page
    assert "转为“重复审核中”" in page
    assert "转为“退回补正”" in page
    assert page.count('type="radio"') == 4


@pytest.mark.parametrize(("action", "field"), [("return", "opinion"), ("reject", "opinion"), ("", "action")])
def test_what_is_missing_is_said_at_its_field(
    client_as: Clients, cases: dict[str, int], action: str, field: str
) -> None:
    status, page, _ = choose(client_as("hejie"), cases["authority"], action)
    assert status == 422
    assert f'href="#f-{field}"' in page
    assert f'id="f-{field}-error"' in page
    assert "错误：" in page


def test_all_faults_are_said_at_once(client_as: Clients, cases: dict[str, int]) -> None:
    """An amount that cannot be read and a reason that is missing, together; the amount as typed."""
    status, page, _ = choose(client_as("chengang"), cases["funding"], "propose_cut", cut_to_fen="两万")
    assert status == 422
    assert page.count('<li><a href="#f-') == 2
    assert 'value="两万"' in page


def test_a_lower_amount_is_proposed_and_accepted(client_as: Clients, cases: dict[str, int]) -> None:
    case_id = cases["funding"]
    status, _, _ = choose(client_as("chengang"), case_id, "propose_cut", cut_to_fen="20000.00", opinion="讲课费偏高。")
    assert status == 302
    head = client_as("yanghai")
    page = head.get(f"/declarations/{case_id}/do/accept_cut").text
    assert "20,000 元" in page
    answer = head.post(f"/declarations/{case_id}/do/accept_cut", data={"seen": seen(page)})
    assert answer.status_code == 302


def test_what_changed_meanwhile_is_told_and_the_text_kept(
    client_as: Clients, cases: dict[str, int], house: House
) -> None:
    """Ux 3.8: who, when, what; nothing is signed over."""
    case_id = cases["authority"]
    client = client_as("zhoumin")
    page = client.get(f"/inbox/{case_id}").text
    house.take(case_id, "return", "od_section", opinion="先退回。")
    answer = client.post(f"/inbox/{case_id}", data={"seen": seen(page), "action": "return", "opinion": TEXT})
    assert answer.status_code == 409
    assert "何洁" in answer.text
    assert "退回补正" in answer.text
    assert TEXT in answer.text


def test_a_double_tap_gives_the_first_result(client_as: Clients, cases: dict[str, int]) -> None:
    client = client_as("hejie")
    page = client.get(f"/inbox/{cases['authority']}").text
    form = {"seen": seen(page), "action": "return", "opinion": TEXT, "request_id": "a" * 32}
    first, second = (client.post(f"/inbox/{cases['authority']}", data=form) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.location == second.location


def test_a_phrase_is_put_before_the_words(client_as: Clients, cases: dict[str, int]) -> None:
    client = client_as("hejie")
    _, _, leads_to = choose(client, cases["authority"], "return", phrase="papers", opinion="缺课程表。")
    page = client.get(leads_to).text
    assert "附件不齐，补齐后重报。" in page
    assert "缺课程表。" in page


def test_the_generic_form_serves_any_action(client_as: Clients, cases: dict[str, int]) -> None:
    client = client_as("yanghai")
    address = f"/declarations/{cases['authority']}/do/withdraw"
    page = client.get(address)
    assert page.status_code == 200
    assert "办理结束：已撤回" in page.text
    refused = client.post(address, data={"seen": seen(page.text)})
    assert refused.status_code == 422
    assert "f-opinion-error" in refused.text
    done = client.post(address, data={"seen": seen(refused.text), "opinion": "今年不办了。"})
    assert done.status_code == 302
    assert "已撤回" in client.get(done.location).text


def test_an_action_that_is_not_mine_says_whose_it_is(client_as: Clients, cases: dict[str, int]) -> None:
    client = client_as("chengang")
    address = f"/declarations/{cases['authority']}/do/authority_pass"
    page = client.get(address)
    assert page.status_code == 200
    assert "干教科" in page.text
    assert "<textarea" not in page.text
    token = seen(client_as("hejie").get(f"/inbox/{cases['authority']}").text)
    refused = client.post(address, data={"seen": token, "opinion": TEXT})
    assert refused.status_code == 403
    assert TEXT in refused.text


@pytest.mark.parametrize("action", ["no_such_action", "approve"])
def test_an_action_of_another_state_is_not_found(client_as: Clients, cases: dict[str, int], action: str) -> None:
    assert client_as("hejie").get(f"/declarations/{cases['authority']}/do/{action}").status_code == 404


def test_a_get_never_writes(client_as: Clients, cases: dict[str, int], small_house: Office) -> None:
    """Every page, opened by everybody, leaves the database as it was."""
    before = _dump(small_house)
    for username, *_ in PEOPLE:
        client = client_as(username)
        for case_id in cases.values():
            for address in ("/declarations/{}", "/declarations/{}/do/return", "/declarations/{}/papers", "/inbox/{}",
                            "/declarations/{}/pairs/1", "/declarations/{}/explain?rule=R-02", "/audit/{}"):  # fmt: skip
                client.get(address.format(case_id))
        for address in ("/inbox", "/ledger", "/ledger.csv", "/audit", "/declarations/find?q=班"):
            client.get(address)
    assert _dump(small_house) == before


def _dump(office: Office) -> list[object]:
    from sqlalchemy import select

    from workflow.store.schema import metadata

    with office.database.read() as connection:
        return [list(connection.execute(select(table))) for table in metadata.sorted_tables]


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("new_start_date", "2026年12月1日", "2026-12-01"),
        ("cut_to_fen", "18,000.5", "1800050"),
        ("attended", "38", "38"),
        ("higher_reply_no", " 宁组干〔2026〕12号 ", "宁组干〔2026〕12号"),
        ("costs_fen", "", None),
    ],
)
def test_inputs_are_read_as_what_they_are(name: str, typed: str, value: str | None) -> None:
    given, faults = stated((name,), {name: typed})
    assert faults == ()
    assert (str(given[name]) if name in given else None) == value


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("new_start_date", "2026-02-30"),
        ("new_start_date", "9999-01-01"),
        ("cut_to_fen", "-5"),
        ("cut_to_fen", "1.234"),
        ("cut_to_fen", "NaN"),
        ("cut_to_fen", "9" * 5000),
        ("attended", "38.5"),
        ("attended", "1e3"),
        ("higher_reply_no", "文\u202e号"),
        ("higher_reply_no", "号" * 5000),
        ("ground", "because"),
        ("survivor", "班次"),
    ],
)
def test_what_cannot_be_read_is_one_refusal_at_its_field(name: str, typed: str) -> None:
    given, faults = stated((name,), {name: typed})
    assert given == {}
    assert [fault.field for fault in faults] == [name]
