"""Verify on cases whose rows are written by hand: what stands passes, every kind of change is named."""

import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from tests.tampering import unguarded
from tests.trail.building import BOOK, STEPS, World, a_world
from tests.trail.intruder import Intruder
from workflow.office import Office
from workflow.queries.trail_case import CASE_COLUMNS
from workflow.queries.trail_check import Verification, case_called, number_of, verify_all
from workflow.queries.trail_tables import (
    ASSIGNED,
    KEYS,
    PROVED,
    SHOWN,
    SUBJECTS,
    TOLD_TABLES,
    WORKING_COLUMNS,
    WORKING_COPIES,
    compared,
)
from workflow.refusals import NotFound
from workflow.store.cases import case
from workflow.store.database import Database
from workflow.store.funding import fund_line
from workflow.store.people import unit
from workflow.store.schema import metadata
from workflow.store.trail import refused_attempt

CASES = 3  # with ids 2, 3 and 4; 1 is the book


@pytest.fixture
def office(database: Database, tmp_path: Any) -> Iterator[Office]:
    """A house with whole cases; no rules are needed to verify."""
    with database.write() as connection:
        a_world(CASES).insert(connection)
        connection.commit()
    yield Office(database=database, rulebook=None, clock=None, home=tmp_path)  # type: ignore[arg-type]


def change(office: Office, *statements: str) -> Verification:
    intruder = Intruder(office.database)
    for statement in statements:
        intruder.run(statement)
    intruder.close()
    return verify_all(office)


def test_what_was_not_touched_stands(office: Office) -> None:
    steps: list[tuple[int, int]] = []
    found = verify_all(office, progress=lambda done, total: steps.append((done, total)))
    assert found == Verification(True, CASES + 1, CASES * STEPS + 1, None, 0)
    assert steps[-1] == (found.records, found.records)
    assert found.working_copies == WORKING_COPIES


def test_an_empty_house_stands(database: Database, tmp_path: Any) -> None:
    found = verify_all(Office(database=database, rulebook=None, clock=None, home=tmp_path))  # type: ignore[arg-type]
    assert found == Verification(True, 0, 0, None, 0)


def test_every_table_is_proved_or_said_to_be_a_working_copy() -> None:
    proved = [table.name for table in PROVED]
    assert sorted([*proved, *WORKING_COPIES]) == sorted(metadata.tables)


def test_every_column_of_a_proved_table_is_compared_or_said_to_be_working() -> None:
    for table in TOLD_TABLES:
        told = {"case_id", *KEYS[table.name], *(column.name for column in compared(table))}
        assert told | WORKING_COLUMNS.get(table.name, frozenset()) == set(table.c.keys()), table.name
    assert {"id", *CASE_COLUMNS} | WORKING_COLUMNS["case"] == set(case.c.keys())
    for table in SUBJECTS:
        assert {"case_id", *ASSIGNED[table.name], *SHOWN[table.name]} == set(table.c.keys())


