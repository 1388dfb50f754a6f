"""Accounts, posts, units and cadres: all faults at once, nothing half-written, only by those who keep the house."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from workflow.acts.keep_people import (
    NewPerson,
    add_people,
    disable_person,
    set_password,
)
from workflow.acts.keep_posts import end_post, give_post
from workflow.acts.keep_units import add_cadres, add_unit, add_units
from workflow.acts.passwords import choose_cost
from workflow.acts.sign_in import sign_in
from workflow.domain.cadres import Cadre
from workflow.domain.people import Actor, Post, Unit, system_actor
from workflow.office import Office
from workflow.queries.account import account_of
from workflow.refusals import NotFound, Refused
from workflow.store.people import cadre, person, post, unit
from workflow.wording import Label

PASSWORD = "a-long-first-password"
NAME = Label("王丽", "Wang Li")
SYSTEM = system_actor()
CIVIL = Unit("CIVIL", Label("区民政局", "Civil Affairs"), "department")
CADRE = Cadre("CX00001", "王丽", "CIVIL", "staff", "unit", "CS_BASIC")


@pytest.fixture(autouse=True)
def cheap_hashes() -> Iterator[None]:
    choose_cost(1, 8, 1)
    yield
    choose_cost(3, 65536, 4)


@pytest.fixture
def house(office: Office) -> Office:
    """A house with two units."""
    add_units(office, SYSTEM, (CIVIL, Unit("OD", Label("区委组织部", "Organisation"), "department")))
    return office


def add_person(house: Office, actor: Actor, username: str, name: Label, password: str) -> int:
    return add_people(house, actor, (NewPerson(username, name),), password)[username]


def count(office: Office, table: Any) -> int:
    with office.database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def codes(refused: "pytest.ExceptionInfo[Refused]") -> list[str]:
    return list(refused.value.codes)


def test_an_account_with_its_posts_can_sign_in(house: Office) -> None:
    ids = add_people(house, SYSTEM, (NewPerson("wangli", NAME, (("declarant", "CIVIL"),)),), PASSWORD)
    assert sign_in(house, "wangli", PASSWORD) == ids["wangli"]
    account = account_of(house, ids["wangli"])
    assert account is not None and account.actor.posts == (Post("declarant", "CIVIL"),)


def test_every_fault_of_many_accounts_at_once_and_nothing_written(house: Office) -> None:
    add_person(house, SYSTEM, "taken", NAME, PASSWORD)
    people = (
        NewPerson("taken", NAME),
        NewPerson("Wang Li", NAME),
        NewPerson("twice", NAME),
        NewPerson("twice", NAME),
        NewPerson("nameless", Label("", " ")),
        NewPerson("longname", Label("王" * 65, "x\u202e")),
        NewPerson("speaker", NAME, language="fr"),
        NewPerson("posted", NAME, (("king", "CIVIL"), ("higher_od", "OD"), ("declarant", "NOWHERE"))),
        NewPerson("both", NAME, (("unit_head", "CIVIL"), ("unit_finance", "CIVIL"), ("unit_head", "CIVIL"))),
    )
    with pytest.raises(Refused) as refused:
        add_people(house, SYSTEM, people, PASSWORD)
    assert codes(refused) == [
        "username_taken", "username_wrong", "username_taken", "name_missing", "name_missing", "name_long", "name_long",
        "language_unknown", "role_unknown", "role_only_recorded", "unit_unknown", "posts_exclude", "post_held",
        "posts_exclude",
    ]
    assert count(house, person) == 1 and count(house, post) == 0


@pytest.mark.parametrize("name", ["", "a", "1wang", "王丽", "wang li", "wang\0", "w" * 65, "Wang"])
def test_a_username_is_small_letters(house: Office, name: str) -> None:
    with pytest.raises(Refused, match="username_wrong"):
        add_person(house, SYSTEM, name, NAME, PASSWORD)


def test_a_short_first_password_is_refused_once(house: Office) -> None:
    with pytest.raises(Refused) as refused:
        add_people(house, SYSTEM, (NewPerson("one", NAME), NewPerson("two", NAME)), "abcd")
    assert codes(refused) == ["password_length"]


def test_posts_are_dated_and_exclusive(house: Office) -> None:
    wangli = add_person(house, SYSTEM, "wangli", NAME, PASSWORD)
    chair = give_post(house, SYSTEM, wangli, "unit_head", "CIVIL")
    with pytest.raises(Refused) as refused:
        give_post(house, SYSTEM, wangli, "unit_finance", "CIVIL")
    assert codes(refused) == ["posts_exclude"]
    with pytest.raises(Refused, match="post_ends_before_it_began"):
        end_post(house, SYSTEM, chair, date(2026, 10, 13))
    end_post(house, SYSTEM, chair, date(2026, 10, 15))
    with pytest.raises(Refused, match="posts_exclude"):
        give_post(house, SYSTEM, wangli, "unit_finance", "CIVIL", from_day=date(2026, 10, 15))
    give_post(house, SYSTEM, wangli, "unit_finance", "CIVIL", from_day=date(2026, 10, 16))
    later = replace(house, clock=lambda: house.clock().replace(day=20))
    with pytest.raises(Refused, match="post_ended"):
        end_post(later, SYSTEM, chair, date(2026, 10, 30))


def test_a_new_password_opens_and_a_closed_account_does_not(house: Office) -> None:
    wangli = add_person(house, SYSTEM, "wangli", NAME, PASSWORD)
    set_password(house, SYSTEM, wangli, "quite-another-one")
    with pytest.raises(Refused, match="sign_in_failed"):
        sign_in(house, "wangli", PASSWORD)
    assert sign_in(house, "wangli", "quite-another-one") == wangli
    disable_person(house, SYSTEM, wangli)
    with pytest.raises(Refused, match="sign_in_failed"):
        sign_in(house, "wangli", "quite-another-one")
    with pytest.raises(Refused, match="account_closed"):
        disable_person(house, SYSTEM, wangli)


def test_only_those_who_keep_the_people_may(house: Office) -> None:
    keeper = Actor(7, "关利", (Post("admin", "OD"),))
    other = Actor(8, "王丽", (Post("od_head", "OD"),))
    wangli = add_person(house, keeper, "wangli", NAME, PASSWORD)
    tries = (
        lambda: add_person(house, other, "lisi", NAME, PASSWORD),
        lambda: give_post(house, other, wangli, "declarant", "CIVIL"),
        lambda: set_password(house, other, wangli, PASSWORD),
        lambda: disable_person(house, other, wangli),
        lambda: add_unit(house, other, replace(CIVIL, code="NEW")),
        lambda: add_cadres(house, other, (CADRE,)),
    )
    for attempt in tries:
        with pytest.raises(Refused, match="not_yours") as refused:
            attempt()
        assert refused.value.refusals[0].who == (house.rulebook.roles["admin"].label,)


@pytest.mark.parametrize("act", [
    lambda o: give_post(o, SYSTEM, 99, "declarant", "CIVIL"),
    lambda o: end_post(o, SYSTEM, 99, date(2026, 10, 14)),
    lambda o: set_password(o, SYSTEM, 99, PASSWORD),
    lambda o: disable_person(o, SYSTEM, 99),
])
def test_who_is_not_there_is_not_found(house: Office, act: Any) -> None:
    with pytest.raises(NotFound):
        act(house)


def test_every_fault_of_many_units_at_once(house: Office) -> None:
    label = Label("某局", "Some bureau")
    with pytest.raises(Refused) as refused:
        add_units(house, SYSTEM, (
            Unit("CIVIL", label, "department"),
            Unit("small", label, "department"),
            Unit("NAMELESS", Label("", "x" * 201), "department"),
            Unit("ODD", label, "palace", "moon"),
            Unit("CHILD", label, "department", parent="LATER"),
        ))
    assert codes(refused) == ["unit_taken", "unit_code_wrong", "unit_name_wrong", "unit_kind_unknown",
                              "unit_parent_unknown"]
    assert count(house, unit) == 2
    add_units(house, SYSTEM, (Unit("PARENT", label, "department"), Unit("CHILD", label, "department", parent="PARENT")))
    assert count(house, unit) == 4


def test_every_fault_of_many_cadres_at_once(house: Office) -> None:
    assert add_cadres(house, SYSTEM, (CADRE,)) == 1
    wrong = (CADRE, replace(CADRE, staff_no=""), replace(CADRE, staff_no="2", name=" "),
             Cadre("3", "李四", "NOWHERE", "king", "moon", "ALL_MEN"))
    with pytest.raises(Refused) as refused:
        add_cadres(house, SYSTEM, wrong)
    assert codes(refused) == ["staff_no_taken", "staff_no_wrong", "cadre_name_wrong", *["cadre_wrong"] * 4]
    assert count(house, cadre) == 1
