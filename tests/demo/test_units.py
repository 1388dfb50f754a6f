"""What became of units in the demo's year: a renamed one, and one whose open case its successor signed."""

from datetime import date

from sqlalchemy import select

from tests.demo.conftest import Demo
from tests.district import signed_in
from workflow.queries.declaration_page import declaration_page
from workflow.queries.health import WARNING, open_chairs, staffing
from workflow.queries.trail_page import trail_page
from workflow.queries.unit_tree import unit_page
from workflow.store.people import person
from workflow.wording import Label

OFFICE = Label("区委网信办", "District Cyberspace Affairs Office")


def who(demo: Demo, username: str) -> int:
    with demo.office.database.read() as connection:
        return int(connection.execute(select(person.c.id).where(person.c.username == username)).scalar_one())


def test_a_renamed_unit_keeps_its_former_name_for_what_was_before(demo: Demo) -> None:
    auditor, case_id = signed_in(demo.office, who(demo, "qinlan")), demo.case("plan/DRC")
    one = unit_page(demo.office, "DRC").unit
    assert [(former.name.zh, former.to_day) for former in one.former] == [("区发展和改革局", date(2026, 8, 31))]
    assert one.name.zh == "区发展改革和科技局"
    signed = [row.post for row in trail_page(demo.office, auditor, case_id).rows if row.post is not None]
    assert Label("区发展和改革局 · 单位主要负责人", "Unit head, District Development and Reform Bureau") in signed


def test_a_merged_units_open_case_was_signed_by_its_successor(demo: Demo) -> None:
    auditor, case_id = signed_in(demo.office, who(demo, "qinlan")), demo.case("plan/CAC")
    one = unit_page(demo.office, "CAC").unit
    assert (one.active, one.to_day, one.posts, one.cadres) == (False, date(2026, 10, 12), (), 0)
    assert [(next.code, next.takes) for next in one.followers] == [("PUB", True)]
    newest, followed = trail_page(demo.office, auditor, case_id).rows[:2]
    assert isinstance(newest.who, Label) and newest.who.zh == "罗文华"
    assert [fact.value for fact in followed.facts][-1] == unit_page(demo.office, "PUB").unit.name
    page = declaration_page(demo.office, signed_in(demo.office, who(demo, "chensi")), case_id)
    assert page.head.host == OFFICE and page.of_unit


def test_every_signature_that_is_waited_for_has_somebody(demo: Demo) -> None:
    assert not [one for one in (*staffing(demo.office), *open_chairs(demo.office)) if one.grade == WARNING]
