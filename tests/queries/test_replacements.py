"""Who could come instead: of the same unit and tier, with no limit and no clash in the way; names by right."""

import pytest
from sqlalchemy import insert

from tests.district import District, a_class, signed_in
from workflow.acts.enrol import enrol, replace_person
from workflow.acts.enrol_places import give_places
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.replacements import replacements
from workflow.store.rosters import outside_training


@pytest.fixture
def d(office: Office) -> District:
    return District(office)


def who(d: District, name: str) -> Actor:
    return signed_in(d.office, d.actor(name).id)



def test_only_who_is_free_of_the_same_unit_and_tier_is_suggested(d: District) -> None:
    here, clash, higher, free, also = d.cadres(5)
    rural, = d.cadres(1, audience="VILL_SEC")
    elsewhere, = d.cadres(1, "PLC")
    case_id = d.at("approved", a_class(trainee_count=2, staff_count=0))
    other = d.at("approved", a_class(trainee_count=1, staff_count=0, host_unit="PLC", audience_codes=("COMM_DEPUTY",),
                                     topic_code="PARTY_BUILDING", class_name="党务干部班"), "PLC")
    enrol(d.office, d.actor("CIVIL.declarant"), case_id, (here,))
    enrol(d.office, d.actor("PLC.declarant"), other, (clash,))
    with d.office.database.write() as connection:
        day = a_class().start_date.replace(month=3)  # type: ignore[union-attr]
        connection.execute(insert(outside_training).values(
            id=1, case_id=case_id, cadre_id=higher, class_name="市级轮训", class_kind="rotation", level="city",
            topic_code="COMMUNITY_WORK", start_date=day, end_date=day, hours=6, out_of_province=False, source="0" * 64))
        connection.commit()
    found = replacements(d.office, who(d, "CIVIL.declarant"), case_id, here, "CIVIL")
    assert [one.id for one in found.people or ()] == [free, also] and found.fitting == 2
    assert {rural, elsewhere}.isdisjoint(one.id for one in found.people or ())
    replace_person(d.office, d.actor("CIVIL.declarant"), case_id, here, free, "出差。")
    again = replacements(d.office, who(d, "CIVIL.declarant"), case_id, free, "CIVIL")
    assert [one.id for one in again.people or ()] == [here, also], "who was replaced may come back"


def test_a_host_learns_whom_to_ask_and_no_names(d: District) -> None:
    mine, theirs, more = d.cadres(1, "PLC")[0], *d.cadres(2, "PLC")
    case_id = d.at("approved", a_class(trainee_count=3, staff_count=0))
    give_places(d.office, d.actor("CIVIL.declarant"), case_id, {"PLC": 1})
    enrol(d.office, d.actor("PLC.declarant"), case_id, (mine,))
    for name, seen in (("CIVIL.declarant", None), ("PLC.declarant", 2), ("od_section", 2), ("leader", None)):
        found = replacements(d.office, who(d, name), case_id, mine, "PLC")
        assert (found.unit, found.fitting) == ("PLC", 2)
        assert (None if found.people is None else len(found.people)) == seen, name
    assert {theirs, more} == {one.id for one in replacements(
        d.office, who(d, "PLC.declarant"), case_id, mine, "PLC").people or ()}
