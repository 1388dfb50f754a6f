"""How often holding and closing a class speaks to PostgreSQL: as often as any act, however many people it has."""

import time

import pytest

from tests.acts.class_held import CLOSING_PAPERS, OPENING, at, in_session, roster, signed_in
from tests.clocks import SetClock
from tests.district import District
from workflow.acts.class_in_session import take_attendance
from workflow.bench.trips import RoundTrips
from workflow.domain.completion import PRESENT
from workflow.office import Office

pytestmark = pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
SIGNING, CHANGING_FACTS = 5, 9
PEOPLE = 60


def test_a_sheet_of_sixty_and_its_closing(office: Office, clock: SetClock) -> None:
    d = District(office)
    case_id = in_session(d, clock, PEOPLE)
    people = roster(d, case_id)
    began = time.perf_counter()
    with RoundTrips(office.database) as sent:
        take_attendance(office, d.actor("CIVIL.declarant"), case_id, OPENING, "am", dict.fromkeys(people, PRESENT))
    assert sent.count <= CHANGING_FACTS
    assert time.perf_counter() - began < 2, "a sheet is kept while one looks at it"
    signed_in(d, clock, case_id, people)
    d.take(case_id, "end_class", "CIVIL.declarant")
    d.paper(case_id, "CIVIL.declarant", *CLOSING_PAPERS)
    with RoundTrips(office.database) as sent:
        d.take(case_id, "submit_closing", "CIVIL.declarant", attended=PEOPLE)
    assert sent.count <= SIGNING
    at(clock, OPENING.replace(day=26))
    with RoundTrips(office.database) as sent:
        d.take(case_id, "closing_pass", "od_section")
    assert sent.count <= SIGNING
