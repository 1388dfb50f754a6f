"""Reads and writes the index of the search for repeated classes: numbers and bytes, no meaning."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Table, delete, func, insert, select

from workflow.store.likeness import likeness_mark, likeness_posting, likeness_snapshot, likeness_term
from workflow.store.prepared import send

BATCH = 5_000  # rows sent at a time when all is written anew
PART = 10_000_000  # postings sorted at a time, in 44 bytes each
Posting = tuple[int, int]  # place, case
Row = TypeVar("Row")

# One statement each, by the driver itself: what SQLAlchemy adds would be a third of the time of a search.  The order
# is fixed (ranges, then postings, then marks): SQLite keeps the order of CROSS JOIN; on PostgreSQL OFFSET 0 keeps what
# is looked up inside the loop, whatever the statistics say.
_RANGE = {
    "sqlite": """
        SELECT p.case_id, a.value AS weight FROM json_each(?) AS a CROSS JOIN likeness_posting AS p
        WHERE p.place BETWEEN CAST(a.key AS INTEGER) AND CAST(a.key AS INTEGER) + ? AND p.place & ? AND p.place & ?""",
    "postgresql": """
        SELECT p.case_id, a.weight FROM unnest(${}::bigint[], ${}::int[]) AS a(first, weight)
        CROSS JOIN LATERAL (
            SELECT case_id FROM likeness_posting
            WHERE place BETWEEN a.first AND a.first + ${}::bigint AND place & ${}::bigint <> 0
            AND place & ${}::bigint <> 0 OFFSET 0) AS p""",
}
_CANDIDATES = {
    "sqlite": f"""
        WITH found(case_id, weight) AS (
            SELECT case_id, SUM(weight) FROM ({_RANGE["sqlite"]} UNION ALL {_RANGE["sqlite"]})
            GROUP BY case_id ORDER BY 2 DESC, 1 LIMIT ?)
        SELECT m.case_id, m.body FROM found CROSS JOIN likeness_mark AS m ON m.case_id = found.case_id""",
    "postgresql": f"""
        SELECT m.case_id, m.body
        FROM (SELECT case_id, SUM(weight) AS weight
              FROM ({_RANGE["postgresql"].format(1, 2, 3, 4, 5)} UNION ALL
                    {_RANGE["postgresql"].format(6, 7, 8, 9, 10)}) AS p
              GROUP BY case_id ORDER BY 2 DESC, 1 LIMIT $11::int) AS found
        CROSS JOIN LATERAL (SELECT case_id, body FROM likeness_mark WHERE case_id = found.case_id OFFSET 0) AS m""",
}
_UNPOST = "DELETE FROM likeness_posting WHERE place {} AND case_id = {}"
_POST = "INSERT INTO likeness_posting (place, case_id) SELECT {}, {}"
_MARK = ("INSERT INTO likeness_mark (case_id, body) VALUES ({}, {}) "
         "ON CONFLICT (case_id) DO UPDATE SET body = excluded.body")
_UNMARK = "DELETE FROM likeness_mark WHERE case_id = {}"


class Ranges(NamedTuple):
    """First place -> weight of what is found there; all are ``span`` long, and only places that have a bit of each of
    the two masks count."""

    firsts: Mapping[int, int]
    span: int
    mask: int
    also: int


def candidates(connection: Connection, one: Ranges, other: Ranges, most: int) -> list[tuple[int, bytes]]:
    """Classes found in ranges of places of either kind; those that share most weight first, at most ``most``.
    Case ids and packed signatures."""
    text, values = _asking(connection, one, other, most)
    found: list[tuple[int, bytes]] = send(connection, text, values).fetchall()
    return found


def plan_of_candidates(connection: Connection, one: Ranges, other: Ranges, most: int) -> str:
    """How the database goes about :func:`candidates`; for tests and for whoever wonders."""
    text, values = _asking(connection, one, other, most)
    asking = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN "
    return "\n".join(str(row[-1]) for row in send(connection, asking + text, values))


def marks_of(connection: Connection, ids: Collection[int]) -> dict[int, bytes]:
    found = connection.execute(select(likeness_mark).where(likeness_mark.c.case_id.in_(ids)))
    return {case_id: bytes(body) for case_id, body in found}


def all_marks(connection: Connection) -> Iterator[tuple[int, bytes]]:
    """Every mark, in the order of the cases; other statements may run meanwhile."""
    last = -1
    of_case = likeness_mark.c.case_id
    while rows := connection.execute(
            select(likeness_mark).where(of_case > last).order_by(of_case).limit(BATCH)).all():
        for case_id, body in rows:
            yield case_id, bytes(body)
        last = rows[-1][0]


def all_postings(connection: Connection) -> frozenset[Posting]:
    return frozenset((place, ref) for place, ref in connection.execute(select(likeness_posting)))


def snapshot(connection: Connection) -> tuple[int, str, int] | None:
    """Number of the last rebuild, the lexicon it used, and how many classes it counted; ``None`` before the first."""
    columns = likeness_snapshot.c
    row = connection.execute(select(columns.n, columns.lexicon, columns.classes).where(columns.id == 1)).first()
    return None if row is None else (row[0], row[1], row[2])


def term_weights(connection: Connection) -> dict[int, int]:
    return {row.token: row.weight for row in connection.execute(select(likeness_term))}


def rewrite(connection: Connection, case_id: int, body: bytes | None, gone: Collection[int],
            come: Collection[int]) -> None:
    """Change the places and the mark of one class; ``body`` ``None`` takes it out."""
    if connection.dialect.name == "postgresql":  # all in one, since the way there is what it costs
        marking = _UNMARK.format("$1::bigint") if body is None else _MARK.format("$1::bigint", "$4::bytea")
        send(connection, f"WITH gone AS ({_UNPOST.format('= ANY($2::bigint[])', '$1::bigint')}), "
                         f"come AS ({_POST.format('unnest($3::bigint[])', '$1::bigint')}) {marking}",
             [str(case_id), _array(gone), _array(come), *(() if body is None else (body,))])
        return
    if gone:
        places = "IN (SELECT value FROM json_each(?))"
        send(connection, _UNPOST.format(places, "?"), [json.dumps(sorted(gone)), case_id])
    if come:
        send(connection, _POST.format("value", "?") + " FROM json_each(?)", [case_id, json.dumps(sorted(come))])
    if body is None:
        send(connection, _UNMARK.format("?"), [case_id])
    else:
        send(connection, _MARK.format("?", "?"), [case_id, body])


def clear(connection: Connection) -> None:
    """Take everything out but the number of the last rebuild."""
    clear_postings(connection)
    for table in (likeness_mark, likeness_term):
        connection.execute(delete(table))


def clear_postings(connection: Connection) -> None:
    connection.execute(delete(likeness_posting))


def fill_marks(connection: Connection, marks: Iterable[tuple[int, bytes]]) -> int:
    """Write marks of classes that have none; how many."""
    return _fill(connection, likeness_mark, marks)


def fill_postings(connection: Connection, postings: Iterable[Posting]) -> int:
    """Write postings that are not there, sorted in large parts: a tree grows fastest, and fullest, in its own order."""
    numbers = (place << 64 | case_id for place, case_id in postings)  # half as large as a pair
    ordered = (one for part in _parts(numbers, PART) for one in sorted(part))
    return _fill(connection, likeness_posting, ((one >> 64, one & (1 << 64) - 1) for one in ordered))


def keep_snapshot(connection: Connection, terms: Mapping[int, int], lexicon: str, classes: int) -> None:
    """Write the terms of a rebuild, and that there was one."""
    before = snapshot(connection)
    _fill(connection, likeness_term, sorted(terms.items()))
    connection.execute(delete(likeness_snapshot))
    n = 1 if before is None else before[0] + 1
    connection.execute(insert(likeness_snapshot).values(id=1, n=n, lexicon=lexicon, classes=classes))


def count_marks(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(likeness_mark)).scalar_one()


def _asking(connection: Connection, one: Ranges, other: Ranges, most: int) -> tuple[str, Sequence[Any]]:
    text = _CANDIDATES[connection.dialect.name]
    if connection.dialect.name == "sqlite":
        return text, [*(value for firsts, *rest in (one, other) for value in (json.dumps(firsts), *rest)), most]
    return text, [*(value for firsts, *rest in (one, other)
                    for value in (_array(firsts), _array(firsts.values()), *map(str, rest))), str(most)]


def _array(numbers: Iterable[int]) -> str:
    """Numbers as PostgreSQL reads an array from text, so that one prepared statement serves all sizes of them."""
    return "{" + ",".join(map(str, numbers)) + "}"


def _fill(connection: Connection, table: Table, rows: Iterable[tuple[Any, ...]]) -> int:
    names = ", ".join(column.name for column in table.c)
    written = 0
    for part in _parts(rows, BATCH):
        if connection.dialect.name == "postgresql":
            driver: Any = connection.connection.driver_connection
            with driver.cursor().copy(f"COPY {table.name} ({names}) FROM STDIN") as copying:
                copying.write("".join("\t".join(map(_as_text, row)) + "\n" for row in part))
        else:
            marks = ", ".join("?" for _ in table.c)
            connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", part)
        written += len(part)
    return written


def _as_text(value: int | bytes) -> str:
    return f"\\\\x{value.hex()}" if isinstance(value, bytes) else str(value)


def _parts(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    walking = iter(rows)
    while part := list(islice(walking, size)):
        yield part
