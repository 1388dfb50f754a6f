"""What somebody can do now, what not and why: always the same answer as the decision's."""

from datetime import date
from typing import Any

import pytest

from tests.district import a_class
from tests.engine.cases import a_case, an_actor, asked, holder, refused, rules, take, with_a_cut
from workflow.domain.people import system_actor
from workflow.engine import intents as do
from workflow.engine.decide import RECORDED, decide, explain
from workflow.engine.situation import OpenPair
from workflow.rulebook.process import Process


@pytest.fixture(scope="module")
def process() -> Process:
    return rules().process("class_declaration")


# --- explain -------------------------------------------------------------------------------------------------------


def everybody() -> list[Any]:
    roles = (
        "declarant",
        "unit_finance",
        "unit_head",
        "od_section",
        "od_deputy",
        "od_head",
        "hrss",
        "finance",
        "leader",
    )
    return [*(holder(role) for role in roles), system_actor(), an_actor(99)]


def test_explain_tells_every_action_of_every_state_once(process: Process) -> None:
    for plan in (process, rules().process("plan_filing")):
        for state in plan.states:
            for actor in everybody():
                told = explain(a_case(plan, state, actor=actor))
                names = [one.action for one in (*told.can, *told.cannot)]
                assert sorted(names) == sorted(action.code for action in plan.actions_from(state))
                assert all(barred.refusals for barred in told.cannot)


STATED = {
    "survivor": 9,
    "higher_reply_no": "1号",
    "cut_to_fen": 100,
    "ground": "repeat",
    "attended": 30,
    "overrun_fen": 100,
    "new_start_date": date(2026, 12, 1),
    "new_end_date": date(2026, 12, 2),
    "actual_fen": 100,
}
PAPERS = frozenset(
    {"roster", "higher_reply", "programme", "agenda", "sign_in", "final_timetable", "summary", "evaluation", "vouchers"}
)


def test_explain_and_decide_agree(process: Process) -> None:
    """Whatever can be done is done once its inputs and words are stated; whatever cannot, is refused then too."""
    cases = 0
    for state in process.states:
        remembered = {
            "route": "A0",
            "returned_from": "submitted",
            "before_amendment": "approved",
            "outcome": "completed",
            "rejected_from": "funding_review",
            "survivor": 9,
            "agreed_on": "2026-10-14",
        }
        s = a_case(
            process,
            state,
            remembered=remembered,
            papers=PAPERS,
            pairs=(OpenPair(9),),
            other_host="PLC",
            proposed=a_class(trainee_count=29),
            changed=("trainee_count",),
        )
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
    s = with_a_cut(process)
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
