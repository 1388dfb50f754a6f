"""Two persons in two sittings: what is proposed changes nothing, what is confirmed stands in the ledger to the fen."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.acts import laws
from tests.clocks import SetClock
from tests.district import LINE_FEN, YUAN, District
from tests.stories.walking import Walker
from workflow.acts.fund_motions import confirm, decline, propose
from workflow.acts.open_year import open_line
from workflow.domain.motions import (
    AddMoney,
    CloseLine,
    Correct,
    ExpectLine,
    Indicate,
    Motion,
    OpenLine,
    Transfer,
)
from workflow.office import Office
from workflow.refusals import NotFound, Refused
from workflow.store.cases import case
from workflow.store.funding import correction, fund_line, fund_motion, fund_share, ledger_entry


@pytest.fixture
def d(office: Office) -> District:
    return District(office)


def agreed(d: District, motion: Motion, first: str = "finance", second: str = "od_head") -> int:
    """Proposed by one, confirmed by the other."""
    return confirm(d.office, d.actor(second), propose(d.office, d.actor(first), motion, "按部务会意见办理。"))


def refused(d: District, motion: Motion, first: str = "finance", reason: str = "x") -> tuple[str, ...]:
    with pytest.raises(Refused) as caught:
        propose(d.office, d.actor(first), motion, reason)
    return caught.value.codes


def rows(d: District, statement: Any) -> list[Any]:
    with d.office.database.read() as connection:
        return list(connection.execute(statement))


def line(d: District, line_id: int) -> Any:
    return rows(d, select(fund_line).where(fund_line.c.id == line_id))[0]


def balances(d: District, line_id: int) -> tuple[int, int, int, int]:
    found = line(d, line_id)
    return found.appropriated, found.reserved, found.committed, found.spent


def entries(d: District, line_id: int) -> list[tuple[str, str, str, int]]:
    of = ledger_entry.c
    found = select(of.kind, of.from_account, of.to_account, of.fen).where(of.line_id == line_id)
    return [tuple(row) for row in rows(d, found.order_by(of.at, of.case_id, of.trail_n, of.k))]


def spending(d: District, case_id: int) -> Correct:
    """The spending of a class as something to correct."""
    wanted = select(ledger_entry).where(ledger_entry.c.case_id == case_id, ledger_entry.c.kind == "spend")
    found = rows(d, wanted)[0]
    return Correct(case_id, found.trail_n, found.k, found.fen)


def test_a_proposal_alone_moves_nothing(d: District) -> None:
    propose(d.office, d.actor("finance"), AddMoney(d.lines["OD"], 500), "追加")
    assert balances(d, d.lines["OD"]) == (LINE_FEN, 0, 0, 0)
    assert [row.status for row in rows(d, select(fund_motion))] == ["waiting"]
    laws.hold(d.office)


def test_money_moves_between_two_lines_and_both_tell_of_it(d: District) -> None:
    agreed(d, Transfer(d.lines["OD"], d.lines["CIVIL"], 700 * YUAN))
    assert balances(d, d.lines["OD"])[0] == LINE_FEN - 700 * YUAN
    assert balances(d, d.lines["CIVIL"])[0] == LINE_FEN + 700 * YUAN
    assert entries(d, d.lines["OD"])[1:] == [("transfer", "available", "outside", 700 * YUAN)]
    assert entries(d, d.lines["CIVIL"])[1:] == [("transfer", "outside", "available", 700 * YUAN)]
    laws.hold(d.office)


def test_no_more_than_is_left_is_transferred(d: District) -> None:
    assert refused(d, Transfer(d.lines["OD"], d.lines["CIVIL"], LINE_FEN + 1)) == ("fund_short",)
    agreed(d, Transfer(d.lines["OD"], d.lines["CIVIL"], LINE_FEN))
    assert balances(d, d.lines["OD"])[0] == 0


def test_what_was_right_when_proposed_is_looked_at_again(d: District) -> None:
    first = propose(d.office, d.actor("finance"), Transfer(d.lines["OD"], d.lines["CIVIL"], LINE_FEN), "x")
    agreed(d, Transfer(d.lines["OD"], d.lines["PLC"], 1))
    with pytest.raises(Refused, match="fund_short"):
        confirm(d.office, d.actor("od_head"), first)
    assert balances(d, d.lines["CIVIL"])[0] == LINE_FEN
    laws.hold(d.office)


def test_nobody_confirms_what_they_proposed_and_only_who_keeps_the_fund(d: District) -> None:
    motion = propose(d.office, d.actor("finance"), AddMoney(d.lines["OD"], 5), "x")
    for who, code in (("finance", "second_person_same"), ("auditor", "fund_persons_missing")):
        with pytest.raises(Refused, match=code):
            confirm(d.office, d.actor(who), motion)
    assert refused(d, AddMoney(d.lines["OD"], 5), "CIVIL.unit_finance") == ("fund_persons_missing",)
    confirm(d.office, d.actor("finance2"), motion)
    with pytest.raises(Refused, match="motion_settled"):
        confirm(d.office, d.actor("finance2"), motion)
    with pytest.raises(NotFound):
        confirm(d.office, d.actor("finance2"), 999)


def test_a_proposal_is_declined_by_another_and_withdrawn_by_oneself(d: District) -> None:
    for who, status in (("od_head", "declined"), ("finance", "withdrawn")):
        motion = propose(d.office, d.actor("finance"), AddMoney(d.lines["OD"], 5), "x")
        with pytest.raises(Refused, match="reason_missing"):
            decline(d.office, d.actor(who), motion, " ")
        decline(d.office, d.actor(who), motion, "额度不足")
        assert rows(d, select(fund_motion.c.status).where(fund_motion.c.id == motion))[0].status == status
        with pytest.raises(Refused, match="motion_settled"):
            confirm(d.office, d.actor("od_head"), motion)
    assert balances(d, d.lines["OD"])[0] == LINE_FEN
    laws.hold(d.office)


def test_all_faults_of_a_proposal_at_once(d: District) -> None:
    assert refused(d, OpenLine("NOWHERE", 1926, "pocket", 0), "auditor", " ") == (
        "fund_persons_missing", "reason_missing", "line_amount_wrong", "line_source_unknown", "line_year_wrong",
        "unit_unknown")  # fmt: skip
    assert refused(d, Transfer(d.lines["OD"], d.lines["OD"], 0)) == ("transfer_to_itself", "line_amount_wrong")
    assert refused(d, Indicate(d.lines["OD"], "=cmd|x")) == ("indicator_wrong",)
    assert refused(d, CloseLine(d.lines["OD"], "half")) == ("carry_unknown",)


def test_a_line_is_expected_and_then_opened(d: District) -> None:
    agreed(d, ExpectLine("OD", 2027, "cadre_education"))
    expected = rows(d, select(fund_line).where(fund_line.c.year == 2027))[0]
    assert (expected.state, expected.appropriated) == ("expected", 0)
    assert refused(d, ExpectLine("OD", 2027, "cadre_education")) == ("line_known",)
    assert refused(d, AddMoney(expected.id, 5)) == ("line_not_open",)
    agreed(d, OpenLine("OD", 2027, "cadre_education", 100_000 * YUAN))
    assert (line(d, expected.id).state, line(d, expected.id).appropriated) == ("open", 100_000 * YUAN)
    assert refused(d, OpenLine("OD", 2027, "cadre_education", 5)) == ("line_known",)
    laws.hold(d.office)


def test_below_the_floor_both_roles_take_part(d: District) -> None:
    motion = propose(d.office, d.actor("finance"), OpenLine("OD", 2027, "cadre_education", 1), "财力有限")
    with pytest.raises(Refused, match="below_floor"):
        confirm(d.office, d.actor("finance2"), motion)
    confirm(d.office, d.actor("od_head"), motion)
    laws.hold(d.office)


def test_an_indicator_belongs_to_one_line_of_a_year(d: District) -> None:
    agreed(d, Indicate(d.lines["OD"], "城财教〔2026〕7号"))
    assert line(d, d.lines["OD"]).indicator == "城财教〔2026〕7号"
    assert refused(d, Indicate(d.lines["CIVIL"], "城财教〔2026〕7号")) == ("indicator_taken",)
    laws.hold(d.office)


def test_an_appropriation_is_corrected_by_an_entry_that_names_it(d: District) -> None:
    first = rows(d, select(ledger_entry).where(ledger_entry.c.line_id == d.lines["OD"]))[0]
    named = (first.case_id, first.trail_n, first.k)
    agreed(d, Correct(*named, LINE_FEN - 300))
    assert balances(d, d.lines["OD"])[0] == LINE_FEN - 300
    assert refused(d, Correct(*named, LINE_FEN - 300)) == ("correct_same",)
    agreed(d, Correct(*named, LINE_FEN + 50))
    assert entries(d, d.lines["OD"])[1:] == [
        ("adjust", "available", "outside", 300), ("adjust", "outside", "available", 350)]  # fmt: skip
    assert {(row.of_case, row.of_n, row.of_k) for row in rows(d, select(correction))} == {named}
    laws.hold(d.office)


def test_the_cost_of_a_class_is_corrected_in_its_own_chain(d: District) -> None:
    case_id = Walker(d).at("completed")
    mistaken, spent = spending(d, case_id), balances(d, d.lines["CIVIL"])[3]
    named = (mistaken.case, mistaken.n, mistaken.k)
    agreed(d, Correct(*named, mistaken.fen - 1_000))
    agreed(d, Correct(*named, mistaken.fen + 400))
    assert balances(d, d.lines["CIVIL"])[3] == spent + 400
    share = rows(d, select(fund_share.c.spent).where(fund_share.c.case_id == case_id))[0]
    assert share.spent == mistaken.fen + 400
    assert refused(d, Correct(*named, LINE_FEN * 2)) == ("fund_short",)
    laws.hold(d.office)


def test_only_money_given_or_spent_is_corrected_by_hand(d: District) -> None:
    case_id = d.at("approved")
    held = rows(d, select(ledger_entry).where(ledger_entry.c.case_id == case_id))[0]
    assert refused(d, Correct(case_id, held.trail_n, held.k, 5)) == ("entry_not_mendable",)
    with pytest.raises(NotFound):
        propose(d.office, d.actor("finance"), Correct(case_id, 999, 0, 5), "x")


def test_a_line_with_money_held_is_closed_only_when_it_is_carried(d: District) -> None:
    walker, old = Walker(d), d.lines["CIVIL"]
    case_id, waiting = walker.at("approved"), walker.at("leader_approval")
    _, reserved, committed, _ = balances(d, old)
    assert reserved and committed
    assert refused(d, CloseLine(old)) == ("line_still_held",)
    assert refused(d, CloseLine(old, "held")) == ("no_next_line",)
    new = open_line(d.office, d.actor("finance"), d.actor("od_head"), "CIVIL", 2027, "unit_training", 1_000)
    agreed(d, CloseLine(old, "held"))
    assert (line(d, old).state, balances(d, old)) == ("closed", (LINE_FEN - reserved - committed, 0, 0, 0))
    assert balances(d, new) == (1_000 + reserved + committed, reserved, committed, 0)
    held = {(row.case_id, row.line_id): (row.reserved, row.committed) for row in rows(d, select(fund_share))}
    assert held[case_id, new] == (0, committed) and held[waiting, new] == (reserved, 0)
    assert held[case_id, old] == held[waiting, old] == (0, 0)
    assert refused(d, CloseLine(old)) == ("line_not_open",)
    laws.hold(d.office)


def test_everything_left_is_carried_when_so_decided(d: District) -> None:
    new = open_line(d.office, d.actor("finance"), d.actor("od_head"), "PLC", 2027, "unit_training", 1_000)
    agreed(d, CloseLine(d.lines["PLC"], "all"))
    assert (balances(d, d.lines["PLC"])[0], balances(d, new)[0]) == (0, LINE_FEN + 1_000)
    laws.hold(d.office)


def test_after_the_closing_day_a_correction_posts_to_the_next_year(d: District, clock: SetClock) -> None:
    case_id, old = Walker(d).at("completed"), d.lines["CIVIL"]
    mistaken, before = spending(d, case_id), balances(d, old)
    named = (mistaken.case, mistaken.n, mistaken.k)
    agreed(d, CloseLine(old))
    agreed(d, Correct(*named, mistaken.fen - 100))  # before the closing day: the old line
    assert balances(d, old)[3] == before[3] - 100
    clock.now += timedelta(days=200)
    assert refused(d, Correct(*named, mistaken.fen - 300)) == ("no_next_line",)
    new = open_line(d.office, d.actor("finance"), d.actor("od_head"), "CIVIL", 2027, "unit_training", 1_000)
    agreed(d, Correct(*named, mistaken.fen - 300))
    assert balances(d, old)[3] == before[3] - 100
    assert set(entries(d, new)) == {
        ("appropriate", "outside", "available", 1_000), ("refund", "outside", "available", 200)}  # fmt: skip
    agreed(d, Correct(*named, mistaken.fen))
    assert balances(d, new) == (1_200, 0, 0, 300)
    laws.hold(d.office)


def test_every_motion_is_told_in_the_book_of_its_year(d: District) -> None:
    agreed(d, ExpectLine("OD", 2028, "special"))
    books = rows(d, select(case.c.number).where(case.c.kind == "book").order_by(case.c.number))
    assert [row.number for row in books if row.number.startswith("fund-")] == ["fund-2026", "fund-2028"]
