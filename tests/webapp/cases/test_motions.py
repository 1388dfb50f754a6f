"""Two persons at two desks: one proposes on a page, the other confirms on theirs; totals and closing beside it."""

import re

import pytest

from tests.webapp.cases.conftest import Clients, House
from workflow.domain.motions import KINDS
from workflow.queries.ledger_totals import totals


def stamp(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(csrf_token|request_id)" value="([^"]*)"', page))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_transfer_from_desk_to_desk(house: House, client_as: Clients, language: str) -> None:
    finance, head = client_as("chengang"), client_as("wangjun")
    form = finance.get(f"/ledger/motions/new/transfer?lang={language}")
    assert form.status_code == 200
    typed = {"line": "1", "to": "2", "fen": "700.50", "reason": "调剂给急需的班次。"}
    answer = finance.post("/ledger/motions/new/transfer", data={**stamp(form.text), **typed}, follow_redirects=True)
    assert answer.status_code == 200 and "700.50" in answer.text and 'value="confirm"' not in answer.text
    desk = head.get("/ledger/motions")
    assert 'value="confirm"' in desk.text
    done = head.post("/ledger/motions/1", data={**stamp(desk.text), "verdict": "confirm"}, follow_redirects=True)
    assert done.status_code == 200 and 'value="confirm"' not in done.text
    found = totals(house.office)
    assert found.agree
    assert [line.table.appropriated for line in found.lines] == [9_929_950, 10_070_050]


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_is_kept(house: House, client_as: Clients) -> None:
    client = client_as("chengang")
    form = client.get("/ledger/motions/new/transfer").text
    answer = client.post("/ledger/motions/new/transfer", data={**stamp(form), "line": "1", "fen": "abc", "reason": ""})
    assert answer.status_code == 422 or answer.status_code == 400
    assert 'id="f-fen-error"' in answer.text and 'id="f-to-error"' in answer.text and 'value="abc"' in answer.text


def test_a_refusal_is_told_where_it_was_asked(house: House, client_as: Clients) -> None:
    client = client_as("chengang")
    form = client.get("/ledger/motions/new/add_to_line").text
    client.post("/ledger/motions/new/add_to_line", data={**stamp(form), "line": "1", "fen": "5", "reason": "追加"})
    desk = client.get("/ledger/motions").text
    answer = client.post("/ledger/motions/1", data={**stamp(desk), "verdict": "confirm"})
    assert answer.status_code >= 400 and 'id="f-reason-1-error"' in answer.text
    answer = client.post("/ledger/motions/1", data={**stamp(desk), "verdict": "decline", "reason": "不需要了"})
    assert answer.status_code == 302


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_form_opens_and_says_what_is_missing(
    house: House, client_as: Clients, kind: str, language: str
) -> None:
    client = client_as("wangjun")
    form = client.get(f"/ledger/motions/new/{kind}?lang={language}")
    assert form.status_code == 200
    answer = client.post(f"/ledger/motions/new/{kind}", data=stamp(form.text))
    assert answer.status_code in (400, 422) and "error-summary" in answer.text


def test_a_motion_that_is_none(client_as: Clients, house: House) -> None:
    client = client_as("chengang")
    assert client.get("/ledger/motions/new/steal").status_code == 404
    desk = client.get("/ledger/motions/new/transfer").text
    assert client.post("/ledger/motions/new/steal", data=stamp(desk)).status_code == 404
    assert client.post("/ledger/motions/99", data={**stamp(desk), "verdict": "confirm"}).status_code == 404


@pytest.mark.parametrize("address", ["/ledger/motions", "/ledger/totals", "/ledger/closing"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_open_for_who_may(house: House, client_as: Clients, address: str, language: str) -> None:
    for who in ("chengang", "wangjun", "sunli"):
        assert client_as(who).get(f"{address}?lang={language}").status_code == 200
    for who in ("wangli", "hejie"):
        assert client_as(who).get(address).status_code == 403
    assert client_as("chengang").get(f"{address}?year=2030").status_code == 200
