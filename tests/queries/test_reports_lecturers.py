"""The register of lecturers follows the contents in force through the acts; clashes are named, never refused."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.district import District, a_class, signed_in
from workflow.acts.declare import save_copy
from workflow.domain.declaration import Lecturer, Session, Village
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.reports_lecturers import lecturer, register
from workflow.queries.reports_places import places, villages
from workflow.refusals import NotFound
from workflow.store.teaching import teaching

STOPS = (("丙村", 15), ("甲村", 25))
HOME = "市委党校"
LI = Lecturer("李老师", "deputy_senior", 9, 500_00, 3, HOME)


@pytest.fixture
def d(office: Office) -> District:
    return District(office)


def reader(d: District, who: str) -> Actor:
    """Somebody with the posts held today: what a page is shown to."""
    return signed_in(d.office, d.actor(who).id)


def lines(d: District) -> list[Any]:
    with d.office.database.read() as connection:
        return [tuple(row) for row in connection.execute(
            select(teaching.c.case_id, teaching.c.name, teaching.c.topics, teaching.c.hours, teaching.c.start_date)
            .order_by(teaching.c.case_id, teaching.c.place))]


def test_a_declared_class_brings_its_lecturers(d: District) -> None:
    draft = d.begin()
    d.take(draft, "send_unit", "CIVIL.declarant")
    assert lines(d) == [], "nothing before the unit submits"
    case_id = d.submitted()
    assert lines(d) == [(case_id, "王老师", "社区应急处置", 9, date(2026, 11, 23))]
    found = register(d.office, reader(d, "od_section"), 2026)
    assert [(row.name, row.home, row.classes, row.hours, row.fees) for row in found.lecturers] == [
        ("王老师", HOME, 1, 9, 4_500_00)]
    assert register(d.office, reader(d, "od_section"), 2025).count == 0


def test_a_withdrawn_class_taught_nothing(d: District) -> None:
    case_id = d.at("authority_review")
    d.take(case_id, "withdraw", "CIVIL.unit_head", opinion="不办了。")
    assert lines(d) == []
    with pytest.raises(NotFound):
        lecturer(d.office, reader(d, "od_section"), "王老师", HOME)


def test_fewer_lecturers_after_a_return_leave_no_line(d: District) -> None:
    wang, li = Lecturer("王老师", "deputy_senior", 5, 500_00, 3, HOME), Lecturer("李老师", "senior", 4, 500_00, 3)
    two = a_class(lecturers=(wang, li))
    case_id = d.at("authority_review", two)
    assert [name for _, name, *_ in lines(d)] == ["王老师", "李老师"]
    d.take(case_id, "return", "od_section", opinion="师资减为一人。")
    one = a_class(lecturers=(Lecturer("李老师", "senior", 9, 500_00, 3),))
    save_copy(d.office, d.actor("CIVIL.declarant"), case_id, one, version=0)
    d.take(case_id, "resubmit", "CIVIL.declarant")
    d.take(case_id, "resubmit", "CIVIL.unit_head")
    assert [(name, hours) for _, name, _, hours, _ in lines(d)] == [("李老师", 9)]


def test_overlapping_days_are_information(d: District) -> None:
    first = d.submitted(a_class(lecturers=(LI,)))
    later = date(2026, 11, 25)
    other = d.submitted(a_class(class_name="网格员培训班", topic_code="EMERGENCY", audience_codes=("GRID_HUTAI",),
                                start_date=later, end_date=later + timedelta(days=2), lecturers=(LI,)))
    apart = date(2026, 12, 7)
    d.submitted(a_class(class_name="社区书记培训班", topic_code="PARTY_WORK", audience_codes=("COMM_SEC",),
                        start_date=apart, end_date=apart + timedelta(days=2), lecturers=(LI,)))
    found = register(d.office, reader(d, "auditor"), 2026)
    for clash in (found.lecturer_clashes, found.room_clashes):
        assert [(one.one.case_id, one.other.case_id) for one in clash] == [(first, other)]
    taught = lecturer(d.office, reader(d, "auditor"), "李老师", HOME)
    assert (taught.hours, taught.fees, len(taught.clashes)) == (27, 13_500_00, 1)


def test_a_unit_sees_its_own_lecturers(d: District) -> None:
    d.submitted()
    assert register(d.office, reader(d, "CIVIL.declarant"), 2026).count == 1
    assert register(d.office, reader(d, "PLC.declarant"), 2026).count == 0
    with pytest.raises(NotFound):
        register(d.office, reader(d, "admin"), 2026)


def test_a_search_narrows(d: District) -> None:
    d.submitted()
    officer = reader(d, "od_section")
    assert register(d.office, officer, 2026, "王").count == register(d.office, officer, 2026, "党校").count == 1
    assert register(d.office, officer, 2026, "%").count == 0


def test_villages_and_the_list_of_places(d: District) -> None:
    stops = (Village("甲村", date(2026, 11, 23), 3, 25), Village("丙村", date(2026, 11, 24), 3, 15))
    down = d.submitted(a_class(channel="down", venue="彭家寨镇", class_kind="send_down", audience_tier="rural",
                               audience_codes=("VILL_A",), villages=stops))
    scenic = d.begin(a_class(venue="塔尔寺景区宾馆"))
    officer = reader(d, "od_section")
    found = villages(d.office, officer, 2026)
    assert [(row.case_id, row.village, row.people, row.sessions[0]) for row in found.stops] == [
        (down, name, people, Session("社区应急处置", 9, "lecture", "王老师")) for name, people in STOPS]
    assert found.people == 40
    listed = places(d.office, officer, 2026)
    assert "塔尔寺" in listed.words and listed.sources and listed.clause.zh
    assert scenic not in [row.case_id for row in listed.classes], "a draft is the unit's own"
    d.take(scenic, "send_unit", "CIVIL.declarant")
    d.take(scenic, "unit_finance_sign", "CIVIL.unit_finance")
    d.take(scenic, "unit_submit", "CIVIL.unit_head")
    assert [row.case_id for row in places(d.office, officer, 2026).classes] == [scenic]
