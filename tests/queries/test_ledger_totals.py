"""Control totals agree to the fen, and a single fen anywhere is seen; the end of a year lists what it waits for."""

from typing import Any

import pytest
from sqlalchemy import text

from tests.district import YUAN, District
from tests.stories.walking import Walker
from tests.tampering import unguarded
from workflow.acts.fund_motions import confirm, propose
from workflow.acts.open_year import open_line
from workflow.domain.motions import CloseLine, Transfer
from workflow.office import Office
from workflow.queries.ledger_totals import totals
from workflow.queries.year_close import closing_of


@pytest.fixture
def d(office: Office) -> District:
    d = District(office)
    Walker(d).at("approved")
    motion = propose(office, d.actor("finance"), Transfer(d.lines["OD"], d.lines["PLC"], 700 * YUAN), "调剂")
    confirm(office, d.actor("od_head"), motion)
    return d


def spoil(d: District, statement: str, **values: Any) -> None:
    with unguarded(d.office.database) as connection:
        connection.execute(text(statement), values)


def test_three_ways_come_to_the_same(d: District) -> None:
    found = totals(d.office)
    assert found.agree and len(found.lines) == 3
    assert {line.id: line.table.appropriated for line in found.lines} == {
        d.lines["CIVIL"]: 10_000_000, d.lines["OD"]: 9_930_000, d.lines["PLC"]: 10_070_000}  # fmt: skip
    held = next(line for line in found.lines if line.id == d.lines["CIVIL"])
    assert held.trail.committed == held.ledger.committed == held.table.committed == held.shares.committed == 165_000
    assert found.sum is not None and (found.sum.appropriated, found.sum.committed) == (30_000_000, 165_000)
    assert totals(d.office, 2025).lines == () and totals(d.office, 2025).sum is None


@pytest.mark.parametrize("statement", [
    "UPDATE fund_line SET spent = spent + 1 WHERE id = :line",
    "UPDATE fund_line SET appropriated = appropriated - 1 WHERE id = :line",
    "UPDATE fund_share SET reserved = reserved + 1 WHERE line_id = :line",
    "UPDATE ledger_entry SET fen = fen + 1 WHERE line_id = :line AND kind = 'commit'",
])  # fmt: skip
def test_a_single_fen_is_seen(d: District, statement: str) -> None:
    spoil(d, statement, line=d.lines["CIVIL"])
    found = totals(d.office)
    assert not found.agree
    assert [line.id for line in found.lines if not line.agrees] == [d.lines["CIVIL"]]
    assert found.sum is not None and found.sum.appropriated == 20_000_000, "what differs is not summed up"


def test_a_year_lists_what_it_waits_for(d: District) -> None:
    lines = {line.id: line for line in closing_of(d.office, 2026)}
    held = lines[d.lines["CIVIL"]]
    assert (held.held, held.next_open, held.asked, len(held.classes)) == (165_000, False, False, 1)
    assert lines[d.lines["OD"]].classes == ()
    new = open_line(d.office, d.actor("finance"), d.actor("od_head"), "CIVIL", 2027, "unit_training", 5)
    motion = propose(d.office, d.actor("finance"), CloseLine(held.id, "held"), "关账")
    lines = {line.id: line for line in closing_of(d.office, 2026)}
    assert (lines[held.id].next_open, lines[held.id].asked) == (True, True)
    confirm(d.office, d.actor("od_head"), motion)
    lines = {line.id: line for line in closing_of(d.office, 2026)}
    assert (lines[held.id].state, lines[held.id].held, lines[held.id].asked) == ("closed", 0, False)
    assert closing_of(d.office, 2027)[0].id == new
    assert totals(d.office).agree
