"""Rules that look beyond the class: a lecturer in two classes, the host's other classes, last year's line."""

from dataclasses import replace
from datetime import date, timedelta

from tests.acts.test_publish_policy import propose
from tests.district import YUAN, District, a_class
from tests.rulebook.test_published import overlay
from workflow.acts.open_year import open_line
from workflow.acts.publish_policy import publish_policy
from workflow.domain.declaration import ClassDeclaration, Lecturer
from workflow.domain.findings import CLEAR, WARN, Finding
from workflow.office.judging import judge_form
from workflow.rulebook.policy import Policy

START = a_class().start_date or date.max
TEACHER = Lecturer("吴迪", "deputy_senior", 9, 500 * YUAN, 3, "市委党校")
OTHER_PEOPLE = {"audience_codes": ("VILL_SEC",), "audience_tier": "rural", "topic_code": "RURAL_REVIVAL"}


def said(d: District, form: ClassDeclaration, rule: str, policy: Policy | None = None) -> list[Finding]:
    """What a rule says of a class that nobody has declared yet."""
    today = d.office.today()
    with d.office.database.read() as connection:
        judged = judge_form(connection, d.office, form, policy=policy or d.office.rulebook.policy_on(today),
                            declared_on=today)
    return [one for one in judged.findings if one.rule == rule]


def tightened(d: District) -> Policy:
    """The rules with the austerity of 2025, put in force by two persons."""
    book, begins = d.office.rulebook, date(2026, 10, 15)
    number = propose(d, overlay(book, begins).text.encode())
    publish_policy(d.office, d.actor("od_head"), number)
    return d.office.rulebook.policy_on(begins)


def test_one_lecturer_of_two_classes(d: District) -> None:
    """R-12: the other class has nobody in common with ours, and is found all the same."""
    d.submitted(a_class(host_unit="PLC", lecturers=(TEACHER,), **OTHER_PEOPLE), "PLC")
    finding, = said(d, a_class(lecturers=(TEACHER,)), "R-12")
    assert (finding.severity, finding.values["name"], finding.values["number"]) == (WARN, "吴迪", "CX-2026-0001")
    later = START + timedelta(days=3)
    assert said(d, a_class(lecturers=(TEACHER,), start_date=later, end_date=later), "R-12") == []
    assert said(d, a_class(lecturers=(replace(TEACHER, home="省委党校"),)), "R-12") == []


def test_a_class_that_will_not_be_held_counts_no_more(d: District) -> None:
    other = d.submitted(a_class(host_unit="PLC", lecturers=(TEACHER,), **OTHER_PEOPLE), "PLC")
    d.take(other, "withdraw", "PLC.unit_head")
    assert said(d, a_class(lecturers=(TEACHER,)), "R-12") == []
    policy = tightened(d)
    first, = said(d, a_class(host_unit="PLC"), "R-28", policy)
    assert (first.severity, first.values["count"]) == (CLEAR, 1)


def test_a_hosts_comprehensive_classes_of_the_year(d: District) -> None:
    """R-28 under the overlay: one is allowed, the second asks for a reason; another host and another year do not."""
    d.submitted()
    policy = tightened(d)
    second, = said(d, a_class(**OTHER_PEOPLE), "R-28", policy)
    assert (second.severity, second.values["count"], second.values["classes"]) == (WARN, 2, (a_class().class_name,))
    assert said(d, a_class(class_kind="initial"), "R-28", policy) == []
    for elsewhere in (a_class(host_unit="PLC"), a_class(start_date=date(2027, 1, 11), end_date=date(2027, 1, 13))):
        assert [one.severity for one in said(d, elsewhere, "R-28", policy)] == [CLEAR]
    assert said(d, a_class(**OTHER_PEOPLE), "R-28") == []  # off until the overlay begins


def test_a_line_against_the_year_before(d: District) -> None:
    """R-40 under the overlay: the line of 2026 holds 100 000 yuan; the year before it had a yuan less."""
    policy = tightened(d)
    assert said(d, a_class(), "R-40", policy) == []
    open_line(d.office, d.actor("od_head"), d.actor("finance"), "CIVIL", 2025, "unit_training", 99_999 * YUAN)
    finding, = said(d, a_class(), "R-40", policy)
    assert (finding.severity, finding.values["over"]) == (WARN, YUAN)
    open_line(d.office, d.actor("od_head"), d.actor("finance"), "PLC", 2025, "unit_training", 100_000 * YUAN)
    assert [one.severity for one in said(d, a_class(host_unit="PLC"), "R-40", policy)] == [CLEAR]
