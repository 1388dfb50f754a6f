"""May it happen?  ``decide`` and ``explain`` without a database: seats, rounds, refusals, targets."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.district import a_class
from tests.engine.cases import NOW, a_case, an_actor, holder, rules, take, then
from workflow.domain.declaration import changed_fields
from workflow.domain.findings import BLOCK, WARN, Finding
from workflow.domain.people import Post, system_actor
from workflow.domain.seats import OPEN, SIGNED, WAITING
from workflow.engine import intents as do
from workflow.engine.decide import MOVED, RECORDED, SIGNED as ONE_OF_SEVERAL, decide, explain, open_seats
from workflow.engine.proposals import as_seen_by, begun
from workflow.engine.signers import missing_seats
from workflow.engine.situation import OpenPair, Seat, Situation
from workflow.engine.stated import kept_after
from workflow.refusals import Refused
from workflow.rulebook.process import Process

PLACES = ("place", "act", "role", "status")


@pytest.fixture(scope="module")
def process() -> Process:
    return rules().process("class_declaration")


def refused(s: Situation, action: str) -> tuple[str, ...]:
    with pytest.raises(Refused) as why:
        decide(s, action)
    return why.value.codes


def asked(s: Situation, role: str, opinion: str = "同意。", **given: Any) -> Situation:
    return s.with_(actor=holder(role), opinion=opinion, given=given)


def block(rule: str, gate: str, **more: Any) -> Finding:
    return Finding(rule, more.pop("severity", BLOCK), gate, **more)


# --- who and when -------------------------------------------------------------------------------------------------


def test_a_signature_moves_the_case_and_opens_the_next_round(process: Process) -> None:
    move = decide(asked(a_case(process, "submitted"), "od_section"), "accept")
    assert (move.what, move.origin, move.target) == (MOVED, "submitted", "authority_review")
    assert move.post == Post("od_section", "OD")
    assert [(seat.round, seat.act, seat.role, seat.status, seat.gate) for seat in move.rounds[0].seats] == [
        (2, "authority_pass", "od_section", OPEN, "authority")]  # fmt: skip


def test_every_reason_is_said_at_once(process: Process) -> None:
    found = (block("R-02", "authority", over=("od_head",)), block("R-15", "authority", severity=WARN))
    s = a_case(process, "authority_review", findings=found, remembered={"route": "A4"})
    assert refused(asked(s, "finance", "字" * 2001), "authority_pass") == (
        "not_your_seat", "other_route", "open_block", "warning_unexplained", "opinion_too_long")  # fmt: skip


def test_an_unknown_action_and_a_wrong_state_say_so(process: Process) -> None:
    s = asked(a_case(process, "submitted"), "od_section")
    assert refused(s, "approve_everything") == ("unknown_action",)
    with pytest.raises(Refused) as why:
        decide(s, "funding_pass")
    told = why.value.refusals[0]
    assert told.code == "wrong_state"
    assert [label.en for label in told.values["from"]] == ["Funding review"]


def test_signatures_in_order_take_their_turn(process: Process) -> None:
    s = a_case(process, "leader_approval", form=a_class(plan_type="extra", extra_reason="x"))
    assert [(seat.role, seat.status) for seat in s.seats] == [
        ("od_deputy", OPEN), ("od_head", WAITING), ("leader", WAITING)]  # fmt: skip
    with pytest.raises(Refused) as why:
        decide(asked(s, "od_head"), "approve")
    assert why.value.codes == ("not_your_turn",)
    assert why.value.refusals[0].who == ("od_deputy",)
    first = decide(asked(s, "od_deputy"), "approve")
    assert (first.what, first.target, [seat.role for seat in first.opens]) == (
        ONE_OF_SEVERAL, "leader_approval", ["od_head"])  # fmt: skip
    assert not first.intents
    s = take(take(s, "approve", "od_deputy"), "approve", "od_head")
    last = decide(asked(s, "leader"), "approve")
    assert (last.what, last.target) == (MOVED, "approved")
    assert any(isinstance(intent, do.AssignNumber) for intent in last.intents)


def test_all_must_sign_in_any_order(process: Process) -> None:
    s = a_case(process, "authority_review", form=a_class(audience_tier="professional"), remembered={"route": "A0"})
    assert [(seat.role, seat.status) for seat in s.seats] == [("od_section", OPEN), ("hrss", OPEN)]
    for first, second in (("od_section", "hrss"), ("hrss", "od_section")):
        half = take(s, "authority_pass", first)
        assert half.case.state == "authority_review"
        assert refused(asked(half, first), "authority_pass") == ("not_your_seat",)
        assert decide(asked(half, second), "authority_pass").target == "duplicate_review"


def test_any_one_of_several_is_enough_and_closes_the_rest(process: Process) -> None:
    for role in ("unit_head", "od_head"):
        move = decide(asked(a_case(process, "approved"), role), "cancel")
        assert (move.target, move.rounds[0].seats[0].role, len(move.rounds)) == ("cancelled", role, 1)
        assert [seat.role for seat in move.closes] == ["declarant"]  # the notice is not awaited any more


def test_a_case_that_moves_closes_every_pending_seat_and_round(process: Process) -> None:
    s = take(a_case(process, "funding_review"), "ask", "finance", "场地费？")
    assert sorted((seat.act, seat.status) for seat in s.seats) == [
        ("answer", OPEN), ("ask", SIGNED), ("funding_pass", OPEN)]  # fmt: skip
    move = decide(asked(s, "unit_head"), "withdraw")
    assert sorted(seat.act for seat in move.closes) == ["answer", "funding_pass"]
    assert move.ends_rounds == (1, 2)


def test_an_errand_round_begins_signed_and_asks_the_next(process: Process) -> None:
    s = take(a_case(process, "approved"), "postpone", "unit_head", new_start_date=date(2026, 12, 1),
             new_end_date=date(2026, 12, 3))  # fmt: skip
    assert s.case.state == "approved"
    assert [(seat.role, seat.status) for seat in s.seats if seat.action == "postpone"] == [
        ("unit_head", SIGNED), ("od_section", OPEN)]  # fmt: skip
    assert refused(asked(s, "unit_head"), "postpone")[0] == "not_your_seat"


def test_the_same_question_is_not_put_twice_at_once(process: Process) -> None:
    s = take(a_case(process, "funding_review"), "ask", "finance", "场地费？")
    assert refused(asked(s, "finance", "还有餐费？"), "ask") == ("asked_already",)
    s = take(s, "answer", "declarant", "按收费标准。")
    again = take(s, "ask", "finance", "还有餐费？")
    assert again.case.remembered["times"] == {"ask": 2}


def test_what_only_the_system_does_no_person_does_and_the_other_way_round(process: Process) -> None:
    s = a_case(process, "approved", form=a_class(start_date=date(2026, 8, 3), end_date=date(2026, 8, 5)))
    assert decide(s.with_(actor=system_actor()), "lapse").target == "lapsed"
    assert refused(asked(s, "od_head"), "lapse") == ("only_the_system",)
    assert "only_the_system" in refused(s.with_(actor=system_actor(), opinion="x"), "cancel")


def test_an_answer_without_a_question_is_refused(process: Process) -> None:
    assert refused(asked(a_case(process, "funding_review"), "declarant"), "answer") == ("nobody_is_asked",)


def test_whoever_holds_a_seat_of_the_gate_may_return(process: Process) -> None:
    s = a_case(process, "leader_approval")
    for role in ("od_deputy", "od_head"):  # also the one whose turn has not come
        assert decide(asked(s, role, "补材料。"), "return").target == "returned"
    assert refused(asked(s, "finance", "补材料。"), "return") == ("not_yours",)


# --- segregation --------------------------------------------------------------------------------------------------


def signed(role: str, by: int, *, round_: int = 90, gate: str | None = None, unit: str | None = None,
           action: str = "authority_pass") -> Seat:  # fmt: skip
    return Seat(round_, 0, action, action, role, unit, SIGNED, "x", gate, by, NOW)


def with_seat(s: Situation, seat: Seat) -> Situation:
    return s.with_(seats=(seat, *s.seats))


def test_nobody_approves_what_they_created_edited_or_signed_for_the_unit(process: Process) -> None:
    s = a_case(process, "submitted")
    both = an_actor(1, Post("od_section", "OD"))  # number 1 created the case
    assert refused(s.with_(actor=both), "accept") == ("own_case",)
    edited = a_case(process, "submitted", remembered={"editors": [11]})
    assert refused(asked(edited, "od_section"), "accept") == ("own_case",)
    for_the_unit = with_seat(s, signed("unit_head", 11, unit="CIVIL", action="unit_submit"))
    assert refused(asked(for_the_unit, "od_section"), "accept") == ("own_case",)


def test_nobody_signs_two_successive_gates_unless_the_policy_lets_them(process: Process) -> None:
    s = with_seat(a_case(process, "duplicate_review"), signed("od_section", 11, gate="authority"))
    assert refused(asked(s, "od_section"), "dup_clear") == ("signed_gate_before",)
    assert decide(asked(s, "od_section2"), "dup_clear").target == "funding_review"
    after = with_seat(a_case(process, "funding_review"), signed("od_section", 15, gate="authority"))
    assert decide(asked(after, "finance"), "funding_pass").target == "leader_approval"  # not the gate just before
    loose = replace(s.policy, entries={**s.policy.entries, "separation.successive_gates": replace(
        s.policy.entries["separation.successive_gates"], value=False)})  # fmt: skip
    assert decide(asked(s.with_(policy=loose), "od_section"), "dup_clear").target == "funding_review"


def test_only_the_last_round_of_the_gate_before_counts(process: Process) -> None:
    s = a_case(process, "duplicate_review")
    s = with_seat(with_seat(s, signed("od_section", 11, round_=80, gate="authority")),
                  signed("od_section", 21, round_=85, gate="authority"))  # fmt: skip
    assert decide(asked(s, "od_section"), "dup_clear").target == "funding_review"
    assert refused(asked(s, "od_section2"), "dup_clear") == ("signed_gate_before",)


def test_nobody_signs_twice_in_one_round(process: Process) -> None:
    s = a_case(process, "leader_approval")
    two_chairs = an_actor(12, Post("od_deputy", "OD"), Post("od_head", "OD"))
    half = then(s.with_(actor=two_chairs), decide(s.with_(actor=two_chairs), "approve"))
    assert refused(half.with_(actor=two_chairs), "approve") == ("signed_this_round",)


def test_one_person_wears_one_hat_in_the_unit(process: Process) -> None:
    s = a_case(process, "unit_review")
    maker = an_actor(1, Post("unit_finance", "CIVIL"))
    assert refused(s.with_(actor=maker), "unit_finance_sign") == ("two_hats",)
    elsewhere = an_actor(3, Post("unit_finance", "PLC"))
    assert refused(s.with_(actor=elsewhere), "unit_finance_sign") == ("not_your_seat",)


# --- where it leads -----------------------------------------------------------------------------------------------


def proposal(s: Situation, **changes: Any) -> Situation:
    proposed = a_class(**{"trainee_count": 30, **changes})
    return s.with_(proposed=proposed, changed=changed_fields(s.form, proposed))


@pytest.mark.parametrize(
    ("came_from", "changes", "target"),
    [
        ("funding_review", {}, "funding_review"),
        ("funding_review", {"purpose": "另写"}, "funding_review"),
        ("funding_review", {"class_name": "另名"}, "duplicate_review"),
        ("funding_review", {"channel": "down"}, "authority_review"),
        ("leader_approval", {"trainee_count": 39}, "funding_review"),
        ("authority_review", {"trainee_count": 39}, "authority_review"),
        ("submitted", {"channel": "down"}, "submitted"),
    ],
)
def test_a_resubmission_goes_back_to_the_gate_or_to_an_earlier_one_whose_facts_changed(
    process: Process, came_from: str, changes: dict[str, Any], target: str
) -> None:
    s = a_case(process, "returned", remembered={"returned_from": came_from}, papers=frozenset({"programme"}))
    s = take(s, "resubmit", "declarant")
    form = s.form.with_(**changes)
    s = s.with_(form=s.form.with_(fund_shares=()), proposed=form.with_(fund_shares=()), changed=tuple(changes))
    s = s.with_(form=s.form.with_(rates={}, lecturers=()), proposed=s.proposed.with_(rates={}, lecturers=()))
    assert decide(asked(s, "unit_head"), "resubmit").target == target


def test_without_a_remembered_state_nothing_is_recalled(process: Process) -> None:
    s = take(a_case(process, "returned"), "resubmit", "declarant")
    assert "nothing_to_go_back_to" in refused(asked(s, "unit_head"), "resubmit")


def test_a_state_that_remembers_keeps_where_the_case_came_from(process: Process) -> None:
    s = a_case(process, "funding_review")
    assert decide(asked(s, "finance", "退。"), "return").remembered == {"returned_from": "funding_review"}


def test_an_amendment_asks_those_whose_facts_it_changes(process: Process) -> None:
    def seats(**changes: Any) -> list[str]:
        s = proposal(a_case(process, "approved", remembered={}), **changes)
        s = take(s, "amend", "declarant")
        return [seat.role for seat in take(s, "amend", "unit_head").seats if seat.action == "amend_ok"]

    assert seats(purpose="另写") == ["od_section"]
    assert seats(staff_count=2) == ["finance"]
    assert seats(class_name="另名") == ["od_section"]
    assert seats(trainee_count=36) == ["finance", "od_deputy", "od_head"]


def test_who_must_sign_follows_the_content_that_is_asked_for(process: Process) -> None:
    """An amendment that makes the class an extra one brings the leader in, though the class in force is none."""
    s = proposal(a_case(process, "approved"), plan_type="extra", extra_reason="上级新要求。")
    s = take(take(s, "amend", "declarant"), "amend", "unit_head")
    assert [seat.role for seat in open_seats(s)] == ["od_deputy", "od_head", "leader"]


def test_a_merge_while_an_amendment_is_looked_at_asks_everybody_anew(process: Process) -> None:
    s = proposal(a_case(process, "amendment_review", remembered={"before_amendment": "approved"}), class_name="另名")
    move = decide(s.with_(actor=system_actor(), given={"absorbed": 9}), "absorb")
    assert (move.what, move.target, move.remembered) == (MOVED, "amendment_review", {})
    assert [seat.round for seat in move.rounds[0].seats] == [2]


# --- contents that wait in a round --------------------------------------------------------------------------------


def begun_postponement(process: Process) -> Situation:
    dates = {"new_start_date": date(2026, 12, 1), "new_end_date": date(2026, 12, 3)}
    s = take(a_case(process, "approved"), "postpone", "unit_head", **dates)
    return proposal(s, start_date=dates["new_start_date"], end_date=dates["new_end_date"])


def test_a_newer_content_closes_the_round_of_the_older_one(process: Process) -> None:
    s = begun_postponement(process)
    assert begun(s) == {2: "postpone"}
    newer = proposal(s.with_(proposed=None), purpose="另写")
    move = decide(asked(newer, "declarant"), "amend")
    assert [(seat.round, seat.role) for seat in move.closes] == [(2, "od_section")]
    assert move.ends_rounds == (2,)
    after = then(asked(newer, "declarant"), move)
    assert refused(asked(after, "od_section"), "postpone")[0] == "not_yours"


def test_other_actions_do_not_see_a_content_that_waits_in_a_round(process: Process) -> None:
    s = begun_postponement(process)
    action = s.process.actions
    assert as_seen_by(s, action["postpone"]).proposed is not None
    assert as_seen_by(s, action["issue_notice"]).proposed is None
    assert as_seen_by(proposal(a_case(process, "amendment_review"), purpose="x"), action["amend_ok"]).proposed is not None


def test_an_edit_of_what_waits_for_the_head_asks_the_handler_anew(process: Process) -> None:
    """A merge meets a half-signed resubmission: the case stays returned and asks from the beginning."""
    s = take(a_case(process, "returned", remembered={"returned_from": "submitted"}), "resubmit", "declarant")
    move = decide(s.with_(actor=system_actor(), given={"absorbed": 9}), "absorb")
    assert move.target == "returned"
    assert [(seat.role, seat.status) for seat in move.rounds[-1].seats] == [("declarant", OPEN), ("unit_head", WAITING)]
    assert (1,) == move.ends_rounds


# --- what is stated -----------------------------------------------------------------------------------------------


def cut(process: Process) -> Situation:
    s = a_case(process, "funding_review")
    s = take(s, "propose_cut", "finance", "偏高。", cut_to_fen=1_000_000)
    return s.with_(case=replace(s.case, remembered={"given": kept_after(s, {"cut_to_fen": 1_000_000}, 2, frozenset())}))


def test_the_second_signer_signs_what_the_first_stated(process: Process) -> None:
    s = cut(process)
    move = decide(asked(s, "unit_head"), "accept_cut")
    assert move.stated == {"cut_to_fen": 1_000_000}
    assert do.Keep("cut_to_fen", 1_000_000) in move.intents
    assert refused(asked(s, "unit_head", cut_to_fen=9_000_000), "accept_cut") == ("stated_before",)
    assert decide(asked(s, "unit_head", cut_to_fen=1_000_000), "accept_cut").stated == {"cut_to_fen": 1_000_000}


def test_what_is_not_asked_for_is_refused_and_what_is_missing_or_wrong_too(process: Process) -> None:
    s = a_case(process, "funding_review")
    assert refused(asked(s, "finance", actual_fen=5), "funding_pass") == ("input_not_asked",)
    assert refused(asked(s, "finance"), "propose_cut") == ("input_missing",)
    for wrong in ("5", 5.0, True, -1, 10**15, date(2026, 1, 1)):
        assert "input_wrong" in refused(asked(s, "finance", cut_to_fen=wrong), "propose_cut")
    assert refused(asked(s, "finance", ground="因为"), "reject") == ("input_wrong",)
    when = a_case(process, "approved")
    for wrong in ("2026-12-01", NOW, date(9999, 12, 31), date(1999, 1, 1)):
        assert "input_wrong" in refused(
            asked(when, "unit_head", new_start_date=wrong, new_end_date=date(2026, 12, 3)), "postpone")  # fmt: skip


def test_what_one_round_states_another_does_not_touch(process: Process) -> None:
    s = cut(process)
    assert kept_after(s, {}, None, frozenset({3})) == {"2": {"cut_to_fen": 1_000_000}}
    assert kept_after(s, {}, None, frozenset({2})) == {}


# --- the world moves ----------------------------------------------------------------------------------------------


def test_a_new_pair_brings_a_second_seat_into_the_open_round(process: Process) -> None:
    s = a_case(process, "duplicate_review")
    assert missing_seats(s) is None
    more = missing_seats(s.with_(findings=(block("R-25", "duplicate", part="9"),)))
    assert more is not None
    assert [(seat.round, seat.place, seat.role, seat.status) for seat in more.seats] == [(1, 1, "od_deputy", OPEN)]


def test_a_pair_that_is_settled_still_needs_two_to_clear_it(process: Process) -> None:
    """Ruling 19: the second seat does not vanish with the first reviewer's verdict."""
    told = Finding("R-25", "info", "duplicate", part="9", wording="settled")
    s = a_case(process, "duplicate_review", findings=(told,), pairs=(OpenPair(9, "DISTINCT"),))
    assert [seat.role for seat in s.seats] == ["od_section", "od_deputy"]


