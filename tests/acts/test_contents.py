"""Contents that wait for a second signature, and who wrote them: what replaces what, and what is left behind."""

from datetime import date

import pytest

from tests.acts.looking import CIVIL, HEAD, acts_of, look, refused, resubmitted, seats, somebody
from tests.district import YUAN, District, a_class
from workflow.acts.declare import begin, save_copy
from workflow.acts.take_action import take_action
from workflow.domain.people import Actor, Post
from workflow.engine.proposals import begun
from workflow.refusals import NotFound, Refused

DATES = {"new_start_date": date(2026, 12, 1), "new_end_date": date(2026, 12, 3)}


def typed(d: District, case_id: int, who: str = CIVIL, version: int = 0, **changes: object) -> None:
    save_copy(d.office, d.actor(who), case_id, a_class(**changes), version=version)


def test_the_office_s_signature_on_new_dates_never_adopts_an_amendment(d: District) -> None:
    """The head asks to postpone, the handler begins an amendment: what the section agrees to is neither in disguise."""
    case_id = d.at("approved")
    d.take(case_id, "postpone", HEAD, **DATES)
    typed(d, case_id, trainee_count=300)
    d.take(case_id, "amend", CIVIL)
    assert list(begun(look(d, case_id)).values()) == ["amend"]
    assert "not_yours" in refused(d, case_id, "postpone", "od_section")
    d.take(case_id, "amend", HEAD)
    s = look(d, case_id)
    assert (s.case.state, s.proposed.trainee_count, s.form.trainee_count) == ("amendment_review", 300, 40)


def test_the_head_s_signature_on_an_amendment_never_adopts_new_dates(d: District) -> None:
    case_id = d.at("approved")
    typed(d, case_id, trainee_count=36)
    d.take(case_id, "amend", CIVIL)
    d.take(case_id, "postpone", HEAD, **DATES)
    assert seats(d, case_id, "amend") == []
    assert "not_yours" in refused(d, case_id, "amend", HEAD)
    d.take(case_id, "postpone", "od_section")
    s = look(d, case_id)
    assert (s.case.state, s.form.trainee_count, s.form.start_date) == ("postponed", 40, DATES["new_start_date"])


@pytest.mark.parametrize("how", ["issue_notice", "cancel"])
def test_a_content_whose_round_is_left_is_given_up(d: District, how: str) -> None:
    case_id = d.at("approved")
    d.take(case_id, "postpone", HEAD, **DATES)
    d.call(case_id)
    d.take(case_id, how, CIVIL if how == "issue_notice" else HEAD)
    s = look(d, case_id)
    assert s.proposed is None
    assert s.form.start_date == a_class().start_date
    assert not [seat for seat in s.seats if seat.pending and seat.action == "postpone"]


def test_a_withdrawal_leaves_no_half_signed_resubmission(d: District) -> None:
    case_id = d.at("funding_review")
    d.take(case_id, "return", "finance")
    typed(d, case_id, trainee_count=39)
    d.take(case_id, "resubmit", CIVIL)
    d.take(case_id, "withdraw", HEAD)
    s = look(d, case_id)
    assert (s.case.state, s.proposed, s.case.remembered.get("given")) == ("withdrawn", None, None)


def test_editing_takes_back_the_signature_on_the_older_content(d: District) -> None:
    case_id = d.at("funding_review")
    d.take(case_id, "return", "finance")
    typed(d, case_id, trainee_count=39)
    d.take(case_id, "resubmit", CIVIL)
    typed(d, case_id, trainee_count=38)
    assert acts_of(d, case_id)[-1] == "edit"
    assert "not_your_turn" in refused(d, case_id, "resubmit", HEAD)
    resubmitted(d, case_id)
    assert look(d, case_id).form.trainee_count == 38


def test_a_merge_meets_a_half_signed_resubmission_and_asks_the_unit_anew(d: District) -> None:
    survivor = d.at("authority_review", a_class(host_unit="PLC"), "PLC")
    d.take(survivor, "return", "od_section")
    save_copy(d.office, d.actor("PLC.declarant"), survivor, a_class(host_unit="PLC", venue="别处"), version=0)
    d.take(survivor, "resubmit", "PLC.declarant")
    case_id = d.at("duplicate_review")
    d.take(case_id, "propose_merge", "od_section2", survivor=survivor)
    for who in (HEAD, "PLC.unit_head"):
        d.take(case_id, "accept_merge", who)
    s = look(d, survivor)
    assert (s.case.state, s.form.trainee_count, s.form.venue, s.proposed) == ("returned", 80, "区委党校", None)
    assert seats(d, survivor, "resubmit") == [("declarant", "open"), ("unit_head", "waiting")]
    for who in ("PLC.declarant", "PLC.unit_head"):
        d.take(survivor, "resubmit", who)
    assert look(d, survivor).form.trainee_count == 80


def test_the_leader_is_asked_when_the_mended_class_needs_one(d: District) -> None:
    case_id = d.at("leader_approval")
    assert [role for role, _ in seats(d, case_id, "approve")] == ["od_deputy", "od_head"]
    d.take(case_id, "return", "od_deputy2")
    typed(d, case_id, plan_type="extra", plan_item="", extra_reason="上级新要求。")
    d.paper(case_id, CIVIL, "minutes")
    resubmitted(d, case_id)
    assert [role for role, _ in seats(d, case_id, "approve")] == ["od_deputy", "od_head", "leader"]


