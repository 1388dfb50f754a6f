"""Papers: who may bring and take off which, and what is wrong with a file, all at once."""

import pytest

from tests.acts.looking import CIVIL, HEAD, acts_of, look, somebody
from tests.district import District
from workflow.acts.attach import MAX_BYTES, attach, remove_paper
from workflow.domain.papers import OF_THE_INSTITUTION
from workflow.refusals import NotFound, Refused

PDF = b"%PDF-1.7"


def bring(d: District, case_id: int, who: str, kind: str = "roster", name: str = "名单.pdf", data: bytes = PDF) -> int:
    return attach(d.office, d.actor(who), case_id, kind, name, data)


def test_the_unit_and_whoever_is_asked_bring_papers(d: District) -> None:
    case_id = d.submitted()
    for who in (CIVIL, HEAD, "od_section"):
        assert bring(d, case_id, who)
    assert look(d, case_id).papers == {"roster"}
    for who in ("finance", "PLC.unit_head", "auditor", "admin"):
        with pytest.raises(Refused, match="not_your_unit"):
            bring(d, case_id, who)


def test_the_institution_brings_what_belongs_to_the_end_and_nothing_else(d: District) -> None:
    """Ruling 28."""
    school = somebody(d, "school", ("institution", "SCHOOL"))
    case_id = d.at("approved")
    for kind in OF_THE_INSTITUTION:
        bring(d, case_id, school, kind)
    for kind in ("minutes", "higher_reply", "roster", "vouchers"):
        with pytest.raises(Refused, match="institution_papers"):
            bring(d, case_id, school, kind)


def test_a_paper_is_taken_off_by_the_unit_or_by_who_brought_it(d: District) -> None:
    school = somebody(d, "school", ("institution", "SCHOOL"))
    case_id = d.submitted()
    ours, theirs, own = (bring(d, case_id, who) for who in (CIVIL, "od_section", "od_section"))
    mine = bring(d, case_id, school, "agenda")
    for who, paper in (("od_section", ours), (school, ours), (school, theirs), ("finance", ours)):
        with pytest.raises(Refused, match="paper_not_yours"):
            remove_paper(d.office, d.actor(who), case_id, paper)
    for who, paper in ((HEAD, ours), ("od_section", theirs), (CIVIL, own), (school, mine)):
        remove_paper(d.office, d.actor(who), case_id, paper)
    assert not look(d, case_id).papers
    assert acts_of(d, case_id).count("remove_paper") == 4
    for paper in (ours, 0, -1, 10**30):
        with pytest.raises(NotFound):
            remove_paper(d.office, d.actor(CIVIL), case_id, paper)


def test_a_closed_file_takes_no_paper(d: District) -> None:
    case_id = d.begin()
    d.take(case_id, "discard", CIVIL)
    with pytest.raises(Refused, match="case_ended"):
        bring(d, case_id, CIVIL)


@pytest.mark.parametrize(
    ("kind", "name", "data", "codes"),
    [
        ("roster", "名单.pdf", b"", ("paper_empty",)),
        ("roster", "名单.exe", PDF, ("paper_type",)),
        ("roster", "名单.pdf", b"MZ", ("paper_content",)),
        ("roster", "名单.pdf", b"%PDF" + bytes(MAX_BYTES), ("paper_size",)),
        ("roster", "名\u202e单.pdf", PDF, ("paper_name",)),
        ("roster", "名\x00单.pdf", PDF, ("paper_name",)),
        ("roster", "\ud800.pdf", PDF, ("paper_name",)),
        ("roster", "长" * 300 + ".pdf", PDF, ("paper_name",)),
        ("", "", b"", ("paper_kind", "paper_name", "paper_empty", "paper_type")),
        ("什么" * 99, "a.pdf", PDF, ("paper_kind",)),
    ],
)
def test_all_that_is_wrong_with_a_file_is_said_at_once(
    d: District, kind: str, name: str, data: bytes, codes: tuple[str, ...]
) -> None:
    case_id = d.begin()
    with pytest.raises(Refused) as why:
        bring(d, case_id, CIVIL, kind, name, data)
    assert why.value.codes == codes


def test_a_name_with_a_path_keeps_only_its_end(d: District) -> None:
    case_id = d.begin()
    bring(d, case_id, CIVIL, name="../../etc/名单.pdf")
    assert look(d, case_id).papers == {"roster"}


def test_the_sealed_copy_comes_from_the_department(d: District) -> None:
    """Ruling 56: the scan is the legal copy of the reply, so the unit that asked does not bring it."""
    case_id = d.at("approved")
    for who in (CIVIL, HEAD):
        with pytest.raises(Refused, match="department_papers"):
            bring(d, case_id, who, "sealed_reply")
    for onlooker in ("auditor", "admin"):
        with pytest.raises(Refused, match="department_papers"):
            bring(d, case_id, onlooker, "sealed_reply")
    bring(d, case_id, "od_section", "sealed_reply")
    with pytest.raises(Refused, match="not_your_unit"):
        bring(d, case_id, "od_section", "minutes")
    assert look(d, case_id).papers == {"sealed_reply"}