TAMPERED = [
    ("UPDATE \"case\" SET state = 'done ' WHERE id = 3", "case", 3, 6, "differs"),
    ("UPDATE \"case\" SET state = 'new' WHERE id = 1", "case", 1, 1, "differs"),
    ("UPDATE \"case\" SET rounds = 3 WHERE id = 3", "case", 3, 4, "differs"),
    ("UPDATE \"case\" SET remembered = '{\"came_from\":\"x\"}' WHERE id = 3", "case", 3, 4, "differs"),
    ("UPDATE \"case\" SET number = 'CX-2026-0009' WHERE id = 3", "case", 3, 2, "differs"),
    ("UPDATE \"case\" SET host_unit = NULL WHERE id = 3", "case", 3, 1, "differs"),
    ("UPDATE \"case\" SET form_n = 2 WHERE id = 3", "case", 3, 2, "differs"),
    ("UPDATE \"case\" SET due_at = 1 WHERE id = 3", "case", 3, 6, "differs"),
    ("UPDATE \"case\" SET chain_n = 5 WHERE id = 3", "case", 3, 6, "differs"),
    ("UPDATE \"case\" SET chain_n = 7 WHERE id = 3", "trail", 3, 7, "cut_off"),
    ("UPDATE \"case\" SET created_by = 8 WHERE id = 3", "case", 3, 1, "differs"),
    ("UPDATE \"case\" SET kind = 'form' WHERE id = 3", "case", 3, 1, "differs"),
    ("UPDATE \"case\" SET id = 33 WHERE id = 3", "case", 3, 6, "lost"),
    ("DELETE FROM \"case\" WHERE id = 3", "case", 3, 6, "lost"),
    ("DELETE FROM trail WHERE case_id = 3 AND n = 6", "trail", 3, 6, "cut_off"),
    ("DELETE FROM trail WHERE case_id = 3 AND n = 2", "trail", 3, 2, "missing"),
    ("DELETE FROM trail WHERE case_id = 3", "trail", 3, 1, "cut_off"),
    ("UPDATE trail SET role = NULL WHERE case_id = 3 AND n = 3", "trail", 3, 3, "column"),
    ("UPDATE trail SET request_id = 'x' WHERE case_id = 3 AND n = 3", "trail", 3, 3, "column"),
    ("UPDATE trail SET at = at + 1 WHERE case_id = 3 AND n = 3", "trail", 3, 3, "column"),
    ("UPDATE trail SET record = replace(record, '同意', '反') WHERE case_id = 3 AND n = 3", "trail", 3, 3, "changed"),
    ("UPDATE trail SET hash = 'x' || substr(hash, 2) WHERE case_id = 3 AND n = 3", "trail", 3, 3, "changed"),
    ("UPDATE trail SET prev = 'x' || substr(prev, 2) WHERE case_id = 3 AND n = 3", "trail", 3, 3, "not_linked"),
    ("UPDATE trail SET record = '' WHERE case_id = 3 AND n = 3", "trail", 3, 3, "unreadable"),
    ("UPDATE trail SET n = 99 WHERE case_id = 3 AND n = 3", "trail", 3, 3, "missing"),
    ("UPDATE trail SET n = -1 WHERE case_id = 3 AND n = 3", "trail", 3, -1, "missing"),
    ("UPDATE trail SET case_id = 99 WHERE case_id = 3 AND n = 6", "trail", 3, 6, "cut_off"),
    ("UPDATE trail SET case_id = 1, n = 2 WHERE case_id = 3 AND n = 6", "trail", 1, 2, "other_case"),
    ("UPDATE ledger_entry SET fen = fen + 1 WHERE case_id = 3 AND trail_n = 4", "ledger_entry", 3, 4, "differs"),
    ("UPDATE ledger_entry SET k = 1 WHERE case_id = 3 AND trail_n = 4", "ledger_entry", 3, 4, "untold"),
    ("UPDATE ledger_entry SET case_id = 4, k = 9 WHERE case_id = 3 AND trail_n = 4", "ledger_entry", 3, 4, "lost"),
    ("UPDATE ledger_entry SET trail_n = 5 WHERE case_id = 3 AND trail_n = 4", "ledger_entry", 3, 4, "lost"),
    ("DELETE FROM ledger_entry WHERE case_id = 3 AND trail_n = 4", "ledger_entry", 3, 4, "lost"),
    ("INSERT INTO ledger_entry SELECT case_id, 5, k, line_id, kind, from_account, to_account, fen, at "
     "FROM ledger_entry WHERE case_id = 3 AND trail_n = 4", "ledger_entry", 3, 5, "untold"),
    ("UPDATE content SET body = body || ' ' WHERE case_id = 3", "content", 3, 2, "changed"),
    ("UPDATE content SET \"by\" = 8 WHERE case_id = 3", "content", 3, 2, "differs"),
    ("DELETE FROM content WHERE case_id = 3", "content", 3, 2, "lost"),
    ("INSERT INTO content SELECT case_id, 2, hash, body, \"by\", at FROM content WHERE case_id = 3", "content", 3, 6,
     "untold"),
    ("UPDATE seat SET signed_by = 8 WHERE case_id = 3 AND round = 1 AND place = 0", "seat", 3, 3, "differs"),
    ("UPDATE seat SET opinion = '同意！' WHERE case_id = 3 AND round = 1 AND place = 0", "seat", 3, 3, "differs"),
    ("UPDATE seat SET status = 'open' WHERE case_id = 3 AND round = 2 AND place = 1", "seat", 3, 6, "differs"),
    ("UPDATE seat_round SET outcome = 'left' WHERE case_id = 3 AND n = 1", "seat_round", 3, 4, "differs"),
    ("UPDATE finding SET severity = 'warn' WHERE case_id = 3 AND rule = 'R-05'", "finding", 3, 3, "differs"),
    ("UPDATE finding SET body = replace(body, '12300', '12400') WHERE case_id = 3", "finding", 3, 3, "changed"),
    ("UPDATE finding SET body = '[' WHERE case_id = 3", "finding", 3, 3, "changed"),
    ("UPDATE finding SET overridden_by = 5 WHERE case_id = 3 AND rule = 'R-05'", "finding", 3, 3, "differs"),
    ("UPDATE paper SET sha256 = 'x' || substr(sha256, 2) WHERE case_id = 3", "paper", 3, 5, "differs"),
    ("UPDATE paper SET removed_at = 5 WHERE case_id = 3", "paper", 3, 5, "differs"),
    ("DELETE FROM paper WHERE case_id = 3", "paper", 3, 5, "lost"),
    ("UPDATE fund_share SET committed = 0, spent = committed WHERE case_id = 3", "fund_share", 3, 6, "differs"),
    ("DELETE FROM fund_share WHERE case_id = 3", "fund_share", 3, 6, "differs"),
    ("UPDATE fund_line SET appropriated = appropriated + 1", "fund_line", BOOK, 1, "sum"),
    ("UPDATE fund_line SET state = 'closed'", "fund_line", BOOK, 1, "differs"),
    ("UPDATE class_declaration SET reply_no = '号9' WHERE case_id = 3", "class_declaration", 3, 6, "differs"),
    ("UPDATE class_declaration SET merged_into = 2 WHERE case_id = 3", "class_declaration", 3, 6, "differs"),
    ("UPDATE class_declaration SET total_fen = 1 WHERE case_id = 3", "class_declaration", 3, 2, "differs"),
    ("DELETE FROM class_declaration WHERE case_id = 3", "class_declaration", 3, 6, "lost"),
    ("INSERT INTO form (case_id, title) VALUES (3, 'x')", "form", 3, 6, "untold"),
    ("UPDATE refused_attempt SET codes = '[]' WHERE id = 2", "refused_attempt", 2, 2, "changed"),
    ("UPDATE refused_attempt SET actor_id = 9 WHERE id = 2", "refused_attempt", 2, 2, "changed"),
    ("UPDATE refused_attempt SET codes = '{' WHERE id = 2", "refused_attempt", 2, 2, "changed"),
]


