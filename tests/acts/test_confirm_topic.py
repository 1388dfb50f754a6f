"""The topic of a class: chosen by the unit, confirmed by the section; another one held right keeps it from passing."""

import pytest

from tests.acts.looking import HEAD, acts_of, look
from tests.district import District, a_class, signed_in
from workflow.acts.confirm_topic import confirm_topic
from workflow.acts.declare import save_copy
from workflow.queries.topic_page import topic_page
from workflow.queries.trail_check import verify_all
from workflow.refusals import Refused

SECTION = "od_section2"


def test_a_topic_held_wrong_is_mended_by_the_unit(d: District) -> None:
    case_id = d.at("duplicate_review")
    confirm_topic(d.office, d.actor(SECTION), case_id, "GRID_WORK", "课程讲的是网格化管理。")
    with pytest.raises(Refused) as refused:
        d.take(case_id, "dup_clear", SECTION)
    assert "topic_disputed" in refused.value.codes
    d.take(case_id, "return", "od_section", "主题应为网格化服务管理。")
    save_copy(d.office, d.actor("CIVIL.declarant"), case_id, a_class(topic_code="GRID_WORK"), version=0)
    for who in ("CIVIL.declarant", HEAD):
        d.take(case_id, "resubmit", who)
    d.take(case_id, "dup_clear", SECTION)
    assert d.state(case_id) == "funding_review"
    assert verify_all(d.office).ok


def test_the_section_may_change_its_mind(d: District) -> None:
    case_id = d.at("duplicate_review")
    confirm_topic(d.office, d.actor(SECTION), case_id, "GRID_WORK", "像是网格化管理。")
    confirm_topic(d.office, d.actor(SECTION), case_id, "COMMUNITY_WORK")
    assert acts_of(d, case_id)[-2:] == ["confirm_topic"] * 2
    d.take(case_id, "dup_clear", SECTION)
    assert look(d, case_id).case.remembered["topic"]["code"] == "COMMUNITY_WORK"


@pytest.mark.parametrize(("who", "code", "reason", "told"), [
    (SECTION, "GRID_WORK", " ", "reason_missing"),
    (SECTION, "NO_SUCH", "不同。", "topic_unknown"),
    ("finance", "GRID_WORK", "不同。", "not_asked"),
    (HEAD, "GRID_WORK", "不同。", "not_asked"),
])  # fmt: skip
def test_what_is_refused(d: District, who: str, code: str, reason: str, told: str) -> None:
    case_id = d.at("duplicate_review")
    with pytest.raises(Refused) as refused:
        confirm_topic(d.office, d.actor(who), case_id, code, reason)
    assert refused.value.codes == (told,)


def test_other_gates_do_not_look_at_the_topic(d: District) -> None:
    case_id = d.at("authority_review")
    with pytest.raises(Refused) as refused:
        confirm_topic(d.office, d.actor(SECTION), case_id, "COMMUNITY_WORK")
    assert refused.value.codes == ("topic_not_asked",)
    page = topic_page(d.office, signed_in(d.office, d.actor(SECTION).id), case_id)
    assert (page.may, page.declared, page.suggested[0], page.held) == (False, "COMMUNITY_WORK", "COMMUNITY_WORK", "")
