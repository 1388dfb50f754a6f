"""R-12, R-37, R-38, R-42, R-A1, and the plan and report of a year: rules whose line is a day, a paper or a fact."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.engine.rules.clean_class import START, YUAN, a_class, a_lecture, a_lecturer, facts, of, severity
from tests.engine.rules.other_facts import CLOSING_PAPERS, a_cadre, a_closing, a_credit, a_notice, a_year, the_leaders
from workflow.domain.declaration import Session, Village
from workflow.domain.findings import BLOCK, CLEAR, INFO, WARN, Finding
from workflow.engine.rules.register import (
    CADRE_RULES,
    CREDIT_RULES,
    LEADER_RULES,
    RULES,
    YEAR_RULES,
    ask,
    judge_closing,
    judge_credit,
    judge_notice,
    judge_year,
)
from workflow.wording.values import Term

DAY = timedelta(days=1)
END = START + 2 * DAY


def only(rule: str, found: tuple[Finding, ...]) -> Finding:
    finding, = (one for one in found if one.rule == rule)
    return finding


@pytest.mark.parametrize(("first", "last", "expected"), [
    (START - 3 * DAY, START - DAY, ""), (START - 3 * DAY, START, WARN), (END, END + DAY, WARN),
    (END + DAY, END + DAY, "")])
def test_a_joint_lecture_is_on_days_that_meet(first: date, last: date, expected: str) -> None:
    lecture = a_lecture(start=first, end=last)
    assert severity("R-12", facts(lecturers=(a_lecturer(),), lectures=(lecture,))) == expected


@pytest.mark.parametrize(("ours", "theirs", "expected"), [
    ("", "", WARN), ("市委党校", "", WARN), ("", "市委党校", WARN), ("市委党校", "市委党校", WARN),
    ("市委党校", "省委党校", "")])
def test_one_name_from_two_bodies_is_two_lecturers(ours: str, theirs: str, expected: str) -> None:
    given = facts(lecturers=(a_lecturer(home=ours),), lectures=(a_lecture(home=theirs),))
    assert severity("R-12", given) == expected


@pytest.mark.parametrize(("fee", "their_fee", "expected"), [(0, 500, ""), (500, 0, ""), (1, 1, WARN)])
def test_only_a_lecture_paid_by_both_is_paid_twice(fee: int, their_fee: int, expected: str) -> None:
    given = facts(lecturers=(a_lecturer(fee_fen=fee),), lectures=(a_lecture(fee_fen=their_fee),))
    assert severity("R-12", given) == expected


@pytest.mark.parametrize(("hours", "theirs", "joint"), [(20, 4, 0), (20, 5, 1), (12, 24, 12), (24, 24, 24)])
def test_hours_that_the_half_days_cannot_hold_are_joint(hours: int, theirs: int, joint: int) -> None:
    """Three days hold six half-days of four hours; whatever goes beyond must be one lecture to both."""
    given = facts(lecturers=(a_lecturer(hours=hours, fee_fen=300 * YUAN),),
                  lectures=(a_lecture(start=START, end=END, hours=theirs, fee_fen=200 * YUAN),))
    finding, = of("R-12", given)
    assert (finding.wording, finding.severity) == ("hours" if joint else "", WARN)
    assert finding.values.get("count", 0) == joint and finding.values.get("twice", 0) == joint * 200 * YUAN
    less = facts(lecturers=(a_lecturer(hours=hours - joint, fee_fen=300 * YUAN),), lectures=given.lectures)
    assert [one.wording for one in of("R-12", less)] == [""], "what it asks for clears it"


def test_days_that_only_one_class_has_give_room() -> None:
    lecture = a_lecture(start=END, end=END + 2 * DAY, hours=20)
    assert [one.wording for one in of("R-12", facts(lecturers=(a_lecturer(hours=20),), lectures=(lecture,)))] == [""]


@pytest.mark.parametrize(("halves", "expected"), [(1, ""), (2, ""), (3, WARN)])
def test_a_class_sent_down_teaches_on_the_days_of_its_villages(halves: int, expected: str) -> None:
    stops = (Village("甲村", START, halves, 20),)
    given = facts(channel="down", villages=stops, lecturers=(a_lecturer(),),
                  lectures=(a_lecture(start=START + DAY, end=END),))
    assert severity("R-12", given) == expected


def test_each_lecturer_and_class_is_a_finding_of_its_own() -> None:
    teachers = (a_lecturer(), a_lecturer(name="周明"))
    lectures = (a_lecture(), a_lecture(case_id=10), a_lecture(name="周明"), a_lecture(name="吴迪"))
    found = of("R-12", facts(lecturers=teachers, lectures=lectures))
    assert sorted(one.part for one in found) == ["0.10", "0.9", "1.9"]


def test_the_same_lecture_is_named() -> None:
    given = facts(lecturers=(a_lecturer(),), syllabus=(Session("宪法", 3, lecturer="赵慧"),), lectures=(a_lecture(),))
    finding, = of("R-12", given)
    assert (finding.wording, finding.values["topics"]) == ("topic", ("宪法",))


@pytest.mark.parametrize(("held", "expected"), [
    (date(2026, 5, 19), BLOCK), (date(2026, 5, 20), CLEAR), (date(2026, 5, 21), CLEAR), (None, CLEAR)])
def test_approval_comes_before_the_class(held: date | None, expected: str) -> None:
    assert only("R-37", judge_closing(a_closing(held_on=held))).severity == expected


def test_a_class_without_approval_is_not_reimbursed_by_anybody() -> None:
    finding = only("R-37", judge_closing(a_closing(approved_on=None)))
    assert (finding.severity, finding.over, finding.gate) == (BLOCK, (), "closing")


@pytest.mark.parametrize("paper", sorted(CLOSING_PAPERS))
def test_each_closing_paper_is_wanted(paper: str) -> None:
    finding = only("R-38", judge_closing(a_closing(papers=CLOSING_PAPERS - {paper})))
    assert (finding.severity, finding.values["missing"]) == (BLOCK, (Term(f"paper.{paper}"),))


@pytest.mark.parametrize(("number", "expected"), [("城组干教〔2026〕12号", CLEAR), ("", INFO)])
def test_the_notice_says_whether_the_class_is_approved(number: str, expected: str) -> None:
    assert only("R-42", judge_notice(a_notice(number=number))).severity == expected


@pytest.mark.parametrize(("rule", "field"), [("R-03", "plan_filed_on"), ("R-41", "report_filed_on")])
@pytest.mark.parametrize(("today", "expected"), [
    (date(2026, 1, 1), (INFO, "waiting")), (date(2026, 3, 31), (INFO, "waiting")),
    (date(2026, 4, 1), (WARN, "missing"))])
def test_what_is_not_filed_yet(rule: str, field: str, today: date, expected: tuple[str, str]) -> None:
    finding = only(rule, judge_year(a_year(today=today, **{field: None})))
    assert (finding.severity, finding.wording) == expected


def test_who_held_nothing_has_nothing_to_report() -> None:
    assert [one.rule for one in judge_year(a_year(held_last_year=0, report_filed_on=None))] == ["R-03"]


def test_days_are_counted_from_the_deadline() -> None:
    late = only("R-41", judge_year(a_year(report_filed_on=date(2026, 4, 3))))
    assert (late.values["count"], late.values["year"], late.values["last"]) == (3, "2025", date(2026, 3, 31))
    assert only("R-03", judge_year(a_year(plan_filed_on=date(2026, 4, 3)))).values["year"] == "2026"


@pytest.mark.parametrize(("changes", "reasons"), [
    ({}, ()), ({"venue": "别处"}, ()), ({"trainee_count": 20}, ()),
    ({"topic_code": "RURAL_REVIVAL"}, ("topic",)), ({"audience_codes": ("VILL_SEC",)}, ("audience",)),
    ({"province": "GS"}, ("province",)), ({"start_date": date(2026, 7, 1), "end_date": date(2026, 7, 3)}, ("quarter",)),
    ({"start_date": date(2026, 6, 28), "end_date": date(2026, 6, 30)}, ())])
def test_what_makes_an_amendment_large(changes: dict[str, object], reasons: tuple[str, ...]) -> None:
    finding, = of("R-A1", facts(former=a_class(), **changes))
    assert finding.severity == (INFO if reasons else CLEAR)
    assert finding.values.get("reasons", ()) == tuple(Term(f"large_reason.{one}") for one in reasons)


def test_without_a_decided_content_there_is_no_amendment() -> None:
    assert of("R-A1", facts()) == ()


def test_a_line_without_a_year_before_is_compared_with_nothing() -> None:
    given = facts()
    tight = replace(given.policy, entries={**given.policy.entries, "total.not_above_last_year": replace(
        given.policy.entries["total.not_above_last_year"], value=True)},
        rules={**given.policy.rules, "R-40": replace(given.policy.rules["R-40"], on=True)})
    assert of("R-40", replace(given, policy=tight)) == ()


@pytest.mark.parametrize(("away", "expected"), [(0, CLEAR), (2, CLEAR), (3, BLOCK)])
def test_a_seventh_is_still_enough(away: int, expected: str) -> None:
    """R-34: of seven days one may be missed."""
    assert only("R-34", judge_credit(a_credit(away=away, present=14 - away))).severity == expected


def test_every_kind_of_facts_has_its_rules_in_the_one_table() -> None:
    other = {one.code for one in (*YEAR_RULES, *CREDIT_RULES, *CADRE_RULES, *LEADER_RULES)}
    assert other == {"R-03", "R-41", "R-34", "R-36", "R-32", "R-35"}
    assert other | {"R-37", "R-38", "R-42", "R-02", "R-25"} <= set(RULES)
    assert list(RULES) == sorted(RULES) and len(RULES) == 46


def test_reports_only_inform() -> None:
    found = (*ask(CADRE_RULES, a_cadre(hours=0, half_days=0)), *ask(LEADER_RULES, the_leaders(trained=0)))
    assert [one.severity for one in found] == [INFO, INFO]
    assert ask(LEADER_RULES, the_leaders(leaders=0, trained=0)) == ()
