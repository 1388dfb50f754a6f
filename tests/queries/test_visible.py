"""May I see it, and which rows: the two answers agree for every role on every kind of case."""

from collections.abc import Iterator
from itertools import product

import pytest
from sqlalchemy import Connection, select

from tests.queries.rows import UNITS, add_case, add_pair, add_units
from workflow.domain.declaration import ClassDeclaration
from workflow.domain.people import Actor, Post
from workflow.queries.visible import Sight, demand, sight_of, visible
from workflow.refusals import NotFound
from workflow.rulebook.roles import Role, Roles
from workflow.store.cases import case
from workflow.store.database import Database
from workflow.wording import Label

ROLES = Roles({
    code: Role(code, Label(code, code), scope)
    for code, scope in (("declarant", "unit"), ("unit_head", "unit"), ("institution", "unit"),
                        ("od_section", "district"), ("auditor", "district"), ("admin", "district"))
})  # fmt: skip
DRAFT, SUBMITTED, ASKED, CO_HOSTED, TAUGHT, CONSULTED, ENDED = range(1, 8)


@pytest.fixture
def cases(database: Database) -> Iterator[Connection]:
    """One case of each kind, all hosted by the civil affairs bureau."""
    with database.write() as connection:
        add_units(connection)
        form = ClassDeclaration(host_unit="CIVIL", class_name="班")
        add_case(connection, DRAFT, form=form, numbered=False, state="draft",
                 seats=[{"role": "declarant", "unit": "CIVIL"}])  # fmt: skip
        add_case(connection, SUBMITTED, form=form)
        add_case(connection, ASKED, form=form, numbered=False, seats=[{"role": "od_section", "unit": None}])
        add_case(connection, CO_HOSTED, form=form.with_(co_hosts=("PLC", "FIN")))
        add_case(connection, TAUGHT, form=form.with_(organiser="SCHOOL"))
        add_case(connection, CONSULTED, form=form, seats=[{"role": "unit_head", "unit": "OD", "status": "closed"}])
        add_case(connection, ENDED, form=form, state="rejected")
        add_pair(connection, SUBMITTED, CO_HOSTED)
        yield connection


@pytest.mark.parametrize(("role", "unit"), list(product(ROLES, UNITS)))
def test_which_rows_agrees_with_may_i(cases: Connection, role: str, unit: str) -> None:
    actor = Actor(9, posts=(Post(role, unit),))
    listed = set(cases.execute(select(case.c.id).where(visible(actor, ROLES, cases.dialect.name))).scalars())
    assert listed == {number for number in range(1, 8) if sight_of(cases, actor, ROLES, number) >= Sight.LIST}


@pytest.mark.parametrize(
    ("post", "seen"),
    [
        (("declarant", "CIVIL"), {DRAFT, SUBMITTED, ASKED, CO_HOSTED, TAUGHT, CONSULTED, ENDED}),
        (("declarant", "PLC"), {CO_HOSTED}),
        (("unit_head", "FIN"), {CO_HOSTED}),
        (("unit_head", "OD"), {CONSULTED}),
        (("institution", "SCHOOL"), {TAUGHT}),
        (("od_section", "OD"), {SUBMITTED, ASKED, CO_HOSTED, TAUGHT, CONSULTED, ENDED}),
        (("auditor", "OD"), {DRAFT, SUBMITTED, ASKED, CO_HOSTED, TAUGHT, CONSULTED, ENDED}),
    ],
)
def test_each_sees_its_own(cases: Connection, post: tuple[str, str], seen: set[int]) -> None:
    actor = Actor(9, posts=(Post(*post),))
    assert {n for n in range(1, 8) if sight_of(cases, actor, ROLES, n) is Sight.FULL} == seen


def test_the_administrator_sees_heads_only(cases: Connection) -> None:
    actor = Actor(9, posts=(Post("admin", "OD"),))
    assert {sight_of(cases, actor, ROLES, n) for n in range(1, 8)} == {Sight.LIST}


def test_two_posts_see_what_either_sees(cases: Connection) -> None:
    actor = Actor(9, posts=(Post("declarant", "PLC"), Post("od_section", "OD")))
    assert sight_of(cases, actor, ROLES, DRAFT) is Sight.NONE
    assert sight_of(cases, actor, ROLES, ENDED) is Sight.FULL


def test_a_compared_class_is_seen_masked_and_stands_in_no_list(database: Database) -> None:
    """Ruling 37: both hosts of a pair know of the other class, masked."""
    with database.write() as connection:
        add_units(connection)
        add_case(connection, 1, host="CIVIL")
        add_case(connection, 2, host="PLC")
        add_pair(connection, 1, 2)
        for unit, other in (("CIVIL", 2), ("PLC", 1)):
            clerk = Actor(9, posts=(Post("declarant", unit),))
            assert sight_of(connection, clerk, ROLES, other) is Sight.SIMILAR
            listed = connection.execute(select(case.c.id).where(visible(clerk, ROLES, connection.dialect.name)))
            assert other not in set(listed.scalars())


def test_what_may_not_be_seen_is_not_found(cases: Connection) -> None:
    stranger = Actor(9, posts=(Post("declarant", "SCHOOL"),))
    with pytest.raises(NotFound):
        demand(cases, stranger, ROLES, SUBMITTED)
    with pytest.raises(NotFound):
        demand(cases, stranger, ROLES, 99)


@pytest.mark.parametrize("posts", [(), (Post("no_such_role", "CIVIL"),)])
def test_without_a_post_nothing_is_seen(cases: Connection, posts: tuple[Post, ...]) -> None:
    actor = Actor(9, posts=posts)
    assert not cases.execute(select(case.c.id).where(visible(actor, ROLES, cases.dialect.name))).all()
    assert sight_of(cases, actor, ROLES, SUBMITTED) is Sight.NONE
