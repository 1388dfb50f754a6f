"""Proves the tables by the trail: walks every chain, re-derives, compares, and names the first bad record.

What it proves: every record is the one whose hash its successor names; the columns beside
a record, the state, seats, contents, money and numbers are what the records tell.  What it
cannot prove: that the newest records were not cut off together with all their traces (only a
checkpoint kept elsewhere shows it), and that a paper was true when it was recorded.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from workflow.office import Office
from workflow.queries.snapshot import snapshot
from workflow.queries.trail_case import CASE_COLUMNS, HELD, RECORD_COLUMNS, Bad, CaseCheck, order
from workflow.queries.trail_tables import (
    ASSIGNED,
    FOUND_BEFORE,
    KEYS,
    SHOWN,
    SUBJECTS,
    TOLD_TABLES,
    WORKING_COPIES,
    Stream,
    by_case,
    compared,
    raw_columns,
)
from workflow.refusals import NotFound
from workflow.store.cases import case, content, finding
from workflow.store.funding import fund_line, fund_share
from workflow.store.trail import refused_attempt, trail
from workflow.store.types import EPOCH
from workflow.trail.record import refusal_hash

Progress = Callable[[int, int], None]
LONGEST_ID = 18  # digits; a longer number is no id
STEP = 500  # records between two calls of ``progress``
OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Verification:
    """``cases`` and ``records`` checked; ``first_bad`` in the order of (case, record); ``bad_cases`` how many cases
    hold a fault; ``working_copies`` the tables about which nothing is claimed."""

    ok: bool
    cases: int
    records: int
    first_bad: Bad | None
    bad_cases: int
    working_copies: tuple[str, ...] = WORKING_COPIES


def verify_all(office: Office, *, case_id: int | None = None, progress: Progress | None = None) -> Verification:
    """Check every case, or one; the balances of fund lines and the refused attempts only with every case.

    Streams in one snapshot of the database; ``progress(done, total)`` counts records.
    """
    with snapshot(office) as connection:
        total = _count(connection, case_id)
        lines: dict[Any, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        told_lines: dict[Any, int] = {}
        cases = records = 0
        whole = True
        bad: list[Bad] = []
        bad_cases: set[Any] = set()
        for check in _checks(connection, case_id):
            cases, records = cases + 1, records + check.records
            whole = whole and check.broken is None
            _add_up(check, lines, told_lines)
            _keep_first(bad, bad_cases, check.bad)
            if progress is not None and (records // STEP != (records - check.records) // STEP or records == total):
                progress(records, total)
        if case_id is None:
            if whole:  # the sums behind a broken record are not known
                _keep_first(bad, bad_cases, list(_wrong_lines(connection, lines, told_lines)))
            _keep_first(bad, bad_cases, list(_wrong_refusals(connection)))
            _keep_first(bad, bad_cases, list(_slipped_in(connection)))
    return Verification(not bad, cases, records, bad[0] if bad else None, len(bad_cases))


def case_called(office: Office, name: str) -> int:
    """The id of the case with this number, or with this id; ``NotFound`` when there is none."""
    if not name.isprintable():
        raise NotFound("case", name)
    is_id = name.isascii() and name.isdigit() and len(name) <= LONGEST_ID
    wanted = or_(case.c.number == name, case.c.id == int(name)) if is_id else case.c.number == name
    with office.database.read() as connection:
        found = connection.execute(select(case.c.id).where(wanted).order_by(case.c.number == name)).scalars().all()
    if not found:
        raise NotFound("case", name)
    return int(found[-1])


def number_of(office: Office, case_id: object) -> str | None:
    """The number of a case by its id, as it stands in its row; ``None`` if it has none that can be read."""
    if not isinstance(case_id, int):
        return None
    with snapshot(office) as connection:
        wanted = select(*raw_columns([case.c.number])).where(case.c.id == case_id)
        found = connection.execute(wanted).scalar_one_or_none()
    return found if isinstance(found, str) and found.isprintable() else None


def _checks(connection: Connection, case_id: int | None) -> Iterator[CaseCheck]:
    """Every case that any table names, in order, checked."""
    with ExitStack() as cursors:
        streams = {
            name: cursors.enter_context(closing(Stream(connection, _only(statement, case_id))))
            for name, statement in _STATEMENTS.items()
        }
        while heads := [head for stream in streams.values() for head in stream.heads]:
            check = CaseCheck(min(heads, key=order))
            check.run({name: stream.of(check.case_id) for name, stream in streams.items()})
            yield check


def _statements() -> Mapping[str, Select[Any]]:
    """What is read of each table, in the order of columns that the checks expect."""
    found = {
        trail.name: by_case(trail, ("n", "hash", "prev", "record", *RECORD_COLUMNS)),
        case.name: by_case(case, CASE_COLUMNS),
        fund_share.name: by_case(fund_share, ("line_id", *HELD)),
    }
    for table in TOLD_TABLES:
        columns = [*KEYS[table.name], *(column.name for column in compared(table))]
        found[table.name] = by_case(table, [*columns, "body"] if table in (content, finding) else columns)
    for table in SUBJECTS:
        found[table.name] = by_case(table, (*ASSIGNED[table.name], *SHOWN[table.name]))
    return found


_STATEMENTS = _statements()


def _only(statement: Select[Any], case_id: int | None) -> Select[Any]:
    if case_id is None:
        return statement
    return statement.where(statement.exported_columns[0] == case_id)


def _add_up(check: CaseCheck, lines: dict[Any, dict[str, int]], told: dict[Any, int]) -> None:
    for line, accounts in check.derived.accounts.items():
        for account, fen in accounts.items():
            lines[line][account] += fen
    for (line,), row in check.derived.rows(fund_line.name).items():
        told[line] = row.n


def _keep_first(kept: list[Bad], cases: set[Any], found: Sequence[Bad]) -> None:
    """Keep only the first fault of all: memory stays flat however much is wrong."""
    for bad in found:
        cases.add(bad.case)
        if not kept or bad.place < kept[0].place:
            kept[:] = [bad]


def _wrong_lines(
    connection: Connection, lines: Mapping[Any, Mapping[str, int]], told: Mapping[Any, int]
) -> Iterator[Bad]:
    """Fund lines whose balances are not the sum of all entries of all cases."""
    columns = (fund_line.c.id, fund_line.c.case_id, fund_line.c.appropriated, *(fund_line.c[name] for name in HELD))
    for line, case_id, *balances in connection.execute(select(*raw_columns(columns)).order_by(fund_line.c.id)):
        sums = lines.get(line, {})
        if balances != [-sums.get(OUTSIDE, 0), *(sums.get(name, 0) for name in HELD)]:
            yield Bad(fund_line.name, case_id, told.get(line, 1), "sum")


def _wrong_refusals(connection: Connection) -> Iterator[Bad]:
    """Refused attempts that are not what was hashed; ``n`` is the number of the attempt."""
    columns = (refused_attempt.c[name] for name in ("id", "at", "actor_id", "case_id", "act", "codes", "hash"))
    for number, at, actor, case_id, act, codes, digest in connection.execute(
        select(*raw_columns(columns)).order_by(refused_attempt.c.id)
    ):
        try:
            told = refusal_hash(at=EPOCH + timedelta(microseconds=at), actor=actor, case=case_id, act=act,
                                codes=json.loads(codes))  # fmt: skip
        except (ValueError, TypeError, OverflowError, RecursionError):
            told = ""
        if told != digest:
            yield Bad(refused_attempt.name, case_id, number, "changed")


def _slipped_in(connection: Connection) -> Iterator[Bad]:
    """Rows without a book beside such as have one: the first record of a book tells of every row that it found."""
    for table in FOUND_BEFORE:
        book = connection.execute(select(func.max(table.c.case_id))).scalar()
        if book is not None and connection.execute(select(table.c.case_id).where(table.c.case_id.is_(None))).first():
            yield Bad(table.name, book, 1, "untold")


def _count(connection: Connection, case_id: int | None) -> int:
    counting = select(func.count()).select_from(trail)
    wanted = counting if case_id is None else counting.where(trail.c.case_id == case_id)
    return int(connection.execute(wanted).scalar_one())
