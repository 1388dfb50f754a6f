"""Signatures on paper in the forms: entered by the desk, checked by another; the over-run, the archive; all seemly."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.webapp.cases.conftest import Clients, House
from tests.webapp.cases.test_accounts import settling, stamp, typed
from tests.webapp.cases.test_seemly import COMBINATIONS
from tests.webapp.seeing import assert_seemly
from workflow.queries.trail_check import verify_all
from workflow.trail import verify

__all__ = ["settling"]  # a fixture of the tests of accounts, used here too
SCAN = b"%PDF-1.7 signed"


@pytest.fixture
def waits(house: House, cases: dict[str, int]) -> int:
    """A class on which the deputy's signature is waited for."""
    house.take(cases["funding"], "funding_pass", "finance")
    return cases["funding"]


def sheet(house: House, **changes: Any) -> dict[str, Any]:
    return {"seat": "6.0", "signer": str(house.actor("od_deputy").id), "day": "2026-10-14", "action": "approve",
            "opinion": "同意。", "scan": (io.BytesIO(SCAN), "签批单.pdf"), **changes}


def seat_of(page: str) -> str:
    found = re.search(r'name="seat" value="([0-9.]+)"', page)
    assert found
    return found[1]


def test_entered_and_checked_by_two(house: House, client_as: Clients, waits: int) -> None:
    clerk, checker, auditor = client_as("hejie"), client_as("wangjun"), client_as("sunli")
    assert f"/inbox/{waits}/paper" in clerk.get(f"/declarations/{waits}").text
    form = clerk.get(f"/inbox/{waits}/paper").text
    wrong = clerk.post(f"/inbox/{waits}/paper", data={"seat": seat_of(form), "day": "昨天"})
    assert wrong.status_code == 422 and "昨天" in wrong.text
    empty = clerk.post(f"/inbox/{waits}/paper", data={"seat": seat_of(form)})
    assert empty.status_code == 422 and all(f'href="#f-{name}"' in empty.text for name in ("scan", "day", "action"))
    entered = clerk.post(f"/inbox/{waits}/paper", data=sheet(house, seat=seat_of(form)), follow_redirects=True)
    assert entered.status_code == 200 and "撤回这份代录" in entered.text
    address = re.search(r"/inbox/paper/\d+", checker.get("/inbox").text)
    assert address and "与扫描件一致" in checker.get(address[0]).text
    assert clerk.post(address[0], data={"go": "count"}).status_code == 422
    assert checker.post(address[0], data={"go": "return", "opinion": ""}).status_code == 422
    counted = checker.post(address[0], data={"go": "count"}, follow_redirects=True)
    assert counted.status_code == 200 and "何洁录入，王军核对" in counted.text
    assert "代录" in auditor.get(f"/audit/{waits}").text
    assert auditor.get(f"/declarations/{waits}/print/form.pdf").status_code == 200
    assert checker.get("/inbox/paper/99").status_code == 404
    assert verify_all(house.office).ok


def test_returned_and_withdrawn(house: House, client_as: Clients, waits: int) -> None:
    clerk, checker = client_as("hejie"), client_as("wangjun")
    for who, data in ((checker, {"go": "return", "opinion": "日期不符。"}), (clerk, {"go": "withdraw"})):
        seat = seat_of(clerk.get(f"/inbox/{waits}/paper").text)
        entered = clerk.post(f"/inbox/{waits}/paper", data=sheet(house, seat=seat))
        assert entered.status_code == 302
        assert who.post(entered.location, data=data).status_code == 302
        assert who.post(entered.location, data=data).status_code == 422
    assert client_as("wangli").get(f"/inbox/{waits}/paper").status_code == 200
    assert "没有由您代录的席位" in client_as("wangli").get(f"/inbox/{waits}/paper").text


def test_an_overrun_is_shown_to_both_who_sign_it(house: House, client_as: Clients, settling: int) -> None:
    unit, head, finance = client_as("weiqin"), client_as("yanghai"), client_as("chengang")
    address, action = f"/declarations/{settling}/accounts", f"/declarations/{settling}/do/approve_overrun"
    assert "还没有报结算" in head.get(action).text
    total = 25_000
    more = typed(**{"item.venue": str(total), "voucher.0.fen": str(total)})
    assert "超支" in unit.post(address, data={**stamp(unit.get(address).text), **more}, follow_redirects=True).text
    form = head.get(action).text
    asked = re.search(r'name="overrun_fen" value="([0-9.]+)"', form)
    assert asked and "超支明细" in form and "该科目可用" in form
    given = {**stamp(form), "opinion": "场地加收。", "overrun_fen": asked[1]}
    assert head.post(action, data=given).status_code == 302
    check = finance.get(action).text
    assert "单位负责人提出" in check and "等财政签" in finance.get(address).text
    assert finance.post(action, data={**stamp(check), "opinion": "同意。"}).status_code == 302
    assert "此前已同意超支" in finance.get(action).text
    beyond = typed(**{"item.venue": "900000", "voucher.0.fen": "900000"})
    unit.post(address, data={**stamp(unit.get(address).text), **beyond})
    short = finance.get(action).text
    assert "额度不足没有例外" in short and "/ledger/motions/new/transfer" in short


def test_the_archive_is_taken_out_by_who_may(house: House, client_as: Clients, waits: int, tmp_path: Any) -> None:
    house.take(waits, "withdraw", "CIVIL.unit_head", opinion="不办了。")
    auditor = client_as("sunli")
    assert "2026" in auditor.get("/audit/archive").text
    assert auditor.get("/audit/archive?year=26").status_code == 422
    assert auditor.get("/audit/archive/2025.zip").status_code == 404
    assert client_as("chengang").get("/audit/archive/2026.zip").status_code == 403
    path = tmp_path / "archive.zip"
    path.write_bytes(auditor.get("/audit/archive/2026.zip").data)
    assert verify.check_archive(str(path)).file == ""


@pytest.mark.browser
@pytest.mark.parametrize(("language", "width"), COMBINATIONS)
def test_every_page_is_seemly(
    page_of: Callable[..., Any], client_as: Clients, house: House, waits: int, settling: int, language: str, width: int
) -> None:
    page = page_of("hejie", language, width)
    for path in (f"/inbox/{waits}/paper", "/audit/archive", "/audit/archive?year=26", f"/declarations/{waits}"):
        page.goto(path)
        assert_seemly(page)
    page.goto(f"/inbox/{waits}/paper")
    page.click("main .doing button.btn-primary")  # everything missing
    assert page.locator(".error-summary").count() == 1
    assert_seemly(page)
    seat = seat_of(page.content())
    entered = client_as("hejie").post(f"/inbox/{waits}/paper", data=sheet(house, seat=seat)).location
    for who, paths in (("hejie", (entered,)), ("wangjun", ("/inbox", entered)),
                       ("yanghai", (f"/declarations/{settling}/do/approve_overrun",))):
        page = page_of(who, language, width)
        for path in paths:
            page.goto(path)
            assert_seemly(page)
