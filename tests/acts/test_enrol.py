"""The roster of a class: who may put whom on it, what is told in the trail, and when the notice may go out."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.district import District, a_class
from workflow.acts.enrol import enrol, leave_before, remove_person, replace_person
from workflow.acts.enrol_places import answer_places, give_places
from workflow.acts.explain_finding import explain_finding, override_finding
from workflow.acts.import_history import add_history
from workflow.domain.findings import BLOCK, WARN
from workflow.domain.people import system_actor
from workflow.domain.trainings import Learnt
from workflow.office import Office
from workflow.office.gather import gather
from workflow.queries.trail_check import verify_all
from workflow.refusals import Refused
from workflow.store.rosters import enrolment, place_quota

CIVIL, HEAD, PLC = "CIVIL.declarant", "CIVIL.unit_head", "PLC.declarant"


@pytest.fixture
def d(office: Office) -> Iterator[District]:
    district = District(office)
    yield district
    found = verify_all(office)
    assert found.ok, found.first_bad


def rows(d: District, table: Any, case_id: int) -> dict[Any, dict[str, Any]]:
    key = "cadre_id" if table is enrolment else "unit"
    with d.office.database.read() as connection:
        found = connection.execute(select(table).where(table.c.case_id == case_id)).mappings()
        return {row[key]: dict(row) for row in found}


def statuses(d: District, case_id: int) -> dict[int, str]:
    return {key: row["status"] for key, row in rows(d, enrolment, case_id).items()}


def codes(of: Any) -> set[str]:
    with pytest.raises(Refused) as refused:
        of()
    return set(refused.value.codes)


def findings(d: District, case_id: int, rule: str) -> dict[str, str]:
    with d.office.database.read() as connection:
        s = gather(connection, d.office, d.actor("auditor"), case_id).situation
    return {f.part: f.severity for f in s.findings if f.rule == rule}


def put(d: District, case_id: int, *people: int, who: str = CIVIL) -> int:
    return enrol(d.office, d.actor(who), case_id, people)


def test_a_notice_wants_the_whole_roster(d: District) -> None:
    case_id = d.at("approved")
    assert codes(lambda: d.take(case_id, "issue_notice", CIVIL)) == {"roster_short"}
    people = d.cadres(40)
    put(d, case_id, *people[:39])
    assert codes(lambda: d.take(case_id, "issue_notice", CIVIL)) == {"roster_short"}
    put(d, case_id, people[39])
    d.take(case_id, "issue_notice", CIVIL)
    assert d.state(case_id) == "noticed"


def test_who_is_let_off_before_the_class_is_accounted_for(d: District) -> None:
    case_id = d.at("approved")
    people = d.call(case_id)
    leave_before(d.office, d.actor(CIVIL), case_id, people[0], "因病住院。")
    assert statuses(d, case_id)[people[0]] == "on_leave"
    d.take(case_id, "issue_notice", CIVIL)


def test_who_is_taken_off_is_missing(d: District) -> None:
    case_id = d.at("approved")
    people = d.call(case_id)
    remove_person(d.office, d.actor(CIVIL), case_id, people[0], "误列。")
    assert codes(lambda: d.take(case_id, "issue_notice", CIVIL)) == {"roster_short"}
    put(d, case_id, people[0])
    assert statuses(d, case_id)[people[0]] == "enrolled"


def test_a_replacement_comes_with_its_reason(d: District) -> None:
    case_id = d.at("approved")
    people, (other,) = d.call(case_id), d.cadres(1)
    assert codes(lambda: replace_person(d.office, d.actor(CIVIL), case_id, people[0], other, " ")) == {"reason_missing"}
    replace_person(d.office, d.actor(CIVIL), case_id, people[0], other, "另有任务。")
    found = rows(d, enrolment, case_id)
    assert (found[people[0]]["status"], found[people[0]]["replaced_by"]) == ("replaced", other)
    assert found[other]["status"] == "enrolled" and found[other]["start_date"] == date(2026, 11, 23)


@pytest.mark.parametrize(("who", "expected"), [(PLC, "not_your_roster"), ("od_section", "not_your_roster")])
def test_only_the_host_and_invited_units_fill_it(d: District, who: str, expected: str) -> None:
    case_id = d.at("approved")
    (one,) = d.cadres(1)
    assert codes(lambda: put(d, case_id, one, who=who)) == {expected}


def test_wrong_choices_are_told_together(d: District) -> None:
    case_id = d.at("approved")
    people = d.call(case_id)
    assert codes(lambda: put(d, case_id)) == {"nobody_chosen"}
    assert codes(lambda: put(d, case_id, 10**6)) == {"cadre_unknown"}
    assert codes(lambda: put(d, case_id, people[0])) == {"enrolled_before"}
    assert codes(lambda: put(d, case_id, people[0], *d.cadres(1))) == {"enrolled_before", "roster_over"}


def test_an_invited_unit_names_its_own_and_answers(d: District) -> None:
    case_id = d.at("approved")
    put(d, case_id, *d.cadres(35))
    give_places(d.office, d.actor(CIVIL), case_id, {"PLC": 5})
    assert codes(lambda: d.take(case_id, "issue_notice", CIVIL)) == {"places_unanswered", "roster_short"}
    own, (foreign,) = d.cadres(6, "PLC"), d.cadres(1, "CIVIL")
    assert codes(lambda: put(d, case_id, foreign, who=PLC)) == {"cadre_elsewhere"}
    assert codes(lambda: put(d, case_id, *own, who=PLC)) == {"places_over", "roster_over"}
    put(d, case_id, *own[:4], who=PLC)
    answer = d.actor(PLC)
    assert codes(lambda: answer_places(d.office, answer, case_id, "PLC", "filled")) == {"reason_missing"}
    assert codes(lambda: answer_places(d.office, answer, case_id, "PLC", "declined", "不派")) == {"places_not_empty"}
    assert codes(lambda: answer_places(d.office, d.actor(CIVIL), case_id, "PLC", "filled", "代答")) == {"not_your_unit"}
    answer_places(d.office, answer, case_id, "PLC", "filled", "一人出差。")
    assert rows(d, place_quota, case_id)["PLC"]["answer"] == "filled"
    d.take(case_id, "issue_notice", CIVIL)


def test_a_unit_declines_and_places_change(d: District) -> None:
    case_id = d.at("approved")
    put(d, case_id, *d.cadres(38))
    give_places(d.office, d.actor(CIVIL), case_id, {"PLC": 2, "HRSS": 0})
    assert set(rows(d, place_quota, case_id)) == {"PLC"}
    answer_places(d.office, d.actor(PLC), case_id, "PLC", "declined", "全员值守，无人可派。")
    give_places(d.office, d.actor(CIVIL), case_id, {"PLC": 1})
    assert rows(d, place_quota, case_id)["PLC"]["answer"] is None, "asked anew"
    give = d.actor(CIVIL)
    assert codes(lambda: give_places(d.office, give, case_id, {"PLC": 41})) == {"places_above"}
    assert codes(lambda: give_places(d.office, give, case_id, {"PLC": -1, "NONE": 1})) == {
        "places_wrong", "unit_unknown"}
    assert codes(lambda: give_places(d.office, d.actor(PLC), case_id, {"PLC": 3})) == {"not_your_unit"}
    assert codes(lambda: give_places(d.office, give, case_id, {"PLC": 1})) == {"nothing_changed"}
    give_places(d.office, give, case_id, {"PLC": 0})
    assert rows(d, place_quota, case_id) == {}


def test_days_follow_a_postponement(d: District) -> None:
    case_id = d.at("approved")
    people = d.call(case_id)
    new = {"new_start_date": date(2026, 12, 7), "new_end_date": date(2026, 12, 9)}
    d.take(case_id, "postpone", HEAD, **new)
    assert rows(d, enrolment, case_id)[people[0]]["start_date"] == date(2026, 11, 23), "one signature moves nothing"
    d.take(case_id, "postpone", "od_section", **new)
    assert {(row["start_date"], row["end_date"]) for row in rows(d, enrolment, case_id).values()} == {
        (date(2026, 12, 7), date(2026, 12, 9))}


def test_two_places_at_once_stop_the_notice(d: District) -> None:
    """R-P1, from the other class's submission to its end; replacing the person clears it."""
    first, second = d.at("approved"), d.at("approved", host="PLC", form=twin())
    people = d.call(first)
    others = d.cadres(39, "PLC")
    put(d, second, people[0], *others, who=PLC)
    assert findings(d, second, "R-P1") == {str(people[0]): BLOCK}
    assert codes(lambda: d.take(second, "issue_notice", PLC)) == {"open_block"}
    replace_person(d.office, d.actor(PLC), second, people[0], d.cadres(1, "PLC")[0], "已参加另一个班。")
    assert BLOCK not in findings(d, second, "R-P1").values()
    d.take(second, "issue_notice", PLC)


