"""R-10, R-11, R-13, R-16 to R-19 at their lines."""

from dataclasses import replace
from datetime import date

import pytest

from tests.engine.rules.clean_class import YUAN, a_lecturer, facts, of, severity
from tests.samples import policy
from workflow.domain.declaration import Session
from workflow.domain.findings import BLOCK, CLEAR


@pytest.mark.parametrize(("title", "cap"), [
    ("deputy_senior", 500), ("senior", 1000), ("academician", 1500), ("other", 500)])
def test_the_fee_of_each_title(title: str, cap: int) -> None:
    for more, expected in ((0, CLEAR), (1, BLOCK)):
        one = a_lecturer(title=title, fee_fen=cap * YUAN + more)
        assert severity("R-10", facts(lecturers=(one,))) == expected


def test_each_lecturer_out_of_line_is_named() -> None:
    over = a_lecturer(name="甲", fee_fen=600 * YUAN)
    found = of("R-10", facts(lecturers=(a_lecturer(), over, replace(over, name="乙"))))
    assert [(f.part, f.values["name"], f.values["row"], f.values["over"]) for f in found] == [
        ("1", "甲", 2, 100 * YUAN), ("2", "乙", 3, 100 * YUAN)]


@pytest.mark.parametrize(("hours", "expected"), [(3, CLEAR), (4, CLEAR), (5, BLOCK)])
def test_hours_in_a_half_day(hours: int, expected: str) -> None:
    assert severity("R-11", facts(lecturers=(a_lecturer(max_hours_half_day=hours),))) == expected


@pytest.mark.parametrize(("hours", "expected"), [(24, CLEAR), (25, BLOCK)])
def test_hours_of_all_half_days_together(hours: int, expected: str) -> None:
    assert severity("R-11", facts(lecturers=(a_lecturer(hours=hours),), half_days=6)) == expected


def test_2014_counts_lecture_fees_by_half_day() -> None:
    entries = dict(policy().entries)
    entries["lecturer.per"] = replace(entries["lecturer.per"], value="half_day")
    entries["lecturer.senior_fen"] = replace(entries["lecturer.senior_fen"], value=2000 * YUAN)
    old = replace(policy(), entries=entries)
    for hours, expected in ((4, CLEAR), (5, BLOCK)):
        one = a_lecturer(title="senior", fee_fen=500 * YUAN, max_hours_half_day=hours)
        assert severity("R-10", facts(policy=old, lecturers=(one,))) == expected


def test_no_lecturers_no_word() -> None:
    assert of("R-10", facts(lecturers=())) == () == of("R-11", facts(lecturers=()))


@pytest.mark.parametrize(("people", "staff", "expected", "wording"), [
    (30, 3, CLEAR, ""), (30, 4, BLOCK, ""), (29, 2, CLEAR, ""), (29, 3, BLOCK, ""), (9, 0, CLEAR, ""),
    (9, 1, BLOCK, ""), (200, 10, CLEAR, ""), (200, 11, BLOCK, "absolute"), (200, 20, BLOCK, "absolute"),
    (200, 21, BLOCK, ""), (100, 10, CLEAR, ""), (99, 10, BLOCK, "")])
def test_staff(people: int, staff: int, expected: str, wording: str) -> None:
    finding, = of("R-13", facts(trainee_count=people, staff_count=staff))
    assert (finding.severity, finding.wording) == (expected, wording)


@pytest.mark.parametrize("unanswered", ["trainee_count", "staff_count"])
def test_staff_are_not_judged_before_both_are_counted(unanswered: str) -> None:
    assert of("R-13", facts(**{unanswered: None})) == ()


def test_the_number_of_staff_it_names_clears_it() -> None:
    finding, = of("R-13", facts(trainee_count=57, staff_count=9))
    assert severity("R-13", facts(trainee_count=57, staff_count=finding.values["most"])) == CLEAR


@pytest.mark.parametrize(("halves", "expected"), [(1, BLOCK), (2, BLOCK), (3, "")])
def test_a_day_without_programme_is_a_meeting(halves: int, expected: str) -> None:
    assert severity("R-16", facts(half_days=halves, papers=frozenset())) == expected


@pytest.mark.parametrize(("halves", "expected"), [(14, BLOCK), (15, "")])
def test_visits_in_short_classes(halves: int, expected: str) -> None:
    visit = (Session("学习考察", 6, "visit", site="某企业"),)
    assert severity("R-17", facts(half_days=halves, end_date=date(2026, 6, 26), syllabus=visit)) == expected


@pytest.mark.parametrize(("reason", "expected"), [("", BLOCK), ("看一窗受理怎样分工", CLEAR)])
def test_on_site_teaching_needs_its_reason(reason: str, expected: str) -> None:
    taught = (Session("现场教学", 4, "on_site", site="政务服务中心", reason=reason),)
    assert severity("R-17", facts(syllabus=taught)) == expected


@pytest.mark.parametrize(("kind", "expected"), [
    ("party_school", CLEAR), ("own_room", CLEAR), ("hotel", CLEAR), ("high_grade_hotel", BLOCK), ("scenic", BLOCK)])
def test_the_kind_of_venue(kind: str, expected: str) -> None:
    assert severity("R-18", facts(venue_kind=kind)) == expected


@pytest.mark.parametrize("site", ["青海湖二郎剑", "某某风景区游客中心"])
def test_a_scenic_site_of_one_session_is_enough(site: str) -> None:
    taught = (Session("现场教学", 4, "on_site", site=site, reason="教学"),)
    finding, = of("R-18", facts(syllabus=taught))
    assert finding.severity == BLOCK
    assert severity("R-18", facts(venue=site)) == BLOCK


@pytest.mark.parametrize(("fen", "expected"), [(0, ""), (1, BLOCK)])
def test_charging_a_single_fen(fen: int, expected: str) -> None:
    assert severity("R-19", facts(charge_fen=fen)) == expected