@pytest.mark.parametrize(("statement", "table", "case_id", "n", "why"), TAMPERED, ids=[t[0][:70] for t in TAMPERED])
def test_a_change_is_named(office: Office, statement: str, table: str, case_id: int, n: int, why: str) -> None:
    bad = change(office, statement).first_bad
    assert bad is not None
    assert (bad.table, bad.case, bad.n, bad.why) == (table, case_id, n, why)
    if table not in ("refused_attempt",) and why != "sum":
        assert verify_all(office, case_id=case_id).first_bad == bad
    assert verify_all(office, case_id=2).ok or table == "refused_attempt"


def test_the_first_of_several_is_named_and_the_cases_are_counted(office: Office) -> None:
    found = change(
        office,
        "UPDATE \"case\" SET state = 'x' WHERE id = 4",
        "UPDATE trail SET act = 'x' WHERE case_id = 3 AND n = 5",
        "UPDATE ledger_entry SET fen = 1 WHERE case_id = 3 AND trail_n = 4",
    )
    assert found.first_bad is not None and (found.first_bad.table, found.first_bad.n) == ("ledger_entry", 4)
    assert (found.ok, found.bad_cases) == (False, 2)


def test_behind_a_broken_record_nothing_is_judged(office: Office) -> None:
    found = change(
        office,
        "UPDATE trail SET act = 'x' WHERE case_id = 3 AND n = 3",
        "UPDATE ledger_entry SET fen = 1 WHERE case_id = 3 AND trail_n = 4",
    )
    assert found.first_bad is not None and (found.first_bad.table, found.first_bad.n) == ("trail", 3)


