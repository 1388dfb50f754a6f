"""The ledger: its figures are the sums of the entries behind them, and the export is the filter."""

import csv
import io
import re

import pytest

from tests.district import signed_in
from tests.webapp.cases.conftest import Clients, House
from tests.webapp.conftest import person_id
from webapp.approvers.ledger import guarded
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


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-2+3", "@sum", "\tx", "\r=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert guarded(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["-12.50", "班次", "", "CX-2026-0001", "12.00"])
def test_plain_cells_stay(cell: str) -> None:
    assert guarded(cell) == cell


@pytest.mark.parametrize("query", ["year=99999", "year=x", "line=1e9", "quarter=9", "figure=x", "kind=x", "before=a.b"])
def test_a_query_that_cannot_be_read_is_left_out(client_as: Clients, query: str) -> None:
    answer = client_as("chengang").get(f"/ledger?{query}")
    assert answer.status_code == 200


def test_every_link_of_the_ledger_opens(spent: House, client_as: Clients) -> None:
    client = client_as("chengang")
    for address in set(re.findall(r'href="(/ledger[^"#]*)', client.get("/ledger").text)):
        assert client.get(address.replace("&amp;", "&")).status_code == 200
