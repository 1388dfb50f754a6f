"""Nobody decides above their authority, or alone about themselves: referral up, and the department's own classes."""

import pytest

from tests.district import YUAN, District, a_class
from workflow.acts.declare import save_copy
from workflow.domain.declaration import ClassDeclaration
from workflow.refusals import Refused

CLERK, HEAD = "CIVIL.declarant", "CIVIL.unit_head"
CITY = {"audience_tier": "leading", "audience_codes": ("DIST_DEPUTY",), "managing_level": "city"}
NUMBER = "宁组干教〔2026〕8号"


def referred(d: District) -> int:
    case_id = d.at("authority_review", a_class(**CITY))
    d.take(case_id, "refer_up", "od_head", "含市管干部，报市委组织部。")
    return case_id


def typed(d: District, case_id: int, form: ClassDeclaration, host: str = "CIVIL") -> None:
    save_copy(d.office, d.actor(f"{host}.declarant"), case_id, form, version=0)


@pytest.mark.parametrize("answer", ["higher_ok", "higher_no"])
def test_the_reply_comes_back_with_its_scan_and_its_number(d: District, answer: str) -> None:
    case_id = referred(d)
    with pytest.raises(Refused) as why:
        d.take(case_id, answer, "od_section")
    assert set(why.value.codes) == {"papers_missing", "input_missing"}
    with pytest.raises(Refused, match="papers_missing"):
        d.take(case_id, answer, "od_section", higher_reply_no=NUMBER)
    d.paper(case_id, "od_section", "higher_reply")
    for nothing in ({}, {"higher_reply_no": ""}):
        with pytest.raises(Refused, match="input_missing"):
            d.take(case_id, answer, "od_section", **nothing)
    d.take(case_id, answer, "od_section", higher_reply_no=NUMBER)
    assert d.state(case_id) == ("duplicate_review" if answer == "higher_ok" else "rejected")


def test_what_is_changed_after_the_reply_is_not_covered_by_it(d: District) -> None:
    """Other people of the city: the class goes up again. The same people elsewhere: the reply still counts."""
    case_id = referred(d)
    d.paper(case_id, "od_section", "higher_reply")
    d.take(case_id, "higher_ok", "od_section", higher_reply_no=NUMBER)
    for changes, covered in (({"venue": "区会议中心"}, True), ({"audience_codes": ("DIST_PC",)}, False)):
        d.take(case_id, "return", "od_section2", "补充材料。")
        typed(d, case_id, a_class(**{**CITY, **changes}))
        for signer in (CLERK, HEAD):
            d.take(case_id, "resubmit", signer)
        assert d.state(case_id) == ("duplicate_review" if covered else "authority_review")
    with pytest.raises(Refused, match="other_route"):
        d.take(case_id, "authority_pass", "od_section")
    d.take(case_id, "refer_up", "od_head", "对象变更，再报。")
    d.take(case_id, "higher_ok", "od_section", higher_reply_no="宁组干教〔2026〕9号")
    assert d.state(case_id) == "duplicate_review"


def test_an_amendment_does_not_go_past_the_higher_authority(d: District) -> None:
    case_id = d.at("approved")
    typed(d, case_id, a_class(**CITY))
    for signer in (CLERK, HEAD):
        d.take(case_id, "amend", signer, "改为培训区级领导。")
    d.paper(case_id, "od_section", "higher_reply")
    with pytest.raises(Refused, match="other_route"):
        d.take(case_id, "amend_ok", "od_section")


def test_the_departments_own_class_is_never_simply_filed(d: District) -> None:
    small = {"trainee_count": 20, "staff_count": 2}
    case_id = d.submitted(a_class(host_unit="OD", **small), "OD")
    with pytest.raises(Refused, match="not_a_filing"):
        d.take(case_id, "accept_filing", "od_section")
    d.take(d.submitted(a_class(audience_codes=("COMM_WORKER_B2",), **small)), "accept_filing", "od_section")


def test_nor_approved_nor_changed_without_the_leader(d: District) -> None:
    case_id = d.at("leader_approval", a_class(host_unit="OD"), "OD")
    for signer in ("od_deputy2", "od_head"):
        d.take(case_id, "approve", signer)
        assert d.state(case_id) == "leader_approval"
    d.take(case_id, "approve", "leader")
    assert d.state(case_id) == "approved"
    # A change that re-opens nothing, and one that re-opens the money.
    for form, signers in ((a_class(host_unit="OD", venue="区会议中心"), ("od_section",)),
                          (a_class(host_unit="OD", rates={"meals": 100 * YUAN}), ("finance", "od_deputy2", "od_head"))):
        typed(d, case_id, form, "OD")
        for signer in ("OD.declarant", "OD.unit_head"):
            d.take(case_id, "amend", signer, "变更。")
        for signer in signers:
            d.take(case_id, "amend_ok", signer)
            assert d.state(case_id) == "amendment_review"
        d.take(case_id, "amend_ok", "leader")
        assert d.state(case_id) == "approved"
