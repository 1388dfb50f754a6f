"""The pages of a class in a real browser: no axe violation, no sideways scroll; a sheet is kept without a script."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.acts.class_held import CLOSING_PAPERS, OPENING, signed_in
from tests.clocks import SetClock
from tests.webapp.cases.conftest import House
from tests.webapp.cases.test_closing_pages import held, people, sheet, shown
from tests.webapp.cases.test_seemly import COMBINATIONS
from tests.webapp.seeing import assert_seemly
from workflow.acts.evaluate import enter_answer, make_codes
from workflow.domain.completion import ASKED

__all__ = ["held"]  # a fixture
Pages = Callable[..., Any]
PLACES = ("", "/people", "/notes", "/evaluation", "/notice", "/sign-in", "/sign-in/2026-11-23/am")


@pytest.mark.browser
@pytest.mark.parametrize(("language", "width"), COMBINATIONS)
def test_every_page_of_a_class_is_seemly(page_of: Pages, house: House, held: int, clock: SetClock, language: str,
                                         width: int) -> None:
    code, *_ = make_codes(house.office, house.actor("CIVIL.declarant"), held)
    enter_answer(house.office, house.actor("CIVIL.declarant"), held, dict.fromkeys(ASKED, 4), "多些案例。")
    page = page_of("wangli", language, width)
    for place in PLACES:
        assert page.goto(f"/closing/{held}{place}").status == 200, place
        assert_seemly(page)
    page.goto(f"/closing/{held}/evaluation")
    page.click("#paper button")  # nothing chosen: six faults
    assert page.locator("#errors li").count() == len(ASKED)
    assert_seemly(page)
    for address in ("/evaluate", f"/evaluate/{code}"):
        page.goto(address)
        assert_seemly(page)
    signed_in(house, clock, held, people(house, held))
    house.take(held, "end_class", "CIVIL.declarant")
    house.paper(held, "CIVIL.declarant", *CLOSING_PAPERS)
    house.take(held, "submit_closing", "CIVIL.declarant", "材料齐全。")
    house.take(held, "closing_pass", "od_section")
    other = page_of("chengang", language, width)
    for place in ("", "/people", "/sign-in/2026-11-23/am"):
        assert other.goto(f"/closing/{held}{place}").status == 200, place
        assert_seemly(other)


@pytest.mark.browser
def test_a_sheet_is_kept_on_a_phone_without_a_script(page_of: Pages, house: House, held: int) -> None:
    one, *_ = people(house, held)
    page = page_of("wangli", "zh", 360, script=False)
    page.goto(f"/closing/{held}")
    page.click("text=11月23日 上午")
    assert page.url.endswith(sheet(held))
    page.click(f"label[for='f-mark-{one}-leave']")
    page.click("text=未记的全部记“到”并保存")
    assert "签到已保存" in page.inner_text("main")
    assert [row.mark for row in shown(house, held, (OPENING, "am")).people] == ["leave", "present", "present"]
