"""Two people at the same moment: one winner, one refusal that names who and when, nothing lost; on both databases."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.acts.looking import B1, B2, at_once
from tests.district import District, a_class
from workflow.acts.declare import begin, save_copy
from workflow.acts.explain_finding import explain_finding
from workflow.acts.judge_again import judge
from workflow.acts.judge_pair import judge_pair
from workflow.acts.take_action import Done, Seen, take_action
from workflow.acts.transaction import TRIES
from workflow.domain.people import Actor
from workflow.office.gather import gather
from workflow.refusals import Refused
from workflow.store.cases import seat
from workflow.store.trail import trail

Answer = Done | Refused


def seen(d: District, case_id: int) -> Seen:
    """What a page of this moment binds a signature to."""
    with d.office.database.read() as connection:
        return Seen.of(gather(connection, d.office, d.actor("auditor"), case_id))


def signing(d: District, case_id: int, action: str, who: str, **more: Any) -> Callable[[], Done]:
    return lambda: take_action(d.office, d.actor(who), case_id, action, opinion="同意。", **more)


def records(d: District, case_id: int) -> int:
    with d.office.database.read() as connection:
        counting = select(func.count()).select_from(trail).where(trail.c.case_id == case_id)
        return int(connection.execute(counting).scalar_one())


@pytest.mark.parametrize("turn", range(4))
def test_of_two_holders_of_one_seat_one_signs_and_the_other_hears_who_and_when(d: District, turn: int) -> None:
    case_id = d.at("leader_approval")
    shown, before = seen(d, case_id), records(d, case_id)
    answers = at_once(*(signing(d, case_id, "approve", who, seen=shown) for who in ("od_deputy", "od_deputy2")))
    won = [one for one in answers if isinstance(one, Done)]
    lost = [one for one in answers if isinstance(one, Refused)]
    assert len(won) == len(lost) == 1
    told = lost[0].refusals[0]
    assert told.code == "changed_meanwhile"
    assert told.values["name"].zh in ("od_deputy", "od_deputy2")
    assert told.values["at"] == d.office.clock()
    assert records(d, case_id) == before + 1
    d.take(case_id, "approve", "od_head")  # the round goes on


def test_of_two_who_move_the_case_one_moves_it(d: District) -> None:
    case_id = d.at("duplicate_review")
    shown = seen(d, case_id)
    answers = at_once(
        signing(d, case_id, "dup_clear", "od_section2", seen=shown),
        signing(d, case_id, "return", "od_section", seen=shown),
    )
    assert sorted(type(one).__name__ for one in answers) == ["Done", "Refused"]
    refusal = next(one for one in answers if isinstance(one, Refused)).refusals[0]
    assert refusal.code == "changed_meanwhile"
    assert refusal.values["name"].zh in ("od_section", "od_section2")


def test_without_what_was_seen_the_loser_hears_that_the_state_is_another(d: District) -> None:
    case_id = d.at("funding_review")
    answers = at_once(*(signing(d, case_id, "funding_pass", who) for who in ("finance", "finance2")))
    refusal = next(one for one in answers if isinstance(one, Refused)).refusals[0]
    assert refusal.code == "wrong_state"
    assert refusal.values["state"].en == "Leader approval"


def test_co_signers_do_not_make_one_another_stale(d: District) -> None:
    """Both saw the same page; both signatures of the round count, at once or one after the other."""
    for turn in range(4):
        form = a_class(
            audience_tier="professional", audience_codes=("PRO_OTHER", "PI_NEW", "CANTEEN_MGR", "PRO_AGRI")[turn:][:1]
        )
        case_id = d.at("authority_review", form)
        shown = seen(d, case_id)
        answers = at_once(
            signing(d, case_id, "authority_pass", "od_section", seen=shown),
            signing(d, case_id, "authority_pass", "hrss", seen=shown),
        )
        assert [type(one) for one in answers] == [Done, Done]
        assert sorted(one.moved for one in answers) == [False, True]


def test_a_repeated_request_answers_the_first_result(d: District) -> None:
    case_id = d.at("funding_review")
    before = records(d, case_id)
    call = signing(d, case_id, "funding_pass", "finance", request_id="form-77")
    answers = at_once(*[call] * 6)
    assert {(one.n, one.state, one.moved) for one in answers} == {(before + 1, "leader_approval", True)}
    assert records(d, case_id) == before + 1
    assert call().n == before + 1
    for other in (signing(d, case_id, "return", "od_deputy", request_id="form-77"),
                  signing(d, d.begin(), "send_unit", "CIVIL.declarant", request_id="form-77"),
                  lambda: begin(d.office, d.actor("CIVIL.declarant"), "CIVIL", request_id="form-77")):  # fmt: skip
        with pytest.raises(Refused, match="request_elsewhere"):
            other()


def test_a_repeated_beginning_begins_one_case(d: District) -> None:
    def start() -> Done:
        return begin(d.office, d.actor("CIVIL.declarant"), "CIVIL", request_id="new-1")

    assert len({one.case_id for one in at_once(*[start] * 4)}) == 1


@pytest.mark.parametrize("request_id", ["", " ", "a" * 65, "nul\x00", "第一次", "a\nb"])
def test_a_request_id_that_is_none_is_refused(d: District, request_id: str) -> None:
    with pytest.raises(Refused, match="request_wrong"):
        signing(d, d.begin(), "send_unit", "CIVIL.declarant", request_id=request_id)()


def test_what_was_not_shown_is_not_signed(d: District) -> None:
    case_id = d.at("authority_review")
    shown = seen(d, case_id)
    others = [replace(shown, **{name: "0" * 16}) for name in ("state", "form_hash", "findings_hash")]
    for stale in (*others, Seen.read("nonsense"), Seen.read("")):
        with pytest.raises(Refused, match="changed_meanwhile"):
            signing(d, case_id, "authority_pass", "od_section", seen=stale)()
    assert Seen.read(shown.token) == shown
    d.take(case_id, "return", "od_section", "补材料。")
    d.take(case_id, "resubmit", "CIVIL.declarant")
    with pytest.raises(Refused) as why:
        signing(d, case_id, "authority_pass", "od_section", seen=shown)()
    assert why.value.refusals[0].values["name"].zh == "CIVIL.declarant"


def test_a_note_and_a_signature_at_once_are_both_kept(d: District) -> None:
    """The unit explains while the reviewer signs: neither is lost, and the chain has both."""
    form = a_class(class_kind="business", half_days=12, end_date=a_class().start_date.replace(day=28))
    case_id = d.at("authority_review", form)
    before = records(d, case_id)
    answers = at_once(
        lambda: explain_finding(d.office, d.actor("CIVIL.declarant"), case_id, "R-15", "", "分两段讲授。"),
        signing(d, case_id, "ask", "od_section"),
        lambda: explain_finding(d.office, d.actor("CIVIL.unit_head"), case_id, "R-15", "", "经集体研究。"),
    )
    assert not [one for one in answers if isinstance(one, Refused)]
    assert records(d, case_id) == before + 3


def test_two_who_type_at_once_do_not_overwrite_each_other(d: District) -> None:
    case_id = d.begin()
    writer = d.actor("CIVIL.declarant")

    def save(name: str) -> int:
        return save_copy(d.office, writer, case_id, a_class(class_name=name), version=2)

    answers = at_once(lambda: save("甲班"), lambda: save("乙班"))
    assert sorted(type(one).__name__ for one in answers) == ["Refused", "int"]
    assert next(one for one in answers if isinstance(one, Refused)).codes == ("copy_changed",)


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("people", [B1, B2], ids=["the same people", "the same topic only"])
def test_two_like_classes_submitted_at_once_find_each_other(
    d: District, monkeypatch: pytest.MonkeyPatch, people: tuple[str, ...], turn: int
) -> None:
    """Both judge before either writes, where the database lets them; one is second then, and looks again.

    Whether they share an audience or only their topic, or are the first two classes of the house (turn 0).
    """
    both_judged = threading.Barrier(2)

    def judged(*arguments: Any) -> Any:
        found = judge(*arguments)
        with suppress(threading.BrokenBarrierError):  # on SQLite the writers queue, and the second cannot come
            both_judged.wait(0.5)
        return found

    if turn:
        d.submitted(a_class(topic_code="RURAL_REVIVAL", audience_codes=("VILL_SEC",), audience_tier="rural"))
    forms = (a_class(audience_codes=B1), a_class(audience_codes=people, class_name=a_class().class_name))
    cases = []
    for form in forms:
        case_id = d.begin(form)
        d.take(case_id, "send_unit", "CIVIL.declarant")
        d.take(case_id, "unit_finance_sign", "CIVIL.unit_finance")
        cases.append(case_id)
    monkeypatch.setattr("workflow.acts.take_action.judge", judged)
    answers = at_once(*(signing(d, case_id, "unit_submit", "CIVIL.unit_head") for case_id in cases))
    assert all(isinstance(one, Done) for one in answers)
    named = set()
    for case_id in cases:
        with d.office.database.read() as connection:
            s = gather(connection, d.office, d.actor("auditor"), case_id).situation
        named |= {(case_id, int(f.part)) for f in s.findings if f.rule == "R-25" and f.part.isdecimal()}
    one, other = cases
    assert named & {(one, other), (other, one)}


def test_one_pair_is_settled_once(d: District) -> None:
    other = d.submitted(a_class(host_unit="PLC"), "PLC")
    case_id = d.at("duplicate_review")
    answers = at_once(
        *(
            lambda who=who: judge_pair(d.office, d.actor(who), case_id, other, "DISTINCT", "课程不同。")  # type: ignore[misc]
            for who in ("od_section", "od_section2")
        )
    )
    assert sorted(type(one).__name__ for one in answers) == ["Refused", "int"]
    assert next(one for one in answers if isinstance(one, Refused)).codes == ("pair_settled",)


def test_sixteen_at_one_seat_leave_one_signature(d: District) -> None:
    case_id = d.at("leader_approval")
    answers = at_once(*[signing(d, case_id, "approve", "od_deputy2") for _ in range(16)])
    assert sum(isinstance(one, Done) for one in answers) == 1
    codes = {one.codes[0] for one in answers if isinstance(one, Refused)}
    assert codes <= {"nobody_is_asked", "not_your_turn", "not_your_seat", "signed_this_round", "changed_meanwhile"}
    with d.office.database.read() as connection:
        signed = select(func.count()).select_from(seat).where(seat.c.case_id == case_id, seat.c.act == "approve",
                                                              seat.c.status == "signed")  # fmt: skip
        assert connection.execute(signed).scalar_one() == 1
    assert TRIES >= 8


def test_nobody_is_answered_for_another_s_request(d: District) -> None:
    case_id = d.at("submitted")
    signing(d, case_id, "accept", "od_section", request_id="r-1")()
    for other in (d.actor("od_section2"), Actor(10**6, "nobody")):
        with pytest.raises(Refused, match="request_elsewhere"):
            take_action(d.office, other, case_id, "accept", request_id="r-1")
