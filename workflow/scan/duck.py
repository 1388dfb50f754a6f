"""The classes as DuckDB holds them for Splink: one row a class, and the keys under which two of them meet.

Two classes meet under a key (a topic, journeys out of the province, a host that cuts a class in parts) at a
place where one of them stands (``own``) and which the other reaches (``reaching``).
"""

from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from workflow.engine.likeness.packing import ALL_TIERS
from workflow.engine.likeness.signature import Signature
from workflow.scan.history import History
from workflow.store import likeness_index as index

MEMORY, THREADS = "1500MB", 2
BATCH = 20_000  # classes handed over at a time
JOURNEY = -1  # the key of classes out of the province, whatever their topics; keys of hosts lie below it
# Columns that Splink compares, by the type Arrow gives them.
COMPARED = {"case_id": "int64", "scope": "int32", "start": "int32", "until": "int32", "tiers": "int32", "host": "int32",
            "place": "int32", "channel": "int32", "core": "int32", "part": "int32", "known": "bool_", "out": "bool_",
            "stage": "bool_", "asks": "bool_"}
SETS = ("topics", "focuses", "leaves", "reach")
# unique_id names a row the same way in every run: Splink cuts its chunks by it, and a half scan goes on with them.
_KEYED = f"""
    CREATE TABLE own AS
    SELECT c.* EXCLUDE (reach, body), key, scope AS spot, case_id || '/' || key AS unique_id
    FROM class AS c, (SELECT unnest(list_concat(c.topics::BIGINT[], [{JOURNEY - 1} - c.host::BIGINT],
                                                CASE WHEN c.out THEN [{JOURNEY}::BIGINT] ELSE []::BIGINT[] END)) AS key)
"""
_REACHING = """
    CREATE TABLE reaching AS
    SELECT o.* EXCLUDE (spot, unique_id), r.spot, o.unique_id || '/' || r.spot AS unique_id
    FROM own AS o JOIN (SELECT case_id, unnest(reach) AS spot FROM class) AS r USING (case_id)
"""


class Duck:
    """A DuckDB in memory that holds the classes of a history; ``case_ids`` of those without a topic are set aside."""

    def __init__(self, connection: Connection, history: History):
        import duckdb

        self.history = history
        self.duck = duckdb.connect(config={"memory_limit": MEMORY, "threads": THREADS})
        self.duck.execute("SET preserve_insertion_order = false")
        self.unknown: list[int] = []
        self._fill(connection)
        self.duck.execute(_KEYED)
        self.duck.execute(_REACHING)

    def bodies(self, case_ids: Collection[int]) -> dict[int, bytes]:
        """The marks of classes."""
        wanted = "SELECT case_id, body FROM class WHERE case_id IN (SELECT unnest(?))"
        return dict(self.duck.execute(wanted, [list(case_ids)]).fetchall())

    def close(self) -> None:
        self.duck.close()

    def _fill(self, connection: Connection) -> None:
        import pyarrow

        schema = pyarrow.schema([*((name, getattr(pyarrow, kind)()) for name, kind in COMPARED.items()),
                                 *((name, pyarrow.list_(pyarrow.int32())) for name in SETS),
                                 ("body", pyarrow.binary())])
        marks, there = index.all_marks(connection), False
        while rows := list(islice(marks, BATCH)):
            part = pyarrow.Table.from_pylist(list(self._rows(rows)), schema=schema)
            self.duck.register("part", part)
            self.duck.execute("INSERT INTO class SELECT * FROM part" if there else
                              "CREATE TABLE class AS SELECT * FROM part")
            there = True
        if not there:
            self.duck.register("part", schema.empty_table())
            self.duck.execute("CREATE TABLE class AS SELECT * FROM part")

    def _rows(self, marks: list[tuple[int, bytes]]) -> Iterator[dict[str, Any]]:
        history = self.history
        bodies = dict(marks)
        for one in history.signatures(marks):
            if not one.topics and history.asks(one):
                self.unknown.append(one.id)
            yield _row(one, bodies[one.id], history.asks(one))


def _row(one: Signature, body: bytes, asks: bool) -> dict[str, Any]:
    sets = {name: sorted(getattr(one, name)) for name in SETS}
    plain = {name: getattr(one, name) for name in COMPARED.keys() - {"case_id", "until", "tiers", "asks"}}
    return {**plain, **sets, "case_id": one.id, "until": one.end, "tiers": one.tiers & ALL_TIERS or ALL_TIERS,
            "asks": asks, "body": body}
