"""Pages on paper, through a real browser: no menu, nothing folded away, a head that says when and by whom."""

import io
import re
from collections.abc import Callable
from typing import Any
from unicodedata import normalize

import pypdf
import pytest

from tests.webapp.cases.conftest import House
from tests.webapp.cases.test_documents import RURAL
from tests.webapp.seeing import assert_seemly

pytestmark = pytest.mark.browser
Pages = Callable[..., Any]


def printed(page: Any, address: str) -> str:
    """The text of the page as it comes out of the printer, without blanks."""
    assert page.goto(address).status == 200
    reader = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    sheet = reader.pages[0].mediabox
    assert (round(sheet.width), round(sheet.height)) == (595, 842), "A4"
    return plain("".join(one.extract_text() for one in reader.pages))


def plain(words: str) -> str:
    """Without blanks, and with the signs that a browser prints by another of the same look."""
    return "".join(normalize("NFKC", words).split())


def test_a_declaration_on_paper(page_of: Pages, house: House, cases: dict[str, int]) -> None:
    approved = house.at("approved", RURAL)
    page = page_of("hejie")
    text = printed(page, f"/declarations/{approved}")
    assert "我的申报" not in text and "退出登录" not in text, "no menu, no foot"
    assert "打印" in text and "1/" in text and "扫码查验" in text
    assert "村务管理" in text, "what is folded on the screen is read on paper"
    assert page.locator(".print-code svg").count() == 1
    draft = printed(page_of("wangli"), f"/declarations/{cases['draft']}")
    assert plain("草稿，未生效") in draft and "扫码查验" not in draft
    assert plain("草稿，未生效") not in text


def test_the_trail_and_the_ledger_on_paper(page_of: Pages, cases: dict[str, int]) -> None:
    page = page_of("hejie", "en")
    trail = printed(page, f"/audit/{cases['funding']}")
    assert "Backtothedeclaration" not in trail and re.search(r"Printed14October2026", trail)
    ledger = printed(page, "/ledger")
    assert "20262026" not in ledger and "Quarter" not in ledger, "the filter stays on the screen"


@pytest.mark.parametrize(("language", "width"), [("zh", 360), ("en", 1280)])
def test_papers_and_their_check_are_seemly(page_of: Pages, house: House, language: str, width: int) -> None:
    approved = house.at("approved", RURAL)
    house.paper(approved, "od_section", "sealed_reply")
    page = page_of("wangli", language, width)
    assert page.goto(f"/declarations/{approved}").status == 200
    assert page.locator("#official a").count() == 8, "form, reply and slip in two languages, the scan, the check"
    assert_seemly(page)
    page = page_of("liqiang", language, width)
    verdicts = []
    for asked in ("", "?no=CX-2026-9999", *(f"?no=CX-2026-{place:04d}" for place in range(1, 9))):
        assert page.goto(f"/check{asked}").status == 200
        verdicts.append(page.locator(".verdict.is-clear").count())
        if verdicts[-1] or len(verdicts) < 3:
            assert_seemly(page)
    assert sum(verdicts) == 1, "one class is approved"
