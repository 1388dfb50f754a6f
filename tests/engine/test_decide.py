"""May it happen?  ``decide`` without a database: who signs, in what order, and who may not."""

from dataclasses import replace
from datetime import date

import pytest

from tests.district import a_class
from tests.engine.cases import NOW, a_case, an_actor, asked, block, refused, rules, take, then
from workflow.domain.findings import WARN
from workflow.domain.people import Post, system_actor
from workflow.domain.seats import OPEN, SIGNED, WAITING
from workflow.engine import intents as do
from workflow.engine.decide import MOVED, decide
from workflow.engine.decide import SIGNED as ONE_OF_SEVERAL
from workflow.engine.situation import Seat, Situation
from workflow.refusals import Refused
from workflow.rulebook.process import Process


@pytest.fixture(scope="module")
def process() -> Process:
    return rules().process("class_declaration")


# --- who and when --------------------------------------------------------------------------------------------------


def test_a_signature_moves_the_case_and_opens_the_next_round(process: Process) -> None:
    move = decide(asked(a_case(process, "submitted"), "od_section"), "accept")
    assert (move.what, move.origin, move.target) == (MOVED, "submitted", "authority_review")
    assert move.post == Post("od_section", "OD")
    assert [(seat.round, seat.act, seat.role, seat.status, seat.gate) for seat in move.rounds[0].seats] == [
        (2, "authority_pass", "od_section", OPEN, "authority")
    ]


def test_every_reason_is_said_at_once(process: Process) -> None:
    found = (block("R-02", "authority", over=("od_head",)), block("R-15", "authority", severity=WARN))
    s = a_case(process, "authority_review", findings=found, remembered={"route": "A4"})
    assert refused(asked(s, "finance", "字" * 2001), "authority_pass") == (
        "not_your_seat",
        "other_route",
        "open_block",
        "warning_unexplained",
        "opinion_too_long",
    )


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
        ("od_deputy", OPEN),
        ("od_head", WAITING),
        ("leader", WAITING),
    ]
    with pytest.raises(Refused) as why:
        decide(asked(s, "od_head"), "approve")
    assert why.value.codes == ("not_your_turn",)
    assert why.value.refusals[0].who == ("od_deputy",)
    first = decide(asked(s, "od_deputy"), "approve")
    assert (first.what, first.target, [seat.role for seat in first.opens]) == (
        ONE_OF_SEVERAL,
        "leader_approval",
        ["od_head"],
    )
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
        ("answer", OPEN),
        ("ask", SIGNED),
        ("funding_pass", OPEN),
    ]
    move = decide(asked(s, "unit_head"), "withdraw")
    assert sorted(seat.act for seat in move.closes) == ["answer", "funding_pass"]
    assert move.ends_rounds == (1, 2)


def test_an_errand_round_begins_signed_and_asks_the_next(process: Process) -> None:
    s = take(
        a_case(process, "approved"),
        "postpone",
        "unit_head",
        new_start_date=date(2026, 12, 1),
        new_end_date=date(2026, 12, 3),
    )
    assert s.case.state == "approved"
    assert [(seat.role, seat.status) for seat in s.seats if seat.action == "postpone"] == [
        ("unit_head", SIGNED),
        ("od_section", OPEN),
    ]
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


# --- segregation ---------------------------------------------------------------------------------------------------


def signed(
    role: str,
    by: int,
    *,
    round_: int = 90,
    gate: str | None = None,
    unit: str | None = None,
    action: str = "authority_pass",
) -> Seat:
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
    loose = replace(
        s.policy,
        entries={
            **s.policy.entries,
            "separation.successive_gates": replace(s.policy.entries["separation.successive_gates"], value=False),
        },
    )
    assert decide(asked(s.with_(policy=loose), "od_section"), "dup_clear").target == "funding_review"


def test_only_the_last_round_of_the_gate_before_counts(process: Process) -> None:
    s = a_case(process, "duplicate_review")
    s = with_seat(
        with_seat(s, signed("od_section", 11, round_=80, gate="authority")),
        signed("od_section", 21, round_=85, gate="authority"),
    )
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