def test_the_second_question_about_a_pair_is_refused(process: Process) -> None:
    s = a_case(process, "duplicate_review", pairs=(OpenPair(9, consulted=True), OpenPair(10)), other_host="PLC")
    assert refused(asked(s, "od_section", survivor=9), "propose_merge") == ("consulted_before",)
    assert refused(asked(s, "od_section", survivor=11), "propose_merge") == ("survivor_unknown",)
    move = decide(asked(s, "od_section", survivor=10), "propose_merge")
    assert [(seat.role, seat.unit) for seat in move.rounds[-1].seats] == [("unit_head", "CIVIL"), ("unit_head", "PLC")]
    nobody = decide(asked(s.with_(other_host=None), "od_section", survivor=10), "propose_merge")
    assert [seat.unit for seat in nobody.rounds[-1].seats] == ["CIVIL", ""]  # nobody's, and never anybody's


# --- days ---------------------------------------------------------------------------------------------------------


def at(s: Situation, day: date, due: Any = None) -> Situation:
    now = NOW.replace(year=day.year, month=day.month, day=day.day)
    return s.with_(now=now, today=day, actor=system_actor(), case=replace(s.case, due_at=due))


def test_the_office_s_own_silence_never_makes_a_class_lapse(process: Process) -> None:
    s = proposal(a_case(process, "amendment_review"), class_name="x")
    late = at(s, date(2026, 11, 2), due=NOW + timedelta(days=7))
    assert refused(late, "lapse") == ("still_running",)
    returned = at(a_case(process, "returned"), date(2026, 11, 2), due=NOW + timedelta(days=7))
    assert decide(returned, "lapse").target == "lapsed"


