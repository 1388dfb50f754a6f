"""Where an action leads, what content it looks at, what is stated with it; without a database."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.district import a_class
from tests.engine.cases import NOW, a_case, asked, block, proposal, refused, rules, take, then, with_a_cut
from workflow.domain.findings import Finding
from workflow.domain.people import system_actor
from workflow.domain.seats import OPEN, WAITING
from workflow.engine import intents as do
from workflow.engine.decide import MOVED, decide
from workflow.engine.proposals import as_seen_by, begun
from workflow.engine.signers import missing_seats
from workflow.engine.situation import OpenPair, Situation
from workflow.engine.stated import kept_after
from workflow.rulebook.process import Process


@pytest.fixture(scope="module")
def process() -> Process:
    return rules().process("class_declaration")


# --- where it leads ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("came_from", "changes", "target"),
    [
        ("funding_review", {}, "funding_review"),
        ("funding_review", {"purpose": "另写"}, "funding_review"),
        ("funding_review", {"class_name": "另名"}, "duplicate_review"),
        ("funding_review", {"channel": "out", "partner": "苏州大学"}, "authority_review"),
        ("leader_approval", {"trainee_count": 39}, "funding_review"),
        ("authority_review", {"trainee_count": 39}, "authority_review"),
        ("submitted", {"channel": "out", "partner": "苏州大学"}, "submitted"),
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
    assert [seat.role for seat in s.seats if seat.status == OPEN] == ["od_deputy", "od_head", "leader"]


def test_a_merge_while_an_amendment_is_looked_at_asks_everybody_anew(process: Process) -> None:
    s = proposal(a_case(process, "amendment_review", remembered={"before_amendment": "approved"}), class_name="另名")
    move = decide(s.with_(actor=system_actor(), given={"absorbed": 9}), "absorb")
    assert (move.what, move.target, move.remembered) == (MOVED, "amendment_review", {})
    assert [seat.round for seat in move.rounds[0].seats] == [2]


# --- contents that wait in a round ---------------------------------------------------------------------------------


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
    assert (
        as_seen_by(proposal(a_case(process, "amendment_review"), purpose="x"), action["amend_ok"]).proposed is not None
    )


def test_an_edit_of_what_waits_for_the_head_asks_the_handler_anew(process: Process) -> None:
    """A merge meets a half-signed resubmission: the case stays returned and asks from the beginning."""
    s = take(a_case(process, "returned", remembered={"returned_from": "submitted"}), "resubmit", "declarant")
    move = decide(s.with_(actor=system_actor(), given={"absorbed": 9}), "absorb")
    assert move.target == "returned"
    assert [(seat.role, seat.status) for seat in move.rounds[-1].seats] == [("declarant", OPEN), ("unit_head", WAITING)]
    assert (1,) == move.ends_rounds


# --- what is stated ------------------------------------------------------------------------------------------------


def test_the_second_signer_signs_what_the_first_stated(process: Process) -> None:
    s = with_a_cut(process)
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
            asked(when, "unit_head", new_start_date=wrong, new_end_date=date(2026, 12, 3)), "postpone"
        )


def test_what_one_round_states_another_does_not_touch(process: Process) -> None:
    s = with_a_cut(process)
    assert kept_after(s, {}, None, frozenset({3})) == {"2": {"cut_to_fen": 1_000_000}}
    assert kept_after(s, {}, None, frozenset({2})) == {}


# --- the world moves -----------------------------------------------------------------------------------------------


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


# --- days ----------------------------------------------------------------------------------------------------------


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