def test_whoever_typed_may_not_approve_though_another_signed(d: District) -> None:
    both = somebody(d, "both", ("declarant", "CIVIL"), ("od_section", "OD"))
    case_id = d.begin()
    save_copy(d.office, d.actor(both), case_id, a_class(purpose="两人合写。"), version=2)
    assert acts_of(d, case_id)[-1] == "join_writing"
    save_copy(d.office, d.actor(both), case_id, a_class(purpose="又改。"), version=3)
    assert acts_of(d, case_id).count("join_writing") == 1
    for action, who in (("send_unit", CIVIL), ("unit_finance_sign", "CIVIL.unit_finance"), ("unit_submit", HEAD)):
        d.take(case_id, action, who)
    assert refused(d, case_id, "accept", both) == ("own_case",)


def test_whoever_approved_for_the_district_does_not_sign_for_the_unit_afterwards(d: District) -> None:
    both = somebody(d, "both", ("unit_head", "CIVIL"), ("od_section", "OD"))
    case_id = d.submitted()
    d.take(case_id, "accept", both)
    assert refused(d, case_id, "withdraw", both) == ("two_hats",)
    d.take(case_id, "withdraw", HEAD)


def test_the_clock_stands_still_while_the_unit_is_asked_but_not_for_ever(d: District) -> None:
    case_id = d.at("funding_review")
    due = look(d, case_id).case.due_at
    assert due is not None
    for days, longer in ((1, 1), (20, 3)):
        d.take(case_id, "ask", "finance")
        d.office.clock.advance(days=days)  # type: ignore[attr-defined]
        d.take(case_id, "answer", CIVIL)
        later = look(d, case_id).case.due_at
        assert later is not None
        assert (later - due).days == longer
        due = later
    assert refused(d, case_id, "ask", "finance") == ("too_often",)


def test_a_case_that_moves_on_unanswered_has_no_clock_that_stands_still(d: District) -> None:
    case_id = d.at("funding_review")
    d.take(case_id, "ask", "finance")
    assert look(d, case_id).case.remembered.get("paused_at")
    d.take(case_id, "funding_pass", "finance")
    assert not look(d, case_id).case.remembered.get("paused_at")


def test_the_unit_agrees_to_the_cut_that_was_proposed_and_to_no_other(d: District) -> None:
    case_id = d.at("funding_review")
    d.take(case_id, "propose_cut", "finance", cut_to_fen=25_000 * YUAN)
    d.take(case_id, "ask", "finance")
    d.take(case_id, "answer", CIVIL)
    assert refused(d, case_id, "accept_cut", HEAD, cut_to_fen=9_000_000 * YUAN) == ("stated_before",)
    assert refused(d, case_id, "accept_cut", HEAD, actual_fen=1) == ("input_not_asked",)
    d.take(case_id, "accept_cut", HEAD)
    d.take(case_id, "funding_pass", "finance")
    assert look(d, case_id).holdings == {d.lines["CIVIL"]: (25_000 * YUAN, 0, 0)}


def test_two_rounds_keep_what_was_stated_in_each(d: District) -> None:
    case_id, total = d.at("approved"), a_class().total_fen
    d.take(case_id, "cancel", HEAD, costs_fen=1)
    d.paper(case_id, CIVIL, "vouchers")
    d.take(case_id, "approve_overrun", HEAD, overrun_fen=100)
    d.take(case_id, "settle", "CIVIL.unit_finance", actual_fen=total)
    d.take(case_id, "approve_overrun", "finance")
    d.take(case_id, "settle", "finance2")
    assert look(d, case_id).holdings == {d.lines["CIVIL"]: (0, 0, total)}


@pytest.mark.parametrize("words", ["断\x00开", "半个\ud800", "零\u200b宽", "反\u202e向"])
def test_words_that_cannot_be_seen_are_refused_in_words(d: District, words: str) -> None:
    from workflow.acts.explain_finding import explain_finding
    from workflow.acts.judge_pair import judge_pair

    other = d.submitted(a_class(host_unit="PLC"), "PLC")
    case_id = d.at("duplicate_review")
    calls = (
        lambda: d.take(case_id, "return", "od_section2", words),
        lambda: judge_pair(d.office, d.actor("od_section2"), case_id, other, "DISTINCT", words),
        lambda: explain_finding(d.office, d.actor(CIVIL), case_id, "R-25", str(other), words),
    )
    for call in calls:
        with pytest.raises(Refused) as why:
            call()
        assert why.value.codes == ("field_hidden_character",)


@pytest.mark.parametrize("case_id", [0, -1, 99, 2**31, 2**63, 10**30])
def test_a_case_that_is_not_there_is_not_found(d: District, case_id: int) -> None:
    for call in (
        lambda: take_action(d.office, d.actor("od_section"), case_id, "accept"),
        lambda: save_copy(d.office, d.actor(CIVIL), case_id, a_class(), version=0),
    ):
        with pytest.raises(NotFound):
            call()


@pytest.mark.parametrize("unit", ["", "NOWHERE", "CI\x00VIL", "\ud800", "x" * 500])
def test_a_unit_that_is_not_there_begins_nothing(d: District, unit: str) -> None:
    with pytest.raises(Refused) as why:
        begin(d.office, d.actor(CIVIL), unit)
    assert set(why.value.codes) <= {"unit_unknown", "not_yours"}


def test_posts_are_those_of_today_whatever_the_caller_says(d: District) -> None:
    """An actor with made-up posts signs nothing."""
    case_id = d.submitted()
    pretender = Actor(d.actor(CIVIL).id, "x", (Post("od_section", "OD"),))
    with pytest.raises(Refused, match="not_your_seat"):
        take_action(d.office, pretender, case_id, "accept")
