"""The wizard: begin, fill the steps, be told everything that is wrong, keep what was typed, settle a clash."""

import io
import json
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.webapp.conftest import CLERK, Clients
from tests.webapp.writing import typed
from webapp.units.layout import CARDS
from workflow.acts.declare import save_copy
from workflow.acts.take_action import take_action
from workflow.domain.declaration_form import FIELDS
from workflow.office import Office
from workflow.queries.draft_page import Draft, draft


@pytest.fixture
def case_id(clerk: FlaskClient) -> int:
    """A fresh off-plan draft of the civil affairs bureau, begun on the page."""
    answer = clerk.post("/my/new", data={"with": "extra:CIVIL"})
    found = re.fullmatch(r"/drafts/(\d+)/steps/1", answer.location)
    assert found
    return int(found[1])


@pytest.fixture
def saved(small_house: Office, case_id: int) -> Callable[[], Draft]:
    return lambda: draft(small_house, CLERK, case_id)


def stamps(page: str) -> dict[str, str]:
    """The hidden fields by which a step knows what it was shown."""
    return {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("version", "base")}  # type: ignore[index]


def save(client: FlaskClient, case_id: int, step: int, go: str = "on", **changes: object) -> tuple[int, str]:
    """Send a clean step with some changes; the status and where it leads (or the page)."""
    page = client.get(f"/drafts/{case_id}/steps/{step}").text
    answer = client.post(f"/drafts/{case_id}/steps/{step}", data={**typed(step), **stamps(page), "go": go, **changes})
    return answer.status_code, answer.location if answer.status_code == 302 else answer.text


def test_every_question_stands_on_a_card_once() -> None:
    placed = [name for cards in CARDS.values() for card in cards for name in card.names]
    assert sorted(placed) == sorted(asked.name for asked in FIELDS if asked.step)


def test_five_steps_lead_to_a_page_that_can_be_submitted(
    clerk: FlaskClient, case_id: int, saved: Callable[[], Draft]
) -> None:
    for step in CARDS:
        status, location = save(clerk, case_id, step)
        assert (status, location) == (302, f"/drafts/{case_id}/steps/{step + 1}")
    assert clerk.get(location).location == f"/drafts/{case_id}/check"
    assert saved().steps_done == {1, 2, 3, 4, 5}
    tasks = clerk.get(f"/drafts/{case_id}").text
    assert tasks.count("status-ok") == 5


def test_all_faults_of_a_step_are_said_at_once_and_nothing_typed_is_lost(
    clerk: FlaskClient, case_id: int, saved: Callable[[], Draft]
) -> None:
    before = saved()
    status, page = save(clerk, case_id, 4, trainee_count="六十", **{"rates-meals": "12.345", "lecturers-0-hours": "-1"})
    assert status == 422
    for name in ("trainee_count", "rates-meals", "lecturers-0-hours"):
        assert f'href="#f-{name}"' in page, "in the summary"
        assert f'id="f-{name}-error"' in page, "and at the field"
    assert 'value="六十"' in page and 'value="12.345"' in page and 'value="-1"' in page
    assert "<title>错误：" in page
    assert saved().form == before.form


@pytest.mark.parametrize("name,given", [
    ("class_name", "x" * 5000), ("class_name", "班\0次"), ("batch_no", "9" * 5000), ("topic_code", "<script>"),
    ("plan_item", "2026-999"), ("class_name", "\u202eabc"), ("batch_no", "NaN"),
])  # fmt: skip
def test_bad_input_is_one_clear_sentence(clerk: FlaskClient, case_id: int, name: str, given: str) -> None:
    status, page = save(clerk, case_id, 1, **{name: given})
    assert status == 422
    assert page.count('class="field-error"') == 1
    assert "<script>" not in page.replace('<script src="/static', "")


def test_saving_leads_where_the_button_says(clerk: FlaskClient, case_id: int, saved: Callable[[], Draft]) -> None:
    assert save(clerk, case_id, 1, "leave")[1] == f"/drafts/{case_id}"
    assert save(clerk, case_id, 1, "check")[1] == f"/drafts/{case_id}/steps/1#checks"
    assert save(clerk, case_id, 3, "leave")[1] == f"/drafts/{case_id}"
    assert save(clerk, case_id, 4, "more")[1] == f"/drafts/{case_id}/steps/4"
    assert saved().steps_done == frozenset(), "only going on finishes a step"


def test_a_script_saves_and_looks_without_moving_on(
    clerk: FlaskClient, case_id: int, saved: Callable[[], Draft]
) -> None:
    page = clerk.get(f"/drafts/{case_id}/steps/4").text
    sent = {**typed(4), **stamps(page), "staff_count": "30", "trainee_count": "不知道"}
    kept = clerk.post(f"/drafts/{case_id}/steps/4/autosave", data=sent)
    assert kept.status_code == 200
    assert saved().form.staff_count == 30
    assert saved().form.trainee_count is None, "what cannot be read is not kept, and not complained of yet"
    told = json.loads(kept.data)
    assert told["version"] == saved().version
    again = clerk.post(f"/drafts/{case_id}/steps/4/autosave", data={**sent, **told, "trainee_count": "40"})
    assert again.status_code == 200
    version = saved().version
    look = json.loads(clerk.post(f"/drafts/{case_id}/steps/4/look", data={**sent, "trainee_count": "40"}).data)
    assert "工作人员" in look["panel"]
    assert look["sums"]["rate"] == "180"
    assert saved().version == version, "looking keeps nothing"


