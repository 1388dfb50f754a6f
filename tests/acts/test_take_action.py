"""The one road: a declaration from draft to completed, and what stands in its way."""

import pytest

from tests.district import District, straight_road


@pytest.fixture
def d(office):  # type: ignore[no-untyped-def]
    return District(office)


def test_a_class_goes_from_draft_to_completed(d):  # type: ignore[no-untyped-def]
    case_id = d.submitted()
    for reached, action, who, papers, given in straight_road("CIVIL"):
        assert d.state(case_id) == reached
        if not action:
            break
        if reached in ("noticed", "in_session"):
            d.office.clock.set("2026-11-23 09:00" if reached == "noticed" else "2026-11-25 17:00")
        if action == "issue_notice":
            d.call(case_id)
        if action == "submit_closing":
            d.attend(case_id)
        if papers:
            d.paper(case_id, "CIVIL.declarant", *papers)
        for signer in who:
            d.take(case_id, action, signer, **given)