def test_the_notice_looks_again_at_everybody(d: District) -> None:
    """Who was free when they were put on and is called elsewhere meanwhile."""
    first, second = d.at("approved"), d.at("approved", host="PLC", form=twin())
    people = d.cadres(40)
    put(d, first, *people)
    put(d, second, *people, who=PLC)
    assert BLOCK not in findings(d, first, "R-P1").values(), "not looked at since"
    assert codes(lambda: d.take(first, "issue_notice", CIVIL)) == {"open_block"}
    assert set(findings(d, first, "R-P1").values()) == {BLOCK}, "what it was about is kept"


def test_an_ended_class_counts_no_longer(d: District) -> None:
    first, second = d.at("approved"), d.at("approved", host="PLC", form=twin())
    people = d.call(first)
    put(d, second, *people, who=PLC)
    d.take(first, "cancel", HEAD)
    d.take(second, "issue_notice", PLC)
    assert d.state(second) == "noticed"


def test_one_who_may_sets_a_person_aside(d: District) -> None:
    first, second = d.at("approved"), d.at("approved", host="PLC", form=twin())
    people = d.call(first)
    put(d, second, people[0], *d.cadres(39, "PLC"), who=PLC)
    part = str(people[0])
    assert codes(lambda: override_finding(d.office, d.actor("od_section"), second, "R-P1", part, "可以")) == {
        "not_yours_to_override"}
    override_finding(d.office, d.actor("od_deputy"), second, "R-P1", part, "两班同址，上下午错开。")
    d.take(second, "issue_notice", PLC)


