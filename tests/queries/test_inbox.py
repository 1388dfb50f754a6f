"""What waits for me: exactly the open seats of my posts, in order, page by page, and no read that grows."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert

from tests.queries.rows import add_case, add_finding, add_pair, add_units, at
from workflow.domain.declaration import ClassDeclaration
from workflow.domain.people import Actor, Post
from workflow.office import Office
from workflow.queries.inbox import CAP, PAGE, Wish, badge, inbox, next_waiting
from workflow.queries.open_seats import open_seats
from workflow.rulebook.rulebook import Rulebook
from workflow.store.cases import seat

SECTION = Actor(7, posts=(Post("od_section", "OD"),))
UNIT_OF = ("CIVIL", "PLC", "FIN")
HEAD = Actor(8, posts=(Post("unit_head", "CIVIL"),))


@pytest.fixture
def rows(office: Office, rulebook: Rulebook) -> Iterator[Connection]:
    """A connection to write with; the process of every case is the class declaration's."""
    with office.database.write() as connection:
        add_units(connection)
        yield connection


def a_case(rows: Connection, number: int, rulebook: Rulebook, *seats: dict[str, Any], **changes: Any) -> None:
    add_case(rows, number, seats=seats, process_hash=rulebook.process("class_declaration").hash, **changes)


def shown(office: Office, actor: Actor, **wish: Any) -> list[int]:
    return [row.case_id for row in inbox(office, actor, Wish(**wish)).rows]


def test_only_open_seats_of_my_posts(office: Office, rows: Connection, rulebook: Rulebook) -> None:
    a_case(rows, 1, rulebook, {})
    a_case(rows, 2, rulebook, {"role": "finance"})
    a_case(rows, 3, rulebook, {"status": "waiting"}, {"status": "signed"}, {"status": "closed"})
    a_case(rows, 4, rulebook, {"role": "unit_head", "unit": "CIVIL"}, {"role": "unit_head", "unit": "PLC"})
    a_case(rows, 5, rulebook, {"role": "unit_head", "unit": "PLC"})
    rows.commit()
    assert shown(office, SECTION) == [1]
    assert shown(office, HEAD) == [4]
    assert shown(office, Actor(9)) == []
    assert badge(office, SECTION) == 1
    assert badge(office, Actor(9)) == 0


def test_the_earliest_due_comes_first_and_what_has_no_day_last(
    office: Office, rows: Connection, rulebook: Rulebook
) -> None:
    for number, due in ((1, None), (2, at(20)), (3, at(12)), (4, None), (5, at(20))):
        a_case(rows, number, rulebook, {"due_at": due})
    rows.commit()
    assert shown(office, SECTION) == [3, 2, 5, 1, 4]
    days = {row.case_id: row.days for row in inbox(office, SECTION, Wish()).rows}
    assert days == {3: -2, 2: 6, 5: 6, 1: None, 4: None}


def test_several_posts_are_read_as_one_list(office: Office, rows: Connection, rulebook: Rulebook) -> None:
    both = Actor(7, posts=(Post("od_section", "OD"), Post("unit_head", "CIVIL"), Post("unit_head", "PLC")))
    for number, due in ((1, at(16)), (2, at(15)), (3, at(17))):
        seats = {1: {}, 2: {"role": "unit_head", "unit": "PLC"}, 3: {"role": "unit_head", "unit": "CIVIL"}}[number]
        a_case(rows, number, rulebook, {**seats, "due_at": due})
    rows.commit()
    assert shown(office, both) == [2, 1, 3]


def test_paging_shows_every_seat_once(office: Office, rows: Connection, rulebook: Rulebook) -> None:
    """Two pages and a half, with equal due days and with none, meet without a gap."""
    total = 2 * PAGE + 7
    for number in range(1, total + 1):
        a_case(rows, number, rulebook, {"due_at": None if number % 5 == 0 else at(10 + number % 3)})
    rows.commit()
    seen: list[int] = []
    after: str | None = ""
    while after is not None:
        page = inbox(office, SECTION, Wish(after=after))
        seen += [row.case_id for row in page.rows]
        assert len(page.rows) <= PAGE
        after = page.more
    assert sorted(seen) == list(range(1, total + 1))
    assert len(seen) == total


@pytest.mark.parametrize("after", ["x", "1.2.3", "....", "1.2.3.4.5", "-1.1.1.1", "9" * 40 + ".1.1.1", "1.1.1.²"])
def test_a_place_that_cannot_be_read_begins_at_the_first_page(
    office: Office, rows: Connection, rulebook: Rulebook, after: str
) -> None:
    a_case(rows, 1, rulebook, {})
    rows.commit()
    assert shown(office, SECTION, after=after) == [1]


