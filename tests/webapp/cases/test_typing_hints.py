"""While a class is being named: similar classes in public words, the topic of the name, a brake on scripts run wild."""

from typing import Any

import pytest

from tests.district import a_class, signed_in
from tests.webapp.cases.conftest import Clients, House
from webapp.units.hints import LOOKS
from workflow.acts.declare import begin, save_copy
from workflow.acts.rebuild_likeness import rebuild_likeness
from workflow.domain.declaration import ClassDeclaration
from workflow.queries.draft_page import draft


@pytest.fixture
def typed(house: House) -> int:
    """A draft of the commission with a name and nothing else, beside the classes of the house."""
    rebuild_likeness(house.office)
    clerk = house.actor("PLC.declarant")
    case_id = begin(house.office, clerk, "PLC").case_id
    named = ClassDeclaration(class_name="社区应急处突提升班", host_unit="PLC")
    save_copy(house.office, clerk, case_id, named, version=1)
    return case_id


def clerk_of(house: House) -> Any:
    return signed_in(house.office, house.actor("PLC.declarant").id)


def step(client: Any, case_id: int, number: int = 1, language: str = "zh") -> str:
    answer = client.get(f"/drafts/{case_id}/steps/{number}?lang={language}")
    assert answer.status_code == 200
    return str(answer.text)


def hints(text: str) -> str:
    return text.split('id="hints-list"')[1].split("</section>")[0]


def test_similar_classes_are_told_in_public_words(client_as: Clients, typed: int) -> None:
    text = hints(step(client_as("liqiang"), typed))
    assert "社区应急处置培训班" in text and "区民政局" in text and "2026年11月23–25日" in text
    assert "先按今天开班比较" in text
    assert "党校" not in text and "元" not in text and "老师" not in text
    assert "similar class" in hints(step(client_as("liqiang"), typed, language="en"))


def test_the_topic_of_the_name_is_offered_and_taken_over(client_as: Clients, typed: int, house: House) -> None:
    client = client_as("liqiang")
    text = hints(step(client, typed))
    assert 'name="take_topic" value="EMERGENCY"' in text
    form = {"version": str(draft(house.office, clerk_of(house), typed).version), "class_name": "社区应急处突提升班",
            "take_topic": "EMERGENCY"}
    answer = client.post(f"/drafts/{typed}/steps/1", data=form)
    assert answer.status_code == 302
    assert answer.location.endswith("/steps/1#f-topic_code")
    assert draft(house.office, clerk_of(house), typed).form.topic_code == "EMERGENCY"
    assert "take_topic" not in hints(step(client, typed)), "what was chosen is offered no more"


def test_a_topic_that_is_none_is_refused(client_as: Clients, typed: int) -> None:
    answer = client_as("liqiang").post(f"/drafts/{typed}/steps/1", data={"take_topic": "NO_SUCH", "version": "1"})
    assert answer.status_code == 422


def test_another_topic_than_the_name_speaks_of_is_said(client_as: Clients, typed: int, house: House) -> None:
    form = a_class(class_name="社区应急处突提升班", host_unit="PLC", topic_code="COMMUNITY_WORK",
                   audience_codes=("COMM_SEC",))
    clerk = house.actor("PLC.declarant")
    save_copy(house.office, clerk, typed, form, version=draft(house.office, clerk_of(house), typed).version)
    text = hints(step(client_as("liqiang"), typed))
    assert "您选的主题和班次名称不一致" in text
    assert "先按今天开班比较" not in text
    assert "/pairs/" in text


def test_a_similar_class_of_another_unit_opens_masked(client_as: Clients, typed: int, house: House,
                                                      cases: dict[str, int]) -> None:
    form = a_class(class_name="社区应急处突提升班", host_unit="PLC", topic_code="EMERGENCY",
                   audience_codes=("COMM_SEC",))
    clerk = house.actor("PLC.declarant")
    save_copy(house.office, clerk, typed, form, version=draft(house.office, clerk_of(house), typed).version)
    text = client_as("liqiang").get(f"/declarations/{typed}/pairs/{cases['funding']}")
    assert text.status_code == 200
    assert "每人每天" not in text.text and "党校" not in text.text


def test_an_empty_name_asks_for_nothing(client_as: Clients, house: House) -> None:
    case_id = begin(house.office, house.actor("PLC.declarant"), "PLC").case_id
    assert "填写班次名称后" in hints(step(client_as("liqiang"), case_id))
    assert 'id="hints-list"' not in step(client_as("liqiang"), case_id, 4)


@pytest.mark.parametrize(
    "name", ["班", "关于举办的培训班", "培" * 200, "🎉🎉", "社區應急處置培訓班", "Ｅｍｅｒｇｅｎｃｙ　班"])
def test_odd_names_are_taken_calmly(client_as: Clients, typed: int, name: str) -> None:
    answer = client_as("liqiang").post(f"/drafts/{typed}/steps/1/look", data={"class_name": name})
    assert answer.status_code == 200
    assert answer.get_json()["hints"]


def test_a_script_run_wild_is_braked(client_as: Clients, typed: int) -> None:
    client, address = client_as("liqiang"), f"/drafts/{typed}/steps/5/look"
    told = [client.post(address, data={}).status_code for _ in range(LOOKS + 1)]
    assert told == [200] * LOOKS + [429]
    assert client.post(address, data={}).get_json()["said"].startswith("检查得太频繁")
    assert client_as("wangli").post(address, data={}).status_code != 429
