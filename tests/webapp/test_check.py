"""Check your answers: what is missing, what to explain, one sending for two taps, and what happens next."""

import re

from flask.testing import FlaskClient

from tests.district import a_class
from tests.webapp.conftest import CLERK, Clients
from tests.webapp.writing import off_plan
from workflow.acts.declare import begin, save_copy
from workflow.domain.declaration import ClassDeclaration
from workflow.office import Office
from workflow.queries.declaration_page import declaration_page


def written(office: Office, form: ClassDeclaration) -> int:
    """A draft with this text."""
    case_id = begin(office, CLERK, "CIVIL").case_id
    save_copy(office, CLERK, case_id, form, version=1, steps_done=["1", "2", "3", "4", "5"])
    return case_id


def sending(page: str) -> dict[str, str]:
    """The hidden fields of the check page."""
    return {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1]  # type: ignore[index]
            for name in ("version", "action", "request_id")}  # fmt: skip


def to_explain(page: str) -> list[str]:
    return re.findall(r'<textarea[^>]* name="(explain\.[^"]+)"', page)


def test_what_is_missing_is_listed_with_its_place_and_there_is_no_button(
    clerk: FlaskClient, small_house: Office
) -> None:
    case_id = written(small_house, off_plan().with_(venue="", start_date=None, similar_statement=""))
    page = clerk.get(f"/drafts/{case_id}/check").text
    for step, name in ((3, "venue"), (3, "start_date"), (5, "similar_statement")):
        assert f'href="/drafts/{case_id}/steps/{step}#f-{name}"' in page
    assert "提交申报" not in page
    answer = clerk.post(f"/drafts/{case_id}/check", data=sending(page))
    assert answer.status_code == 422


def test_each_answer_leads_back_to_its_question(clerk: FlaskClient, small_house: Office) -> None:
    page = clerk.get(f"/drafts/{written(small_house, off_plan())}/check").text
    for name in ("class_name", "audience_codes", "half_days", "lecturers", "fund_shares", "syllabus"):
        assert f'#f-{name}">修改<span class="visually-hidden">' in page
    assert "社区议事协商骨干培训班" in page
    assert "3 天" in page
    assert "王老师" in page


def test_submitting_leads_to_who_has_it_now(clerk: FlaskClient, small_house: Office) -> None:
    case_id = written(small_house, off_plan())
    page = clerk.get(f"/drafts/{case_id}/check").text
    said = dict.fromkeys(to_explain(page), "年中新增任务，对象不同。")
    answer = clerk.post(f"/drafts/{case_id}/check", data={**sending(page), **said})
    assert (answer.status_code, answer.location) == (302, f"/drafts/{case_id}/submitted")
    told = clerk.get(answer.location).text
    assert "已提交" in told and "魏琴" in told, "the finance officer signs first"


def test_a_second_tap_shows_the_first_result(clerk: FlaskClient, small_house: Office) -> None:
    case_id = written(small_house, off_plan())
    page = clerk.get(f"/drafts/{case_id}/check").text
    sent = {**sending(page), **dict.fromkeys(to_explain(page), "有理由的说明文字。")}
    first, second = (clerk.post(f"/drafts/{case_id}/check", data=sent) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first.location == second.location
    other = clerk.post(f"/drafts/{case_id}/check", data={**sent, "request_id": "0" * 32})
    assert other.status_code == 409


def test_what_needs_explaining_wants_words_and_they_are_kept(clerk: FlaskClient, small_house: Office) -> None:
    class_of_six_days = off_plan().with_(end_date=a_class().end_date.replace(day=30))  # type: ignore[union-attr]
    case_id = written(small_house, class_of_six_days)
    page = clerk.get(f"/drafts/{case_id}/check").text
    names = to_explain(page)
    assert names, "a span longer than the teaching needs explaining"
    refused = clerk.post(f"/drafts/{case_id}/check", data=sending(page))
    assert refused.status_code == 422
    assert refused.text.count("写明理由，审核人才知道") == 2 * len(names), "in the summary and at the field"
    assert clerk.post(f"/drafts/{case_id}/check", data={**sending(page), names[0]: "长" * 301}).status_code == 422
    words = "中间两天学员回社区值班，不安排课程。"
    answer = clerk.post(f"/drafts/{case_id}/check", data={**sending(page), **dict.fromkeys(names, words)})
    assert answer.status_code == 302
    findings = declaration_page(small_house, CLERK, case_id).findings
    assert [one.explanation.text for one in findings if one.explanation] == [words] * len(names)


def test_a_text_that_changed_while_it_was_checked_is_not_sent(clerk: FlaskClient, small_house: Office) -> None:
    case_id = written(small_house, off_plan())
    page = clerk.get(f"/drafts/{case_id}/check").text
    save_copy(small_house, CLERK, case_id, off_plan().with_(trainee_count=50), version=2)
    answer = clerk.post(f"/drafts/{case_id}/check", data=sending(page))
    assert answer.status_code == 409
    assert "内容刚刚有变动" in answer.text


def test_the_unit_reads_the_confirmation_and_others_do_not(client_as: Clients, small_house: Office) -> None:
    case_id = written(small_house, off_plan())
    assert client_as("yanghai").get(f"/drafts/{case_id}/submitted").status_code == 200
    assert client_as("liqiang").get(f"/drafts/{case_id}/submitted").status_code == 404