def test_a_third_call_of_a_leader_is_explained(d: District) -> None:
    """R-21: a warning per person; the unit's words let the notice go."""
    leaders = d.cadres(1, "PLC", "TOWN_LEAD")
    for month in (6, 8):
        earlier(d, leaders[0], date(2026, month, 1))
    case_id = d.at("approved", host="PLC", form=twin())
    put(d, case_id, *leaders, *d.cadres(39, "PLC"), who=PLC)
    assert findings(d, case_id, "R-21") == {str(leaders[0]): WARN}
    assert codes(lambda: d.take(case_id, "issue_notice", PLC)) == {"warning_unexplained"}
    explain_finding(d.office, d.actor(PLC), case_id, "R-21", str(leaders[0]), "新任岗位，须参加。")
    d.take(case_id, "issue_notice", PLC)


def test_after_the_notice_nobody_is_brought_on_whom_a_rule_stops(d: District) -> None:
    first, second = d.at("approved"), d.at("noticed", host="PLC", form=twin())
    busy = d.call(first)
    on = next(iter(rows(d, enrolment, second)))
    act = d.actor(PLC)
    assert codes(lambda: replace_person(d.office, act, second, on, busy[0], "换人")) == {"person_blocked"}
    replace_person(d.office, act, second, on, d.cadres(1, "PLC")[0], "换人。")


def test_once_it_has_begun_attendance_says_who_came(d: District) -> None:
    case_id = d.at("noticed")
    on = next(iter(rows(d, enrolment, case_id)))
    d.office.clock.set("2026-11-23 08:30")  # type: ignore[attr-defined]
    assert codes(lambda: leave_before(d.office, d.actor(CIVIL), case_id, on, "病")) == {"roster_begun"}
    d.office.clock.set("2026-11-26 08:30")  # type: ignore[attr-defined]
    assert codes(lambda: put(d, case_id, *d.cadres(1))) == {"roster_closed"}


def test_a_draft_has_its_roster_too(d: District) -> None:
    dateless = d.begin(a_class(start_date=None))
    assert codes(lambda: put(d, dateless, *d.cadres(1))) == {"roster_needs_dates"}
    case_id = d.begin()
    put(d, case_id, *d.cadres(2))
    assert set(statuses(d, case_id).values()) == {"enrolled"}


def test_the_trail_names_people_by_id_and_proves_them(d: District) -> None:
    case_id = d.at("approved")
    people = d.call(case_id)
    with d.office.database.write() as connection:
        connection.execute(update(enrolment).where(enrolment.c.cadre_id == people[3]).values(status="removed"))
        connection.commit()
    found = verify_all(d.office)
    assert found.first_bad is not None and (found.first_bad.table, found.first_bad.case) == ("enrolment", case_id)
    with d.office.database.write() as connection:
        connection.execute(update(enrolment).where(enrolment.c.cadre_id == people[3]).values(status="enrolled"))
        connection.commit()


def twin() -> Any:
    """Another unit's class on the same days, for other people on another topic."""
    return a_class(host_unit="PLC", class_name="网格员业务培训班", topic_code="EMERGENCY", lecturers=(),
                   audience_codes=("COMM_WORKER_B2",))


def earlier(d: District, cadre_id: int, start: date) -> None:
    """A class learnt elsewhere, by the district's own call."""
    learnt = Learnt(cadre_id, f"{start:%m}月调训", "topic", None, "district", start, start, 6, False)
    add_history(d.office, system_actor(), [learnt], "0" * 64)
