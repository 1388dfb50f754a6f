"""R-37 as a guard: nothing is paid for a class never approved, or held before it was; at no cost it may be settled."""

from dataclasses import replace

import pytest

from tests.engine.cases import a_case, rules
from workflow.engine.guards_of_holding import approved_before_held
from workflow.engine.situation import Situation

AGREED = {"agreed_on": "2026-11-20"}


def settling(remembered: dict[str, str], fen: int = 100) -> Situation:
    return a_case(rules().process("class_declaration"), "settling", remembered=dict(remembered)).with_(
        action="settle", given={"actual_fen": fen})


@pytest.mark.parametrize(("remembered", "code"), [
    ({}, "not_reimbursed"),  # no act leads here: kept for what a later definition may allow
    ({"held_on": "2026-11-23"}, "not_reimbursed"),
    ({**AGREED, "held_on": "2026-11-19"}, "not_reimbursed_before"),
    ({**AGREED, "held_on": "2026-11-20"}, ""),
    (AGREED, ""),  # called off, with costs owed
])
def test_what_was_held_before_its_approval_is_not_paid(remembered: dict[str, str], code: str) -> None:
    answer = approved_before_held(settling(remembered))
    assert (answer.code if answer else "") == code
    assert answer is None or answer.field == "actual_fen"
    assert approved_before_held(settling(remembered, fen=0)) is None


def test_a_policy_without_the_rule_pays() -> None:
    s = settling({})
    terms = {**s.policy.rules, "R-37": replace(s.policy.rules["R-37"], on=False)}
    assert approved_before_held(s.with_(policy=replace(s.policy, rules=terms))) is None
