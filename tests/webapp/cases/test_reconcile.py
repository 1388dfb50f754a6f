"""Finance's file is taken in whole or not at all; every difference stands on the page and in the export."""

import io
import re

import pytest
from python_calamine import CalamineWorkbook

from tests.webapp.cases.conftest import Clients, House
from workflow.acts.fund_motions import confirm, propose
from workflow.domain.motions import Indicate
from workflow.queries.reconcile_page import reconcile_page
from workflow.queries.trail_check import verify_all

HEAD = "指标文号,下达金额,支出金额\n"


@pytest.fixture
def coded(house: House) -> House:
    """The line of CIVIL has its indicator code, that of PLC has none."""
    motion = propose(house.office, house.actor("finance"), Indicate(1, "城财教〔2026〕7号"), "登记")
    confirm(house.office, house.actor("od_head"), motion)
    return house


def send(client_as: Clients, text: str, day: str = "2026-10-13", name: str = "财政.csv", who: str = "chengang") -> str:
    client = client_as(who)
    stamp = dict(re.findall(r'name="(csrf_token|request_id)" value="([^"]*)"', client.get("/ledger/reconcile").text))
    data = {**stamp, "as_of": day, "file": (io.BytesIO(text.encode()), name)}
    answer = client.post("/ledger/reconcile", data=data, follow_redirects=True)
    return str(answer.text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_difference_is_shown(coded: House, client_as: Clients, language: str) -> None:
    client_as("chengang").get(f"/ledger/reconcile?lang={language}")
    send(client_as, HEAD + "城财教〔2026〕7号,0,12.50\n城财教〔2026〕99号,300,0\n")
    page = reconcile_page(coded.office, 2026)
    told = {(line.indicator, line.line): (line.given_off, line.spent_off, line.agrees) for line in page.lines}
    assert told[("城财教〔2026〕7号", 1)][1:] == (1_250, False)
    assert told[("城财教〔2026〕99号", None)] == (30_000, 0, False)
    assert not told[("", 2)][2]
    assert page.differing == 3
    found = verify_all(coded.office)
    assert found.ok, found.first_bad
    book = CalamineWorkbook.from_filelike(io.BytesIO(client_as("sunli").get("/ledger/reconcile.xlsx").data))
    assert len(book.get_sheet_by_index(0).to_python()) == 4


def test_figures_are_ours_of_that_day(coded: House, client_as: Clients) -> None:
    """The house was opened today: at the end of yesterday nothing had been given, at the end of today all was."""
    for day, given in (("2026-10-13", "0"), ("2026-10-14", "100000")):
        send(client_as, f"{HEAD}城财教〔2026〕7号,{given},0\n", day)
        line = next(one for one in reconcile_page(coded.office, 2026).lines if one.line == 1)
        assert line.agrees, day


@pytest.mark.parametrize(("text", "day", "name", "said"), [
    (HEAD + "甲,abc,0\n乙,1,\n", "2026-10-13", "x.csv", "B2"), (HEAD + "甲,1,0\n甲,2,0\n", "2026-10-13", "x.csv", "A3"),
    (HEAD, "2026-10-13", "x.csv", "f-file-error"), (HEAD + "甲,1,0\n", "2026-10-15", "x.csv", "f-as_of-error"),
    (HEAD + "甲,1,0\n", "", "x.csv", "f-as_of-error"), (HEAD + "甲,1,0\n", "昨天", "x.csv", "f-as_of-error"),
    ("%PDF-1.7", "2026-10-13", "x.xlsx", "f-file-error"), (HEAD + "甲,1,0\n", "2026-10-13", "", "f-file-error"),
    ("a,b\n1,2\n", "2026-10-13", "x.csv", "f-file-error"),
])  # fmt: skip
def test_a_file_with_a_fault_leaves_nothing(
    coded: House, client_as: Clients, text: str, day: str, name: str, said: str
) -> None:
    assert said in send(client_as, text, day, name)
    assert reconcile_page(coded.office, 2026).taken == ()


def test_auditors_look_and_take_nothing_in(coded: House, client_as: Clients) -> None:
    assert client_as("sunli").get("/ledger/reconcile").status_code == 200
    assert client_as("chengang").get("/ledger/reconcile/template.xlsx").status_code == 200
    assert client_as("chengang").get("/ledger/reconcile?id=99").status_code == 404
    assert client_as("wangli").get("/ledger/reconcile").status_code == 403
