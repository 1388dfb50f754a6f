"""A class held before it was approved or filed (先办后批): two roads lead there, and none of it is paid (R-37)."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.district import YUAN, District, a_class, signed_in
from workflow.acts.declare import save_copy
from workflow.acts.file_accounts import file_accounts
from workflow.domain.settlement import Accounts, Voucher
from workflow.queries.closing_page import closing_page
from workflow.queries.ledger_totals import totals
from workflow.queries.trail_check import verify_all
from workflow.refusals import Refused
from workflow.store.funding import fund_line

CLERK, HEAD, FINANCE = "CIVIL.declarant", "CIVIL.unit_head", "CIVIL.unit_finance"
COST = 8_000 * YUAN
ACCOUNTS = Accounts({"lecturers": COST}, (Voucher("0001", date(2026, 11, 11), "lecturers", COST),), trainees=30,
                    staff=2, half_days=6)


def filed_a_day_late(d: District) -> int:
    """Declared in time, accepted only after its opening day; the notice shortened, the opening entered a day later."""
    case_id = d.submitted(a_class(trainee_count=30))
    d.office.clock.set("2026-11-24 09:00")  # type: ignore[attr-defined]
    d.take(case_id, "accept_filing", "od_section")
    d.take(case_id, "allow_short_notice", "od_deputy", "情况紧急。")
    d.call(case_id)
    d.take(case_id, "issue_notice", CLERK)
    d.take(case_id, "open", CLERK, "昨日已开班。", opened_on=date(2026, 11, 23))
    return case_id


def amended_a_day_late(d: District) -> int:
    """Approved and called for the 23rd; moved to the 11th by an amendment that is agreed to on the 12th."""
    case_id = d.at("noticed")
    d.office.clock.set("2026-11-09 09:00")  # type: ignore[attr-defined]
    save_copy(d.office, d.actor(CLERK), case_id, a_class(start_date=date(2026, 11, 11), end_date=date(2026, 11, 13)),
              version=0)
    d.take(case_id, "amend", CLERK, "提前举办。")
    d.take(case_id, "amend", HEAD, "提前举办。")
    d.office.clock.set("2026-11-12 09:00")  # type: ignore[attr-defined]
    for signer in ("od_section2", "od_deputy", "finance"):
        if d.state(case_id) == "amendment_review":
            d.take(case_id, "amend_ok", signer)
    d.take(case_id, "open", CLERK, "昨日已开班。", opened_on=date(2026, 11, 11))
    return case_id


@pytest.mark.parametrize("road", [filed_a_day_late, amended_a_day_late])
def test_its_costs_are_refused_and_what_was_held_for_it_is_freed(d: District, road: object) -> None:
    case_id = road(d)  # type: ignore[operator]
    d.take(case_id, "abort", HEAD, "先办后批，停办。")
    d.paper(case_id, CLERK, "vouchers")
    with pytest.raises(Refused) as why:
        file_accounts(d.office, d.actor(FINANCE), case_id, ACCOUNTS)
    assert why.value.codes == ("not_reimbursed_before",)
    told = why.value.refusals[0].values
    assert (told["rule"], told["count"]) == ("R-37", 1) and "审批备案" in told["clause"].zh
    with pytest.raises(Refused, match="not_reimbursed_before"):
        d.take(case_id, "settle", FINANCE, actual_fen=COST)
    with pytest.raises(Refused, match="not_reimbursed_before"):
        d.take(case_id, "approve_overrun", HEAD, overrun_fen=COST)
    head = signed_in(d.office, d.actor("od_head").id)
    found = {one.rule: one for one in closing_page(d.office, head, case_id).findings}
    assert found["R-37"].severity == "block" and found["R-37"].wording == "before"
    d.take(case_id, "settle", FINANCE, actual_fen=0)
    d.take(case_id, "settle", "finance")
    assert d.state(case_id) == "aborted"
    with d.office.database.read() as connection:
        line = connection.execute(select(fund_line).where(fund_line.c.owner == "CIVIL")).one()
    assert (line.reserved, line.committed, line.spent) == (0, 0, 0)
    assert totals(d.office, 2026).agree and verify_all(d.office).ok


def test_the_day_of_the_filing_itself_will_do(d: District) -> None:
    case_id = d.submitted(a_class(trainee_count=30))
    d.office.clock.set("2026-11-23 09:00")  # type: ignore[attr-defined]
    d.take(case_id, "accept_filing", "od_section")
    d.take(case_id, "allow_short_notice", "od_deputy", "情况紧急。")
    d.call(case_id)
    d.take(case_id, "issue_notice", CLERK)
    d.take(case_id, "open", CLERK)
    d.take(case_id, "abort", HEAD, "停电。")
    d.paper(case_id, CLERK, "vouchers")
    file_accounts(d.office, d.actor(FINANCE), case_id, ACCOUNTS)
    for signer in (FINANCE, "finance"):
        d.take(case_id, "settle", signer, actual_fen=COST)
    assert d.state(case_id) == "aborted"
