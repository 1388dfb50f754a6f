"""How often an act speaks to PostgreSQL: at most 5 times to sign, 9 to change facts (docs/performance.md).

BEGIN and COMMIT are counted too.  On a network each of these is a wait; a count is exact where a time is noise.
"""

import pytest

from tests.district import District, a_class
from workflow.acts.declare import save_copy
from workflow.bench.trips import RoundTrips
from workflow.engine import machine
from workflow.office import Office

# Only PostgreSQL: on SQLite a round-trip is a function call.
pytestmark = pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
SIGNING, CHANGING_FACTS = 5, 9


@pytest.fixture
def d(office: Office) -> District:
    return District(office)


@pytest.mark.parametrize(
    ("state", "action", "who"),
    [
        ("authority_review", "authority_pass", "od_section"),
        ("duplicate_review", "dup_clear", "od_section2"),
        ("funding_review", "funding_pass", "finance"),
        ("leader_approval", "approve", "od_deputy2"),
        ("submitted", "return", "od_section"),
    ],
)
def test_a_signature_takes_five_at_most(d: District, state: str, action: str, who: str) -> None:
    case_id = d.at(state)
    with RoundTrips(d.office.database) as sent:
        d.take(case_id, action, who)
    assert sent.count <= SIGNING


def test_the_last_signature_of_an_approval_too(d: District) -> None:
    """It assigns the reply's number, one statement more."""
    case_id = d.at("leader_approval")
    d.take(case_id, "approve", "od_deputy2")
    with RoundTrips(d.office.database) as sent:
        d.take(case_id, "approve", "od_head")
    assert sent.count <= SIGNING


def test_an_act_that_changes_facts_takes_nine_at_most(d: District) -> None:
    case_id = d.begin()
    with RoundTrips(d.office.database) as sent:
        d.take(case_id, "send_unit", "CIVIL.declarant")
    assert sent.count <= CHANGING_FACTS
    d.take(case_id, "unit_finance_sign", "CIVIL.unit_finance")
    with RoundTrips(d.office.database) as sent:
        d.take(case_id, "unit_submit", "CIVIL.unit_head")
    assert sent.count <= CHANGING_FACTS
    d.take(case_id, "return", "od_section")
    save_copy(d.office, d.actor("CIVIL.declarant"), case_id, a_class(trainee_count=38), version=0)
    with RoundTrips(d.office.database) as sent:
        d.take(case_id, "resubmit", "CIVIL.declarant")
    assert sent.count <= CHANGING_FACTS


def test_no_act_builds_a_machine(d: District) -> None:
    case_id = d.at("authority_review")
    before = machine.built
    d.take(case_id, "authority_pass", "od_section")
    assert machine.built == before
