"""The clerk's pages in a real browser: seemly in both languages and widths, with and without a script."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.webapp.conftest import CLERK
from tests.webapp.seeing import assert_seemly, overflow, violations
from tests.webapp.writing import off_plan
from workflow.acts.declare import begin, save_copy
from workflow.acts.take_action import take_action
from workflow.office import Office
from workflow.queries.draft_page import draft

pytestmark = pytest.mark.browser
Pages = Callable[..., Any]


@pytest.fixture
def drafts(small_house: Office) -> tuple[int, int]:
    """A draft with something to mend, and a declaration that was sent."""
    found = []
    for form in (off_plan().with_(staff_count=9, venue="", end_date=None), off_plan()):
        case_id = begin(small_house, CLERK, "CIVIL").case_id
        save_copy(small_house, CLERK, case_id, form, version=1, steps_done=["1", "2", "3"])
        found.append(case_id)
    take_action(small_house, CLERK, found[1], "send_unit")
    return found[0], found[1]


def paths(draft_id: int, sent_id: int) -> tuple[str, ...]:
    steps = tuple(f"/drafts/{draft_id}/steps/{number}" for number in range(1, 6))
    return ("/my", "/my/new", "/my?show=ended", f"/drafts/{draft_id}", *steps, f"/drafts/{draft_id}/check",
            f"/drafts/{sent_id}/submitted", "/preferences", "/help", "/no-such-page", "/auditors/records")  # fmt: skip


@pytest.mark.parametrize("language,width", [
    ("zh", 1280), ("en", 360),
    pytest.param("zh", 360, marks=pytest.mark.thorough), pytest.param("en", 1280, marks=pytest.mark.thorough),
])  # fmt: skip
def test_every_page_is_seemly(page_of: Pages, drafts: tuple[int, int], language: str, width: int) -> None:
    told: list[str] = []
    page = page_of("", language, width)
    page.on("console", lambda message: told.append(message.text))
    page.goto("/sign-in?next=/my")
    assert_seemly(page)
    page.click("main button[type=submit]")  # everything missing
    assert page.locator(".error-summary").evaluate("box => box === document.activeElement")
    assert_seemly(page)
    page = page_of("wangli", language, width)
    page.on("console", lambda message: told.append(message.text))
    for path in paths(*drafts):
        page.goto(path)
        assert_seemly(page)
    assert not [text for text in told if "status of 4" not in text], "the browser complains of nothing"


def test_faults_are_seemly_and_lead_to_their_fields(page_of: Pages, drafts: tuple[int, int]) -> None:
    page = page_of("wangli", "zh", 360)
    page.goto(f"/drafts/{drafts[0]}/steps/4")
    page.fill("#f-trainee_count", "很多")
    page.fill("#f-rates-meals", "1.234")
    page.click(".doing button.btn-primary")
    assert_seemly(page)
    page.click(".error-summary a >> nth=0")
    assert page.evaluate("document.activeElement.id") == "f-trainee_count"


@pytest.mark.parametrize("width", [320, 360])
def test_no_page_scrolls_sideways_with_wide_spacing(page_of: Pages, drafts: tuple[int, int], width: int) -> None:
    page = page_of("wangli", "en", width)
    spaced = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    for path in paths(*drafts):
        page.goto(path)
        assert overflow(page) <= 0, path
    page.goto(f"/drafts/{drafts[0]}/steps/4")
    adopt = "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s] }"
    page.evaluate(adopt, spaced)
    assert overflow(page) <= 0


def test_dark_follows_the_system(browser: Any, live: str) -> None:
    grounds = {}
    for scheme in ("light", "dark"):
        context = browser.new_context(base_url=live, color_scheme=scheme)
        page = context.new_page()
        page.goto("/sign-in")
        grounds[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert violations(page) == []
        context.close()
    assert grounds == {"light": "rgb(246, 245, 241)", "dark": "rgb(20, 23, 26)"}


def test_the_script_checks_after_a_pause_and_saves_when_one_leaves(
    page_of: Pages, drafts: tuple[int, int], small_house: Office
) -> None:
    page = page_of("wangli")
    page.goto(f"/drafts/{drafts[0]}/steps/4")
    assert "工作人员" in page.inner_text("#checks-list")
    with page.expect_response("**/look"):
        page.fill("#f-staff_count", "3")
    expect(page.locator("#checks-list")).to_contain_text("工作人员 3 人，最多 4 人")
    expect(page.locator("#checks-said")).to_contain_text("检查已更新")
    assert draft(small_house, CLERK, drafts[0]).form.staff_count == 9, "looking keeps nothing"
    with page.expect_response("**/autosave"):
        page.evaluate("save()")
    assert draft(small_house, CLERK, drafts[0]).form.staff_count == 3
    expect(page.locator("#saved")).to_contain_text("已保存")
    page.click(".doing button.btn-primary")
    page.wait_for_url("**/steps/5")


def test_half_typed_pinyin_asks_nothing(page_of: Pages, drafts: tuple[int, int]) -> None:
    page = page_of("wangli")
    page.goto(f"/drafts/{drafts[0]}/steps/1")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    page.evaluate("""document.getElementById('f-class_name').dispatchEvent(
        new InputEvent('input', { bubbles: true, isComposing: true }))""")
    page.wait_for_timeout(900)
    assert asked == []
    page.evaluate("""document.getElementById('f-class_name').dispatchEvent(
        new CompositionEvent('compositionend', { bubbles: true }))""")
    page.wait_for_timeout(900)
    assert len(asked) == 1 and asked[0].endswith("/look")


def test_nothing_is_asked_while_an_input_method_is_open(page_of: Pages, drafts: tuple[int, int]) -> None:
    """A pause that began before, a key within, an early autosave: all wait until the word stands; then one check."""
    page = page_of("wangli")
    page.goto(f"/drafts/{drafts[0]}/steps/1")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    page.evaluate("""() => {
        const name = document.getElementById('f-class_name');
        const tell = (event) => name.dispatchEvent(event);
        name.value = '社区'; tell(new InputEvent('input', { bubbles: true }));
        tell(new CompositionEvent('compositionstart', { bubbles: true }));
        name.value = '社区yiji'; tell(new InputEvent('input', { bubbles: true, isComposing: true }));
        tell(new InputEvent('input', { bubbles: true }));
        dirty = true; save();
    }""")
    page.wait_for_timeout(900)
    assert asked == []
    with page.expect_response("**/look") as answered:
        page.evaluate("""() => {
            const name = document.getElementById('f-class_name');
            name.value = '社区议事协商骨干班';
            name.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
        }""")
    assert "社区" in answered.value.request.post_data
    page.wait_for_timeout(700)
    assert [url.rsplit("/", 1)[1] for url in asked] == ["look"]


def test_similar_classes_and_the_topic_follow_the_name(page_of: Pages, drafts: tuple[int, int]) -> None:
    """Found after a pause and read out politely; an older question is dropped; one press takes the topic over."""
    page = page_of("wangli")
    page.goto(f"/drafts/{drafts[0]}/steps/1")
    dropped: list[str] = []
    page.on("requestfailed", lambda request: dropped.append(request.url))
    page.route("**/look", lambda route: page.wait_for_timeout(300) or route.continue_())
    page.fill("#f-class_name", "应急")
    page.wait_for_timeout(650)
    with page.expect_response("**/look"):
        page.fill("#f-class_name", "应急管理干部培训班")
    assert all(url.endswith("/look") for url in dropped)
    expect(page.locator("#hints-list")).to_contain_text("应急管理")
    expect(page.locator("#checks-said")).to_contain_text("相似班次")
    assert page.get_attribute("#checks-said", "role") == "status"
    page.click("#hints-list button[value=EMERGENCY]")
    page.wait_for_url("**/steps/1#f-topic_code")
    assert page.input_value("#f-topic_code") == "EMERGENCY"
    assert page.input_value("#f-class_name") == "应急管理干部培训班"


def test_a_class_is_declared_without_a_script(page_of: Pages) -> None:
    page = page_of("wangli", "en", script=False)
    page.goto("/my/new")
    page.click("button[value='extra:CIVIL']")
    form = off_plan()
    page.fill("#f-extra_reason", form.extra_reason)
    page.fill("#f-class_name", form.class_name)
    page.select_option("#f-topic_code", form.topic_code)
    page.select_option("#f-class_kind", form.class_kind)
    page.fill("#f-purpose", form.purpose)
    page.click(".doing button.btn-primary")
    page.check("#f-audience_tier-community")
    page.click("details.tick-group:nth-of-type(4) summary")
    page.check("#f-audience_codes-COMM_WORKER_B1")
    page.check("#f-managing_level-unit")
    page.click("label[for=f-channel-in]")
    page.click(".doing button.btn-primary")
    for name, text in {"start_date": "2026年11月23日", "end_date": "2026.11.25", "half_days": "3", "venue": form.venue,
                       "city": form.city}.items():  # fmt: skip
        page.fill(f"#f-{name}", text)
    page.select_option("#f-venue_kind", "party_school")
    page.select_option("#f-province", "QH")
    page.check("#f-meals")
    page.click(".doing button.btn-primary")
    for name, text in {"trainee_count": "40", "staff_count": "3", "rates-meals": "120", "rates-venue": "60",
                       "fund_shares-0-amount": "21600"}.items():  # fmt: skip
        page.fill(f"#f-{name}", text)
    page.select_option("#f-fund_shares-0-owner", "CIVIL")
    page.select_option("#f-fund_shares-0-source", "unit_training")
    page.click("#checks button")  # check now, without a script
    page.locator("#f-rates", has_text="21,600").wait_for()
    assert "Subtotal" in page.content()
    page.click(".doing button.btn-primary")
    page.fill("#f-syllabus-0-title", "社区应急处置")
    page.fill("#f-syllabus-0-hours", "18")
    page.fill("#f-similar_statement", "没有")
    page.click(".doing button.btn-primary")
    page.wait_for_url("**/check")
    for box in page.locator("textarea[name^='explain']").all():
        box.fill("年中新增任务。")
    page.click("main .doing button.btn-primary")
    page.wait_for_url("**/submitted")
    assert "Submitted" in page.inner_text("h1")
