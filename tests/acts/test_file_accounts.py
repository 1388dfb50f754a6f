"""Accounts are filed by the unit's finance officer when the class settles, and the signatures bind to them."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests.acts import laws
from tests.clocks import SetClock
from tests.district import YUAN, District, signed_in
from tests.stories.walking import Walker
from workflow.acts.file_accounts import file_accounts
from workflow.acts.fund_motions import confirm, propose
from workflow.acts.open_year import open_line
from workflow.acts.take_action import take_action
from workflow.domain.motions import CloseLine
from workflow.domain.settlement import Accounts, Voucher
from workflow.office import Office
from workflow.queries.accounts_page import accounts_page
from workflow.refusals import Refused
from workflow.store.funding import fund_line, fund_share
from workflow.store.settlement import settlement, settlement_item, voucher

FINANCE = "CIVIL.unit_finance"
DAY = date(2026, 11, 25)


@pytest.fixture
def d(office: Office) -> District:
    return District(office)


@pytest.fixture
def case_id(d: District) -> int:
    """A class of 20 people and three days at 20 yuan for meals, its vouchers attached."""
    found = Walker(d).at("settling")
    d.paper(found, FINANCE, "vouchers")
    return found


def accounts(meals: int = 1_000 * YUAN, lecturers: int = 0, **changes: Any) -> Accounts:
    items = {"meals": meals, "lecturers": lecturers}
    vouchers = tuple(Voucher(f"票{place}", DAY, item, fen) for place, (item, fen) in enumerate(items.items()) if fen)
    return Accounts(**{"items": items, "vouchers": vouchers, "trainees": 20, "staff": 2, "half_days": 6, **changes})


def rows(d: District, table: Any) -> list[Any]:
    with d.office.database.read() as connection:
        return list(connection.execute(select(table)))


def refused(d: District, case_id: int, filed: Accounts, who: str = FINANCE) -> tuple[str, ...]:
    with pytest.raises(Refused) as caught:
        file_accounts(d.office, d.actor(who), case_id, filed)
    return caught.value.codes


def settle(d: District, case_id: int, fen: int, who: str) -> None:
    """Past the helper of the district, which would file accounts of its own."""
    take_action(d.office, d.actor(who), case_id, "settle", opinion="同意。", given={"actual_fen": fen})


def test_filed_twice_the_last_filing_stands_and_the_first_is_on_record(d: District, case_id: int) -> None:
    file_accounts(d.office, d.actor(FINANCE), case_id, accounts(500 * YUAN, 300 * YUAN))
    file_accounts(d.office, d.actor(FINANCE), case_id, accounts(900 * YUAN))
    head = rows(d, settlement)[0]
    assert (head.n, head.actual_fen, head.allowed_fen) == (2, 900 * YUAN, 210 * YUAN * 20 * 3)
    assert {row.item: row.actual_fen for row in rows(d, settlement_item) if row.actual_fen} == {"meals": 900 * YUAN}
    assert [(row.k, row.number, row.fen) for row in rows(d, voucher)] == [(1, "票0", 900 * YUAN)]
    laws.hold(d.office)


def test_what_is_signed_is_what_was_filed(d: District, case_id: int) -> None:
    with pytest.raises(Refused, match="accounts_missing"):
        settle(d, case_id, 900 * YUAN, FINANCE)
    file_accounts(d.office, d.actor(FINANCE), case_id, accounts(900 * YUAN))
    with pytest.raises(Refused, match="accounts_differ"):
        settle(d, case_id, 901 * YUAN, FINANCE)
    settle(d, case_id, 900 * YUAN, FINANCE)
    assert refused(d, case_id, accounts(800 * YUAN)) == ("accounts_not_asked",)
    d.take(case_id, "return_accounts", "finance", "凭证不清。")
    file_accounts(d.office, d.actor(FINANCE), case_id, accounts(800 * YUAN))
    for who in (FINANCE, "finance"):
        settle(d, case_id, 800 * YUAN, who)
    assert d.state(case_id) == "completed"
    assert [row.spent for row in rows(d, fund_share) if row.case_id == case_id] == [800 * YUAN]
    laws.hold(d.office)


def test_only_the_unit_s_finance_officer_files_and_only_when_it_settles(d: District, case_id: int) -> None:
    assert refused(d, case_id, accounts(), "finance") == ("accounts_not_asked",)
    assert refused(d, case_id, accounts(), "PLC.unit_finance") == ("accounts_not_asked",)
    assert refused(d, Walker(d).at("submitted"), accounts()) == ("accounts_not_now",)


@pytest.mark.parametrize(("meals", "codes"), [(210 * 60 * YUAN, ()), (210 * 60 * YUAN + 1, ("accounts_over_quota",))])
def test_nothing_above_the_quota_is_filed(d: District, case_id: int, meals: int, codes: tuple[str, ...]) -> None:
    """20 people, three days, no lodging: 210 yuan a person-day."""
    if codes:
        assert refused(d, case_id, accounts(meals)) == codes
    else:
        file_accounts(d.office, d.actor(FINANCE), case_id, accounts(meals))


def test_the_page_shows_the_sum(d: District, case_id: int) -> None:
    file_accounts(d.office, d.actor(FINANCE), case_id, accounts(500 * YUAN, 300 * YUAN, arrival_half_days=2))
    page = accounts_page(d.office, signed_in(d.office, d.actor("finance").id), case_id)
    assert page.comparison is not None
    assert (page.comparison.cap, page.comparison.people, page.comparison.full) == (210 * YUAN, 20, 8)
    assert (page.comparison.spent, page.comparison.rate, page.comparison.deducted) == (
        500 * YUAN, 500 * YUAN * 2 // 160, ("lodging",))  # fmt: skip
    assert (page.total, page.limit, page.left) == (800 * YUAN, 1_650 * YUAN, 850 * YUAN)
    assert not page.may_file and page.settle is None


def test_after_the_closing_day_it_is_carried_over_first(d: District, case_id: int, clock: SetClock) -> None:
    file_accounts(d.office, d.actor(FINANCE), case_id, accounts(900 * YUAN))
    clock.set("2027-04-01 09:00")
    with pytest.raises(Refused, match="line_past_closing"):
        settle(d, case_id, 900 * YUAN, FINANCE)
    new = open_line(d.office, d.actor("finance"), d.actor("od_head"), "CIVIL", 2027, "unit_training", 1_000 * YUAN)
    motion = propose(d.office, d.actor("finance"), CloseLine(d.lines["CIVIL"], "held"), "年度终了")
    confirm(d.office, d.actor("od_head"), motion)
    for who in (FINANCE, "finance"):
        settle(d, case_id, 900 * YUAN, who)
    line = next(row for row in rows(d, fund_line) if row.id == new)
    assert (line.appropriated, line.committed, line.spent) == (2_650 * YUAN, 0, 900 * YUAN)
    laws.hold(d.office)
