"""A class is held and closed by acts: sign-in, papers, hours, re-opening and correction; on both databases."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.acts.class_held import CLOSING_PAPERS, LAST, OPENING, at, in_session, noticed, roster, rows, signed_in
from tests.clocks import SetClock
from tests.district import District
from tests.district import signed_in as with_posts
from workflow.acts.appraise import Appraisal, appraise
from workflow.acts.class_in_session import note_class, take_attendance
from workflow.domain.completion import ABSENT, FAILED, LEAVE, NO_CREDIT, PASSED, PRESENT
from workflow.engine.likeness.packing import unpack
from workflow.office import Office
from workflow.queries.cadre_record import cadre_record
from workflow.queries.coverage_list import coverage
from workflow.queries.reports import report, wished
from workflow.queries.trail_check import verify_all
from workflow.refusals import Refused
from workflow.store.completion import attendance, class_note, closing, hour_entry
from workflow.store.likeness import likeness_mark
from workflow.store.rosters import enrolment

PEOPLE = 7


@pytest.fixture
def district(office: Office) -> District:
    return District(office)


def closed(district: District, clock: SetClock, case_id: int, **given: Any) -> None:
    """The teaching ended and the closing was passed."""
    at(clock, LAST)
    district.take(case_id, "end_class", "CIVIL.declarant")
    district.paper(case_id, "CIVIL.declarant", *CLOSING_PAPERS)
    district.take(case_id, "submit_closing", "CIVIL.declarant", **given)
    district.take(case_id, "closing_pass", "od_section")


def credits(district: District, case_id: int) -> dict[int, tuple[int, str, str]]:
    wanted = select(enrolment.c.cadre_id, enrolment.c.hours, enrolment.c.result, enrolment.c.status)
    return {row.cadre_id: (row.hours, row.result, row.status)
            for row in rows(district, wanted.where(enrolment.c.case_id == case_id))}


def entries(district: District, case_id: int) -> list[tuple[int, int, int, str]]:
    wanted = select(hour_entry.c.k, hour_entry.c.cadre_id, hour_entry.c.hours, hour_entry.c.result)
    return [tuple(row) for row in rows(district, wanted.where(hour_entry.c.case_id == case_id).order_by(
        hour_entry.c.k, hour_entry.c.cadre_id))]


def test_from_the_opening_to_a_corrected_closing(district: District, clock: SetClock) -> None:
    """One absent throughout, one on leave for more than a seventh; after the re-opening the leave proves wrong."""
    case_id = in_session(district, clock, PEOPLE)
    one, two, three, *others = roster(district, case_id)
    away = {(one, place): ABSENT for place in range(6)} | {(two, 0): LEAVE}
    signed_in(district, clock, case_id, [one, two, three, *others], away)
    closed(district, clock, case_id, attended=PEOPLE - 1)
    assert credits(district, case_id) == {
        one: (0, NO_CREDIT, "absent"), two: (0, NO_CREDIT, "attended"),  # 1 of 6 half-days is more than a seventh
        **dict.fromkeys((three, *others), (18, PASSED, "attended"))}
    first = rows(district, select(closing).where(closing.c.case_id == case_id))[0]
    assert (first.k, first.people, first.attended, first.outcome, first.hours) == (1, 7, 6, "passed", 90)
    district.paper(case_id, "CIVIL.declarant", "vouchers")
    for signer in ("CIVIL.unit_finance", "finance"):
        district.take(case_id, "settle", signer, actual_fen=700_000)

    district.take(case_id, "reopen", "od_head", "第2号学员当天在场，签到记错。")
    take_attendance(district.office, district.actor("CIVIL.declarant"), case_id, OPENING, "am", {two: PRESENT})
    district.take(case_id, "submit_closing", "CIVIL.declarant", "签到已更正。")
    district.take(case_id, "closing_pass", "od_section")
    assert credits(district, case_id)[two] == (18, PASSED, "attended")
    assert [entry for entry in entries(district, case_id) if entry[1] in (two, three)] == [
        (1, two, 0, NO_CREDIT), (1, three, 18, PASSED), (2, two, 18, PASSED)]
    old, new = rows(district, select(closing).where(closing.c.case_id == case_id).order_by(closing.c.k))
    assert (old.outcome, old.hours, old.reopened_why) == ("passed", 90, "第2号学员当天在场，签到记错。")
    assert old.reopened_by == district.actor("od_head").id
    assert (new.outcome, new.hours, new.reopened_at) == ("passed", 108, None)
    assert verify_all(district.office).ok


def test_a_class_that_is_stopped_credits_nobody_and_frees_the_days_left(district: District, clock: SetClock) -> None:
    """The call counts, the training does not: in the list of the unit, in the person's record and in the reports."""
    case_id = in_session(district, clock, 2)
    people = roster(district, case_id)
    take_attendance(district.office, district.actor("CIVIL.declarant"), case_id, OPENING, "am",
                    dict.fromkeys(people, PRESENT))
    district.take(case_id, "abort", "od_head", "突发疫情。")
    assert credits(district, case_id) == dict.fromkeys(people, (0, NO_CREDIT, "enrolled"))
    spans = rows(district, select(enrolment.c.start_date, enrolment.c.end_date).where(enrolment.c.case_id == case_id))
    assert set(spans) == {(OPENING, OPENING)}
    body = rows(district, select(likeness_mark.c.body).where(likeness_mark.c.case_id == case_id))[0].body
    mark = unpack(case_id, body)
    assert mark.start == mark.end, "for searches too it was held on these days only"
    at(clock, LAST + timedelta(days=30))
    head = with_posts(district.office, district.actor("od_head").id)
    listed = coverage(district.office, head, "CIVIL")
    assert (listed.total, listed.trained) == (2, 0)
    record = cadre_record(district.office, head, people[0])
    assert (record.calls, record.hours, [one.learnt for one in record.lessons]) == (1, 0, [False])
    table = report(district.office, head, wished(district.office, "coverage", 2026, "")).tables[0].total
    assert table is not None and (table.values["people"], table.values["trained"], table.values["times"]) == (2, 0, 0)
    assert verify_all(district.office).ok