@pytest.mark.parametrize(
    ("start", "today", "lapses"),
    [
        (date(2026, 11, 23), date(2026, 12, 23), False),
        (date(2026, 11, 23), date(2026, 12, 24), True),
        (date(2026, 12, 14), date(2026, 12, 30), False),
        (date(2026, 12, 14), date(2026, 12, 31), True),
        (date(2027, 1, 11), date(2026, 12, 31), False),  # next year's class does not lapse with this year
        (date(2026, 12, 31), date(2026, 12, 31), False),  # its own day
        (date(2026, 12, 31), date(2027, 1, 1), True),
    ],
)
def test_an_approval_lapses_thirty_days_after_the_opening_or_with_its_year(
    process: Process, start: date, today: date, lapses: bool
) -> None:
    s = at(a_case(process, "approved", form=a_class(start_date=start, end_date=start)), today)
    if lapses:
        assert decide(s, "lapse").target == "lapsed"
    else:
        assert refused(s, "lapse") == ("still_running",)


# --- explain ------------------------------------------------------------------------------------------------------


def everybody() -> list[Any]:
    roles = ("declarant", "unit_finance", "unit_head", "od_section", "od_deputy", "od_head", "hrss", "finance", "leader")
    return [*(holder(role) for role in roles), system_actor(), an_actor(99)]


