"""The trail page: every record in words, newest first, and the verdict on the case."""

import pytest

from tests.district import District, a_class, signed_in
from tests.trail.intruder import Intruder
from workflow.acts.attach import attach, remove_paper
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.trail_page import trail_page
from workflow.refusals import NotFound
from workflow.wording import LANGUAGES, Label, Term, speak


def reader(d: District, who: str) -> Actor:
    return signed_in(d.office, d.actor(who).id)


@pytest.fixture
def d(office: Office) -> District:
    return District(office)


def test_the_page_of_an_approved_class(d: District) -> None:
    case_id = d.at("approved")
    page = trail_page(d.office, reader(d, "auditor"), case_id)
    assert page.verification.ok and page.verification.cases == 1 and page.verification.records == page.count
    assert [row.n for row in page.rows] == list(range(page.count, 0, -1))
    assert page.number and page.number.startswith("CX-2026-") and page.title == "社区工作者能力提升培训班"
    newest, oldest = page.rows[0], page.rows[-1]
    assert isinstance(newest.act, Label) and newest.target is not None and newest.target.zh == "已批复"
    assert newest.postings and newest.postings[0].fen > 0 and newest.form_n == 1
    assert newest.opinion == "同意。" and newest.post is not None and newest.clear > 0
    assert len(newest.hash) == 64 and newest.hash.startswith(newest.short) and newest.stands
    assert oldest.what == "created" and oldest.origin is None and oldest.form_n is None
    for language in LANGUAGES:
        for row in page.rows:
            said = [row.who, row.act, row.origin, row.target, row.changes]
            said += [part for posting in row.postings for part in (posting.kind, posting.origin, posting.target)]
            assert all(speak(part, language) for part in said if part not in (None, ()))


def test_who_may_not_see_the_case_learns_nothing(d: District) -> None:
    case_id = d.at("approved")
    for who in ("PLC.declarant", "admin"):
        with pytest.raises(NotFound):
            trail_page(d.office, reader(d, who), case_id)
    with pytest.raises(NotFound):
        trail_page(d.office, reader(d, "auditor"), 999_999)


def test_from_the_broken_record_on_nothing_stands(d: District) -> None:
    case_id = d.at("authority_review")
    intruder = Intruder(d.office.database)
    intruder.run(f"UPDATE trail SET act = 'x' WHERE case_id = {case_id} AND n = 3")
    page = trail_page(d.office, reader(d, "auditor"), case_id)
    assert page.verification.first_bad is not None and page.verification.first_bad.n == 3
    assert {row.n: row.stands for row in page.rows} == {n: n < 3 for n in range(1, page.count + 1)}
    broken = "CAST(x'7bff' AS TEXT)" if intruder.sqlite else "'{'"
    intruder.run(f"UPDATE trail SET record = {broken} WHERE case_id = {case_id} AND n = 2")
    page = trail_page(d.office, reader(d, "auditor"), case_id)
    assert 2 not in {row.n for row in page.rows} and page.verification.first_bad is not None
    assert page.verification.first_bad.n == 2
    intruder.close()


def test_a_record_tells_what_was_stated_and_which_papers_came_and_went(d: District) -> None:
    case_id = d.at("funding_review")
    d.take(case_id, "propose_cut", "finance", "讲课费偏高。", cut_to_fen=25_000_00)
    (fact,) = trail_page(d.office, reader(d, "auditor"), case_id).rows[0].facts
    assert (fact.name, fact.value.values) == (Term("input.cut_to_fen"), {"fen": 25_000_00})
    other = d.at("submitted", a_class(audience_codes=("VILL_ACCT",)))
    paper_id = attach(d.office, d.actor("CIVIL.declarant"), other, "minutes", "会议纪要.pdf", b"%PDF-1.7")
    remove_paper(d.office, d.actor("CIVIL.declarant"), other, paper_id)
    rows = trail_page(d.office, reader(d, "auditor"), other).rows[:2]
    told_twice = [[(Term("paper.minutes"), "会议纪要.pdf")]] * 2
    assert [[(fact.name, fact.value) for fact in row.facts] for row in rows] == told_twice