def test_a_closing_waits_for_the_last_mark(district: District, clock: SetClock) -> None:
    case_id = in_session(district, clock, 3)
    one, two, three = roster(district, case_id)
    signed_in(district, clock, case_id, [one, two])
    district.take(case_id, "end_class", "CIVIL.declarant")
    district.paper(case_id, "CIVIL.declarant", *CLOSING_PAPERS)
    with pytest.raises(Refused, match="attendance_incomplete") as refused:
        district.take(case_id, "submit_closing", "CIVIL.declarant", attended=3)
    assert "attended_differs" in refused.value.codes
    signed_in(district, clock, case_id, [three])
    district.take(case_id, "submit_closing", "CIVIL.declarant", attended=3)
    assert district.state(case_id) == "closure_review"


def test_a_late_closing_carries_its_note(district: District, clock: SetClock) -> None:
    case_id = in_session(district, clock, 2)
    signed_in(district, clock, case_id, roster(district, case_id))
    district.take(case_id, "end_class", "CIVIL.declarant")
    district.paper(case_id, "CIVIL.declarant", *CLOSING_PAPERS)
    at(clock, LAST + timedelta(days=40))
    with pytest.raises(Refused, match="late_without_reason"):
        district.take(case_id, "submit_closing", "CIVIL.declarant", "")
    district.take(case_id, "submit_closing", "CIVIL.declarant", "学习报告收齐较晚。")
    kept = rows(district, select(closing).where(closing.c.case_id == case_id))[0]
    assert (kept.late, kept.note, kept.attended) == (True, "学习报告收齐较晚。", 2)
    district.take(case_id, "closing_return", "od_section", "总结缺少学员意见。")
    district.take(case_id, "submit_closing", "CIVIL.declarant", "已补。")
    outcomes = [row.outcome for row in rows(district, select(closing).where(closing.c.case_id == case_id).order_by(
        closing.c.k))]
    assert outcomes == ["sent_back", None]


