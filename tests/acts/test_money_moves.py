"""Lines are opened, totals and years change, a cut and an over-run are agreed: what is held follows."""

from datetime import date

import pytest

from tests.acts.looking import CIVIL, HEAD, look, refused, resubmitted, seats
from tests.district import LINE_FEN, YUAN, District, a_class
from workflow.acts.declare import save_copy
from workflow.acts.open_year import add_to_line, open_line
from workflow.acts.take_action import take_action
from workflow.domain.declaration import Share
from workflow.domain.people import system_actor
from workflow.refusals import Refused


def a_line(d: District, fen: int = LINE_FEN) -> int:
    return open_line(d.office, d.actor("od_head"), d.actor("finance"), "CIVIL", 2026, "special", fen)


def test_a_line_opened_late_serves_the_class_that_waited_for_it(d: District) -> None:
    """Its share row and the reservation are written in one act."""
    form = a_class(fund_shares=(Share("CIVIL", "special", a_class().total_fen),))
    case_id = d.begin(form)
    d.take(case_id, "send_unit", CIVIL)
    assert "fund_line_missing" in refused(d, case_id, "unit_finance_sign", "CIVIL.unit_finance")
    line = a_line(d, 1_000 * YUAN)
    for action, who in (
        ("unit_finance_sign", "CIVIL.unit_finance"),
        ("unit_submit", HEAD),
        ("accept", "od_section"),
        ("authority_pass", "od_section"),
        ("dup_clear", "od_section2"),
    ):
        d.take(case_id, action, who)
    assert "fund_short" in refused(d, case_id, "funding_pass", "finance")
    add_to_line(d.office, d.actor("od_head"), d.actor("finance"), line, LINE_FEN, reason="追加。")
    d.take(case_id, "funding_pass", "finance")
    assert look(d, case_id).holdings[line] == (form.total_fen, 0, 0)


def test_a_line_opened_at_the_last_moment_serves_too(d: District) -> None:
    case_id = d.at("leader_approval")
    d.take(case_id, "return", "od_deputy2")
    form = a_class(fund_shares=(Share("CIVIL", "special", a_class().total_fen),))
    save_copy(d.office, d.actor(CIVIL), case_id, form, version=0)
    resubmitted(d, case_id)  # the line is not there: nothing is held, and the funding gate asks again
    s = look(d, case_id)
    assert (s.case.state, set(s.holdings.values())) == ("funding_review", {(0, 0, 0)})
    line = a_line(d)
    d.take(case_id, "funding_pass", "finance")
    assert look(d, case_id).holdings[line] == (form.total_fen, 0, 0)


def test_other_lines_for_the_same_total_move_what_is_held(d: District) -> None:
    case_id, total, line = d.at("approved"), a_class().total_fen, a_line(d)
    shares = (Share("CIVIL", "special", 5_000 * YUAN), Share("CIVIL", "unit_training", total - 5_000 * YUAN))
    save_copy(d.office, d.actor(CIVIL), case_id, a_class(fund_shares=shares), version=0)
    for action, who in (("amend", CIVIL), ("amend", HEAD), ("amend_ok", "finance")):
        d.take(case_id, action, who)
    held = look(d, case_id).holdings
    assert held == {d.lines["CIVIL"]: (0, total - 5_000 * YUAN, 0), line: (0, 5_000 * YUAN, 0)}


def test_a_class_that_moves_to_the_next_year_draws_on_that_year_s_line(d: District) -> None:
    case_id, total = d.at("approved"), a_class().total_fen
    line = open_line(d.office, d.actor("od_head"), d.actor("finance"), "CIVIL", 2027, "unit_training", LINE_FEN)
    later = a_class(start_date=date(2027, 1, 11), end_date=date(2027, 1, 13))
    save_copy(d.office, d.actor(CIVIL), case_id, later, version=0)
    d.take(case_id, "amend", CIVIL)
    d.take(case_id, "amend", HEAD)
    for role, _ in seats(d, case_id, "amend_ok"):
        d.take(case_id, "amend_ok", role)
    assert look(d, case_id).case.state == "approved"
    assert look(d, case_id).holdings == {d.lines["CIVIL"]: (0, 0, 0), line: (0, total, 0)}
    d.office.clock.set("2026-12-31 09:00")  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="still_running"):
        take_action(d.office, system_actor(), case_id, "lapse")


def test_a_cut_is_void_when_the_total_changes(d: District) -> None:
    case_id = d.at("funding_review")
    d.take(case_id, "propose_cut", "finance", cut_to_fen=25_500 * YUAN)
    d.take(case_id, "accept_cut", HEAD)
    d.take(case_id, "return", "finance")
    smaller = a_class(trainee_count=30)
    save_copy(d.office, d.actor(CIVIL), case_id, smaller, version=0)
    resubmitted(d, case_id)
    d.take(case_id, "funding_pass", "finance")
    assert look(d, case_id).holdings == {d.lines["CIVIL"]: (smaller.total_fen, 0, 0)}


def test_an_over_run_falls_on_the_line_that_will_bear_it(d: District) -> None:
    """The class's first share, which is not the first line of the house."""
    poor, total = a_line(d, 10_000 * YUAN), a_class().total_fen
    shares = (Share("CIVIL", "special", 10_000 * YUAN), Share("CIVIL", "unit_training", total - 10_000 * YUAN))
    case_id = d.at("approved", a_class(fund_shares=shares))
    d.take(case_id, "cancel", HEAD, costs_fen=1)
    assert "fund_short" in refused(d, case_id, "approve_overrun", HEAD, overrun_fen=100)
    assert refused(d, case_id, "approve_overrun", HEAD, overrun_fen=0) == ("overrun_nothing",)
    add_to_line(d.office, d.actor("od_head"), d.actor("finance"), poor, 100, reason="追加。")
    d.take(case_id, "approve_overrun", HEAD, overrun_fen=100)
    d.take(case_id, "approve_overrun", "finance")
    d.paper(case_id, CIVIL, "vouchers")
    for who in ("CIVIL.unit_finance", "finance"):
        d.take(case_id, "settle", who, actual_fen=total + 100)
    assert look(d, case_id).holdings[poor] == (0, 0, 10_000 * YUAN + 100)


def test_one_line_is_named_once(d: District) -> None:
    half = a_class().total_fen // 2
    case_id = d.begin(
        a_class(fund_shares=(Share("CIVIL", "unit_training", half), Share("CIVIL", "unit_training", half)))
    )
    assert refused(d, case_id, "send_unit", CIVIL) == ("share_twice",)


def test_a_merge_adds_up_what_both_drew_on_one_line(d: District) -> None:
    """The survivor's shares name each line once, and together they are its new total."""
    shares = (Share("PLC", "unit_training", a_class().total_fen),)
    survivor = d.at("funding_review", a_class(host_unit="PLC"), "PLC")
    case_id = d.at("duplicate_review", a_class(fund_shares=shares))
    d.take(case_id, "propose_merge", "od_section2", survivor=survivor)
    for who in (HEAD, "PLC.unit_head"):
        d.take(case_id, "accept_merge", who)
    form = look(d, survivor).form
    assert [(share.owner, share.source) for share in form.fund_shares] == [("PLC", "unit_training")]
    assert sum(share.fen for share in form.fund_shares) == form.total_fen > a_class().total_fen
