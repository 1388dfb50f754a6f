"""Reads and writes the index of the search for repeated classes: numbers and bytes, no meaning."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, text
from sqlalchemy.dialects.postgresql import insert as upsert_postgresql
from sqlalchemy.dialects.sqlite import insert as upsert_sqlite

from workflow.store.likeness import likeness_mark, likeness_posting, likeness_snapshot, likeness_term

BATCH = 5_000  # rows sent at a time when all is written anew
PART = 2_000_000  # postings sorted at a time
Posting = tuple[int, int]  # place, ref
Row = TypeVar("Row")

_UNPOST = delete(likeness_posting).where(likeness_posting.c.place == bindparam("its_place"),
                                         likeness_posting.c.ref == bindparam("its_ref"))

# One statement each. The order is fixed (tokens, then scopes, then one range of postings): SQLite keeps the order
# of CROSS JOIN; on PostgreSQL OFFSET 0 keeps the range inside the loop, whatever the statistics say.
_CANDIDATES = {
    "sqlite": text("""
        WITH found(ref, weight) AS (
            SELECT p.ref, SUM(t.value)
            FROM json_each(:tokens) AS t CROSS JOIN json_each(:scopes) AS s CROSS JOIN likeness_posting AS p
            WHERE p.place BETWEEN ((CAST(t.key AS INTEGER) << 39) | (s.value << 16) | :first)
                              AND ((CAST(t.key AS INTEGER) << 39) | (s.value << 16) | :last)
              AND p.ref & :tiers
            GROUP BY p.ref ORDER BY 2 DESC, 1 LIMIT :most)
        SELECT m.case_id, m.body FROM found CROSS JOIN likeness_mark AS m ON m.case_id = found.ref >> 6"""),
    "postgresql": text("""
        SELECT m.case_id, m.body
        FROM (SELECT p.ref, SUM(t.weight) AS weight
              FROM (SELECT key::bigint AS token, value::bigint AS weight
                    FROM json_each_text(CAST(:tokens AS json))) AS t
              CROSS JOIN (SELECT value::bigint AS scope FROM json_array_elements_text(CAST(:scopes AS json))) AS s
              CROSS JOIN LATERAL (
                  SELECT ref FROM likeness_posting
                  WHERE place BETWEEN ((t.token << 39) | (s.scope << 16) | CAST(:first AS bigint))
                                  AND ((t.token << 39) | (s.scope << 16) | CAST(:last AS bigint))
                    AND ref & CAST(:tiers AS bigint) <> 0
                  OFFSET 0) AS p
              GROUP BY p.ref ORDER BY 2 DESC, 1 LIMIT :most) AS found
        JOIN likeness_mark AS m ON m.case_id = found.ref >> 6"""),
}


def candidates(connection: Connection, tokens: Mapping[int, int], scopes: Collection[int], days: tuple[int, int],
               tiers: int, most: int) -> list[tuple[int, bytes]]:
    """Classes found under any of the tokens (token -> weight) in these scopes, opened within ``days``, for any of the
    tiers; those that share most weight first, at most ``most``. Case ids and packed signatures."""
    given = {"tokens": json.dumps(tokens), "scopes": json.dumps(sorted(scopes)), "first": days[0], "last": days[1],
             "tiers": tiers, "most": most}
    return [(row[0], bytes(row[1])) for row in connection.execute(_CANDIDATES[connection.dialect.name], given)]


def plan_of_candidates(connection: Connection, **given: object) -> str:
    """How the database goes about :func:`candidates`; for tests and for whoever wonders."""
    asking = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN "
    statement = text(asking + _CANDIDATES[connection.dialect.name].text)
    return "\n".join(str(row[-1]) for row in connection.execute(statement, given))


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


def rewrite(connection: Connection, case_id: int, body: bytes | None, gone: Collection[Posting],
            come: Collection[Posting]) -> None:
    """Change the rows of one class; ``body`` ``None`` takes it out."""
    if gone:  # one by one: SQLite answers a list of pairs by walking the whole table
        connection.execute(_UNPOST, [{"its_place": place, "its_ref": ref} for place, ref in sorted(gone)])
    if come:
        connection.execute(insert(likeness_posting), [{"place": place, "ref": ref} for place, ref in sorted(come)])
    if body is None:
        connection.execute(delete(likeness_mark).where(likeness_mark.c.case_id == case_id))
        return
    upsert = upsert_sqlite if connection.dialect.name == "sqlite" else upsert_postgresql
    row = upsert(likeness_mark).values(case_id=case_id, body=body)
    connection.execute(row.on_conflict_do_update(index_elements=["case_id"], set_={"body": body}))


def clear(connection: Connection) -> None:
    """Take everything out but the number of the last rebuild."""
    for table in (likeness_posting, likeness_mark, likeness_term):
        connection.execute(delete(table))


def fill_marks(connection: Connection, marks: Iterable[tuple[int, bytes]]) -> int:
    """Write marks of classes that have none; how many."""
    return _fill(connection, likeness_mark, marks)


def fill_postings(connection: Connection, postings: Iterable[Posting]) -> int:
    """Write postings that are not there, sorted in large parts: a tree grows fastest in its own order."""
    return _fill(connection, likeness_posting, (one for part in _parts(postings, PART) for one in sorted(part)))


def keep_snapshot(connection: Connection, terms: Mapping[int, int], lexicon: str, classes: int) -> None:
    """Write the terms of a rebuild, and that there was one."""
    before = snapshot(connection)
    _fill(connection, likeness_term, sorted(terms.items()))
    connection.execute(delete(likeness_snapshot))
    n = 1 if before is None else before[0] + 1
    connection.execute(insert(likeness_snapshot).values(id=1, n=n, lexicon=lexicon, classes=classes))


def count_marks(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(likeness_mark)).scalar_one()


def _fill(connection: Connection, table: Table, rows: Iterable[tuple[Any, ...]]) -> int:
    names = [column.name for column in table.c]
    written = 0
    for part in _parts(rows, BATCH):
        if connection.dialect.name == "postgresql":
            _copy(connection, table.name, names, part)
        else:
            connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in part])
        written += len(part)
    return written


def _copy(connection: Connection, table: str, names: list[str], rows: list[tuple[Any, ...]]) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor().copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copying:
        for row in rows:
            copying.write_row(row)


def _parts(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    walking = iter(rows)
    while part := list(islice(walking, size)):
        yield part