@pytest.mark.parametrize(("day", "half", "mark", "code"), [
    (OPENING - timedelta(days=1), "am", PRESENT, "day_outside_class"),
    (LAST, "am", PRESENT, "day_not_yet"),
    (OPENING, "night", PRESENT, "half_unknown"),
    (OPENING, "am", "late", "mark_unknown"),
])
def test_a_wrong_sheet_is_refused(district: District, clock: SetClock, day: date, half: str, mark: str,
                                  code: str) -> None:
    case_id = in_session(district, clock, 2)
    one, _ = roster(district, case_id)
    with pytest.raises(Refused) as refused:
        take_attendance(district.office, district.actor("CIVIL.declarant"), case_id, day, half,
                        {one: mark, 99: PRESENT})
    assert set(refused.value.codes) == {code, "not_on_roster"}
    assert not rows(district, select(attendance))


def test_a_sheet_belongs_to_a_class_in_session_and_its_unit(district: District, clock: SetClock) -> None:
    case_id = noticed(district, 2)
    one, _ = roster(district, case_id)
    at(clock, OPENING)
    clerk, stranger = district.actor("CIVIL.declarant"), district.actor("PLC.declarant")
    with pytest.raises(Refused, match="not_held_now"):
        take_attendance(district.office, clerk, case_id, OPENING, "am", {one: PRESENT})
    district.take(case_id, "open", "CIVIL.declarant")
    with pytest.raises(Refused, match="not_your_unit"):
        take_attendance(district.office, stranger, case_id, OPENING, "am", {one: PRESENT})
    n = take_attendance(district.office, clerk, case_id, OPENING, "am", {one: PRESENT})
    assert take_attendance(district.office, clerk, case_id, OPENING, "am", {one: PRESENT}) == 0 < n


def test_no_more_half_days_than_approved_and_a_mistake_can_be_cleared(district: District, clock: SetClock) -> None:
    case_id = in_session(district, clock, 1)
    (one,) = roster(district, case_id)
    signed_in(district, clock, case_id, [one])
    clerk = district.actor("CIVIL.declarant")
    with pytest.raises(Refused, match="half_days_full"):
        take_attendance(district.office, clerk, case_id, OPENING, "evening", {one: PRESENT})
    take_attendance(district.office, clerk, case_id, LAST, "pm", {one: ""})
    take_attendance(district.office, clerk, case_id, OPENING, "evening", {one: PRESENT})
    assert len(rows(district, select(attendance))) == 6


def test_notes_of_a_class(district: District, clock: SetClock) -> None:
    case_id = in_session(district, clock, 1)
    clerk = district.actor("CIVIL.declarant")
    change = ("timetable", LAST, "pm", "改为现场教学", "授课教师临时请假。")
    talk = ("discussion", OPENING, None, "第一组：应急处置", "讨论了三个案例。")
    assert [note_class(district.office, clerk, case_id, *note) for note in (change, talk)] == [1, 2]
    with pytest.raises(Refused) as refused:
        note_class(district.office, clerk, case_id, "discussion", LAST, None, " ", "")
    assert refused.value.codes == ("day_not_yet", "field_missing", "field_missing")
    assert [row.kind for row in rows(district, select(class_note).order_by(class_note.c.k))] == [
        "timetable", "discussion"]


def test_reports_and_appraisals(district: District, clock: SetClock) -> None:
    case_id = in_session(district, clock, 2)
    one, two = roster(district, case_id)
    clerk = district.actor("CIVIL.declarant")
    said = {one: Appraisal(OPENING, None, "学习认真。"), two: Appraisal(None, FAILED, "", "未交作业。")}
    assert appraise(district.office, clerk, case_id, said)
    assert appraise(district.office, clerk, case_id, said) == 0
    with pytest.raises(Refused) as refused:
        appraise(district.office, clerk, case_id, {one: Appraisal(LAST, "great"), 99: Appraisal()})
    assert set(refused.value.codes) == {"report_day_wrong", "appraisal_unknown", "not_on_roster"}
    signed_in(district, clock, case_id, [one, two])
    closed(district, clock, case_id)
    assert credits(district, case_id) == {one: (18, PASSED, "attended"), two: (18, FAILED, "attended")}
