"""Signatures on paper: two people bring one, the signer is judged as if signing, and the trail tells of all three."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.clocks import SetClock
from tests.district import District, signed_in
from tests.tampering import unguarded
from workflow.acts.attach import remove_paper
from workflow.acts.paper_seats import count_paper, enter_paper, return_paper, withdraw_paper
from workflow.bench.trips import RoundTrips
from workflow.domain.paper_seats import Sheet
from workflow.office import Office
from workflow.office.gather import gather
from workflow.queries.decision_page import decision_page
from workflow.queries.paper_seats import chairs, corner, entry_page, to_check
from workflow.queries.trail_check import verify_all
from workflow.queries.trail_page import trail_page
from workflow.refusals import NotFound, Refused
from workflow.store.cases import seat
from workflow.store.paper_seats import paper_seat

SCAN = b"%PDF-1.7 signed"
TODAY = date(2026, 10, 14)


@pytest.fixture
def d(office: Office) -> District:
    return District(office)


def sheet(d: District, case_id: int, who: str, *, act: str = "", **changes: Any) -> Sheet:
    """A sheet in answer to the case's open seat."""
    with d.office.database.read() as connection:
        s = gather(connection, d.office, d.actor("auditor"), case_id).situation
    asked = next(one for one in s.seats if one.status == "open")
    return replace(Sheet(asked.round, asked.place, act or asked.act, d.actor(who).id, TODAY, "同意。"), **changes)


def enter(d: District, case_id: int, who: str, clerk: str = "od_section2", **changes: Any) -> int:
    return enter_paper(d.office, d.actor(clerk), case_id, sheet(d, case_id, who, **changes), "签批单.pdf", SCAN)


