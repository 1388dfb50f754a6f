"""The demo has every official paper: forms, replies with a sealed scan, receipts, slips that stand and that do not."""

import io

import pypdf
import pytest

from tests.demo.conftest import Demo
from workflow.domain.people import Actor
from workflow.queries.account import account_of, person_named
from workflow.queries.check_page import STANDINGS, check
from workflow.queries.declaration_page import declaration_page
from workflow.queries.official_form import approval_form
from workflow.queries.official_letters import letter
from workflow.queries.official_slip import approval_slip
from workflow.refusals import NotFound

AT = "http://127.0.0.1/check"


@pytest.fixture
def section(demo: Demo) -> Actor:
    account = account_of(demo.office, person_named(demo.office, "hejie"))
    assert account is not None
    return account.actor


def test_every_approved_class_has_its_papers(demo: Demo, section: Actor) -> None:
    told: set[str] = set()
    filed = 0
    for case_id in demo.loaded.cases.values():
        head = declaration_page(demo.office, section, case_id).head if _is_sent(demo, section, case_id) else None
        if head is None or not (head.reply_no or head.receipt_no):
            continue
        found = check(demo.office, head.number or "").found
        assert found is not None and found.title == head.title and found.people == head.people
        told.add(found.standing)
        kind = "reply" if head.reply_no else "receipt"
        filed += kind == "receipt"
        for language in ("zh", "en"):
            for paper in (letter(demo.office, section, case_id, kind, language, AT),
                          approval_slip(demo.office, head.number or "", language, AT)):  # fmt: skip
                assert len(pypdf.PdfReader(io.BytesIO(paper.pdf)).pages) == 1
    assert {"stands", "postponed", "held", "cancelled", "changing"} <= told <= set(STANDINGS.values()) | {"changing"}
    assert filed


def _is_sent(demo: Demo, section: Actor, case_id: int) -> bool:
    try:
        declaration_page(demo.office, section, case_id)
    except NotFound:
        return False
    return True


def test_a_reply_stands_beside_its_sealed_scan(demo: Demo, section: Actor) -> None:
    page = declaration_page(demo.office, section, demo.case("D01"))
    assert "sealed_reply" in {paper.kind for paper in page.papers}
    text = approval_form(demo.office, section, demo.case("D01"), "zh", AT).pdf
    first = pypdf.PdfReader(io.BytesIO(text)).pages[0].extract_text()
    assert "务求实效" in first and "领导意见" in first
