"""The pages of repeated training: files hold what is on the screen, figures open rows, pictures are safe and seemly."""

import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from tests.queries.scanned_year import LEVELS, add_scanned_year
from tests.webapp.conftest import Clients
from tests.webapp.seeing import assert_seemly
from tests.webapp.test_reports import sheets
from webapp.auditors.asking import paged
from webapp.auditors.network_picture import network_picture, network_size
from workflow.office import Office
from workflow.queries.scan_network import Line, Network
from workflow.wording import Label

Pages = Callable[..., Any]
PLACES = ("", "?unit=PLC", "?year=2024", "/7?year=2026", "/rows?table=unit&key=total&column=cost",
          "/rows?table=topic&key=total&column=twice", "/network", "/network?year=2024",
          "/network/rows?table=line&key=PLC|CIVIL&column=shared")


@pytest.fixture
def year(small_house: Office) -> Office:
    """The small house with the small year, scanned."""
    policy = small_house.rulebook.policy_on(small_house.today()).hash
    process = small_house.rulebook.process("class_declaration").hash
    with small_house.database.write() as connection:
        add_scanned_year(connection, policy, process, small_house.rulebook.scorecard, units=False)
        connection.commit()
    return small_house


@pytest.fixture
def auditor(year: Office, client_as: Clients) -> FlaskClient:
    return client_as("sunli")


def numbers(page: str) -> set[str]:
    cells = re.findall(r'<td role="cell" class="num"[^>]*>(.*?)</td>', page, re.DOTALL)
    return {re.sub(r"<[^>]+>", "", cell).replace(",", "").strip() for cell in cells}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("place", ["/repeats", "/repeats/network"])
def test_a_file_holds_the_figures_of_the_page(year: Office, client_as: Clients, place: str, language: str) -> None:
    client = client_as("sunli", language)
    told = sheets(client.get(f"{place}/export"))
    written = {f"{cell:.2f}".rstrip("0").rstrip(".") if isinstance(cell, float) else str(cell)
               for sheet in told.values() for row in sheet[1:] for cell in row[1:]}
    clusters = {"3", "2", "126000", "12600", "3600", "1", "0"}  # sums of clusters: the file tells them class by class
    assert numbers(client.get(place).text) <= written | clusters | {"–"}
    assert client.get(f"{place}/export?kind=csv").status_code == 200


def test_hosts_and_units_stand_crosswise_in_the_file(auditor: FlaskClient) -> None:
    crosswise = list(sheets(auditor.get("/repeats/network/export")).values())[-1]
    assert crosswise == [["主办单位 × 被调训单位（人次）", "区民政局"], ["区民政局", 4.0], ["区委政法委", 2.0]]


def test_every_figure_leads_to_its_rows(auditor: FlaskClient) -> None:
    opened = 0
    for place in ("/repeats", "/repeats/network"):
        for address in set(re.findall(r'href="(/repeats/[^"]*rows\?[^"]*)"', auditor.get(place).text)):
            wanted = address.replace("&amp;", "&")
            answer = auditor.get(wanted)
            assert answer.status_code == 200 and "没有可统计的内容" not in answer.text, wanted
            assert auditor.get(wanted.replace("rows?", "rows/export?")).status_code == 200
            opened += 1
    assert opened > 15


def test_a_cluster_shows_its_parts_and_leads_to_the_pair(auditor: FlaskClient) -> None:
    page = auditor.get("/repeats/7?year=2026").text
    assert "/declarations/1/pairs/2" in page and "学员1" in page
    shown = re.findall(r"([+-]\d+\.\d)</span>", page)
    assert len(shown) == 2 * (1 + len(LEVELS) + 1), "for each of two pairs the start, every part and the sum"
    assert auditor.get("/repeats/3?year=2026").status_code == 404


@pytest.mark.parametrize(("who", "code"), [("sunli", 200), ("hejie", 200), ("liuwei", 200), ("wangjun", 200),
                                           ("wangli", 403), ("chengang", 403), ("zhaoqiang", 403), ("guanli", 403)])
def test_the_pages_are_for_the_auditor_and_the_department(year: Office, client_as: Clients, who: str,
                                                          code: int) -> None:
    client = client_as(who)
    assert [client.get(f"/repeats{place}").status_code for place in PLACES] == [code] * len(PLACES)
    assert ("/repeats/network" in client.get("/reports/coverage").text) == (code == 200)


@pytest.mark.parametrize("query", ["year=x", "year=99999", "unit=%00", "unit=NO&topic=%F0%9F%98%80", "kind=exe"])
def test_an_address_that_asks_wrongly_is_put_right(auditor: FlaskClient, query: str) -> None:
    rows = "table=unit&key=%00&column=cost"
    for path in ("", "/export", "/network", "/network/export", "/network.svg", f"/rows?{rows}",
                 f"/network/rows?{rows.replace('unit', 'called').replace('cost', 'calls')}"):
        assert auditor.get(f"/repeats{path}{'&' if '?' in path else '?'}{query}").status_code == 200, path
    assert auditor.get("/repeats/none.svg").status_code == 404
    assert auditor.get("/repeats/network/rows?table=x&key=y&column=z").status_code == 404


@pytest.mark.parametrize(("query", "rows", "page", "more"), [
    ("", range(50), 1, True), ("page=3", range(100, 120), 3, False), ("page=9", range(0), 9, False),
    ("page=x", range(50), 1, True), ("page=0", range(50), 1, True)])
def test_rows_come_page_by_page(app: Any, query: str, rows: range, page: int, more: bool) -> None:
    with app.test_request_context(f"/?{query}"):
        shown, number, after = paged(range(120))
    assert (list(shown), number, after) == (list(rows), page, more)


def test_pictures_carry_no_script_and_their_own_policy(auditor: FlaskClient) -> None:
    for place in ("unit", "topic", "network"):
        answer = auditor.get(f"/repeats/{place}.svg?year=2026&narrow=1")
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src")
        assert "<script" not in answer.text
        ElementTree.fromstring(answer.text)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "A very long name of an office & its branch", "名" * 90])
@pytest.mark.parametrize("narrow", [False, True])
def test_a_network_takes_any_name_and_any_number(year: Office, name: str, narrow: bool) -> None:
    codes = [f"U{place}" for place in range(50)]
    lines = tuple(Line(one, other, 10**6, 3, place % 2) for place, one in enumerate(codes) for other in codes)
    found = Network(2026, "", lines, (), {code: Label(name, name) for code in codes}, (), {}, year.clock())
    drawn = network_picture(found, "en", narrow=narrow)
    root = ElementTree.fromstring(drawn)
    assert root.attrib["height"] == str(network_size(found, narrow=narrow)[1])
    assert "<script" not in drawn
    width = int(root.attrib["width"])
    assert all(0 < float(text.attrib["x"]) < width for text in root.iter("{http://www.w3.org/2000/svg}text"))


@pytest.mark.browser
@pytest.mark.parametrize(("language", "width"), [
    ("zh", 1280), ("en", 360),
    pytest.param("zh", 360, marks=pytest.mark.thorough), pytest.param("en", 1280, marks=pytest.mark.thorough)])
def test_every_page_is_seemly(year: Office, page_of: Pages, language: str, width: int) -> None:
    told: list[str] = []
    page = page_of("sunli", language, width)
    page.on("console", lambda message: told.append(message.text))
    for place in PLACES:
        assert page.goto(f"/repeats{place}").status == 200, place
        assert_seemly(page)
        assert page.evaluate("[...document.images].every(image => image.complete && image.naturalWidth > 0)"), place
    assert not told, "the browser complains of nothing"
