"""The shell: headers, one style sheet, languages, who may come in, sessions, and what a problem page says."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.webapp.conftest import CHEAP, PASSWORD, Clients, person_id
from webapp.access import local_path
from webapp.app import create_app
from webapp.assets import dark_by_system, look
from webapp.headers import POLICY
from webapp.keeping import LONGEST, unpack_form
from webapp.settings import WebSettings
from workflow.office import Office
from workflow.store.people import person

HAN_TEXT = re.compile(r">[^<]*[\u4e00-\u9fff][^<]*<")


@pytest.fixture
def guarded(small_house: Office) -> FlaskClient:
    """A browser on a service that asks for the token of each form, as it does in life."""
    return create_app(small_house, WebSettings(secret_key=b"k" * 40, password_cost=CHEAP)).test_client()


def token(text: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', text)
    assert found
    return found[1]


def test_every_answer_forbids_what_the_page_does_not_need(client: FlaskClient) -> None:
    for path in ("/sign-in", "/help", "/no-such-page", "/my"):
        headers = client.get(path).headers
        assert headers["Content-Security-Policy"] == POLICY
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
    assert "unsafe" not in POLICY and "default-src 'none'" in POLICY


def test_the_look_is_one_file_named_by_its_content(client: FlaskClient) -> None:
    page = client.get("/sign-in").text
    (sheet,) = re.findall(r'href="(/static/look\.[0-9a-f]{12}\.css)"', page)
    answer = client.get(sheet, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]
    assert len(answer.data) < 60_000
    assert "--sb-ground" in client.get(sheet).text
    assert "<style" not in page and " style=" not in page and "<script>" not in page
    assert client.get("/static/look.000000000000.css").status_code == 404


def test_what_a_proxy_may_keep_carries_no_session(client_as: Clients) -> None:
    client = client_as("wangli")
    with client.session_transaction() as session:
        session.permanent = True
    page = client.get("/my")
    assert "Set-Cookie" in page.headers, "a page renews the session"
    (sheet,) = re.findall(r'href="(/static/look\.[0-9a-f]{12}\.css)"', page.text)
    kept = client.get(sheet)
    assert "Set-Cookie" not in kept.headers
    assert "Cookie" not in kept.headers["Vary"]


def test_dark_rules_are_repeated_for_a_system_that_prefers_dark() -> None:
    css = ':root,[data-bs-theme="light"],[data-bs-theme="dark"]{a:b}[data-bs-theme=dark] .x,.y{c:d}'
    assert dark_by_system(css) == (
        "@media screen and (prefers-color-scheme: dark){:root:where(:not([data-bs-theme])) .x{c:d}}"
    )
    assert look().count("prefers-color-scheme: dark") == 3
    assert "sourceMappingURL" not in look()


def test_chinese_first_and_english_by_the_switch_which_keeps_the_place(client: FlaskClient) -> None:
    assert '<html lang="zh-Hans">' in client.get("/help?topic=1").text
    assert 'href="/help?topic=1&amp;lang=en"' in client.get("/help?topic=1").text
    english = client.get("/help?lang=en").text
    assert '<html lang="en">' in english
    assert '<html lang="en">' in client.get("/sign-in").text, "the cookie is kept"
    assert client.get("/help?lang=xx").status_code == 200


@pytest.mark.parametrize("path", ["/my", "/my/new", "/preferences", "/help", "/no-such-page"])
def test_an_english_page_says_nothing_in_unmarked_chinese(client_as: Clients, path: str) -> None:
    text = client_as("wangli", "en").get(path).text
    text = re.sub(r'<(\w+)[^>]*lang="zh-Hans"[^>]*>.*?</\1>', "", text, flags=re.DOTALL)
    assert not HAN_TEXT.search(text), HAN_TEXT.search(text)


def test_a_person_reads_the_language_they_kept(small_house: Office, app: Flask, client_as: Clients) -> None:
    client = client_as("wangli")
    client.delete_cookie("lang")
    assert client.post("/preferences/language", data={"language": "en"}).status_code == 302
    client.delete_cookie("lang")
    assert '<html lang="en">' in client.get("/preferences").text
    assert client.post("/preferences/language", data={"language": "xx"}).status_code == 422


def test_sign_in_leads_to_the_page_that_was_asked_for(client: FlaskClient) -> None:
    asked = client.get("/my?year=2026")
    assert asked.status_code == 302
    assert asked.location == "/sign-in?next=/my?year%3D2026"
    form = {"username": "wangli", "password": PASSWORD, "next": "/my?year=2026"}
    assert client.post("/sign-in", data=form).location == "/my?year=2026"
    assert client.get("/sign-in").location == "/my"


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example/", "https://evil.example", "/\\evil.example", "javascript:1", "\t//e"]
)
def test_sign_in_never_leads_elsewhere(client: FlaskClient, elsewhere: str) -> None:
    assert local_path(elsewhere) == ""
    form = {"username": "wangli", "password": PASSWORD, "next": elsewhere}
    assert client.post("/sign-in", data=form).location == "/my"


def test_a_wrong_password_says_how_many_tries_are_left(client: FlaskClient) -> None:
    answer = client.post("/sign-in", data={"username": "wangli", "password": "no"})
    assert answer.status_code == 422
    assert "还可再试 4 次" in answer.text
    assert 'value="wangli"' in answer.text
    assert "<title>错误：" in answer.text


def test_signing_in_begins_a_new_session(client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session["left"] = "by somebody else"
    client.post("/sign-in", data={"username": "wangli", "password": PASSWORD})
    with client.session_transaction() as session:
        assert "left" not in session
        assert session["_user_id"].startswith(f"{person_id('wangli')}.")


def test_a_new_password_ends_the_other_sessions_and_not_this_one(client_as: Clients) -> None:
    here, there = client_as("wangli"), client_as("wangli")
    form = {"old_password": PASSWORD, "new_password": "another-one-2", "again": "another-one-2"}
    assert here.post("/preferences/password", data=form).status_code == 302
    assert here.get("/preferences").status_code == 200
    assert there.get("/preferences").status_code == 302


def test_a_disabled_account_is_out_at_once(client_as: Clients, small_house: Office) -> None:
    client = client_as("wangli")
    assert client.get("/my").status_code == 200
    with small_house.database.write() as connection:
        connection.execute(update(person).where(person.c.username == "wangli").values(disabled_at=small_house.clock()))
        connection.commit()
    assert client.get("/my").status_code == 302


def test_sign_out_ends_the_session(client_as: Clients) -> None:
    client = client_as("wangli")
    assert client.post("/sign-out").location == "/sign-in"
    assert client.get("/my").status_code == 302


def test_who_may_not_open_a_page_is_told_who_can(client_as: Clients) -> None:
    answer = client_as("hejie").get("/my/new")
    assert answer.status_code == 403
    assert "何洁" in answer.text and "经办人" in answer.text


def test_a_form_without_its_token_is_not_taken_and_what_was_typed_is_shown(guarded: FlaskClient) -> None:
    form = {"username": "wangli", "password": PASSWORD, "csrf_token": token(guarded.get("/sign-in").text)}
    assert guarded.post("/sign-in", data=form).status_code == 302
    answer = guarded.post("/my/new", data={"with": "extra:CIVIL", "note": "写了很久的一段话"})
    assert answer.status_code == 400
    assert "写了很久的一段话" in answer.text
    assert "name=\"note\"" not in answer.text, "nothing is carried for a sender of another site"


def test_what_was_typed_survives_the_end_of_the_session(guarded: FlaskClient) -> None:
    typed = {"class_name": "社区班", "go": "on", "csrf_token": "old", "password": "secret"}
    here = {"Origin": "http://localhost"}
    ended = guarded.post("/drafts/1/steps/1", data=typed, headers=here)
    assert ended.status_code == 401
    assert "您填的内容还在" in ended.text
    carried = re.search(r'name="kept" value="([^"]+)"', ended.text)
    assert carried
    form = {"username": "wangli", "password": PASSWORD, "next": "/drafts/1/steps/1", "kept": unescape(carried[1]),
            "csrf_token": token(ended.text)}  # fmt: skip
    resumed = guarded.post("/sign-in", data=form)
    assert resumed.status_code == 200
    assert '<input type="hidden" name="class_name" value="社区班">' in resumed.text
    assert 'action="/drafts/1/steps/1"' in resumed.text
    assert "secret" not in ended.text
    elsewhere = guarded.post("/drafts/1/steps/1", data=typed, headers={"Origin": "https://evil.example"})
    assert "社区班" not in elsewhere.text


@pytest.mark.parametrize("packed", ["", "{", "[1]", '[["a"]]', '{"a": 1}', '[["password", "x"]]', "x" * (LONGEST + 1)])
def test_a_carried_form_that_is_none_is_dropped(packed: str) -> None:
    assert unpack_form(packed) == ()


def test_a_page_that_is_not_there_and_a_way_that_is_not_taken(client_as: Clients) -> None:
    client = client_as("wangli")
    assert client.get("/no-such-page").status_code == 404
    assert client.get("/drafts/999999/steps/1").status_code == 404
    assert client.get("/drafts/99999999999999999999999999/steps/1").status_code == 404
    refused = client.get("/sign-out")
    assert refused.status_code == 405
    assert "POST" in refused.headers["Allow"]


def test_a_fault_of_ours_shows_a_number_and_no_trace(small_house: Office, caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(small_house, WebSettings(secret_key=b"k" * 40, password_cost=CHEAP))
    app.view_functions["account.help_page"] = lambda: 1 / 0
    answer = app.test_client().get("/help")
    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.text
    number = re.search(r"故障编号 ([0-9a-f]{8})", answer.text)
    assert number and number[1] in caplog.text
