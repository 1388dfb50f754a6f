"""Many racers for money that covers half of them: exactly half get it, the others hear that it is short.

Each racer is a class of its own at the funding gate, all drawing on one line.  The balance
is kept by the drawing statement itself; nothing is summed up before.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.district import District
from tests.snapshots import copy_of
from tests.stories.walking import Walker
from workflow.acts.open_year import open_line
from workflow.acts.take_action import take_action
from workflow.domain.declaration import Share
from workflow.office import Office
from workflow.queries.trail_check import verify_all
from workflow.refusals import Refused
from workflow.store.funding import fund_line, fund_share, ledger_entry

WORKERS = 12
TRIES = 20  # of one racer, while the database says that too many are at it


def gather_at_the_gate(w: Walker, racers: int) -> tuple[list[int], int]:
    """So many classes in front of the finance reviewer, and the line whose money is enough for half of them."""
    total = w.form().total_fen
    d = w.d
    line = open_line(d.office, d.actor("od_head"), d.actor("finance"), "CIVIL", 2026, "special", total * racers // 2)
    share = (Share("CIVIL", "special", total),)
    cases = [w.at("funding_review", w.form(fund_shares=share)) for _ in range(racers)]
    return cases, line


def race(d: District, cases: list[int]) -> list[str]:
    """How it ended for each: "" = the money is held, else the code of the refusal."""

    def run(place: int) -> str:
        finance = d.actor("finance" if place % 2 else "finance2")
        for _ in range(TRIES):
            try:
                take_action(
                    d.office, finance, cases[place], "funding_pass", opinion="同意。", request_id=f"race-{place}"
                )
            except Refused as refused:
                if refused.codes != ("busy",):
                    return "fund_short" if "fund_short" in refused.codes else refused.codes[0]
            else:
                return ""
        return "busy"

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(run, range(len(cases))))


def run_once(d: District, cases: list[int], line_id: int) -> None:
    answers = race(d, cases)
    assert answers.count("") == len(cases) // 2
    assert set(answers) == {"", "fund_short"}
    with d.office.database.read() as connection:
        line = connection.execute(select(fund_line).where(fund_line.c.id == line_id)).one()
        shares = (
            connection.execute(select(fund_share.c.reserved).where(fund_share.c.line_id == line_id)).scalars().all()
        )
        entries = connection.execute(
            select(ledger_entry.c.fen).where(ledger_entry.c.line_id == line_id, ledger_entry.c.kind == "reserve")
        ).scalars()
        assert (line.reserved, line.committed, line.spent) == (line.appropriated, 0, 0)
        assert sum(shares) == sum(entries) == line.reserved
        assert sorted(shares).count(0) == len(cases) // 2
    found = verify_all(d.office)
    assert found.ok, found.first_bad


def races(office: Office, folder: Path, *, racers: int, runs: int) -> None:
    with office.database.in_haste():
        d = District(office)
        cases, line_id = gather_at_the_gate(Walker(d), racers)
    for turn in range(runs):
        with copy_of(office.database, f"race{turn}", folder) as database, database.in_haste():
            d.office = replace(office, database=database)
            run_once(d, cases, line_id)


def test_half_of_them_get_the_money(office: Office, tmp_path: Path) -> None:
    races(office, tmp_path, racers=24, runs=2)


@pytest.mark.thorough
def test_two_hundred_racers_for_the_money_of_one_hundred_twenty_times(office: Office, tmp_path: Path) -> None:
    races(office, tmp_path, racers=200, runs=20)
