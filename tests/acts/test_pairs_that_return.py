"""A settled pair comes back when what was compared changes, and says what; people on both rosters count."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests.acts.looking import B1, B2, CIVIL, look, resubmitted
from tests.district import District, a_class
from workflow.acts.declare import save_copy
from workflow.acts.enrol import enrol
from workflow.acts.judge_again import look_again
from workflow.acts.judge_pair import judge_pair
from workflow.domain.declaration import ClassDeclaration, Session
from workflow.domain.findings import BLOCK, INFO, Finding
from workflow.office.gather import gather
from workflow.queries.case_findings import PairView, pairs, parts_of
from workflow.queries.likeness_recompute import recompute
from workflow.store.cases import pair
from workflow.wording import Term

OTHER_TOPIC = {"topic_code": "RURAL_REVIVAL", "class_name": "乡村振兴专题培训班",
               "syllabus": (Session("乡村产业发展", 18, lecturer="外聘甲"),)}


def finding(d: District, case_id: int, other: int) -> Finding | None:
    return next((f for f in look(d, case_id).findings if f.rule == "R-25" and f.part == str(other)), None)


def settled(d: District) -> tuple[int, int]:
    """A class whose pair with another was found to be none, sent back to its unit."""
    other = d.submitted(a_class(host_unit="PLC"), "PLC")
    case_id = d.at("duplicate_review")
    judge_pair(d.office, d.actor("od_section2"), case_id, other, "DISTINCT", "课程不同。")
    d.take(case_id, "return", "od_section2")
    return case_id, other


def sent_again(d: District, case_id: int, **changed: Any) -> None:
    save_copy(d.office, d.actor(CIVIL), case_id, a_class(**changed), version=0)
    resubmitted(d, case_id)


def view(d: District, case_id: int) -> PairView:
    with d.office.database.read() as connection:
        s = gather(connection, d.office, d.actor("od_section2"), case_id).situation
        one, = pairs(connection, d.office, s)
    return one


def test_it_says_which_fields_changed_and_how(d: District) -> None:
    case_id, other = settled(d)
    lessons = tuple(Session(f"新{one.title}", one.hours, lecturer=one.lecturer) for one in a_class().syllabus)
    sent_again(d, case_id, class_name="社区工作实务班", syllabus=lessons)
    found = finding(d, case_id, other)
    assert found is not None and (found.severity, found.wording) == (BLOCK, "came_back")
    assert found.values["former"] == Term("verdict.DISTINCT")
    assert found.values["changed"] == (Term("form.class_name"), Term("form.syllabus"))
    shown = view(d, case_id)
    assert (shown.verdict, shown.former, [(one.side, one.field.key) for one in shown.changes]) == (
        "", "DISTINCT", [("ours", "form.class_name"), ("ours", "form.syllabus")])
    assert (shown.changes[0].before, shown.changes[0].after) == (a_class().class_name, "社区工作实务班")


def test_it_stays_settled_while_nothing_compared_changes_and_remembers_what_it_was_given_on(d: District) -> None:
    case_id, other = settled(d)
    sent_again(d, case_id, purpose="另写。", trainee_count=39)
    found = finding(d, case_id, other)
    assert found is not None and (found.severity, found.wording) == (INFO, "settled")
    d.take(case_id, "return", "od_section2")
    sent_again(d, case_id, class_name="社区工作实务班")
    d.take(case_id, "return", "od_section2")
    sent_again(d, case_id, class_name="社区工作实务班", batch_no=3)
    assert [one.field.key for one in view(d, case_id).changes] == ["form.class_name", "form.batch_no"]
    judge_pair(d.office, d.actor("od_section2"), case_id, other, "MERGEABLE", "合办。")
    with d.office.database.read() as connection:
        row = connection.execute(select(pair).where(pair.c.case_id == case_id)).one()
    assert (row.verdict, row.former["verdict"]) == ("MERGEABLE", "DISTINCT")


@pytest.mark.parametrize(("common", "blocks"), [(12, True), (11, False)])
def test_people_on_both_rosters_raise_classes_on_other_topics(d: District, common: int, blocks: bool) -> None:
    """At 0.3 of the smaller roster (domain 4.2): 12 of 40, not 11."""
    other = d.submitted(a_class(host_unit="PLC", **OTHER_TOPIC), "PLC")
    case_id = d.submitted()
    people = d.cadres(69)
    enrol(d.office, d.actor(CIVIL), case_id, people[:40])
    enrol(d.office, d.actor("PLC.declarant"), other, people[40 - common:80 - common])
    look_again(d.office, case_id)
    found = finding(d, case_id, other)
    assert found is not None
    assert (found.severity, found.wording) == ((BLOCK, "roster") if blocks else (INFO, "audience"))
    assert (found.values["on_both"], found.values["on_smaller"]) == (common, 40)


def test_a_verdict_given_before_the_rosters_is_asked_for_again_when_they_share_people(d: District) -> None:
    other = d.submitted(a_class(host_unit="PLC"), "PLC")
    case_id = d.at("duplicate_review")
    judge_pair(d.office, d.actor("od_section2"), case_id, other, "DISTINCT", "不是同一批人。")
    people = d.cadres(40)
    enrol(d.office, d.actor(CIVIL), case_id, people)
    look_again(d.office, case_id)
    assert view(d, case_id).verdict == "DISTINCT"
    enrol(d.office, d.actor("PLC.declarant"), other, people[:20])
    look_again(d.office, case_id)
    assert [(one.field.key, one.before.key, one.after.key) for one in view(d, case_id).changes] == [
        ("likeness.field.roster", "likeness.people.few", "likeness.people.many")]


def batch(number: int, **changed: Any) -> ClassDeclaration:
    return a_class(class_name=f"社区工作者轮训班（第{number}期）", batch_no=number, **changed)


def test_the_next_batch_with_a_roster_of_others_is_none(d: District) -> None:
    """While there are no rosters the same people may be called twice; then it is seen that they are not."""
    later = {"start_date": date(2026, 12, 7), "end_date": date(2026, 12, 9)}
    first, second = d.submitted(batch(1)), d.submitted(batch(2, **later))
    found = finding(d, second, first)
    assert found is not None and found.severity == BLOCK and "BATCH" in found.values["alike"]["verdicts"]
    people = d.cadres(80)
    for case_id, those in ((first, people[:40]), (second, people[40:])):
        enrol(d.office, d.actor(CIVIL), case_id, those)
    look_again(d.office, second)
    found = finding(d, second, first)
    assert found is not None and (found.severity, found.wording) == (INFO, "batch")


def test_parts_add_up_are_told_and_can_be_reckoned_again(d: District) -> None:
    other = d.submitted(a_class(host_unit="PLC"), "PLC")
    case_id = d.submitted()
    found = finding(d, case_id, other)
    assert found is not None
    parts = parts_of(found)
    assert parts is not None and parts.band == "raised"
    assert parts.tenths == parts.prior + sum(part.tenths for part in parts.parts)
    assert {part.code: part.level.key for part in parts.parts}["topic"] == "likeness.level.topic.same.known"
    d.take(other, "withdraw", "PLC.unit_head")
    again = recompute(d.office, case_id, other)
    assert again.same and sum(again.again.values()) == parts.tenths


def test_a_class_of_the_same_topic_for_other_people_is_told_with_the_reason(d: District) -> None:
    other = d.submitted(a_class(audience_codes=B2))
    case_id = d.submitted(a_class(audience_codes=B1))
    found = finding(d, case_id, other)
    assert found is not None and (found.severity, found.wording) == (INFO, "alike")
    assert found.values["alike"]["reasons"] == ("other_people",)
