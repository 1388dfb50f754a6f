"""Trainees answer once and unnamed; sign-in, notes, answers and hours are proved by the trail; on both databases."""

from typing import Any

import pytest
from sqlalchemy import select, update

from tests.acts.class_held import CLOSING_PAPERS, LAST, OPENING, at, in_session, roster, rows, signed_in
from tests.clocks import SetClock
from tests.district import District
from workflow.acts.class_in_session import note_class
from workflow.acts.evaluate import answer, class_of, enter_answer, make_codes
from workflow.domain.completion import ASKED
from workflow.office import Office
from workflow.queries.trail_check import verify_all
from workflow.refusals import NotFound, Refused
from workflow.store.completion import attendance, class_note, closing, evaluation_code, trainee_evaluation
from workflow.store.rosters import enrolment
from workflow.store.trail import trail

SCORES = dict.fromkeys(ASKED, 4)


@pytest.fixture
def district(office: Office) -> District:
    return District(office)


def test_a_code_answers_once_and_tells_nobody(district: District, clock: SetClock) -> None:
    case_id = in_session(district, clock, 3)
    clerk = district.actor("CIVIL.declarant")
    codes = make_codes(district.office, clerk, case_id)
    assert len(set(codes)) == 3 and {class_of(district.office, code.lower()) for code in codes} == {case_id}
    kept = {row.hash for row in rows(district, select(evaluation_code))}
    assert not kept & set(codes), "only digests are kept"
    assert answer(district.office, codes[0], {**SCORES, "whole": 5}, "多些案例。") == case_id
    with pytest.raises(Refused, match="code_used"):
        answer(district.office, codes[0], SCORES)
    with pytest.raises(Refused, match="codes_made"):
        make_codes(district.office, clerk, case_id)
    with pytest.raises(NotFound):
        answer(district.office, "WRONGCODE2", SCORES)
    (found,) = rows(district, select(trainee_evaluation))
    assert (found.source, found.whole, found.content, found.remark) == ("link", 5, 4, "多些案例。")
    told = rows(district, select(trail.c.record, trail.c.actor_id).where(trail.c.act == "answer_evaluation"))
    assert [row.actor_id for row in told] == [0] and codes[0] not in told[0].record
    assert not any(digest in told[0].record for digest in kept), "no record tells which slip it was"
    assert verify_all(district.office).ok


@pytest.mark.parametrize("wrong", [{"whole": 6}, {"whole": 0}, {"whole": True}, {"whole": None}])
def test_every_item_wants_a_score(district: District, clock: SetClock, wrong: dict[str, Any]) -> None:
    case_id = in_session(district, clock, 1)
    with pytest.raises(Refused) as refused:
        enter_answer(district.office, district.actor("CIVIL.declarant"), case_id, {**SCORES, **wrong})
    assert [one.field for one in refused.value.refusals] == ["whole"]


def test_no_more_answers_than_people_nor_after_the_closing(district: District, clock: SetClock) -> None:
    case_id = in_session(district, clock, 1)
    clerk = district.actor("CIVIL.declarant")
    enter_answer(district.office, clerk, case_id, SCORES)
    with pytest.raises(Refused, match="answers_full"):
        enter_answer(district.office, clerk, case_id, SCORES)
    signed_in(district, clock, case_id, roster(district, case_id))
    district.take(case_id, "end_class", "CIVIL.declarant")
    district.paper(case_id, "CIVIL.declarant", *CLOSING_PAPERS)
    district.take(case_id, "submit_closing", "CIVIL.declarant")
    with pytest.raises(Refused, match="not_held_now"):
        make_codes(district.office, clerk, case_id)


def test_whoever_changes_a_mark_a_note_or_hours_by_hand_is_found(district: District, clock: SetClock) -> None:
    case_id = in_session(district, clock, 2)
    clerk = district.actor("CIVIL.declarant")
    note_class(district.office, clerk, case_id, "discussion", OPENING, "am", "第一组", "讨论了两个案例。")
    enter_answer(district.office, clerk, case_id, SCORES)
    signed_in(district, clock, case_id, roster(district, case_id))
    at(clock, LAST)
    district.take(case_id, "end_class", "CIVIL.declarant")
    district.paper(case_id, "CIVIL.declarant", *CLOSING_PAPERS)
    district.take(case_id, "submit_closing", "CIVIL.declarant")
    district.take(case_id, "closing_pass", "od_section")
    assert verify_all(district.office).ok
    changes = ((attendance, {"mark": "absent"}, {"mark": "present"}), (class_note, {"text": "没有讨论。"}, None),
               (trainee_evaluation, {"whole": 5}, {"whole": 4}), (closing, {"attended": 1}, {"attended": 2}),
               (enrolment, {"hours": 90}, {"hours": 18}))
    for table, forged, true in changes:
        _set(district, table, forged)
        found = verify_all(district.office)
        assert found.first_bad is not None and found.first_bad.table == table.name, table.name
        _set(district, table, true or {"text": "讨论了两个案例。"})
        assert verify_all(district.office).ok, table.name


def _set(district: District, table: Any, values: dict[str, Any]) -> None:
    with district.office.database.write() as connection:
        connection.execute(update(table).values(values))
        connection.commit()
