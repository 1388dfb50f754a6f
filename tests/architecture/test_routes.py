"""Every page has an access rule, every rule is kept for every role, and no GET writes anything."""

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select
from werkzeug.routing import Rule

from tests.clocks import SetClock
from tests.district import signed_in
from tests.webapp.conftest import CHEAP, PEOPLE, peopled
from webapp.access import OPEN_IF_SET, PUBLIC, RULES, SIGNED_IN
from webapp.app import create_app
from webapp.settings import WebSettings
from workflow.acts.declare import begin
from workflow.bootstrap import written_rules
from workflow.office import Office
from workflow.store.database import Database
from workflow.store.people import person, post
from workflow.wording import say

__all__ = ["peopled"]  # a fixture of the web tests, used here too

READS, WRITES = {"GET", "HEAD", "OPTIONS"}, {"POST", "OPTIONS"}
# One address shows its form on GET and takes it on POST; that the GET writes nothing is proved below.
BOTH_WAYS = {"account.sign_in", "declarations.explain", "declarations.override", "rules.propose"}
VALUES: dict[str, Any] = {
    "case_id": 1,
    "other_id": 1,
    "number": 1,
    "year": 2026,
    "paper_id": 1,
    "cadre_id": 1,
    "action": "send_unit",
    "name": "x.css",
    "report": "coverage",
    "day": "2026-11-23",
    "half": "am",
    "code": "ABCDEFGHJK",
    "change": "rename",
    "table": "tier",
    "kind": "csv",
    "need_id": 1,
    "motion_id": 1,
    "person_id": 1,
    "key": "x",
    "tongue": "zh",
}
HOST = "CIVIL"
NOT_ALLOWED = say("shell.not_allowed", "zh")


@pytest.fixture(scope="module")
def office(peopled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The small house of the web tests, a holder of every role in it, and one draft (case 1)."""
    home = tmp_path_factory.mktemp("routes")
    shutil.copy(peopled, home / "shenbao.db")
    database = Database(f"sqlite:///{home / 'shenbao.db'}")
    made = Office(database=database, rulebook=written_rules(), clock=SetClock(), real_clock=SetClock(), home=home)
    with database.write() as connection:
        held = {row[3] for row in PEOPLE}
        for number, role in enumerate(sorted(user_roles() - held), 100):
            connection.execute(insert(person).values(
                id=number, username=role, name_zh=role, name_en=role, password_hash="", language="zh",
                session_key=f"key{number}", failures=0))  # fmt: skip
            connection.execute(insert(post).values(person_id=number, role=role, unit=HOST, from_day=date(2025, 1, 1)))
        connection.commit()
    assert begin(made, signed_in(made, 1), HOST).case_id == 1
    yield made
    database.close()


@pytest.fixture(scope="module")
def app(office: Office) -> Flask:
    made = create_app(office, WebSettings(secret_key=b"k" * 40, password_cost=CHEAP))
    made.config["WTF_CSRF_ENABLED"] = False
    return made


def user_roles() -> set[str]:
    return {code for code, role in written_rules().roles.items() if role.user}


def client_of(app: Flask, office: Office, role: str | None) -> FlaskClient:
    """A browser in which a holder of the role is signed in; ``None`` = nobody."""
    client = app.test_client()
    if role is not None:
        with office.database.read() as connection:
            found = select(post.c.person_id).where(post.c.role == role).order_by(post.c.id).limit(1)
            number = connection.execute(found).scalar_one()
        with client.session_transaction() as session:
            session["_user_id"] = f"{number}.key{number}"
            session["_fresh"] = True
    return client


def address(app: Flask, rule: Rule) -> str:
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, {name: VALUES[name] for name in rule.arguments})


def rules_of(app: Flask, method: str) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]


def test_every_page_has_an_access_rule(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(RULES)


def test_rules_name_roles_that_exist() -> None:
    assert frozenset().union(*RULES.values()) - PUBLIC - SIGNED_IN - OPEN_IF_SET <= user_roles()


def test_a_page_reads_or_writes(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        methods = rule.methods or set()
        assert methods <= READS or methods <= WRITES or rule.endpoint in BOTH_WAYS, rule


@pytest.mark.parametrize("role", sorted(user_roles()))
def test_a_role_opens_its_pages_and_no_others(app: Flask, office: Office, role: str) -> None:
    for method in ("GET", "POST"):
        for rule in rules_of(app, method):
            answer = client_of(app, office, role).open(address(app, rule), method=method)
            wanted = RULES[rule.endpoint]
            closed = wanted not in (PUBLIC, SIGNED_IN, OPEN_IF_SET) and role not in wanted
            told = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
            assert answer.status_code < 500, (method, rule)
            assert (NOT_ALLOWED in told) == closed, (method, rule)
            assert answer.status_code == 403 or not closed, (method, rule)


def test_nobody_opens_a_page_without_signing_in(app: Flask, office: Office) -> None:
    for method, refused in (("GET", 302), ("POST", 401)):
        for rule in rules_of(app, method):
            answer = client_of(app, office, None).open(address(app, rule), method=method)
            if RULES[rule.endpoint] == PUBLIC:
                assert answer.status_code in (200, 404, 422), (method, rule)
            else:
                assert answer.status_code == refused, (method, rule)
                assert method == "POST" or "/sign-in" in answer.headers["Location"]


@pytest.mark.parametrize("role", sorted(user_roles()))
def test_no_get_writes(app: Flask, office: Office, role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Decisions are POST: a GET that asks for a writing connection fails this test."""
    asked: list[str] = []

    def forbidden() -> AbstractContextManager[Any]:
        asked.append(where)
        raise AssertionError("a GET writes")

    client = client_of(app, office, role)
    monkeypatch.setattr(office.database, "write", forbidden)
    for rule in rules_of(app, "GET"):
        where = address(app, rule)
        client.get(where)
    assert not asked


def test_the_proof_above_sees_a_write(app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(office.database, "write", lambda **_: asked.append(True))
    client_of(app, office, "declarant").post("/preferences/language", data={"language": "en"})
    assert asked
