"""Why declarations are rejected and sent back: the coded grounds, the steps, and the words that were written."""

import json
from collections import Counter
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy import Row as Found

from workflow.office import Office
from workflow.office.gather import CLASS
from workflow.queries.labels import names
from workflow.queries.reports_gates import BACK, in_year, of_class
from workflow.queries.reports_scope import Scope
from workflow.queries.reports_shape import COUNT, PERMILLE, TOTAL, Column, Opinion, Row, Table, Wish, permille
from workflow.queries.trail_page import act_label
from workflow.store.cases import case, class_declaration
from workflow.store.trail import trail
from workflow.wording import Term

REJECT = "reject"
ENDED = "rejected"  # the last signature of a rejection leads here
SHOWN = 50  # opinions on the page; all are counted
GROUNDS = (Column("rejected", COUNT, True), Column("share", PERMILLE))
STEPS = (Column("returned", COUNT, True), Column("rejected", COUNT, True))


def reasons(connection: Connection, office: Office, scope: Scope,
            wish: Wish) -> tuple[tuple[Table, ...], tuple[Opinion, ...]]:
    """Rejections by ground, what was sent back or rejected by step, and the words, newest first."""
    records = _records(connection, scope, wish)
    last = records[:SHOWN]
    known = names(connection, office.rulebook.roles, people=[row.actor_id for row in last])
    return _tables(office, records), tuple(_opinion(office, known, row) for row in last)


def records_of(connection: Connection, scope: Scope, wish: Wish, table: str, key: str,
               column: str) -> list[tuple[int, int]]:
    """The records behind a figure of these tables, by case and number."""
    chosen = []
    for record in _records(connection, scope, wish):
        ground = _given(record).get("ground") if record.to_state == ENDED else None
        is_column = record.act in BACK if column == "returned" else record.to_state == ENDED
        of_table = ground if table == "ground" else record.from_state
        if is_column and of_table and key in (TOTAL, of_table):
            chosen.append((record.case_id, record.n))
    return chosen


def _tables(office: Office, records: list[Any]) -> tuple[Table, ...]:
    ended = [(record, _given(record).get("ground")) for record in records if record.to_state == ENDED]
    by_ground = Counter(ground for _, ground in ended if ground)
    whole = sum(by_ground.values())
    grounds = tuple(
        Row(ground, Term(f"ground.{ground}"), {"rejected": count, "share": permille(count, whole)})
        for ground, count in sorted(by_ground.items(), key=lambda found: (-found[1], found[0]))
    )
    process = office.rulebook.process(CLASS)
    back = Counter(record.from_state for record in records if record.act in BACK)
    gone = Counter(record.from_state for record, _ in ended)
    steps = tuple(Row(step, process.states[step].label, {"returned": back[step], "rejected": gone[step]})
                  for step in process.states if back[step] or gone[step])
    total = Row(TOTAL, Term("reports.total"), {"rejected": whole, "share": permille(whole, whole)})
    of_steps = Row(TOTAL, Term("reports.total"), {"returned": back.total(), "rejected": gone.total()})
    return (Table("ground", GROUNDS, grounds, total if grounds else None, drawn=("rejected",)),
            Table("step", STEPS, steps, of_steps if steps else None, drawn=("returned", "rejected")))


def _records(connection: Connection, scope: Scope, wish: Wish) -> list[Any]:
    """The records of sending back and of rejecting in the year, newest first; they are few beside all others."""
    return list(connection.execute(
        select(trail.c.case_id, trail.c.n, trail.c.act, trail.c.at, trail.c.actor_id, trail.c.from_state,
               trail.c.to_state, trail.c.record, case.c.number, case.c.process_hash, class_declaration.c.class_name)
        .join_from(trail, case, case.c.id == trail.c.case_id)
        .join(class_declaration, class_declaration.c.case_id == case.c.id)
        .where(trail.c.act.in_((*BACK, REJECT)), in_year(trail.c.at, wish), of_class(scope))
        .order_by(trail.c.at.desc(), trail.c.case_id, trail.c.n.desc())
    ))  # fmt: skip


def _given(record: Found[Any]) -> dict[str, Any]:
    given: dict[str, Any] = json.loads(record.record).get("given") or {}
    return given


def _opinion(office: Office, known: Any, row: Any) -> Opinion:
    process = office.rulebook.processes.get(row.process_hash or "")
    ground = _given(row).get("ground")
    return Opinion(row.case_id, row.number, row.class_name, row.at, act_label(process, row.act),
                   known.person(row.actor_id), Term(f"ground.{ground}") if ground else None,
                   json.loads(row.record).get("opinion") or "")
