"""What the search has learnt: words judged on one page, a lexicon published by another person on the next."""

import re

import pytest

from tests.acts.decided_house import a_titled, classes_stand, many_decisions, settled
from tests.webapp.cases.conftest import Clients, House
from tests.webapp.cases.test_rules import page, post

PAGE, WORDS, VERSIONS = "/rules/learning", "/rules/learning/wordings", "/rules/learning/versions"
NEW, FIRE = "火险隐患治理", "topics/FIRE_SAFETY"


def some_decisions(house: House) -> tuple[int, ...]:
    cases = classes_stand(house.office, [
        a_titled("消防安全培训班"), a_titled("火险隐患治理培训班"), a_titled("信访工作培训班", topic="PETITIONS")])
    settled(house.office, [(cases[0], cases[1], "REPEAT"), (cases[0], cases[2], "DISTINCT")])
    return tuple(cases)


@pytest.mark.parametrize(("language", "said"), [("zh", "已有 2 条判定可学"), ("en", "2 decisions to learn from")])
def test_a_wording_stands_with_its_evidence(client_as: Clients, house: House, language: str, said: str) -> None:
    cases = some_decisions(house)
    text = page(client_as("hejie"), f"{PAGE}?lang={language}")
    assert said in text and NEW in text
    assert f"/declarations/{cases[0]}/compare/{cases[1]}" in text or f"{cases[1]}" in text
    assert f'value="{FIRE}"' in text


def test_words_are_judged_proposed_and_published_by_two(client_as: Clients, house: House) -> None:
    some_decisions(house)
    one, second = client_as("hejie"), client_as("wangjun")
    assert post(one, WORDS, wording=NEW, concept=FIRE, verdict="accept").status_code == 302
    assert post(one, WORDS, wording="内务整理", concept=FIRE, verdict="decline").status_code == 302
    text = page(one, PAGE)
    assert "等发布" in text and "未采纳" in text and "没有待判断的说法" in text
    sent = post(one, VERSIONS, kind="lexicon", reason="今年的判定。")
    assert sent.status_code == 302 and sent.location.endswith(f"{VERSIONS}/1")
    assert 'value="publish"' not in page(one, f"{VERSIONS}/1")
    assert 'value="publish"' in page(second, f"{VERSIONS}/1") and NEW in page(second, f"{VERSIONS}/1")
    assert post(second, f"{VERSIONS}/1", verdict="publish", opinion="同意").status_code == 302
    assert NEW in house.office.rulebook.lexicon["FIRE_SAFETY"].wordings_zh
    assert 'value="publish"' not in page(second, f"{VERSIONS}/1")
    assert post(second, f"{VERSIONS}/1", verdict="publish").status_code in (409, 422)


def test_a_scorecard_is_shown_with_what_it_was_measured_by(client_as: Clients, house: House) -> None:
    many_decisions(house.office, 260)
    one = client_as("hejie")
    assert post(one, VERSIONS, kind="scorecard", reason="够二百条了。").status_code == 302
    text = page(one, f"{VERSIONS}/1?lang=en")
    assert "Learnt from 208 decisions; 52 others were kept out" in text
    assert len(re.findall(r"[0-9.]+%", text)) >= 8 and "Weights that change" in text


def test_what_is_wrong_is_said_at_the_field(client_as: Clients) -> None:
    one = client_as("hejie")
    answer = post(one, WORDS, wording="信", concept="topics/NO_SUCH", verdict="accept")
    assert answer.status_code == 422 and "f-wording-error" in answer.text and "f-concept-error" in answer.text
    answer = post(one, WORDS, wording="信访工作", concept=FIRE, verdict="accept")
    assert answer.status_code == 422 and "definitions/lexicon/governance.yaml:" in answer.text
    assert post(one, WORDS).status_code == 422
    answer = post(one, VERSIONS, kind="scorecard", reason="")
    assert answer.status_code == 422 and "要有 200 条判定" in answer.text


@pytest.mark.parametrize(("name", "address", "status"), [
    ("wangli", PAGE, 403), ("guanli", PAGE, 403), ("hejie", PAGE, 200), ("sunli", PAGE, 200),
    ("hejie", f"{VERSIONS}/7", 404), ("wangli", f"{VERSIONS}/7", 403)])
def test_who_sees_it(client_as: Clients, name: str, address: str, status: int) -> None:
    page(client_as(name), address, status)


def test_nobody_else_judges(client_as: Clients) -> None:
    assert post(client_as("wangli"), WORDS, wording=NEW, concept=FIRE).status_code == 403
    assert post(client_as("guanli"), VERSIONS, kind="lexicon", reason="x").status_code == 403
