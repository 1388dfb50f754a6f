"""Change any byte of a trail row, a ledger row or a state: verify names the first bad record; mended, it passes."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Table

from tests.district import District
from tests.trail.intruder import Intruder, Place
from workflow.office import Office
from workflow.queries.trail_check import Verification, verify_all
from workflow.store.cases import case
from workflow.store.funding import ledger_entry
from workflow.store.trail import trail

QUICK, FULL = 200, 1_000  # places, shared evenly between trail rows, ledger rows and states
KEYS = {trail.name: ("case_id", "n"), ledger_entry.name: ("case_id", "trail_n"), case.name: ("id",)}


@pytest.fixture
def acted(office: Office) -> Office:
    """A house with money, a plan, an approved class, one just submitted and a draft; all by acts."""
    district = District(office)
    district.at("approved")
    district.submitted(host="PLC")
    district.begin()
    assert verify_all(office).ok
    return office


@pytest.fixture
def intruder(acted: Office) -> Iterator[Intruder]:
    found = Intruder(acted.database, seed=20261014)
    yield found
    found.close()


def test_any_of_two_hundred_changed_bytes_is_found(acted: Office, intruder: Intruder) -> None:
    tamper(acted, intruder, QUICK)


@pytest.mark.thorough
def test_any_of_a_thousand_changed_bytes_is_found(acted: Office, intruder: Intruder) -> None:
    tamper(acted, intruder, FULL)


def tamper(office: Office, intruder: Intruder, count: int) -> None:
    """Change ``count`` places one after the other."""
    tables: tuple[tuple[Table, tuple[str, ...]], ...] = ((trail, ()), (ledger_entry, ()), (case, ("state",)))
    streams = itertools.cycle([intruder.places(table, columns) for table, columns in tables])
    done = 0
    for stream in streams:
        place = next(stream)
        with intruder.changed(place) as happened:
            if happened:
                done += 1
                check_named(verify_all(office), place, intruder)
        if done == count:
            break
    found = verify_all(office)
    assert found.ok, found


def check_named(found: Verification, place: Place, intruder: Intruder) -> None:
    bad = found.first_bad
    assert bad is not None, place
    where = (bad.case, bad.n)
    assert bad.table == place.table.name, (bad, place)
    if place.table is case:
        records = [r for r in intruder.rows(trail) if r["case_id"] == place.key["id"] and r["to_state"] is not None]
        assert where == (place.key["id"], max(r["n"] for r in records)), (bad, place)
    elif place.column.name in KEYS[place.table.name]:
        assert where in expected_of_a_move(place, intruder.rows(place.table)), (bad, place)
    else:
        assert where == tuple(place.key[name] for name in KEYS[place.table.name]), (bad, place)
    assert not found.ok and found.bad_cases >= 1


def expected_of_a_move(place: Place, rows: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """A row under another number: bad where it is missing, or where it stands now, whichever comes first."""
    old, new = (tuple(key[name] for name in KEYS[place.table.name]) for key in (place.key, place.moved))
    if place.table is ledger_entry:
        return [min(old, new)]
    numbers = sorted(row["n"] for row in rows if row["case_id"] == new[0] and row["n"] != new[1])
    gap = next((n for n, there in enumerate(numbers, 1) if n != there), len(numbers) + 1)
    return [min(old, (new[0], min(gap, new[1])))]
