"""The auditor's standing questions find what they name and nothing else, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

from tests.queries.rows import add_case, add_finding, add_person, add_units
from tests.rows import AT, a_trail_row
from workflow.domain.people import Actor, Post
from workflow.office import Office
from workflow.queries.record_search import Wish, records
from workflow.queries.record_views import VIEWS
from workflow.store.cases import seat
from workflow.store.trail import trail

AUDITOR = Actor(1, posts=(Post("auditor", "OD"),))
PUNCTUAL, LATE, STANDING_IN, SET_ASIDE, SPLIT = range(1, 6)


@pytest.fixture
def house(office: Office) -> Office:
    process = office.rulebook.process("class_declaration").hash
    with office.database.write() as connection:
        add_units(connection)
        add_person(connection, 1, ("auditor", "OD"))
        for number in range(1, 6):
            add_case(connection, number, process_hash=process, chain_n=1)
            act = "override_finding" if number == SET_ASIDE else "authority_pass"
            connection.execute(insert(trail).values(a_trail_row(case_id=number, n=1, act=act)))
            signed = AT + timedelta(days=3 if number == LATE else 1)
            connection.execute(insert(seat).values(
                case_id=number, round=1, place=0, action=act, act=act, role="od_section", state="authority_review",
                status="signed", opened_at=AT, due_at=AT + timedelta(days=2), signed_at=signed, signed_by=1, trail_n=1,
                acting_for=2 if number == STANDING_IN else None))
        add_finding(connection, SPLIT, "R-S1", "warn")
        add_finding(connection, PUNCTUAL, "R-S1", "clear")
        connection.commit()
    return office


@pytest.mark.parametrize(("view", "found"), [
    ("late", {LATE}), ("stand_ins", {STANDING_IN}), ("overridden", {SET_ASIDE}), ("splitting", {SPLIT}),
    ("", {PUNCTUAL, LATE, STANDING_IN, SET_ASIDE, SPLIT}),
])  # fmt: skip
def test_a_view_finds_what_it_names(house: Office, view: str, found: set[int]) -> None:
    assert {row.case_id for row in records(house, AUDITOR, Wish(view=view)).rows} == found
    assert set(VIEWS) == {"late", "stand_ins", "overridden", "splitting"}
