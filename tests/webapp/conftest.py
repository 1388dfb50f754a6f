"""A small house with its web service: people of every post, a client per person, a live server for the browser.

``client_as("wangli")`` is signed in; ``live`` is a real server in a thread, and
``page_of("wangli", "en", 360)`` a real browser's page on it.
"""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from tests.clocks import SetClock
from tests.serving import serving
from tests.snapshots import close_whole
from webapp.app import create_app
from webapp.settings import WebSettings
from workflow.acts.passwords import choose_cost, hash_password
from workflow.domain.people import Actor, Post
from workflow.office import Office
from workflow.store.database import Database
from workflow.store.people import person, post, unit

Clients = Callable[..., FlaskClient]
CHEAP = (1, 8, 1)  # argon2: passes, KiB, lanes
PASSWORD = "chengxi-2026"
UNITS = (
    ("XN", "西宁市", "Xining City", "city", "city", None, "city"),
    ("CX", "城西区", "Chengxi District", "district", "district", "XN", "leadership"),
    ("OD", "区委组织部", "District Organisation Department", "department", "district", "CX", "organisation"),
    ("SCHOOL", "区委党校", "District Party School", "institution", "district", "CX", "organisation"),
    ("CIVIL", "区民政局", "District Civil Affairs Bureau", "department", "district", "CX", "civil_affairs"),
    ("PLC", "区委政法委", "District Political and Legal Affairs Commission", "department", "district", "CX", "law"),
    ("FIN", "区财政局", "District Finance Bureau", "department", "district", "CX", "finance"),
    ("HRSS", "区人力资源和社会保障局", "District Human Resources Bureau", "department", "district", "CX", "personnel"),
)
PEOPLE = (
    ("wangli", "王丽", "Wang Li", "declarant", "CIVIL"),
    ("weiqin", "魏琴", "Wei Qin", "unit_finance", "CIVIL"),
    ("yanghai", "杨海", "Yang Hai", "unit_head", "CIVIL"),
    ("liqiang", "李强", "Li Qiang", "declarant", "PLC"),
    ("fengli", "冯丽", "Feng Li", "unit_finance", "PLC"),
    ("maguodong", "马国栋", "Ma Guodong", "unit_head", "PLC"),
    ("maxiaoyan", "马晓燕", "Ma Xiaoyan", "declarant", "OD"),
    ("hejie", "何洁", "He Jie", "od_section", "OD"),
    ("zhoumin", "周敏", "Zhou Min", "od_section", "OD"),
    ("liuwei", "刘伟", "Liu Wei", "od_deputy", "OD"),
    ("wangjun", "王军", "Wang Jun", "od_head", "OD"),
    ("chengang", "陈刚", "Chen Gang", "finance", "FIN"),
    ("gaoyan", "高燕", "Gao Yan", "hrss", "HRSS"),
    ("zhaoqiang", "赵强", "Zhao Qiang", "leader", "CX"),
    ("sunli", "孙莉", "Sun Li", "auditor", "CX"),
    ("guanli", "关利", "Guan Li", "admin", "OD"),
)


@pytest.fixture(scope="session")
def peopled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file with the units and people above; person ids follow the order of ``PEOPLE`` from 1."""
    path = tmp_path_factory.mktemp("peopled") / "peopled.db"
    shutil.copy(sqlite_template, path)
    choose_cost(*CHEAP)
    database = Database(f"sqlite:///{path}")
    with database.write() as connection:
        people(connection)
        connection.commit()
    return close_whole(database)


def people(connection: Any) -> None:
    """The units, accounts and posts of the small house."""
    for code, zh, en, kind, level, parent, system in UNITS:
        connection.execute(insert(unit).values(code=code, name_zh=zh, name_en=en, kind=kind, level=level,
                                               parent=parent, system=system, active=True))  # fmt: skip
    kept = hash_password(PASSWORD)
    for number, (username, zh, en, role, where) in enumerate(PEOPLE, 1):
        connection.execute(insert(person).values(id=number, username=username, name_zh=zh, name_en=en,
                                                 password_hash=kept, language="zh", session_key=f"key{number}",
                                                 failures=0))  # fmt: skip
        connection.execute(insert(post).values(person_id=number, role=role, unit=where, from_day=date(2025, 1, 1)))


@pytest.fixture
def small_house(
    peopled: Path, rulebook: Any, clock: SetClock, real_clock: SetClock, tmp_path: Path
) -> Iterator[Office]:
    """An office on a database of its own with the people above."""
    path = tmp_path / "shenbao.db"
    shutil.copy(peopled, path)
    database = Database(f"sqlite:///{path}")
    yield Office(database=database, rulebook=rulebook, clock=clock, real_clock=real_clock, home=tmp_path)
    database.close()


@pytest.fixture
def app(small_house: Office) -> Flask:
    """The web service of the small house; forms need no token here (``live`` has the real thing)."""
    app = create_app(small_house, WebSettings(secret_key=b"k" * 40, password_cost=CHEAP))
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that nobody has signed in."""
    return app.test_client()


def person_id(username: str) -> int:
    return 1 + [row[0] for row in PEOPLE].index(username)


@pytest.fixture
def client_as(app: Flask) -> Clients:
    """``client_as("wangli")``: a browser in which that person is signed in."""

    def signed_in(username: str, language: str = "zh") -> FlaskClient:
        client = app.test_client()
        client.set_cookie("lang", language)
        with client.session_transaction() as session:
            session["_user_id"] = f"{person_id(username)}.key{person_id(username)}"
            session["_fresh"] = True
        return client

    return signed_in


CLERK = Actor(person_id("wangli"), "王丽", (Post("declarant", "CIVIL"),))


@pytest.fixture
def clerk(client_as: Clients) -> FlaskClient:
    """The browser of ``CLERK``."""
    return client_as("wangli")


@pytest.fixture
def live(small_house: Office) -> Iterator[str]:
    """The address of a real server of the small house."""
    app = create_app(small_house, WebSettings(secret_key=b"k" * 40, password_cost=CHEAP))
    with serving(app) as address:
        yield address


@pytest.fixture
def page_of(live: str, browser: Any) -> Iterator[Callable[..., Any]]:
    """``page_of("wangli", "en", 360)``: a browser's page, signed in by the form; "" = nobody."""
    opened = []

    def open_page(username: str = "", language: str = "zh", width: int = 1280, *, script: bool = True) -> Any:
        context = browser.new_context(
            base_url=live, viewport={"width": width, "height": 900}, java_script_enabled=script, locale="zh-CN"
        )
        opened.append(context)
        context.add_cookies([{"name": "lang", "value": language, "url": live}])
        page = context.new_page()
        if username:
            page.goto("/sign-in")
            page.fill("#f-username", username)
            page.fill("#f-password", PASSWORD)
            page.click("main button[type=submit]")
        return page

    yield open_page
    for context in opened:
        context.close()