def test_explain_tells_every_action_of_every_state_once(process: Process) -> None:
    for plan in (process, rules().process("plan_filing")):
        for state in plan.states:
            for actor in everybody():
                told = explain(a_case(plan, state, actor=actor))
                names = [one.action for one in (*told.can, *told.cannot)]
                assert sorted(names) == sorted(action.code for action in plan.actions_from(state))
                assert all(barred.refusals for barred in told.cannot)


STATED = {"survivor": 9, "higher_reply_no": "1号", "cut_to_fen": 100, "ground": "repeat", "attended": 30, "overrun_fen": 100,
          "new_start_date": date(2026, 12, 1), "new_end_date": date(2026, 12, 2), "actual_fen": 100}  # fmt: skip
PAPERS = frozenset({"roster", "higher_reply", "programme", "agenda", "sign_in", "final_timetable", "summary", "evaluation",
                    "vouchers"})  # fmt: skip


def test_explain_and_decide_agree(process: Process) -> None:
    """Whatever can be done is done once its inputs and words are stated; whatever cannot, is refused then too."""
    cases = 0
    for state in process.states:
        remembered = {"route": "A0", "returned_from": "submitted", "before_amendment": "approved", "outcome": "completed",
                      "rejected_from": "funding_review", "survivor": 9}  # fmt: skip
        s = a_case(process, state, remembered=remembered, papers=PAPERS, pairs=(OpenPair(9),), other_host="PLC",
                   proposed=a_class(trainee_count=29), changed=("trainee_count",))  # fmt: skip
        for actor in everybody():
            told = explain(s.with_(actor=actor))
            for one in told.can:
                given = {name: STATED[name] for name in one.inputs if name in STATED}
                given |= {"absorbed": 9} if "absorbed" in one.inputs else {}
                assert decide(s.with_(actor=actor, opinion="写明。", given=given), one.action).action == one.action
                cases += 1
            for barred in told.cannot:
                given = {name: STATED[name] for name in process.actions[barred.action].inputs if name in STATED}
                codes = refused(s.with_(actor=actor, opinion="写明。", given=given), barred.action)
                assert {refusal.code for refusal in barred.refusals} <= set(codes)
                cases += 1
    assert cases > 500


def test_explain_does_not_ask_for_what_was_stated_already(process: Process) -> None:
    s = cut(process)
    told = explain(s.with_(actor=holder("unit_head")))
    assert {one.action: one.inputs for one in told.can}["accept_cut"] == ()
    fresh = explain(a_case(process, "funding_review", actor=holder("finance")))
    assert {one.action: one.inputs for one in fresh.can}["propose_cut"] == ("cut_to_fen",)


def test_who_could_do_it_is_told(process: Process) -> None:
    told = explain(a_case(process, "submitted", actor=holder("finance")))
    barred = {one.action: one.who for one in told.cannot}
    assert barred["accept"] == ("od_section",)
    assert barred["withdraw"] == ("unit_head",)


def test_a_recorded_answer_moves_nothing(process: Process) -> None:
    s = take(a_case(process, "funding_review"), "ask", "finance", "场地费？")
    move = decide(asked(s, "declarant"), "answer")
    assert (move.what, move.target, move.ends_rounds) == (RECORDED, "funding_review", (2,))
    assert do.Pause(False) in move.intents