def test_chips_count_and_narrow(office: Office, rows: Connection, rulebook: Rulebook) -> None:
    planned = ClassDeclaration(class_name="班", host_unit="CIVIL", plan_type="in_plan", channel="in")
    a_case(rows, 1, rulebook, {"due_at": at(12)}, form=planned)
    a_case(rows, 2, rulebook, {"due_at": at(14, 8)}, form=planned.with_(plan_type="extra", channel="out"))
    a_case(rows, 3, rulebook, {"due_at": at(20)}, form=planned)
    add_finding(rows, 2, "R-25", "block", part="3")
    add_finding(rows, 3, "R-02", "warn")
    add_finding(rows, 1, "R-05", "info")
    add_finding(rows, 1, "R-07", "warn", overridden_by=5)
    rows.commit()
    page = inbox(office, SECTION, Wish())
    assert page.counts == {"all": 3, "in_plan": 2, "extra": 1, "explain": 2, "overdue": 1}
    assert [(row.blocks, row.warns, row.notes) for row in page.rows] == [(0, 0, 1), (1, 0, 0), (0, 1, 0)]
    assert shown(office, SECTION, chip="explain") == [2, 3]
    assert shown(office, SECTION, chip="overdue") == [1]
    assert shown(office, SECTION, chip="in_plan") == [1, 3]
    assert shown(office, SECTION, channel="out") == [2]


def test_a_pair_settled_as_distinct_no_longer_counts(office: Office, rows: Connection, rulebook: Rulebook) -> None:
    for number in (1, 2, 3):
        a_case(rows, number, rulebook, {})
        add_finding(rows, number, "R-25", "block", part="9")
    a_case(rows, 9, rulebook)
    add_pair(rows, 1, 9, verdict="DISTINCT")
    add_pair(rows, 2, 9, verdict="REPEAT")
    rows.commit()
    assert [row.blocks for row in inbox(office, SECTION, Wish()).rows] == [0, 1, 1]


def test_the_next_one_is_another_case(office: Office, rows: Connection, rulebook: Rulebook) -> None:
    a_case(rows, 1, rulebook, {"due_at": at(15)})
    a_case(rows, 2, rulebook, {"due_at": at(16)})
    rows.commit()
    following = next_waiting(office, SECTION, 1)
    assert following is not None
    assert following.case_id == 2
    assert following.title == "班次2"
    assert next_waiting(office, HEAD, 1) is None


def test_counts_stop_at_the_cap(office: Office, rows: Connection, rulebook: Rulebook) -> None:
    for number in range(1, CAP + 4):
        a_case(rows, number, rulebook, {})
    rows.commit()
    assert badge(office, SECTION) == CAP
    assert inbox(office, SECTION, Wish()).counts["all"] == CAP


@pytest.mark.postgres
def test_no_read_grows_with_the_table(postgres_office: Office, rulebook: Rulebook) -> None:
    """EXPLAIN ANALYZE: a page reads at most a page for each (role, unit), whatever stands in the table."""
    actor = Actor(7, posts=tuple(Post(role, unit) for role in ("unit_head", "od_section") for unit in ("CIVIL", "PLC")))
    with postgres_office.database.write() as connection:
        add_units(connection)
        _crowd(connection, rulebook, 3000)
        connection.commit()
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
        most = PAGE + 1
        for after in ("", f"{_middle()}.700.1.0"):
            for plan in _plans(connection, actor, most, after):
                read = max(_rows_read(plan))
                assert read <= most * 8, f"one step of the plan read {read} rows"
                assert "Seq Scan" not in json.dumps(plan), plan


def _crowd(connection: Connection, rulebook: Rulebook, many: int) -> None:
    process = rulebook.process("class_declaration").hash
    for number in range(1, many + 1):
        add_case(connection, number, process_hash=process)
    connection.execute(
        insert(seat),
        [
            {"case_id": number, "round": 1, "place": place, "action": "a", "act": "a", "role": role, "unit": unit,
             "state": "authority_review", "status": "open" if number % 3 else "signed",
             "due_at": None if number % 4 == 0 else at(10 + number % 20), "opened_at": at(9)}
            for number in range(1, many + 1)
            for place, (role, unit) in enumerate((("od_section", None), ("unit_head", UNIT_OF[number % 3])))
        ],
    )  # fmt: skip


def _middle() -> int:
    return int(at(20).timestamp() * 1_000_000)


def _plans(connection: Connection, actor: Actor, most: int, after: str) -> list[Any]:
    """The plan of every statement that the reading sends, as it was sent."""
    sent: list[tuple[str, Any]] = []

    def listen(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement != "BEGIN":
            sent.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", listen)
    try:
        assert len(open_seats(connection, actor, most, (), after)) == most
    finally:
        event.remove(connection, "before_cursor_execute", listen)
    assert sent
    return [
        connection.exec_driver_sql("EXPLAIN (ANALYZE, FORMAT JSON) " + statement, parameters).scalar_one()[0]["Plan"]
        for statement, parameters in sent
    ]


def _rows_read(plan: dict[str, Any]) -> list[int]:
    """Rows that each step touched, those it threw away included."""
    lost = plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Index Recheck", 0)
    here = round((plan["Actual Rows"] + lost) * plan["Actual Loops"])
    return [here, *(count for child in plan.get("Plans", ()) for count in _rows_read(child))]
