"""The year's money is opened and raised by two persons, and each opening is a record of the year's book."""

from typing import Any

import pytest
from sqlalchemy import select

from tests.district import District
from workflow.acts.open_year import add_to_line, open_line
from workflow.office import Office
from workflow.queries.trail_check import verify_all
from workflow.refusals import NotFound, Refused
from workflow.store.cases import case
from workflow.store.funding import fund_line, ledger_entry

FLOOR = 100_000_00


@pytest.fixture
def d(office: Office) -> District:
    return District(office)


def line(d: District, line_id: int) -> Any:
    with d.office.database.read() as connection:
        return connection.execute(select(fund_line).where(fund_line.c.id == line_id)).one()


def book_entries(d: District, line_id: int) -> list[tuple[str, int]]:
    with d.office.database.read() as connection:
        found = select(ledger_entry.c.kind, ledger_entry.c.fen).where(ledger_entry.c.line_id == line_id)
        return [(row.kind, row.fen) for row in connection.execute(found.order_by(ledger_entry.c.trail_n))]


def test_a_line_is_opened_and_raised_and_proved(d: District) -> None:
    first, second = d.actor("finance"), d.actor("od_head")
    opened = open_line(d.office, first, second, "OD", 2027, "special", 5_000_00)
    add_to_line(d.office, second, d.actor("finance2"), opened, 700_00, reason="追加两期班次。")
    assert (line(d, opened).appropriated, line(d, opened).closes_on.isoformat()) == (5_700_00, "2028-03-31")
    assert book_entries(d, opened) == [("appropriate", 5_000_00), ("appropriate", 700_00)]
    found = verify_all(d.office)
    assert found.ok, found.first_bad


def test_one_book_per_year(d: District) -> None:
    for year, source in ((2027, "special"), (2027, "unit_training"), (2028, "special")):
        open_line(d.office, d.actor("finance"), d.actor("od_head"), "OD", year, source, FLOOR)
    with d.office.database.read() as connection:
        books = select(case.c.number).where(case.c.kind == "book").order_by(case.c.number)
        assert list(connection.execute(books).scalars()) == ["fund-2026", "fund-2027", "fund-2028"]


def test_every_fault_at_once(d: District) -> None:
    with pytest.raises(Refused) as refused:
        open_line(d.office, d.actor("auditor"), d.actor("auditor"), "NOWHERE", 1926, "pocket", 0)
    assert list(refused.value.codes) == ["second_person_same", "fund_persons_missing", "line_amount_wrong",
                                         "line_source_unknown", "line_year_wrong", "unit_unknown"]


@pytest.mark.parametrize("fen", [0, -1, True, 10**18])
def test_an_amount_is_above_nothing_and_below_every_column(d: District, fen: int) -> None:
    with pytest.raises(Refused, match="line_amount_wrong"):
        open_line(d.office, d.actor("finance"), d.actor("od_head"), "OD", 2027, "special", fen)
    with pytest.raises(Refused, match="line_amount_wrong"):
        add_to_line(d.office, d.actor("finance"), d.actor("od_head"), d.lines["OD"], fen, reason="x")


def test_both_persons_hold_a_post_of_the_fund(d: District) -> None:
    for first, second in (("finance", "auditor"), ("auditor", "finance")):
        with pytest.raises(Refused) as refused:
            open_line(d.office, d.actor(first), d.actor(second), "OD", 2027, "special", FLOOR)
        assert list(refused.value.codes) == ["fund_persons_missing"]


def test_a_line_is_opened_once(d: District) -> None:
    with pytest.raises(Refused, match="line_known"):
        open_line(d.office, d.actor("finance"), d.actor("od_head"), "OD", 2026, "unit_training", FLOOR)


def test_a_year_below_the_floor_needs_both_posts_and_a_reason(d: District) -> None:
    """R-01 is about the year's fund, when the year is opened."""
    both, one = (d.actor("finance"), d.actor("od_head")), (d.actor("finance"), d.actor("finance2"))
    for pair, reason in ((both, ""), (one, "财力紧张。")):
        with pytest.raises(Refused, match="below_floor"):
            open_line(d.office, *pair, "OD", 2027, "cadre_education", FLOOR - 1, reason=reason)
    assert open_line(d.office, *both, "OD", 2027, "cadre_education", FLOOR - 1, reason="财力紧张。")
    assert open_line(d.office, *one, "CIVIL", 2027, "cadre_education", FLOOR)


def test_adding_needs_a_reason_and_an_open_line(d: District) -> None:
    with pytest.raises(Refused, match="reason_missing"):
        add_to_line(d.office, d.actor("finance"), d.actor("od_head"), d.lines["OD"], 100, reason=" ")
    with pytest.raises(NotFound):
        add_to_line(d.office, d.actor("finance"), d.actor("od_head"), 999, 100, reason="x")
