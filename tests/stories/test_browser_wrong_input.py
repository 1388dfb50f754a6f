"""Wrong input on every step of the wizard in a real browser: all of it is told at once, and nothing is lost."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import pytest

from tests.stories.conftest import House
from tests.stories.desk import Desk
from tests.stories.form_filling import fill_step, input_of
from tests.stories.road_of_d01 import CLERK, TITLE, pdf
from webapp.cli.demo_files import Script
from workflow.domain.declaration_form import STEPS

pytestmark = pytest.mark.browser
LONG = "长" * 5000
DIGITS = "9" * 5000
BIDI, ZERO_WIDTH, NUL = "先\u202e后", "前\u200b后", "前\0后"
# By step: what to choose before so that a row is otherwise whole, and what is typed wrongly, in the order of the page.
CHOSEN: Mapping[int, Mapping[str, str]] = {
    4: {"lecturers-0-title": "senior", "fund_shares-0-owner": "OD", "fund_shares-0-source": "cadre_education"},
}
WRONG: Mapping[int, Mapping[str, str]] = {
    1: {"extra_reason": NUL, "class_name": LONG, "batch_no": DIGITS, "purpose": BIDI, "basis": ZERO_WIDTH},
    2: {"audience_text": BIDI},
    3: {"start_date": "9999-04-13", "end_date": "2027-02-29", "half_days": "NaN", "venue": ZERO_WIDTH, "city": LONG},
    4: {"trainee_count": "-40", "staff_count": "Infinity", "rates-meals": "12.345", "rates-venue": "-20",
        "rates-materials": DIGITS, "rates-transport": "1e3", "rates-other": "二十", "lecturers-0-name": BIDI,
        "lecturers-0-hours": "6.5", "lecturers-0-fee": "NaN", "charge": "0.001", "fund_shares-0-amount": "-47000"},
    5: {"syllabus-0-title": LONG, "syllabus-0-hours": "0", "similar_statement": NUL},
}  # fmt: skip
EMPTY = MappingProxyType({1: ("purpose",), 2: ("audience_codes", "managing_level"),
                          3: ("start_date", "end_date", "venue", "venue_kind", "province", "city"),
                          4: ("staff_count",), 5: ("similar_statement",)})  # fmt: skip
LONGEST_SENTENCE = 200


@pytest.fixture(params=[("zh", 1280, True), ("en", 360, False)], ids=["zh", "en-without-script"])
def desk(request: pytest.FixtureRequest, house: House, desk_of: Callable[..., Desk]) -> Desk:
    """The clerk at the first step of D01."""
    language, width, script = request.param
    found = desk_of(language, width, script=script)
    found.sign_in(CLERK)
    found.press(found.words("my.new"))
    found.press(TITLE, within=f"tr:has-text('{TITLE}')", partly=True)
    return found


def test_wrong_input_is_told_all_at_once_and_mended(desk: Desk, d01: Script) -> None:
    for step in STEPS:
        if step == 1:
            desk.page.locator('label[for="f-plan_type-extra"]').click()
        for name, code in CHOSEN.get(step, {}).items():
            input_of(desk, name).select_option(code)
        for name, typed in WRONG[step].items():
            input_of(desk, name).fill(typed)
        if step == STEPS[-1]:
            input_of(desk, "paper-other").set_input_files([{**pdf("programme"), "name": "程序.exe"}])
        go_on(desk, 422)
        told(desk, [*WRONG[step], *(["paper-other"] if step == STEPS[-1] else [])])
        for name, typed in WRONG[step].items():
            shown = typed.replace("\0", "\ufffd")  # HTML has no way to write a NUL
            assert input_of(desk, name).input_value() == shown, f"{name} is kept as it was typed"
            input_of(desk, name).fill("")
        if step == 3:
            ends_before_it_starts(desk)
        fill_step(desk, step, {**d01.answers, "plan_item": "2026-001"})
        if step == STEPS[-1]:
            input_of(desk, "paper-call_proof").set_input_files([pdf("call_proof")])
        go_on(desk)
    assert desk.page.locator(".error-summary").count() == 0
    assert desk.page.get_by_role("button", name=desk.words("draft.submit"), exact=True).is_visible()


def test_what_is_empty_is_told_before_it_is_sent_and_at_its_field(desk: Desk) -> None:
    for _ in STEPS:
        go_on(desk)
    missing = [name for names in EMPTY.values() for name in names]
    links = desk.page.locator(".error-summary li a")
    assert [href.split("#f-")[1] for href in hrefs(desk)] == missing
    assert desk.page.get_by_role("button", name=desk.words("draft.submit"), exact=True).count() == 0
    sentences = links.all_inner_texts()
    for step, names in EMPTY.items():
        desk.press(sentences[missing.index(names[0])], within=".error-summary")
        assert f"/steps/{step}?" in desk.page.url
        told(desk, list(names))
        desk.page.go_back()


def ends_before_it_starts(desk: Desk) -> None:
    """Two days, each fine, in the wrong order."""
    typed = {"start_date": "2026-04-17", "end_date": "2026-04-13"}
    for name, day in typed.items():
        input_of(desk, name).fill(day)
    go_on(desk, 422)
    told(desk, ["end_date"])
    assert {name: input_of(desk, name).input_value() for name in typed} == typed


def go_on(desk: Desk, answer: int = 200) -> None:
    desk.press(desk.words("draft.save_on"), within=".doing", answer=answer)


def told(desk: Desk, names: list[str]) -> None:
    """One clear sentence for each of these fields: in the summary, in the order of the page, and at the field."""
    assert [href.removeprefix("#f-") for href in hrefs(desk)] == names
    sentences = desk.page.locator(".error-summary li a").all_inner_texts()
    for name, sentence in zip(names, sentences, strict=True):
        at_field = desk.page.locator(f'[id="f-{name}-error"]')
        assert at_field.is_visible() and at_field.inner_text().strip().endswith(sentence), name
        assert len(sentence) < LONGEST_SENTENCE, f"{name}: {sentence}"
        assert input_of(desk, name).get_attribute("aria-invalid") == "true", name
    assert desk.page.title().startswith(desk.words("shell.error_title"))


def hrefs(desk: Desk) -> list[str]:
    return [link.get_attribute("href") or "" for link in desk.page.locator(".error-summary li a").all()]
