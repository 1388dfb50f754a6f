"""Two approvers with the same case open: one decision stands, the other gets a named no and keeps every word."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.stories.conftest import House
from tests.stories.desk import Desk
from tests.stories.road_of_d01 import TITLE
from webapp.cli.demo_diary import Diary
from webapp.cli.demo_files import Script, read_district
from workflow.domain.people import Actor
from workflow.store.people import person
from workflow.store.trail import trail
from workflow.wording import sentence

pytestmark = pytest.mark.browser
NAMES = {"zhoumin": {"zh": "周敏", "en": "Zhou Min"}, "hejie": {"zh": "何洁", "en": "He Jie"}}
ACCEPTED = 6  # steps of D01's diary until it is accepted
ACTION = "authority_pass"
WORDS = "对象在本区管理权限内，同意。\n第二行 & <b>原样</b>。"


@pytest.fixture
def case_id(house: House, d01: Script) -> int:
    """D01 at the authority's gate, where either of two people of the section may decide."""
    with house.office.database.read() as connection:
        ids = connection.execute(select(person.c.username, person.c.id)).all()
    people = {name: Actor(number, name) for name, number in ids}
    begun = replace(d01, steps=d01.steps[:ACCEPTED])
    spring = replace(read_district(with_classes=False), openings=(), plans=(), lent=(), scripts=(begun,))
    diary = Diary(people, plan_items={"D01": "2026-001"})
    diary.live(house.office, spring, lambda done, total: None)
    house.clock.set("2026-03-11 16:27")
    return diary.cases["D01"]


def test_one_wins_and_the_other_keeps_their_words(house: House, desk_of: Callable[..., Desk], case_id: int) -> None:
    desks = {"zhoumin": desk_of("zh", 1280), "hejie": desk_of("en", 360)}
    for username, desk in desks.items():
        desk.sign_in(username)
        desk.press(TITLE, within="main")
        desk.choose(ACTION)
        desk.page.locator("#f-opinion").fill(f"{username}: {WORDS}")
    answers = dict(zip(desks, both_submit(*desks.values()), strict=True))
    assert sorted(answers.values()) == [200, 409]
    winner, loser = sorted(answers, key=answers.__getitem__)
    first, second = desks[winner], desks[loser]
    process = house.office.rulebook.process("class_declaration")
    assert first.page.get_by_text(process.states["duplicate_review"].label[first.language]).first.is_visible()
    told = second.page.locator(".error-summary").inner_text()
    assert NAMES[winner][second.language] in told and second.label(process, ACTION) in told
    assert sentence("refusal.changed_meanwhile", second.language).split("{")[0] in told
    assert second.page.locator("#f-opinion").input_value() == f"{loser}: {WORDS}"
    second.look(409)
    with house.office.database.read() as connection:
        signed = connection.execute(select(trail.c.actor_id).where(trail.c.case_id == case_id, trail.c.act == ACTION))
        assert len(signed.all()) == 1


def both_submit(one: Desk, other: Desk) -> list[int]:
    """Press submit in both windows before either has its answer; how each was answered in the end."""
    with one.page.expect_navigation() as first, other.page.expect_navigation() as second:
        for desk in (one, other):
            desk.page.evaluate("setTimeout(() => document.querySelector('main form').requestSubmit(), 20)")
    return [first.value.status, second.value.status]
