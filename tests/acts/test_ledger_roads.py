"""The fund against its model on the plain roads, in a fixed order: what chance seldom strings together."""

from collections.abc import Callable
from typing import Any, cast

from tests.acts.ledger_house import LINES, Fund
from tests.acts.ledger_model import ALL, HELD, NOTHING
from tests.acts.test_ledger_model import machine
from workflow.office import Office
from workflow.queries.ledger_totals import totals
from workflow.queries.trail_check import verify_all


def test_each_plain_road_of_a_class_and_a_line(office: Office) -> None:
    """Given up when committed, an over-run, a year's end, a correction in time and one too late."""
    fund = Fund(office)
    fund.places = filter(lambda place: place[0] == 2027, fund.places)
    with office.database.in_haste():
        ledger = cast(Callable[[], Any], machine(fund))()
        ledger.begin_year([1_000, 1_000, 1_000], [((0, 1, 2), 400, 200), ((1, 0, 2), 300, 100), ((2, 1, 0), 99, 50)])
        steps: tuple[Callable[[], Any], ...] = (
            lambda: ledger.reserve(0), lambda: ledger.commit(0), lambda: ledger.release(0),
            lambda: ledger.reserve(0), lambda: ledger.cut(0, 500), lambda: ledger.commit(0),
            lambda: ledger.settle(0, 799), lambda: ledger.release(0),  # above both shares: the first line bears it
            lambda: ledger.reserve(1), lambda: ledger.commit(1), lambda: ledger.reserve(2),
            lambda: ledger.transfer(0, 1, 33), lambda: ledger.close(1, NOTHING, True),
            lambda: ledger.open_next_year(1, 500), lambda: ledger.open_next_year(0, 700),
            lambda: ledger.close(1, HELD, True), lambda: ledger.settle(1, 255), lambda: ledger.close(0, ALL, True),
        )
        for step in steps:
            step()
            ledger.both_say_the_same()
        spent = [n for n, entry in enumerate(ledger.model.entries) if entry.kind == "spend"]
        for fen in (3, 400):  # in time: on its own line
            ledger.correct(spent[0], fen)
            ledger.both_say_the_same()
        office.clock.set("2028-04-01 09:00")  # type: ignore[attr-defined]
        for line in ledger.model.lines[:LINES]:
            line.past = True
        for fen in (390, 150, 600, 20_000):  # too late: on the next year's, where there is enough
            ledger.correct(spent[0], fen)
            ledger.both_say_the_same()
    assert totals(office).agree and verify_all(office).ok and fund.steps > 20
