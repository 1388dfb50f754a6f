"""The reports on the page: a file holds what is on the screen, few people are masked in public, pictures are safe."""

import io
import re
import sys
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from tests.queries.year import add_year
from tests.webapp.conftest import Clients
from tests.webapp.seeing import assert_seemly
from webapp.charts import NARROW, Bars, picture, size
from webapp.exporting import exported
from workflow.office import Office
from workflow.queries.reports import REPORTS
from workflow.wording import Fen

REGISTERS = ("lecturers", "villages", "places")
Pages = Callable[..., Any]


@pytest.fixture
def year(small_house: Office) -> Office:
    """The small house with the small year in it."""
    process = small_house.rulebook.process("class_declaration").hash
    policy = small_house.rulebook.policy_on(small_house.today()).hash
    with small_house.database.write() as connection:
        add_year(connection, policy, process, units=False)
        connection.commit()
    return small_house


@pytest.fixture
def officer(year: Office, client_as: Clients) -> FlaskClient:
    return client_as("hejie")


def sheets(answer: Any) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_file_holds_the_figures_of_the_page(year: Office, client_as: Clients, name: str, language: str) -> None:
    client = client_as("hejie", language)
    page = client.get(f"/reports/{name}?year=2026")
    assert page.status_code == 200
    shown = [re.sub(r"<[^>]+>", "", cell).replace(",", "").strip()
             for cell in re.findall(r'<td role="cell" class="num"[^>]*>(.*?)</td>', page.text, re.DOTALL)]
    told = sheets(client.get(f"/reports/{name}/export?year=2026"))
    numbers = [cell for sheet in list(told.values())[:-1] for row in sheet[1:] for cell in row[1:]]
    written = {f"{cell:.2f}".rstrip("0").rstrip(".") if isinstance(cell, float) else str(cell).replace(",", "") or "–"
               for cell in numbers}
    assert set(shown) <= written | {"–"}, set(shown) - written


def test_every_figure_leads_to_its_rows(officer: FlaskClient) -> None:
    for name in REPORTS:
        for address in set(re.findall(r'href="(/reports/[^"]+/rows[^"]*)"', officer.get(f"/reports/{name}").text)):
            answer = officer.get(address.replace("&amp;", "&"))
            assert answer.status_code == 200 and "没有可统计的内容" not in answer.text, address
            assert officer.get(address.replace("&amp;", "&").replace("/rows", "/rows/export")).status_code == 200


def test_few_people_are_masked_in_public(officer: FlaskClient) -> None:
    plain, public = (sheets(officer.get(f"/reports/coverage/export?year=2026{mode}")) for mode in ("", "&public=1"))
    assert plain["对象类别"][1][:3] == ["领导干部", 4, 2]
    for rows in list(public.values())[:2]:
        assert all(cell == "不足5人" for row in rows[1:-1] for cell in row[1:] if cell != "")
    assert public["对象类别"][-1][:2] == ["合计", 8], "how many there are in all is no secret"
    assert "不足5人" in public["对象类别"][-1], "of all, fewer than five were trained"


def test_names_are_for_whom_they_are_meant(year: Office, client_as: Clients) -> None:
    rows = "/reports/coverage/rows?year=2026&table=tier&key=total&column=people"
    assert "学员7" in client_as("hejie").get(rows).text
    assert "学员7" in client_as("liqiang").get(rows).text, "of one's own unit"
    assert "学员7" not in client_as("wangli").get(rows).text
    assert client_as("zhaoqiang").get(rows).status_code == 404, "the leader sees numbers"
    assert rows.replace("&", "&amp;") not in client_as("zhaoqiang").get("/reports/coverage?year=2026").text


def test_a_cell_is_never_a_formula(app: Any) -> None:
    rows = [["=1+1", Fen(-1250), 3, None], ["@sum", Fen(100), -3, "\tx"]]
    with app.test_request_context():
        text = exported("csv", "表", [("一", ["=a", "b", "c", "d"], rows)]).get_data(as_text=True)
        book = sheets(exported("xlsx", "表", [("[一]", ["=a", "b", "c", "d"], rows)]))
    assert text == "\ufeff'=a,b,c,d\r\n'=1+1,-12.50,3,\r\n'@sum,1.00,-3,'\tx\r\n"
    assert next(iter(book.values())) == [["=a", "b", "c", "d"], ["=1+1", -12.5, 3.0, ""], ["@sum", 1.0, -3.0, "\tx"]]


def test_a_picture_carries_no_script_and_its_own_policy(officer: FlaskClient) -> None:
    answer = officer.get("/reports/coverage/tier.svg?year=2026")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src")
    assert "<script" not in answer.text and "<!--" not in answer.text and "领导干部" in answer.text
    ElementTree.fromstring(answer.text)
    assert officer.get("/reports/coverage/unit.svg").status_code == 404
    assert officer.get("/reports/nothing").status_code == 404


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "&amp;\x00", "名" * 300, "", "😀" * 40])
@pytest.mark.parametrize("narrow", [False, True])
def test_a_picture_takes_any_name(text: str, narrow: bool) -> None:
    bars = Bars([text.replace("\x00", ""), "乙"], [("甲", [1, None]), (text.replace("\x00", ""), [0, 10**12])])
    drawn = picture(bars, narrow=narrow)
    ElementTree.fromstring(drawn)
    assert "<script" not in drawn and f'width="{size(bars, narrow=narrow)[0]}"' in drawn
    assert size(bars, narrow=True)[0] == NARROW


@pytest.mark.parametrize("query", ["year=x", "year=99999", "year=1", "unit=NO", "unit=%00", "page=9"])
def test_an_address_that_asks_wrongly_is_put_right(officer: FlaskClient, query: str) -> None:
    for path in (*REPORTS, *REGISTERS, "coverage/rows", "gates/rows?table=gate&key=authority_review&column=open&",
                 "hours/rows?table=band&key=99&column=people&"):
        assert officer.get(f"/reports/{path}{'' if '?' in path else '?'}{query}").status_code == 200, path


@pytest.mark.browser
@pytest.mark.parametrize(("language", "width"), [("zh", 1280), ("en", 360)])
def test_every_report_is_seemly(year: Office, page_of: Pages, language: str, width: int) -> None:
    told: list[str] = []
    page = page_of("hejie", language, width)
    page.on("console", lambda message: told.append(message.text))
    rows = ("coverage/rows?table=tier&key=total&column=people", "channels/rows?table=channel&key=in&column=classes",
            "lecturers/one?name=王老师&home=市委党校")
    for name in (*REPORTS, *REGISTERS, *rows):
        page.goto(f"/reports/{name}")
        assert_seemly(page)
        assert page.evaluate("[...document.images].every(image => image.complete && image.naturalWidth > 0)"), name
    assert not told, "the browser complains of nothing"


def test_the_library_of_pictures_leaves_imports_as_they_are() -> None:
    picture(Bars(("甲",), (("人数", (1,)),)), narrow=False)
    assert all(hasattr(finder, "find_spec") for finder in sys.meta_path)
