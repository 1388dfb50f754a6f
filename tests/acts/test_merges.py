"""Two classes become one: what the survivor looks at anew, and what is refused."""

from tests.acts.looking import HEAD, at_once, look, refused, seats
from tests.district import District, a_class
from workflow.acts.declare import save_copy
from workflow.domain.findings import BLOCK


def merged(d: District, survivor: int, case_id: int) -> None:
    d.take(case_id, "propose_merge", "od_section2", survivor=survivor)
    d.take(case_id, "accept_merge", HEAD)
    d.take(case_id, "accept_merge", "PLC.unit_head")


def test_the_survivor_is_not_flagged_by_the_class_it_takes_in(d: District) -> None:
    survivor = d.at("approved", a_class(host_unit="PLC"), "PLC")
    case_id = d.at("duplicate_review")
    merged(d, survivor, case_id)
    s = look(d, survivor)
    assert s.case.state == "amendment_review"
    assert not any(f.rule == "R-25" and f.severity == BLOCK for f in s.findings)
    assert s.proposed.trainee_count == 80
    assert s.proposed.co_hosts == ("CIVIL",)
    assert {share.owner for share in s.proposed.fund_shares} == {"PLC", "CIVIL"}


def test_a_survivor_at_a_gate_begins_at_the_first_and_asks_for_its_money_anew(d: District) -> None:
    survivor = d.at("leader_approval", a_class(host_unit="PLC"), "PLC")
    case_id = d.at("duplicate_review")
    merged(d, survivor, case_id)
    s = look(d, survivor)
    assert (s.case.state, s.form.trainee_count, s.proposed) == ("authority_review", 80, None)
    assert set(s.holdings.values()) == {(0, 0, 0)}
    d.take(survivor, "authority_pass", "od_section")
    d.take(survivor, "dup_clear", "od_section2")
    d.take(survivor, "funding_pass", "finance")
    held = look(d, survivor).holdings
    assert sum(reserved for reserved, _, _ in held.values()) == s.form.total_fen
    assert len([1 for reserved, _, _ in held.values() if reserved]) == 2


def test_a_pair_found_in_the_very_act_can_be_merged_in_it(d: District) -> None:
    """The row of the pair is new, and it is marked as consulted, in one act on both databases."""
    case_id = d.at("duplicate_review")
    survivor = d.submitted(a_class(host_unit="PLC"), "PLC")
    d.take(case_id, "propose_merge", "od_section2", survivor=survivor)
    assert [(pair.other, pair.consulted) for pair in look(d, case_id).pairs] == [(survivor, True)]
    d.take(case_id, "decline_merge", "PLC.unit_head")
    assert refused(d, case_id, "propose_merge", "od_section2", survivor=survivor) == ("consulted_before",)


def test_a_survivor_under_amendment_is_asked_about_anew(d: District) -> None:
    form = a_class(host_unit="PLC")
    survivor = d.at("approved", form, "PLC")
    save_copy(d.office, d.actor("PLC.declarant"), survivor, form.with_(staff_count=2), version=0)
    for who in ("PLC.declarant", "PLC.unit_head"):
        d.take(survivor, "amend", who)
    before = look(d, survivor)
    case_id = d.at("duplicate_review")
    merged(d, survivor, case_id)
    after = look(d, survivor)
    assert [after.case.state, after.proposed.staff_count, after.proposed.trainee_count] == ["amendment_review", 2, 80]
    rounds = [{seat.round for seat in s.seats if seat.act == "amend_ok" and seat.pending} for s in (before, after)]
    assert rounds[0] < {max(rounds[1])} or rounds[0].isdisjoint(rounds[1])
    assert {role for role, _ in seats(d, survivor, "amend_ok")} > {"finance"}


def test_a_class_in_session_takes_nobody_in_and_the_merge_is_refused_whole(d: District) -> None:
    survivor = d.at("noticed", a_class(host_unit="PLC"), "PLC")
    case_id = d.at("duplicate_review")
    d.take(case_id, "propose_merge", "od_section2", survivor=survivor)
    d.take(case_id, "accept_merge", "PLC.unit_head")
    d.office.clock.set("2026-11-23 08:30")  # type: ignore[attr-defined]
    d.take(survivor, "open", "PLC.declarant")
    before = look(d, case_id)
    assert refused(d, case_id, "accept_merge", HEAD) == ("wrong_state",)
    assert look(d, case_id).seats == before.seats
    d.take(case_id, "withdraw", HEAD)
    assert look(d, case_id).other_host is None  # withdrawn, and merged into nothing


def test_two_that_would_each_swallow_the_other_do_not(d: District) -> None:
    one = d.at("duplicate_review", a_class(host_unit="PLC"), "PLC")
    other = d.submitted()
    d.take(other, "accept", "od_section2")
    d.take(other, "authority_pass", "od_section2")
    d.take(other, "propose_merge", "od_section", survivor=one)
    d.take(one, "propose_merge", "od_section2", survivor=other)
    for who in ("PLC.unit_head", HEAD):
        d.take(one, "accept_merge", who)
    assert [look(d, case_id).case.state for case_id in (one, other)] == ["merged", "consultation"]
    d.take(other, "accept_merge", HEAD)
    assert refused(d, other, "accept_merge", "PLC.unit_head") == ("wrong_state",)
    d.take(other, "decline_merge", HEAD)
    assert look(d, other).case.state == "duplicate_review"


def test_two_classes_merged_into_one_at_the_same_moment_are_both_taken_in(d: District) -> None:
    survivor = d.at("approved", a_class(host_unit="PLC"), "PLC")
    one = d.at("duplicate_review")
    d.take(one, "propose_merge", "od_section2", survivor=survivor)
    other = d.submitted(a_class(host_unit="OD"), "OD")
    d.take(other, "accept", "od_section")
    d.take(other, "authority_pass", "od_section")
    d.take(other, "propose_merge", "od_section2", survivor=survivor)
    for case_id in (one, other):
        d.take(case_id, "accept_merge", "PLC.unit_head")
    answers = at_once(
        lambda: d.take(one, "accept_merge", "CIVIL.unit_head"), lambda: d.take(other, "accept_merge", "OD.unit_head")
    )
    assert [getattr(answer, "state", answer) for answer in answers] == ["merged", "merged"]
    s = look(d, survivor)
    assert (s.case.state, s.proposed.trainee_count, set(s.proposed.co_hosts)) == (
        "amendment_review",
        120,
        {"CIVIL", "OD"},
    )


def test_two_that_merge_into_each_other_at_the_same_moment_leave_one(d: District) -> None:
    """Each act writes both cases, in opposite order: one of them waits and begins anew, on a class that has grown."""
    one = d.at("duplicate_review", a_class(host_unit="PLC"), "PLC")
    other = d.submitted()
    d.take(other, "accept", "od_section2")
    d.take(other, "authority_pass", "od_section2")
    d.take(other, "propose_merge", "od_section", survivor=one)
    d.take(one, "propose_merge", "od_section2", survivor=other)
    d.take(one, "accept_merge", "PLC.unit_head")
    d.take(other, "accept_merge", "PLC.unit_head")
    answers = at_once(lambda: d.take(one, "accept_merge", HEAD), lambda: d.take(other, "accept_merge", HEAD))
    assert sorted(answer.state for answer in answers) == ["consultation", "merged"]
    left = next(answer.case_id for answer in answers if answer.state == "consultation")
    assert look(d, left).form.trainee_count == 80
    assert refused(d, left, "accept_merge", "PLC.unit_head") == ("wrong_state",)