def refused(do: Callable[..., Any], *args: Any, **more: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as caught:
        do(*args, **more)
    return caught.value.codes


def test_a_checked_sheet_is_the_signers_signature(d: District) -> None:
    case_id = d.at("funding_review")
    d.take(case_id, "funding_pass", "finance")
    entry = enter(d, case_id, "od_deputy2")
    assert d.state(case_id) == "leader_approval" and verify_all(d.office).ok
    count_paper(d.office, d.actor("od_head"), entry)
    number = enter(d, case_id, "od_head")
    done = count_paper(d.office, d.actor("od_deputy"), number)
    assert (d.state(case_id), done.act, done.moved) == ("approved", "approve", True)
    with d.office.database.read() as connection:
        row = connection.execute(select(seat).where(seat.c.case_id == case_id, seat.c.trail_n == done.n)).one()
        kept = connection.execute(select(paper_seat).where(paper_seat.c.id == number)).one()
    assert (row.signed_by, row.opinion) == (d.actor("od_head").id, "同意。")
    assert (kept.status, kept.closed_by, kept.trail_n) == ("counted", d.actor("od_deputy").id, done.n)
    auditor = signed_in(d.office, d.actor("auditor").id)
    told = trail_page(d.office, auditor, case_id).rows[0]
    facts = {fact.name.key: fact.value for fact in told.facts if hasattr(fact.name, "key")}
    assert (told.who.zh, facts["paper_seat.by"].values["clerk"].zh) == ("od_head", "od_section2")  # type: ignore[union-attr]
    assert facts["paper_seat.by"].values["checker"].zh == "od_deputy" and len(facts["paper_seat.scan_hash"]) == 64
    agreed = decision_page(d.office, auditor, case_id).agreed
    assert [one.paper is not None for one in agreed][-2:] == [True, True] and agreed[0].paper is None
    assert verify_all(d.office).ok


def test_a_sheet_that_says_no_takes_the_road_of_the_no(d: District) -> None:
    case_id = d.at("funding_review")
    entry = enter(d, case_id, "finance", clerk="od_section", act="return", opinion="预算重新测算。")
    count_paper(d.office, d.actor("od_head"), entry)
    assert d.state(case_id) == "returned" and verify_all(d.office).ok


def test_a_no_states_its_ground_and_waits_for_the_next(d: District) -> None:
    case_id = d.at("leader_approval")
    d.take(case_id, "approve", "od_deputy2")
    entry = enter(d, case_id, "od_head", act="reject", opinion="暂缓。", given={"ground": "repeat"})
    count_paper(d.office, d.actor("od_deputy"), entry)
    with d.office.database.read() as connection:
        stated = connection.execute(select(seat.c.action).where(
            seat.c.case_id == case_id, seat.c.status == "signed").order_by(seat.c.trail_n.desc())).scalars().first()
    assert stated == "reject" and verify_all(d.office).ok


def test_the_unit_keeps_its_own_desk(d: District) -> None:
    case_id = d.begin()
    d.take(case_id, "send_unit", "CIVIL.declarant")
    d.take(case_id, "unit_finance_sign", "CIVIL.unit_finance")
    assert refused(enter, d, case_id, "CIVIL.unit_head") == ("paper_seat_desk",)
    entry = enter(d, case_id, "CIVIL.unit_head", clerk="CIVIL.declarant")
    assert refused(count_paper, d.office, d.actor("PLC.unit_finance"), entry) == ("paper_seat_desk",)
    assert refused(count_paper, d.office, d.actor("od_head"), entry) == ("paper_seat_desk",)
    count_paper(d.office, d.actor("CIVIL.unit_finance"), entry)
    assert d.state(case_id) == "submitted" and verify_all(d.office).ok


def test_every_fault_of_a_sheet_is_said_at_once(d: District, clock: SetClock) -> None:
    case_id = d.at("leader_approval")
    wrong = sheet(d, case_id, "od_deputy2", act="settle", day=TODAY + timedelta(days=1))
    assert set(refused(enter_paper, d.office, d.actor("od_section2"), case_id, wrong, "", b"")) == {
        "paper_seat_future", "paper_seat_saying", "paper_seat_scan"}
    assert refused(enter, d, case_id, "od_deputy2", day=TODAY - timedelta(days=1)) == ("paper_seat_early",)
    assert refused(enter, d, case_id, "od_deputy2", day=None) == ("input_missing",)
    assert refused(enter, d, case_id, "finance") == ("paper_seat_signer",)
    assert refused(enter, d, case_id, "od_deputy2", signer=2**70) == ("paper_seat_signer",)
    assert refused(enter, d, case_id, "od_deputy2", act="return", opinion="") == ("opinion_missing",)
    assert refused(enter, d, case_id, "od_deputy2", place=7) == ("paper_seat_decided",)
    scan = sheet(d, case_id, "od_deputy2")
    assert refused(enter_paper, d.office, d.actor("od_section2"), case_id, scan, "a.pdf", b"x") == ("paper_content",)
    with d.office.database.read() as connection:
        assert connection.execute(select(paper_seat.c.id)).all() == []
    clock.advance(days=1)
    enter(d, case_id, "od_deputy2")  # signed yesterday, entered today
    assert refused(enter, d, case_id, "od_deputy") == ("paper_seat_waiting",)


def test_nobody_brings_what_must_be_kept_apart(d: District) -> None:
    """The clerk signed the gate before; the signer did; one person is two of the three."""
    case_id = d.at("funding_review")  # od_section2 cleared the duplicates, the gate before
    assert refused(enter, d, case_id, "finance") == ("paper_seat_rival",)
    entry = enter(d, case_id, "finance", clerk="od_section")
    assert refused(count_paper, d.office, d.actor("od_section"), entry) == ("paper_seat_same",)
    assert refused(count_paper, d.office, d.actor("od_section2"), entry) == ("paper_seat_rival",)
    assert refused(return_paper, d.office, d.actor("od_section"), entry, "不符") == ("paper_seat_same",)


def test_the_signer_is_kept_apart_as_when_signing(d: District) -> None:
    case_id = d.at("duplicate_review")  # od_section passed the authority, the gate before
    assert refused(enter, d, case_id, "od_section") == ("paper_seat_apart",)
    assert refused(enter, d, case_id, "od_section2") == ("paper_seat_own",)


def test_what_was_decided_meanwhile_counts_no_more(d: District) -> None:
    case_id = d.at("funding_review")
    entry = enter(d, case_id, "finance", clerk="od_section")
    d.take(case_id, "funding_pass", "finance2")
    assert refused(count_paper, d.office, d.actor("od_head"), entry) == ("paper_seat_decided",)
    assert refused(withdraw_paper, d.office, d.actor("od_head"), entry) == ("paper_seat_not_yours",)
    withdraw_paper(d.office, d.actor("od_section"), entry)
    assert refused(count_paper, d.office, d.actor("od_head"), entry) == ("paper_seat_closed",)
    assert verify_all(d.office).ok
    with pytest.raises(NotFound):
        count_paper(d.office, d.actor("od_head"), 2**70)


def test_a_returned_entry_frees_the_seat_and_its_scan(d: District) -> None:
    case_id, clerk = d.at("funding_review"), d.actor("od_section")
    entry = enter(d, case_id, "finance", clerk="od_section")
    auditor = signed_in(d.office, d.actor("auditor").id)
    scan = entry_page(d.office, auditor, entry).paper_id
    assert refused(remove_paper, d.office, clerk, case_id, scan) == ("paper_of_signature",)
    assert refused(return_paper, d.office, d.actor("od_head"), entry, " ") == ("reason_missing",)
    return_paper(d.office, d.actor("od_head"), entry, "日期是12日。")
    remove_paper(d.office, clerk, case_id, scan)
    enter(d, case_id, "finance", clerk="od_section")
    assert verify_all(d.office).ok


def test_who_sees_what_waits(d: District) -> None:
    case_id = d.at("funding_review")
    clerk, checker, rival = (signed_in(d.office, d.actor(who).id) for who in ("od_section", "od_head", "od_section2"))
    assert corner(d.office, clerk, case_id).may_enter and not corner(d.office, rival, case_id).may_enter
    [chair] = chairs(d.office, clerk, case_id)
    assert {"funding_pass", "return", "propose_cut", "reject", "ask"} == {one.action for one in chair.sayings}
    assert [name.zh for _, name in chair.signers] == ["finance", "finance2"]
    entry = enter(d, case_id, "finance", clerk="od_section")
    assert [one.id for one in to_check(d.office, checker)] == [entry]
    assert to_check(d.office, clerk) == () and to_check(d.office, rival) == ()
    assert entry_page(d.office, clerk, entry).may_withdraw
    assert not corner(d.office, signed_in(d.office, d.actor("PLC.declarant").id), case_id).waiting
    with pytest.raises(NotFound):
        entry_page(d.office, signed_in(d.office, d.actor("PLC.declarant").id), entry)


@pytest.mark.parametrize("changed", [{"signer": 1}, {"day": date(2026, 10, 13)}, {"status": "waiting"}])
def test_a_changed_entry_is_found(d: District, changed: dict[str, Any]) -> None:
    case_id = d.at("funding_review")
    entry = enter(d, case_id, "finance", clerk="od_section")
    count_paper(d.office, d.actor("od_head"), entry)
    with unguarded(d.office.database) as connection:
        connection.execute(update(paper_seat).where(paper_seat.c.id == entry).values(**changed))
    bad = verify_all(d.office).first_bad
    assert bad is not None and (bad.table, bad.case) == ("paper_seat", case_id)


@pytest.mark.parametrize("database", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
def test_few_round_trips(d: District) -> None:
    case_id = d.at("funding_review")
    entry = enter(d, case_id, "finance", clerk="od_section")
    with RoundTrips(d.office.database) as sent:
        count_paper(d.office, d.actor("od_head"), entry)
    assert sent.count <= 9
