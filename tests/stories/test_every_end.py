"""A story for each end state, told by acts on both databases; every story's trail verifies."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.district import YUAN, District, a_class
from workflow.office import Office
from workflow.office.gather import gather
from workflow.queries.trail_check import verify_all
from workflow.refusals import Refused


@pytest.fixture
def d(office: Office) -> Iterator[District]:
    district = District(office)
    yield district
    found = verify_all(office)
    assert found.ok, found.first_bad


def holdings(d: District, case_id: int) -> dict[int, tuple[int, int, int]]:
    with d.office.database.read() as connection:
        return dict(gather(connection, d.office, d.actor("auditor"), case_id).situation.holdings)


def test_completed(d: District) -> None:
    case_id = d.at("approved")
    assert holdings(d, case_id) == {1: (0, a_class().total_fen, 0)}
    d.call(case_id)
    d.take(case_id, "issue_notice", "CIVIL.declarant")
    d.office.clock.set("2026-11-23 08:30")
    d.take(case_id, "open", "CIVIL.declarant")
    d.office.clock.set("2026-11-25 17:30")
    d.take(case_id, "end_class", "CIVIL.declarant")
    d.paper(case_id, "CIVIL.declarant", "programme", "agenda", "sign_in", "final_timetable", "summary", "evaluation")
    with pytest.raises(Refused, match="attendance_incomplete"):
        d.take(case_id, "submit_closing", "CIVIL.declarant", attended=40)
    d.attend(case_id)
    d.take(case_id, "submit_closing", "CIVIL.declarant", attended=40)
    d.take(case_id, "closing_return", "od_section", "签到表缺第二天下午。")
    d.take(case_id, "submit_closing", "CIVIL.declarant", "已补签到表。", attended=40)
    d.take(case_id, "closing_pass", "od_section")
    d.paper(case_id, "CIVIL.declarant", "vouchers")
    actual = a_class().total_fen + 500 * YUAN
    with pytest.raises(Refused, match="over_approved"):
        d.take(case_id, "settle", "CIVIL.unit_finance", actual_fen=actual)
    d.take(case_id, "approve_overrun", "CIVIL.unit_head", overrun_fen=500 * YUAN)
    d.take(case_id, "approve_overrun", "finance")
    d.take(case_id, "settle", "CIVIL.unit_finance", actual_fen=actual)
    d.take(case_id, "settle", "finance")
    assert d.state(case_id) == "completed"
    assert holdings(d, case_id) == {1: (0, 0, actual)}
    d.take(case_id, "reopen", "od_head", "补报评估表。")
    assert d.state(case_id) == "closing"
    d.take(case_id, "submit_closing", "CIVIL.declarant")
    d.take(case_id, "closing_pass", "od_section")
    d.take(case_id, "settle", "CIVIL.unit_finance", actual_fen=actual - 700 * YUAN)
    d.take(case_id, "settle", "finance")
    assert holdings(d, case_id) == {1: (0, 0, actual - 700 * YUAN)}


def test_rejected_and_appealed(d: District) -> None:
    case_id = d.at("leader_approval")
    d.take(case_id, "reject", "od_head", "今年同类班次已够。", ground="no_reason")
    assert d.state(case_id) == "leader_approval"
    with pytest.raises(Refused, match="not_your_seat"):
        d.take(case_id, "reject", "finance", "同意。")
    d.take(case_id, "reject", "leader", "同意部里意见。")
    assert d.state(case_id) == "rejected"
    assert holdings(d, case_id) == {1: (0, 0, 0)}
    d.take(case_id, "appeal", "CIVIL.unit_head", "本期为新增网格员，非重复。")
    assert d.state(case_id) == "leader_approval"
    d.take(case_id, "reject", "od_head", "维持。", ground="no_reason")
    d.take(case_id, "reject", "leader", "维持。")
    with pytest.raises(Refused, match="too_often"):
        d.take(case_id, "appeal", "CIVIL.unit_head", "再申诉。")


@pytest.mark.parametrize(
    "state", ["submitted", "authority_review", "duplicate_review", "funding_review", "leader_approval"])
def test_withdrawn(d: District, state: str) -> None:
    case_id = d.at(state)
    d.take(case_id, "withdraw", "CIVIL.unit_head", "人员调整，本年不办。")
    assert d.state(case_id) == "withdrawn"


def test_discarded_recalled_and_returned_in_the_unit(d: District) -> None:
    case_id = d.begin()
    d.take(case_id, "send_unit", "CIVIL.declarant")
    d.take(case_id, "recall", "CIVIL.declarant")
    d.take(case_id, "send_unit", "CIVIL.declarant")
    d.take(case_id, "unit_return", "CIVIL.unit_finance", "补经费测算。")
    d.take(case_id, "discard", "CIVIL.declarant")
    assert d.state(case_id) == "withdrawn"


def test_merged(d: District) -> None:
    survivor = d.at("approved", a_class(host_unit="PLC"), host="PLC")
    case_id = d.at("duplicate_review")
    d.take(case_id, "propose_merge", "od_section2", "对象相同，合并办班。", survivor=survivor)
    d.take(case_id, "decline_merge", "PLC.unit_head", "课程不同。")
    with pytest.raises(Refused, match="consulted_before"):
        d.take(case_id, "propose_merge", "od_section2", "再议。", survivor=survivor)
    d.take(case_id, "return", "od_section2", "请说明与政法委班的区别。")
    d.take(case_id, "resubmit", "CIVIL.declarant")
    d.take(case_id, "resubmit", "CIVIL.unit_head")
    assert d.state(case_id) == "duplicate_review"


def test_merged_by_both_heads_and_the_survivor_asks_anew(d: District) -> None:
    survivor = d.at("approved", a_class(host_unit="PLC"), host="PLC")
    case_id = d.at("duplicate_review")
    d.take(case_id, "propose_merge", "od_section2", "对象相同，合并办班。", survivor=survivor)
    d.take(case_id, "accept_merge", "PLC.unit_head")
    d.take(case_id, "accept_merge", "CIVIL.unit_head")
    assert d.state(case_id) == "merged"
    assert d.state(survivor) == "amendment_review"
    for signer in ("od_section", "finance", "od_deputy2", "od_head", "od_section2"):
        if d.state(survivor) == "amendment_review":
            try:
                d.take(survivor, "amend_ok", signer)
            except Refused as refused:
                assert refused.codes, signer
    assert d.state(survivor) in ("approved", "amendment_review")


def test_consultation_is_closed_by_the_deputy_when_time_is_over(d: District) -> None:
    survivor = d.at("approved", a_class(host_unit="PLC"), host="PLC")
    case_id = d.at("duplicate_review")
    d.take(case_id, "propose_merge", "od_section2", "合并。", survivor=survivor)
    with pytest.raises(Refused, match="still_running"):
        d.take(case_id, "close_consultation", "od_deputy", "超时。")
    d.office.clock.advance(days=9)
    d.take(case_id, "close_consultation", "od_deputy", "两家未答复，按程序继续审核。")
    assert d.state(case_id) == "duplicate_review"


def test_cancelled_with_and_without_costs(d: District) -> None:
    case_id = d.at("approved")
    d.take(case_id, "cancel", "CIVIL.unit_head", "授课教师不能到场。")
    assert d.state(case_id) == "cancelled"
    assert holdings(d, case_id) == {1: (0, 0, 0)}
    other = d.at("approved", a_class(audience_codes=("COMM_WORKER_B2",)))
    d.take(other, "cancel", "od_head", "上级会议冲突。", costs_fen=1_000 * YUAN)
    assert d.state(other) == "settling"
    d.paper(other, "CIVIL.declarant", "vouchers")
    d.take(other, "settle", "CIVIL.unit_finance", actual_fen=1_000 * YUAN)
    d.take(other, "settle", "finance")
    assert d.state(other) == "cancelled"
    assert holdings(d, other) == {1: (0, 0, 1_000 * YUAN)}


def test_lapsed(d: District) -> None:
    case_id = d.at("approved")
    with pytest.raises(Refused, match="only_the_system"):
        d.take(case_id, "lapse", "od_head")
    from workflow.acts.take_action import take_action
    from workflow.domain.people import system_actor

    with pytest.raises(Refused, match="still_running"):
        take_action(d.office, system_actor(), case_id, "lapse")
    d.office.clock.set("2026-12-24 09:00")
    take_action(d.office, system_actor(), case_id, "lapse")
    assert d.state(case_id) == "lapsed"


def test_aborted(d: District) -> None:
    case_id = d.at("noticed")
    d.office.clock.set("2026-11-23 08:30")
    d.take(case_id, "open", "CIVIL.declarant")
    d.take(case_id, "abort", "CIVIL.unit_head", "突发疫情。")
    d.paper(case_id, "CIVIL.declarant", "vouchers")
    d.take(case_id, "settle", "CIVIL.unit_finance", actual_fen=8_000 * YUAN)
    d.take(case_id, "settle", "finance")
    assert d.state(case_id) == "aborted"


def test_filed_amended_and_postponed(d: District) -> None:
    form = a_class(trainee_count=30, audience_codes=("COMM_WORKER_B1",))
    case_id = d.submitted(form)
    d.take(case_id, "accept_filing", "od_section")
    assert d.state(case_id) == "filed"
    later = {"new_start_date": date(2026, 12, 1), "new_end_date": date(2026, 12, 3)}
    d.take(case_id, "postpone", "CIVIL.unit_head", "场地冲突。", **later)
    assert d.state(case_id) == "filed"
    d.take(case_id, "postpone", "od_section")
    assert d.state(case_id) == "postponed"


def test_amendment_reopens_what_it_touches_and_can_be_declined_or_withdrawn(d: District) -> None:
    from workflow.acts.declare import save_copy

    case_id = d.at("approved")
    cheaper = a_class(trainee_count=36)
    for answer, who in (("amend_no", "od_section"), ("withdraw_amendment", "CIVIL.unit_head"), ("amend_ok", "finance")):
        save_copy(d.office, d.actor("CIVIL.declarant"), case_id, cheaper, version=0)
        d.take(case_id, "amend", "CIVIL.declarant", "少4人。")
        d.take(case_id, "amend", "CIVIL.unit_head", "同意变更。")
        assert d.state(case_id) == "amendment_review"
        d.take(case_id, answer, who, "按规定办。")
    for signer in ("od_deputy", "od_head"):
        d.take(case_id, "amend_ok", signer)
    assert d.state(case_id) == "approved"
    assert holdings(d, case_id) == {1: (0, cheaper.total_fen, 0)}


def test_asked_and_answered_cut_and_returned(d: District) -> None:
    case_id = d.at("funding_review")
    d.take(case_id, "ask", "finance", "场地费怎么算？")
    d.office.clock.advance(days=1)
    d.take(case_id, "answer", "CIVIL.declarant", "按党校收费标准。")
    d.take(case_id, "propose_cut", "finance", "资料费偏高。", cut_to_fen=25_000 * YUAN)
    d.take(case_id, "decline_cut", "CIVIL.unit_head", "资料已按最低价。")
    d.take(case_id, "propose_cut", "finance", "再核。", cut_to_fen=25_500 * YUAN)
    d.take(case_id, "accept_cut", "CIVIL.unit_head")
    d.take(case_id, "funding_pass", "finance")
    assert holdings(d, case_id) == {1: (25_500 * YUAN, 0, 0)}
    d.take(case_id, "return", "od_deputy2", "补充师资简介。")
    assert holdings(d, case_id) == {1: (25_500 * YUAN, 0, 0)}
    d.take(case_id, "resubmit", "CIVIL.declarant")
    d.take(case_id, "resubmit", "CIVIL.unit_head")
    assert d.state(case_id) == "leader_approval"


def test_referred_up(d: District) -> None:
    of_the_city = a_class(audience_tier="leading", audience_codes=("DIST_DEPUTY",), managing_level="city")
    case_id = d.at("authority_review", of_the_city)
    with pytest.raises(Refused, match="other_route"):
        d.take(case_id, "authority_pass", "od_section")
    d.take(case_id, "refer_up", "od_head", "含市管干部，报市委组织部。")
    d.paper(case_id, "od_section", "higher_reply")
    d.take(case_id, "higher_ok", "od_section", higher_reply_no="宁组干教〔2026〕8号")
    assert d.state(case_id) == "duplicate_review"