def test_two_clerks_on_one_step_are_offered_both_texts(
    clerk: FlaskClient, client_as: Clients, case_id: int, saved: Callable[[], Draft]
) -> None:
    shown = stamps(clerk.get(f"/drafts/{case_id}/steps/1").text)
    save(client_as("wangli"), case_id, 1, purpose="另一位经办人写的目的")
    answer = clerk.post(f"/drafts/{case_id}/steps/1", data={**typed(1), **shown, "purpose": "我写的目的"})
    assert answer.status_code == 409
    assert "另一位经办人写的目的" in answer.text and "我写的目的" in answer.text
    mine = {**typed(1), "purpose": "我写的目的", "go": "on",
            "version": re.search(r'name="version" value="(\d+)"', answer.text)[1]}  # type: ignore[index]  # fmt: skip
    assert clerk.post(f"/drafts/{case_id}/steps/1", data=mine).status_code == 302
    assert saved().form.purpose == "我写的目的"


def test_a_save_of_another_step_is_no_clash(
    clerk: FlaskClient, client_as: Clients, case_id: int, saved: Callable[[], Draft]
) -> None:
    shown = stamps(clerk.get(f"/drafts/{case_id}/steps/1").text)
    save(client_as("wangli"), case_id, 3)
    assert clerk.post(f"/drafts/{case_id}/steps/1", data={**typed(1), **shown}).status_code == 302
    assert saved().form.class_name and saved().form.venue


def test_papers_come_with_their_step_and_go_again(
    clerk: FlaskClient, case_id: int, saved: Callable[[], Draft]
) -> None:
    page = clerk.get(f"/drafts/{case_id}/steps/5").text
    files = {"paper-programme": (io.BytesIO(b"%PDF-1.7 x"), "方案.pdf"), "paper-other": (io.BytesIO(b"MZ"), "病毒.exe")}
    answer = clerk.post(f"/drafts/{case_id}/steps/5", data={**typed(5), **stamps(page), **files},
                        content_type="multipart/form-data")  # fmt: skip
    assert answer.status_code == 422
    assert 'id="f-paper-other-error"' in answer.text, "the wrong file is said at its field"
    (paper,) = saved().papers
    assert (paper.kind, paper.name) == ("programme", "方案.pdf"), "and the right one is kept"
    assert save(clerk, case_id, 5, remove=str(paper.id))[1] == f"/drafts/{case_id}/steps/5#papers"
    assert saved().papers == ()
    assert saved().form.syllabus, "what was typed beside is saved too"


def test_others_do_not_write_here(client_as: Clients, case_id: int) -> None:
    assert client_as("liqiang").get(f"/drafts/{case_id}/steps/1").status_code == 404, "a clerk of another unit"
    assert client_as("yanghai").get(f"/drafts/{case_id}/steps/1").status_code == 403, "the head of this one"
    assert client_as("wangli").get(f"/drafts/{case_id}/steps/7").status_code == 404


def test_a_text_that_was_sent_is_closed(clerk: FlaskClient, case_id: int, small_house: Office) -> None:
    for step in CARDS:
        save(clerk, case_id, step)
    take_action(small_house, CLERK, case_id, "send_unit")
    answer = clerk.post(f"/drafts/{case_id}/steps/1", data=typed(1))
    assert answer.status_code == 409
    assert "单位审核中" in answer.text
    assert "社区议事协商骨干培训班" in answer.text, "what was typed is shown"


def test_a_planned_class_begins_with_what_the_plan_holds(clerk: FlaskClient, small_house: Office) -> None:
    assert clerk.post("/my/new", data={"with": "plan:2026-999"}).status_code == 404
    assert clerk.post("/my/new", data={"with": "copy:999"}).status_code == 404
    assert clerk.post("/my/new", data={"with": "copy:x"}).status_code == 400
    assert clerk.post("/my/new", data={}).status_code == 400
    assert clerk.post("/my/new", data={"with": "extra:PLC"}).status_code == 403, "not this person's unit"


def test_one_tap_too_many_begins_one_draft(clerk: FlaskClient) -> None:
    sent = {"with": "extra:CIVIL", "request_id": "f" * 32}
    assert clerk.post("/my/new", data=sent).location == clerk.post("/my/new", data=sent).location


def test_an_older_save_by_hand_is_refused(small_house: Office, case_id: int, saved: Callable[[], Draft]) -> None:
    version = saved().version
    save_copy(small_house, CLERK, case_id, saved().form, version=version)
    assert saved().version == version + 1
