"""The classes of the demo were held as classes are: people signed in, were appraised and credited, and said what they
thought."""

from sqlalchemy import func, select

from tests.demo.conftest import Demo
from tests.demo.test_district import rows, states
from workflow.domain.completion import LEFT_THE_ROSTER, NO_CREDIT, PASSED
from workflow.queries.account import account_of
from workflow.queries.closing_evaluation import evaluation
from workflow.queries.closing_page import closing_page
from workflow.queries.closing_steps import APPROVAL, SIGN_IN, days_of_steps, proofs
from workflow.store.completion import attendance, closing, hour_entry
from workflow.store.people import person
from workflow.store.rosters import enrolment


def test_every_closed_class_credited_its_people(demo: Demo) -> None:
    passed = {row.case_id: row.hours for row in rows(demo, select(closing).where(closing.c.outcome == "passed"))}
    assert len(passed) > 15
    e = enrolment.c
    expected = e.status.not_in(sorted(LEFT_THE_ROSTER))
    found = rows(demo, select(e.case_id, func.sum(e.hours).label("hours"), func.count().label("people"),
                              func.count(e.hours).label("credited")).where(
        e.case_id.in_(passed), expected).group_by(e.case_id))
    assert {row.case_id: row.hours for row in found} == passed, "the sum of the places is what the closing says"
    assert all(row.people == row.credited for row in found)
    entries = dict(rows(demo, select(hour_entry.c.case_id, func.sum(hour_entry.c.hours)).group_by(
        hour_entry.c.case_id)))
    assert entries == passed, "and the sum of all entries"
    assert {row[0] for row in rows(demo, select(e.result).distinct())} >= {PASSED, NO_CREDIT}


def test_one_was_late_and_one_was_reopened(demo: Demo) -> None:
    late = rows(demo, select(closing).where(closing.c.late))
    assert [(row.case_id, bool(row.note)) for row in late] == [(demo.case("D18"), True)]
    old, new = rows(demo, select(closing).where(closing.c.case_id == demo.case("D22")).order_by(closing.c.k))
    assert old.reopened_why and old.hours < new.hours and new.reopened_at is None
    corrected = rows(demo, select(hour_entry).where(hour_entry.c.case_id == demo.case("D22"), hour_entry.c.k == new.k))
    assert [(row.hours, row.result) for row in corrected] == [(new.hours - old.hours, PASSED)]


def test_a_class_in_session_is_half_signed(demo: Demo) -> None:
    (ref,) = [ref for ref, state in states(demo).items() if state == "in_session"][:1]
    found = rows(demo, select(attendance.c.day, attendance.c.half).distinct().where(
        attendance.c.case_id == demo.case(ref)))
    assert 0 < len(found) < 14


def test_nothing_was_held_before_it_was_approved(demo: Demo) -> None:
    held = {row[0] for row in rows(demo, select(attendance.c.case_id).distinct())}
    with demo.office.database.read() as connection:
        for case_id in held:
            days = days_of_steps(connection, case_id)
            assert days[APPROVAL] and days[SIGN_IN]
            assert all(proof.in_order for proof in proofs(days)), case_id


def test_the_pages_have_something_to_show(demo: Demo) -> None:
    (number,) = [row[0] for row in rows(demo, select(person.c.id).where(person.c.username == "zhoumin"))]
    account = account_of(demo.office, number)
    assert account is not None
    page = closing_page(demo.office, account.actor, demo.case("D01"))
    assert page.named and len(page.notes) == 3 and page.missing and page.closings[0].outcome == "passed"
    found = evaluation(demo.office, account.actor, demo.case("D01"))
    assert (found.answers, found.from_paper, found.codes, found.used) == (13, 3, 40, 10)
