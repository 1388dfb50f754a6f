"""The pages of the fund in a real browser: no axe violation and no sideways scroll, in both languages and widths."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.webapp.cases.conftest import House
from tests.webapp.cases.test_accounts import settling
from tests.webapp.cases.test_seemly import COMBINATIONS
from tests.webapp.seeing import assert_seemly
from workflow.acts.file_accounts import file_accounts
from workflow.acts.fund_motions import confirm, decline, propose
from workflow.acts.reconcile import reconcile
from workflow.domain.funding import Figure
from workflow.domain.motions import KINDS, AddMoney, Indicate, Transfer
from workflow.domain.settlement import Accounts, Voucher

__all__ = ["settling"]  # a fixture of the tests of accounts, used here too
PLACES = (
    ("wangjun", "/ledger/motions"),
    *(("wangjun", f"/ledger/motions/new/{kind}") for kind in KINDS),
    ("chengang", "/ledger/motions"),
    ("chengang", "/ledger/totals"),
    ("chengang", "/ledger/closing"),
    ("chengang", "/ledger/reconcile"),
    ("chengang", "/ledger?line=1&figure=available"),
    ("weiqin", "/declarations/{case}/accounts"),
    ("chengang", "/declarations/{case}/accounts"),
)


@pytest.mark.browser
@pytest.mark.parametrize(("language", "width"), COMBINATIONS)
def test_every_page_is_seemly(
    page_of: Callable[..., Any], house: House, settling: int, language: str, width: int
) -> None:
    furnish(house, settling)
    pages: dict[str, Any] = {}
    for who, address in PLACES:
        page = pages.get(who) or pages.setdefault(who, page_of(who, language, width))
        answer = page.goto(address.format(case=settling))
        assert answer.status == 200, (who, address)
        assert_seemly(page)
    page = pages["wangjun"]
    page.goto("/ledger/motions/new/transfer")
    page.click("button.btn-primary")  # everything missing
    assert page.locator(".error-summary").count() == 1
    assert_seemly(page)


def furnish(house: House, case_id: int) -> None:
    """A motion in every standing, a file of finance with differences, accounts that are filed."""
    finance, head = house.actor("finance"), house.actor("od_head")
    confirm(house.office, head, propose(house.office, finance, Indicate(1, "城财教〔2026〕7号"), "登记"))
    decline(house.office, head, propose(house.office, finance, AddMoney(2, 500), "追加"), "额度不足")
    propose(house.office, finance, Transfer(1, 2, 70_050), "调剂给急需的班次。")
    figures = (Figure("城财教〔2026〕7号", 10_000_000, 1_250), Figure("城财教〔2026〕99号", 300, 0))
    reconcile(house.office, finance, 2026, date(2026, 10, 13), "三季度.csv", "0" * 64, figures)
    vouchers = (Voucher("发票0088", date(2026, 10, 12), "venue", 300_000),)
    file_accounts(house.office, house.actor("CIVIL.unit_finance"), case_id,
                  Accounts({"venue": 300_000}, vouchers, 0, 0, 0))
