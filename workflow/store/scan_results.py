"""Reads and writes what scans found, slice by slice."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select, true, update
from sqlalchemy.dialects.postgresql import insert as upsert_postgresql
from sqlalchemy.dialects.sqlite import insert as upsert_sqlite

from workflow.store.roster_reading import COUNTING
from workflow.store.rosters import enrolment
from workflow.store.scan import scan, scan_pair, scan_slice

PART = 5_000  # pairs sent at a time
PEOPLE_PART = 500  # pairs whose rosters are asked for at a time
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Begun:
    """A scan that is not finished; columns as in ``scan``."""

    engine: str
    year: int | None
    began_at: datetime
    stamp: str
    scorecard: str
    lexicon: str
    terms: int
    weights: Any
    slices: int
    classes: int


def begin(connection: Connection, begun: Begun) -> int:
    """A new scan in the place of all that are half; its id."""
    _drop_found(connection, scan.c.finished_at.is_(None))
    connection.execute(delete(scan).where(scan.c.finished_at.is_(None)))
    made: int = connection.execute(insert(scan).values(**asdict(begun), pairs=0).returning(scan.c.id)).scalar_one()
    return made


def half(connection: Connection, engine: str, year: int | None, stamp: str) -> int | None:
    """The half scan that may go on: of the same engine, year and marks."""
    rows = connection.execute(select(scan.c.id, scan.c.year).where(
        scan.c.finished_at.is_(None), scan.c.engine == engine, scan.c.stamp == stamp))
    return next((row.id for row in rows if row.year == year), None)


def done_slices(connection: Connection, scan_id: int) -> frozenset[int]:
    return frozenset(connection.execute(select(scan_slice.c.n).where(scan_slice.c.scan_id == scan_id)).scalars())


def keep_slice(connection: Connection, scan_id: int, n: int, rows: Sequence[dict[str, Any]]) -> bool:
    """Keep the pairs of a slice (a pair may be known from another one); ``False`` if the scan is not there any more."""
    mine = select(scan.c.id).where(scan.c.id == scan_id, scan.c.finished_at.is_(None)).with_for_update()
    if connection.execute(mine).first() is None:
        return False
    upsert = upsert_sqlite if connection.dialect.name == "sqlite" else upsert_postgresql
    for first in range(0, len(rows), PART):
        connection.execute(upsert(scan_pair).on_conflict_do_nothing(),
                           [{"scan_id": scan_id, **row} for row in rows[first:first + PART]])
    connection.execute(insert(scan_slice).values(scan_id=scan_id, n=n))
    return True


def finish(connection: Connection, scan_id: int, year: int | None, now: datetime) -> int | None:
    """Make a scan the one that is shown, and drop the pairs of older ones about the same; how many pairs it has.

    ``None`` if it is not there any more.
    """
    pairs = connection.execute(select(func.count()).where(scan_pair.c.scan_id == scan_id)).scalar_one()
    done = connection.execute(update(scan).where(scan.c.id == scan_id, scan.c.finished_at.is_(None))
                              .values(finished_at=now, pairs=pairs))
    if done.rowcount != 1:
        return None
    _drop_found(connection, and_(scan.c.id != scan_id, true() if year is None else scan.c.year == year))
    connection.execute(delete(scan_slice).where(scan_slice.c.scan_id == scan_id))
    return int(pairs)


def shown_scan(connection: Connection, year: int) -> Any:
    """The newest finished scan that knows the pairs of a year; ``None`` before the first."""
    return connection.execute(
        select(scan).where(scan.c.finished_at.is_not(None), scan.c.year.is_(None) | (scan.c.year == year))
        .order_by(scan.c.finished_at.desc(), scan.c.id.desc()).limit(1)).one_or_none()


def partners(connection: Connection, scan_id: int, case_id: int) -> frozenset[int]:
    """The classes that a scan found to be like one."""
    found: set[int] = set()
    for mine, theirs in ((scan_pair.c.one, scan_pair.c.other), (scan_pair.c.other, scan_pair.c.one)):
        pairs = select(theirs).where(scan_pair.c.scan_id == scan_id, mine == case_id)
        found.update(connection.execute(pairs).scalars())
    return frozenset(found)


def rosters_of(connection: Connection, pairs: Collection[Pair]) -> dict[Pair, tuple[int, int]]:
    """How many stand on both rosters of each pair, and on the smaller of them; pairs without are left out."""
    found: dict[Pair, tuple[int, int]] = {}
    listed = sorted(pairs)
    for first in range(0, len(listed), PEOPLE_PART):
        part = listed[first:first + PEOPLE_PART]
        people: dict[int, set[int]] = {}
        ids = {case_id for pair in part for case_id in pair}
        for case_id, cadre_id in connection.execute(
                select(enrolment.c.case_id, enrolment.c.cadre_id)
                .where(enrolment.c.case_id.in_(ids), enrolment.c.status.in_(COUNTING))):
            people.setdefault(case_id, set()).add(cadre_id)
        for one, other in part:
            if one in people and other in people:
                found[one, other] = (len(people[one] & people[other]), min(len(people[one]), len(people[other])))
    return found


def _drop_found(connection: Connection, which: ColumnElement[bool]) -> None:
    """Drop what these scans found; their rows stay."""
    scans = select(scan.c.id).where(which)
    for table in (scan_pair, scan_slice):
        connection.execute(delete(table).where(table.c.scan_id.in_(scans)))
