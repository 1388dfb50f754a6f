"""The demo's proposed policy waits, and changes what is said of classes that are under way."""

from tests.demo.conftest import Demo
from workflow.domain.people import Actor
from workflow.queries.policies_page import policies_page, proposal_page

NOBODY = Actor(0)


def test_a_policy_waits_for_the_second_person(demo: Demo) -> None:
    page = policies_page(demo.office, NOBODY)
    assert [one.status for one in page.proposals] == ["proposed", "withdrawn"]
    waiting = proposal_page(demo.office, NOBODY, page.proposals[0].id)
    assert waiting.preview is not None and not waiting.may_publish
    told = {one.path: (one.old, one.new) for one in waiting.preview.differences if one.part.key.endswith(".value")}
    assert told["timing.declare_lead_workdays"] == (15, 20) and told["quota.class3.total_fen"] == (55000, 50000)
    assert 0 < len(waiting.preview.changed) < waiting.preview.open_classes
    assert all(one.number and one.shifts for one in waiting.preview.changed)
