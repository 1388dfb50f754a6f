"""Who is offered to bring papers, as ``acts.attach`` would let them; who may take one off."""

import pytest

from tests.district import District, a_class
from workflow.acts.attach import attach
from workflow.domain.people import Actor, Post
from workflow.office import Office
from workflow.queries.papers_page import papers_page

SCHOOL = Actor(1, "党校", (Post("institution", "SCHOOL"),))


@pytest.fixture
def d(office: Office) -> District:
    return District(office)


def actor(d: District, who: str) -> Actor:
    """Somebody with the post that the short name tells, as a signed-in person has it."""
    unit, _, role = who.rpartition(".")
    return Actor(d.actor(who).id, who, (Post(role or who, unit or "OD"),))


def attaches(d: District, who: Actor, case_id: int) -> bool:
    return papers_page(d.office, who, case_id).page.attaches


def test_the_unit_whoever_is_asked_and_the_institution_bring_papers(d: District) -> None:
    case_id = d.at("authority_review")
    assert attaches(d, actor(d, "CIVIL.unit_finance"), case_id)
    assert attaches(d, actor(d, "od_section"), case_id), "asked now"
    assert attaches(d, SCHOOL, case_id), "undertakes the class"
    assert not attaches(d, actor(d, "finance"), case_id), "asked later"
    assert not attaches(d, actor(d, "auditor"), case_id)


def test_nobody_brings_papers_to_what_has_ended(d: District) -> None:
    case_id = d.at("authority_review")
    d.take(case_id, "withdraw", "CIVIL.unit_head", "不办了。")
    assert not attaches(d, actor(d, "CIVIL.declarant"), case_id)


def test_the_section_is_asked_for_the_higher_reply(d: District) -> None:
    form = a_class(audience_tier="leading", audience_codes=("DEPUTY_HEAD",), managing_level="city")
    case_id = d.at("authority_review", form)
    d.take(case_id, "refer_up", "od_head", "含市管干部。")
    section = actor(d, "od_section")
    page = papers_page(d.office, section, case_id).page
    assert page.attaches and page.wanted == ("higher_reply",)
    attach(d.office, section, case_id, "higher_reply", "批复.pdf", b"%PDF-1.7")
    assert papers_page(d.office, section, case_id).page.wanted == ()


def test_the_unit_or_who_brought_a_paper_takes_it_off(d: District) -> None:
    case_id = d.at("authority_review")
    section = actor(d, "od_section")
    attach(d.office, section, case_id, "other", "意见.pdf", b"%PDF-1.7")
    for who, may in ((section, True), (actor(d, "CIVIL.declarant"), True), (actor(d, "auditor"), False)):
        (paper,) = papers_page(d.office, who, case_id).papers
        assert paper.may_remove is may, who


def test_the_department_brings_the_sealed_copy_of_its_reply(d: District) -> None:
    case_id = d.at("approved")
    section, clerk = actor(d, "od_section"), actor(d, "CIVIL.declarant")
    assert papers_page(d.office, section, case_id).page.brings == ("sealed_reply",)
    assert "sealed_reply" not in papers_page(d.office, clerk, case_id).page.brings
    assert papers_page(d.office, actor(d, "auditor"), case_id).page.brings == ()