def test_text_that_is_no_text_is_found_and_does_not_stop_the_walk(office: Office) -> None:
    if office.database.dialect != "sqlite":
        pytest.skip("PostgreSQL keeps no broken text")
    bad = change(office, "UPDATE trail SET record = CAST(x'7bff' AS TEXT) WHERE case_id = 3 AND n = 3").first_bad
    assert bad is not None and (bad.table, bad.case, bad.n) == ("trail", 3, 3)
    for column in ("n = 'three'", "n = 2.5", "case_id = 'x'", "at = 'noon'", "record = x'00ff'"):
        found = change(office, f"UPDATE trail SET {column} WHERE case_id = 4 AND n = 3").first_bad
        assert found == bad
    broken = "CAST(x'ff' AS TEXT)"
    found = change(office, f'UPDATE "case" SET state = {broken}, number = {broken} WHERE id = 2').first_bad
    assert found is not None and found.case == 2 and number_of(office, 2) is None
    change(office, "DELETE FROM trail", f"INSERT INTO seat_round SELECT {broken}, n, action, verb, state, "
           "opened_at, closed_at, outcome FROM seat_round WHERE case_id = 2 AND n = 1")  # fmt: skip
    assert verify_all(office).bad_cases == CASES + 2


def test_a_forged_record_with_a_right_hash_is_found_by_its_successor(office: Office) -> None:
    """Even an intruder who reckons the hash anew must rewrite every later record, and the case's head."""
    from workflow.trail.record import record_hash

    with office.database.read() as connection:
        told = connection.execute(text("SELECT record FROM trail WHERE case_id = 3 AND n = 3")).scalar_one()
    forged = told.replace("同意", "反对")
    with unguarded(office.database) as connection:
        connection.execute(text("UPDATE trail SET record = :r, hash = :h WHERE case_id = 3 AND n = 3"),
                           {"r": forged, "h": record_hash(forged)})  # fmt: skip
    bad = verify_all(office).first_bad
    assert bad is not None and (bad.table, bad.case, bad.n, bad.why) == ("trail", 3, 4, "not_linked")


def test_cases_by_number_or_id(office: Office) -> None:
    assert case_called(office, "CX-2026-0003") == case_called(office, "3") == 3
    assert number_of(office, 3) == "CX-2026-0003" and number_of(office, BOOK) is None and number_of(office, "x") is None
    for name in ("", "99", "CX", "9" * 40, "３", "\x00"):
        with pytest.raises(NotFound):
            case_called(office, name)


def test_whoever_writes_meanwhile_raises_no_false_alarm(office: Office) -> None:
    """Verification sees one moment: a case that comes while it walks is left out, half and whole."""
    with unguarded(office.database) as connection:
        more = a_world(200, first=100)
        drop_shared(more)
        more.insert(connection)
    comes = a_world(1, first=900)
    drop_shared(comes)

    def meanwhile(done: int, total: int) -> None:
        if comes.rows and done < total:
            with unguarded(office.database) as connection:
                comes.insert(connection)
            comes.rows.clear()

    before = verify_all(office)
    assert before.first_bad is not None and before.first_bad.why == "sum"  # the line knows nothing of the new cases
    assert verify_all(office, progress=meanwhile) == before and not comes.rows
    assert verify_all(office).records == before.records + STEPS


def drop_shared(world: World) -> None:
    """Leave out what a house has once: unit, book, fund line, attempts."""
    for table in (unit, fund_line, refused_attempt):
        del world.rows[table]
    for rows in world.rows.values():
        rows[:] = [row for row in rows if row.get("case_id", row.get("id")) != BOOK]


@pytest.mark.thorough
def test_memory_stays_flat(database: Database, tmp_path: Any) -> None:
    """Fifteen hundred cases with ten megabytes of records are verified within a few."""
    with database.write() as connection:
        a_world(1_500).insert(connection)
        connection.commit()
    office = Office(database=database, rulebook=None, clock=None, home=tmp_path)  # type: ignore[arg-type]
    assert verify_all(office, case_id=2).ok  # what is loaded once is loaded now
    tracemalloc.start()
    try:
        assert verify_all(office).ok
        assert tracemalloc.get_traced_memory()[1] < 12_000_000
    finally:
        tracemalloc.stop()
