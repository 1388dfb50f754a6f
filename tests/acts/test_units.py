"""Units that are renamed, moved and followed: open cases go on with the successor, all of it told by the trail."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from tests.district import District, signed_in
from tests.tampering import unguarded
from workflow.acts.change_units import move_unit, rename_unit
from workflow.acts.end_unit import end_unit
from workflow.acts.keep_posts import end_post, give_post
from workflow.acts.keep_units import add_unit
from workflow.acts.take_action import take_action
from workflow.domain.people import Actor, Unit, system_actor
from workflow.office import Office
from workflow.queries.declaration_page import declaration_page
from workflow.queries.inbox import badge
from workflow.queries.trail_check import verify_all
from workflow.queries.trail_page import trail_page
from workflow.refusals import NotFound, Refused
from workflow.store.people import cadre, person, post, succession, unit, unit_name
from workflow.wording import Label

SYSTEM = system_actor()
NEW = Unit("MERGED", Label("区民生局", "Livelihood Bureau"), "department", parent="CX")
ROLES = ("declarant", "unit_finance", "unit_head")
GROUNDS = "机构改革方案（城发〔2026〕3号）"


@pytest.fixture
def d(office: Office) -> District:
    return District(office)


def codes(act: Callable[..., Any], *args: Any, **more: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as caught:
        act(*args, **more)
    return caught.value.codes


def staffed(d: District, one: Unit = NEW, roles: tuple[str, ...] = ROLES) -> dict[str, Actor]:
    """The new unit with a person in each of these posts, by role."""
    add_unit(d.office, SYSTEM, one, from_day=d.office.today())
    found = {}
    for place, role in enumerate(roles):
        number = 900 + place + 10 * len(one.code)
        with d.office.database.write() as connection:
            connection.execute(insert(person).values(
                id=number, username=f"{one.code.lower()}{place}", name_zh=role, name_en=role, password_hash="",
                language="zh", session_key="", failures=0))
            connection.commit()
        give_post(d.office, SYSTEM, number, role, one.code)
        found[role] = Actor(number, role)
    return found


def ended(d: District, *successors: str, code: str = "CIVIL", days: int = 1) -> int:
    return end_unit(d.office, SYSTEM, code, d.office.today() - timedelta(days=days), successors, GROUNDS)


def after(office: Office, days: int) -> Office:
    """The same office so many days later."""
    then = office.clock() + timedelta(days=days)
    return replace(office, clock=lambda: then)


def rows(d: District, wanted: Any) -> list[Any]:
    with d.office.database.read() as connection:
        return list(connection.execute(wanted).all())


def test_an_open_case_goes_on_with_the_successor_and_with_nobody_of_the_old(d: District) -> None:
    d.cadres(3)
    draft, ended_before, case_id = d.begin(), d.submitted(), d.begin()
    d.take(ended_before, "withdraw", "CIVIL.unit_head")
    d.take(case_id, "send_unit", "CIVIL.declarant")
    new = staffed(d)
    assert ended(d, "MERGED") == 2, "the plan is filed, the third class withdrawn"
    old = signed_in(d.office, d.actor("CIVIL.unit_finance").id)
    assert old.posts == ()
    assert "not_your_seat" in codes(take_action, d.office, old, case_id, "unit_finance_sign")
    finance = signed_in(d.office, new["unit_finance"].id)
    assert badge(d.office, finance) == 1
    take_action(d.office, finance, case_id, "unit_finance_sign")
    auditor = signed_in(d.office, d.actor("auditor").id)
    found = trail_page(d.office, auditor, case_id).rows
    assert found[0].who == Label("unit_finance", "unit_finance")
    assert found[1].act.key == "trail.act.follow_unit" and found[1].opinion == GROUNDS  # type: ignore[union-attr]
    assert [fact.value for fact in found[1].facts] == [Label("区CIVIL", "CIVIL"), NEW.label]
    page = declaration_page(d.office, finance, case_id)
    assert page.head.host == Label("区CIVIL", "CIVIL") and page.of_unit
    take_action(d.office, signed_in(d.office, new["declarant"].id), draft, "send_unit")
    assert not any(fact for row in trail_page(d.office, auditor, ended_before).rows for fact in row.facts
                   if fact.value == NEW.label)
    assert {row.unit for row in rows(d, select(cadre.c.unit))} == {"MERGED"}
    assert verify_all(d.office).ok


def test_whoever_follows_the_follower_has_the_chairs_too(d: District) -> None:
    case_id = d.begin()
    staffed(d)
    ended(d, "MERGED", "PLC")
    last = staffed(d, replace(NEW, code="LAST"))
    ended(d, "LAST", code="MERGED")
    assert {(row.unit, row.successor, row.takes) for row in rows(d, select(succession))} == {
        ("CIVIL", "MERGED", True), ("CIVIL", "PLC", False), ("MERGED", "LAST", True), ("CIVIL", "LAST", True)}
    take_action(d.office, signed_in(d.office, last["declarant"].id), case_id, "send_unit")
    assert "not_your_seat" in codes(take_action, d.office, signed_in(d.office, d.actor("PLC.unit_finance").id),
                                    case_id, "unit_finance_sign")
    assert verify_all(d.office).ok


def test_until_the_end_of_its_last_day_the_old_unit_signs(d: District) -> None:
    case_id = d.begin()
    new = staffed(d)
    ended(d, "MERGED", days=0)
    assert "not_your_seat" in codes(take_action, d.office, signed_in(d.office, new["declarant"].id), case_id,
                                    "send_unit")
    take_action(d.office, signed_in(d.office, d.actor("CIVIL.declarant").id), case_id, "send_unit")
    tomorrow = after(d.office, 1)
    take_action(tomorrow, signed_in(tomorrow, new["unit_finance"].id), case_id, "unit_finance_sign")
    assert verify_all(d.office).ok


def test_what_keeps_a_unit_from_ending(d: District) -> None:
    d.begin()
    assert codes(ended, d) == ("unit_left_open",)
    add_unit(d.office, SYSTEM, NEW)
    assert codes(ended, d, "MERGED") == ("unit_heir_unstaffed",)
    assert codes(ended, d, "OD") == ("unit_heir_decides",)
    assert codes(ended, d, "CIVIL", "NOWHERE") == ("unit_circle", "unit_successor_unknown")
    add_unit(d.office, SYSTEM, Unit("CHILD", NEW.label, "public_institution", parent="CIVIL"))
    assert codes(ended, d, "CHILD") == ("unit_circle",)
    today = d.office.today()
    for day in (today + timedelta(days=1), today - timedelta(days=2)):
        assert codes(end_unit, d.office, SYSTEM, "AUDIT", day, (), GROUNDS) == ("unit_end_day",)
    assert codes(ended, d, "PLC", code="OD") == ("unit_in_policy",)
    assert codes(end_unit, d.office, d.actor("od_head"), "AUDIT", today, (), " ") == (
        "not_yours", "unit_grounds_missing")
    with pytest.raises(NotFound):
        ended(d, code="NOWHERE")
    ended(d, code="AUDIT")
    assert codes(ended, d, code="AUDIT") == ("unit_ended",)
    assert codes(ended, d, "AUDIT", code="FIN") == ("unit_successor_ended",)
    assert codes(add_unit, d.office, SYSTEM, replace(NEW, code="LATE", parent="AUDIT")) == ("unit_parent_ended",)
    assert codes(add_unit, d.office, SYSTEM, replace(NEW, code="AUDIT")) == ("unit_taken",)
    assert codes(give_post, d.office, SYSTEM, 1, "declarant", "AUDIT") == ("unit_unknown",)
    assert verify_all(d.office).ok


def test_a_unit_keeps_its_former_names_by_the_day(d: District) -> None:
    case_id, head = d.submitted(), d.actor("od_head")
    office, today = d.office, d.office.today()
    d.take(case_id, "withdraw", "CIVIL.unit_head")
    later = after(office, 9)
    day = later.today()
    name = Label("区民政事务局", "Bureau of Civil Matters")
    assert codes(rename_unit, later, head, "CIVIL", name, day, GROUNDS) == ("not_yours",)
    assert codes(rename_unit, later, SYSTEM, "CIVIL", Label("区CIVIL", "CIVIL"), day + timedelta(days=1), "") == (
        "unit_grounds_missing", "unit_name_same", "unit_day_later")
    rename_unit(later, SYSTEM, "CIVIL", name, day, GROUNDS)
    assert codes(rename_unit, later, SYSTEM, "CIVIL", Label("又名", "Again"), day, GROUNDS) == ("unit_day_earlier",)
    clerk = signed_in(later, d.actor("CIVIL.declarant").id)
    assert declaration_page(later, clerk, case_id).head.host == Label("区CIVIL", "CIVIL"), "it ended before"
    assert trail_page(later, clerk, case_id).rows[0].post == Label("区CIVIL · 单位主要负责人", "Unit head, CIVIL")
    fresh = District.begin(d)
    assert declaration_page(later, clerk, fresh).head.host == name
    assert rows(d, select(unit_name.c.unit, unit_name.c.to_day)) == [("CIVIL", day - timedelta(days=1))]
    assert today < day and verify_all(office).ok


def test_a_unit_moves_below_another_without_a_circle(d: District) -> None:
    move_unit(d.office, SYSTEM, "PLC", "CX", GROUNDS)
    move_unit(d.office, SYSTEM, "CIVIL", "PLC", GROUNDS)
    assert codes(move_unit, d.office, SYSTEM, "PLC", "CIVIL", GROUNDS) == ("unit_circle",)
    assert codes(move_unit, d.office, SYSTEM, "PLC", "CX", GROUNDS) == ("unit_parent_same",)
    assert codes(move_unit, d.office, SYSTEM, "PLC", "NOWHERE", "") == ("unit_grounds_missing", "unit_parent_unknown")
    assert verify_all(d.office).ok


@pytest.mark.parametrize(("table", "change", "why"), [
    ("unit", {"name_zh": "区某局"}, "differs"), ("unit", {"parent": "PLC"}, "differs"),
    ("unit", {"case_id": None}, "untold"), ("unit", None, "untold"), ("succession", {"successor": "PLC"}, "differs"),
    ("unit_name", {"name_en": "Other"}, "differs"), ("post", {"person_id": 1}, "differs"),
    ("post", {"to_day": None}, "differs"), ("post", None, "untold")])
def test_verify_finds_a_changed_row(d: District, table: str, change: dict[str, Any] | None, why: str) -> None:
    add_unit(d.office, SYSTEM, NEW)
    chair = give_post(d.office, SYSTEM, d.actor("auditor").id, "auditor", "MERGED")
    end_post(d.office, SYSTEM, chair, d.office.today() + timedelta(days=3))
    rename_unit(d.office, SYSTEM, "MERGED", Label("区新局", "New Bureau"), d.office.today(), GROUNDS)
    ended(d, "MERGED", code="AUDIT")
    assert verify_all(d.office).ok
    where = {"unit": unit.c.code == "MERGED", "post": post.c.id == chair}
    of = {one.name: one for one in (unit, post, succession, unit_name)}[table]
    with unguarded(d.office.database) as connection:
        if change is not None:
            changing = update(of).values(change)
            connection.execute(changing.where(where[table]) if table in where else changing)
        elif table == "unit":
            connection.execute(insert(unit).values(code="SLIPPED", name_zh="x", name_en="x", kind="town", level="town",
                                                   system="", active=True))
        else:
            connection.execute(insert(post).values(person_id=1, role="leader", unit="CX", from_day=date(2025, 1, 1)))
    bad = verify_all(d.office).first_bad
    assert bad is not None and (bad.table, bad.why) == (table, why)
