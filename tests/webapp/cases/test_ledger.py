"""The ledger: its figures are the sums of the entries behind them, and the export is the filter."""

import csv
import io
import re

import pytest
from python_calamine import CalamineWorkbook

from tests.district import signed_in
from tests.webapp.cases.conftest import Clients, House
from tests.webapp.conftest import person_id
from workflow.acts.fund_motions import confirm, propose
from workflow.domain.motions import Correct
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.ledger_entries import FIGURES, PENDING, Wish
from workflow.queries.ledger_page import every_entry, ledger


@pytest.fixture
def spent(house: House, cases: dict[str, int]) -> House:
    """One class reserved, one committed and paid."""
    house.take(cases["funding"], "funding_pass", "finance")
    return house


def actor(office: Office, username: str) -> Actor:
    return signed_in(office, person_id(username))


@pytest.mark.parametrize("who", ["chengang", "wangli", "sunli"])
def test_each_figure_is_the_sum_of_its_entries(spent: House, who: str) -> None:
    office = spent.office
    everything = ledger(office, actor(office, who), Wish())
    for figure in FIGURES:
        page = ledger(office, actor(office, who), Wish(figure=figure))
        assert page.sum == everything.figures[figure], figure
        if figure != PENDING:
            assert sum(row.fen for row in every_entry(office, actor(office, who), Wish(figure=figure))) == page.sum
    figures = everything.figures
    assert figures["appropriated"] == sum(figures[name] for name in ("spent", "committed", "reserved", "available"))
    assert figures["reserved"] == 2_610_000


def test_the_newest_balance_is_what_is_left_on_the_line(spent: House) -> None:
    page = ledger(spent.office, actor(spent.office, "chengang"), Wish())
    for line in page.lines:
        entries = every_entry(spent.office, actor(spent.office, "chengang"), Wish(line=line.id))
        assert entries[0].balance == line.available


def test_a_unit_sees_its_own_lines(spent: House) -> None:
    office = spent.office
    assert len(ledger(office, actor(office, "chengang"), Wish()).lines) == 2
    assert len(ledger(office, actor(office, "wangli"), Wish()).lines) == 1
    assert ledger(office, actor(office, "hejie"), Wish(year=2019)).lines == ()


def test_what_is_pending_holds_no_money_yet(spent: House, cases: dict[str, int]) -> None:
    page = ledger(spent.office, actor(spent.office, "chengang"), Wish(figure="pending"))
    found = {row.case_id for row in page.pending}
    assert found == {cases["authority"], cases["duplicate"], cases["returned"]}
    assert page.left_if_all == page.figures["available"] - page.figures["pending"]


def test_the_export_is_exactly_the_filter(spent: House, client_as: Clients) -> None:
    client = client_as("chengang")
    page = client.get("/ledger?kind=reserve").text
    rows = list(csv.reader(io.StringIO(client.get("/ledger.csv?kind=reserve").text.removeprefix("\ufeff"))))
    assert f"导出这 {len(rows) - 1} 条" in page
    assert rows[1][-2:] == ["26100.00", "73900.00"]
    assert [row[0] for row in rows[1:]] == ["CX-2026-0002"]


def test_the_workbook_holds_the_same(spent: House, client_as: Clients) -> None:
    client = client_as("chengang")
    for asked in ("kind=reserve", "figure=pending", "line=1&figure=available"):
        book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"/ledger.xlsx?{asked}").data))
        sheet = book.get_sheet_by_index(0).to_python()
        rows = list(csv.reader(io.StringIO(client.get(f"/ledger.csv?{asked}").text.removeprefix("\ufeff"))))
        assert len(sheet) == len(rows) > 1
        assert [str(cell) for cell in sheet[0]] == rows[0]
        assert [f"{row[-1]:.2f}" for row in sheet[1:]] == [row[-1] for row in rows[1:]]


def test_every_number_of_a_line_opens_the_entries_that_make_it(spent: House) -> None:
    finance = actor(spent.office, "chengang")
    for line in ledger(spent.office, finance, Wish()).lines:
        for figure in ("appropriated", "reserved", "committed", "spent", "available"):
            page = ledger(spent.office, finance, Wish(line=line.id, figure=figure))
            assert page.sum == getattr(line, figure), (line.id, figure)


@pytest.mark.parametrize("query", ["year=99999", "year=x", "line=1e9", "quarter=9", "figure=x", "kind=x", "before=a.b"])
def test_a_query_that_cannot_be_read_is_left_out(client_as: Clients, query: str) -> None:
    answer = client_as("chengang").get(f"/ledger?{query}")
    assert answer.status_code == 200


def test_every_link_of_the_ledger_opens(spent: House, client_as: Clients) -> None:
    client = client_as("chengang")
    for address in set(re.findall(r'href="(/ledger[^"#]*)', client.get("/ledger").text)):
        assert client.get(address.replace("&amp;", "&")).status_code == 200


def test_a_correction_names_what_it_mends(spent: House, client_as: Clients) -> None:
    office, finance = spent.office, actor(spent.office, "chengang")
    first = every_entry(office, finance, Wish(line=1))[-1]
    wanted = Correct(first.case_id, first.n, first.k, first.fen - 100)
    confirm(office, spent.actor("od_head"), propose(office, spent.actor("finance"), wanted, "录入有误"))
    newest = next(one for one in every_entry(office, finance, Wish(line=1)) if one.kind == "adjust")
    assert newest.mends == first.n
    assert f"更正第 {first.n} 号记录" in client_as("chengang").get("/ledger?line=1").text
