"""A whole merge in numbers: both hosts speak, people, places, money and plan item come to the class that remains."""

from typing import Any

import pytest
from sqlalchemy import select

from tests.acts.looking import HEAD, look
from tests.district import PLANNED, District, a_class, signed_in
from workflow.acts.enrol import enrol, remove_person
from workflow.acts.enrol_places import give_places
from workflow.acts.state_position import state_position
from workflow.queries.merge_page import merge_page
from workflow.queries.plan_classes import of_items
from workflow.queries.trail_check import verify_all
from workflow.refusals import Refused
from workflow.store.rosters import enrolment, place_quota

PLC_HEAD = "PLC.unit_head"


def roster(d: District, case_id: int) -> dict[int, str]:
    with d.office.database.read() as connection:
        rows = connection.execute(
            select(enrolment.c.cadre_id, enrolment.c.status).where(enrolment.c.case_id == case_id))
        return {row.cadre_id: row.status for row in rows}


def places(d: District, case_id: int) -> dict[str, tuple[int, str | None]]:
    with d.office.database.read() as connection:
        rows = connection.execute(select(place_quota).where(place_quota.c.case_id == case_id))
        return {row.unit: (row.places, row.answer) for row in rows}


def page(d: District, case_id: int, who: str) -> Any:
    return merge_page(d.office, signed_in(d.office, d.actor(who).id), case_id)


def two(d: District, survivor_at: str) -> tuple[int, int, tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """A class that remains with 12 + 5 on its roster, one that gives way with 9 + the same 5; its one person let off
    here is called there."""
    survivor = d.at(survivor_at, a_class(host_unit="PLC"), "PLC")
    case_id = d.at("duplicate_review")
    both, ours, theirs = d.cadres(5, "CIVIL"), d.cadres(9, "CIVIL"), d.cadres(12, "PLC")
    enrol(d.office, d.actor("PLC.declarant"), survivor, (*both, *theirs, ours[0]))
    remove_person(d.office, d.actor("PLC.declarant"), survivor, ours[0], "录入有误。")
    enrol(d.office, d.actor("CIVIL.declarant"), case_id, (*both, *ours))
    return survivor, case_id, both, ours, theirs


def merged(d: District, survivor: int, case_id: int) -> None:
    d.take(case_id, "propose_merge", "od_section2", survivor=survivor)
    d.take(case_id, "accept_merge", HEAD)
    d.take(case_id, "accept_merge", PLC_HEAD)


def test_a_whole_merge_before_the_reply(d: District) -> None:
    survivor, case_id, both, ours, theirs = two(d, "leader_approval")
    give_places(d.office, d.actor("PLC.declarant"), survivor, {"CIVIL": 6})
    d.take(case_id, "propose_merge", "od_section2", survivor=survivor)
    state_position(d.office, d.actor("CIVIL.declarant"), case_id, "人数合适，同意。")
    state_position(d.office, d.actor(PLC_HEAD), case_id, "同意，日期按我们的。")
    for who in (HEAD, PLC_HEAD, "od_deputy", "auditor"):
        before = page(d, case_id, who)
        assert [one.text for one in before.positions] == ["人数合适，同意。", "同意，日期按我们的。"]
        assert [one.unit.en for one in before.positions] == ["CIVIL", "PLC"]
        numbers = (before.ours.people, before.survivor.people, before.common.common, before.people_after)
        assert numbers == (40, 40, 5, 75)
        assert before.speaks == (who in (HEAD, PLC_HEAD))
    total_before = look(d, survivor).form.total_fen
    d.take(case_id, "accept_merge", HEAD)
    d.take(case_id, "accept_merge", PLC_HEAD)

    assert (d.state(case_id), d.state(survivor)) == ("merged", "authority_review")
    after = look(d, survivor)
    assert (after.form.trainee_count, after.form.co_hosts) == (75, ("CIVIL",))
    assert after.form.total_fen == before.total_after > total_before
    assert set(look(d, case_id).holdings.values()) <= {(0, 0, 0)}
    assert set(after.holdings.values()) == {(0, 0, 0)}, "it asks for its money anew"
    assert roster(d, survivor) == dict.fromkeys((*both, *ours, *theirs), "enrolled")
    assert set(roster(d, case_id)) == {*both, *ours}, "whom it had called stays on its record"
    assert places(d, survivor) == {"CIVIL": (6 + 9, None)}
    with d.office.database.read() as connection:
        items = of_items(connection, d.office, 2026, ("CIVIL", "PLC"))
    assert {items[PLANNED[host]].step for host in ("CIVIL", "PLC")} == {items[PLANNED["PLC"]].step}
    assert page(d, case_id, HEAD).done
    assert verify_all(d.office).ok


def test_people_wait_for_the_adoption_of_the_joined_content(d: District) -> None:
    survivor, case_id, both, ours, theirs = two(d, "approved")
    merged(d, survivor, case_id)
    assert d.state(survivor) == "amendment_review"
    standing = {one for one, status in roster(d, survivor).items() if status == "enrolled"}
    assert standing == {*both, *theirs}
    s = look(d, survivor)
    assert s.case.remembered["taking_in"] == [case_id]
    for seat in [seat for seat in s.seats if seat.pending and seat.action == "amend_ok"]:
        who = {"od_section": "od_section2", "finance": "finance2", "od_deputy": "od_deputy2"}.get(seat.role, seat.role)
        d.take(survivor, "amend_ok", who)
    assert d.state(survivor) == "approved"
    assert roster(d, survivor) == dict.fromkeys((*both, *ours, *theirs), "enrolled")
    assert places(d, survivor) == {"CIVIL": (9, "filled")}
    assert "taking_in" not in look(d, survivor).case.remembered
    assert verify_all(d.office).ok


def test_a_joined_content_given_up_takes_nobody_in(d: District) -> None:
    survivor, case_id, both, _, theirs = two(d, "approved")
    merged(d, survivor, case_id)
    d.take(survivor, "amend_no", "od_section")
    assert {one for one, status in roster(d, survivor).items() if status == "enrolled"} == {*both, *theirs}
    assert "taking_in" not in look(d, survivor).case.remembered
    assert verify_all(d.office).ok


@pytest.mark.parametrize("who", ["od_section", "OD.declarant"])
def test_only_the_two_hosts_speak(d: District, who: str) -> None:
    survivor = d.at("approved", a_class(host_unit="PLC"), "PLC")
    case_id = d.at("duplicate_review")
    with pytest.raises(Refused) as early:
        state_position(d.office, d.actor(HEAD), case_id, "同意。")
    assert early.value.codes == ("not_consulted",)
    d.take(case_id, "propose_merge", "od_section2", survivor=survivor)
    with pytest.raises(Refused) as refused:
        state_position(d.office, d.actor(who), case_id, "同意。")
    assert refused.value.codes == ("not_a_host",)
    with pytest.raises(Refused) as empty:
        state_position(d.office, d.actor(PLC_HEAD), case_id, "  ")
    assert empty.value.codes == ("position_missing",)


def test_a_consultation_that_ends_leaves_both_as_they_were(d: District) -> None:
    survivor, case_id, *_ = two(d, "approved")
    before = roster(d, survivor)
    d.take(case_id, "propose_merge", "od_section2", survivor=survivor)
    state_position(d.office, d.actor(PLC_HEAD), case_id, "时间合不上。")
    d.take(case_id, "decline_merge", PLC_HEAD)
    found = page(d, case_id, HEAD)
    assert (found.running, found.done, found.speaks) == (False, False, False)
    assert [one.text for one in found.positions] == ["时间合不上。"]
    assert roster(d, survivor) == before
