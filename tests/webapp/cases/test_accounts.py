"""The accounts of a class from the unit's desk to finance's: filed, returned, filed anew, signed by both."""

import re
from typing import Any

import pytest

from tests.district import a_class
from tests.webapp.cases.conftest import Clients, House
from workflow.queries.trail_check import verify_all


@pytest.fixture
def settling(house: House) -> int:
    """A class that owes costs: cancelled after its approval, so that it is settled without having been held."""
    form = a_class(class_name="应急救护培训班", topic_code="EMERGENCY", audience_codes=("VILL_SEC",),
                   audience_tier="rural", lecturers=())  # fmt: skip
    case_id = house.at("approved", form)
    house.take(case_id, "cancel", "CIVIL.unit_head", opinion="场地停用。", costs_fen=3_000_00)
    house.paper(case_id, "CIVIL.unit_finance", "vouchers")
    return case_id


def stamp(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(csrf_token|request_id|seen|actual_fen)" value="([^"]*)"', page))


def typed(**changes: Any) -> dict[str, str]:
    return {"trainees": "0", "staff": "0", "half_days": "0", "item.venue": "3000", "voucher.0.number": "发票0088",
            "voucher.0.day": "2026-10-12", "voucher.0.item": "venue", "voucher.0.fen": "3,000.00",
            **changes}  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_filed_returned_and_signed(house: House, client_as: Clients, settling: int, language: str) -> None:
    address, unit, finance = f"/declarations/{settling}/accounts", client_as("weiqin"), client_as("chengang")
    form = unit.get(f"{address}?lang={language}").text
    filed = unit.post(address, data={**stamp(form), **typed()}, follow_redirects=True)
    assert filed.status_code == 200 and "3,000" in filed.text and "发票0088" in filed.text
    assert unit.post(f"/declarations/{settling}/do/settle", data=stamp(filed.text)).status_code == 302
    check = finance.get(address).text
    assert "save_accounts" not in check and "发票0088" in check
    assert unit.post(address, data={**stamp(form), **typed()}).status_code >= 400  # signed: they stand
    back = finance.get(f"/declarations/{settling}/do/return_accounts").text
    given = {**stamp(back), "opinion": "凭证日期有误。"}
    assert finance.post(f"/declarations/{settling}/do/return_accounts", data=given).status_code == 302
    form = unit.get(address).text
    less = typed(**{"item.venue": "2000", "voucher.0.fen": "2000", "voucher.0.number": "发票0089"})
    filed = unit.post(address, data={**stamp(form), **less}, follow_redirects=True)
    unit.post(f"/declarations/{settling}/do/settle", data=stamp(filed.text))
    check = finance.get(address).text
    assert finance.post(f"/declarations/{settling}/do/settle", data=stamp(check)).status_code == 302
    assert house.state(settling) == "cancelled"
    found = verify_all(house.office)
    assert found.ok, found.first_bad


def test_every_fault_stands_at_its_field(client_as: Clients, settling: int) -> None:
    client, address = client_as("weiqin"), f"/declarations/{settling}/accounts"
    form = client.get(address).text
    bad = typed(**{"item.meals": "abc", "staff": "x", "voucher.0.day": "昨天", "voucher.0.fen": "-1"})
    answer = client.post(address, data={**stamp(form), **bad})
    assert answer.status_code in (400, 422)
    for name in ("item.meals", "staff", "voucher.0.day", "voucher.0.fen"):
        assert f'id="f-{name}-error"' in answer.text, name
    assert 'value="abc"' in answer.text
    answer = client.post(address, data={**stamp(form), **typed(**{"item.venue": "2999"})})
    assert 'id="f-item.venue-error"' in answer.text
    assert client.post(address, data={**stamp(form), **typed(), "go": "more"}).text.count(".number") >= 10


def test_who_is_not_asked_cannot_file(client_as: Clients, settling: int, cases: dict[str, int]) -> None:
    form = client_as("chengang").get("/ledger/motions/new/transfer").text
    finance = client_as("chengang")
    answer = finance.post(f"/declarations/{settling}/accounts", data={**stamp(form), **typed()})
    assert answer.status_code >= 400
    assert client_as("liqiang").get(f"/declarations/{settling}/accounts").status_code == 404
    assert client_as("weiqin").get(f"/declarations/{cases['funding']}/accounts").status_code == 200


def test_without_accounts_nothing_is_settled(house: House, client_as: Clients, settling: int) -> None:
    page = client_as("weiqin").get(f"/declarations/{settling}").text
    assert f"/declarations/{settling}/accounts" in page
