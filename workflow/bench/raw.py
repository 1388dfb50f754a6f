"""The denominators: the same work by the bare driver, without guards, seats, findings or a trail beyond one hash.

``EightTrips``: read the case, read the right, update with the version, write one history row with its hash, close
the task, open the next; with BEGIN and COMMIT eight round-trips.  ``SameStatements``: exactly the statements that
an act of ours sent, replayed on the bare driver; what is left of the ratio is Python.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable
from typing import Any

from workflow.store.database import BUSY_MS, Database

TABLES = (
    "CREATE TABLE bench_case (id BIGINT PRIMARY KEY, state TEXT, version INT, head TEXT)",
    "CREATE TABLE bench_right (person BIGINT, role TEXT, PRIMARY KEY (person, role))",
    "CREATE TABLE bench_history (case_id BIGINT, n INT, hash TEXT, body TEXT, PRIMARY KEY (case_id, n))",
    "CREATE TABLE bench_task (case_id BIGINT, n INT, role TEXT, closed INT, PRIMARY KEY (case_id, n))",
)
NAMES = ("bench_case", "bench_right", "bench_history", "bench_task")


def bare_connection(database: Database) -> Any:
    """A connection of the driver itself, with the settings that ours has."""
    if database.dialect == "sqlite":
        connection = sqlite3.connect(str(database.url.database), isolation_level=None)
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")
        return connection
    import psycopg

    address = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(address, autocommit=True)


class EightTrips:
    """The floor (docs/performance.md): an act in eight round-trips, one connection."""

    def __init__(self, database: Database):
        self.connection = bare_connection(database)
        self.mark = "?" if database.dialect == "sqlite" else "%s"
        self.begin = "BEGIN IMMEDIATE" if database.dialect == "sqlite" else "BEGIN"
        self.case, self.n = 0, 0
        for name in NAMES:
            self.connection.execute(f"DROP TABLE IF EXISTS {name}")
        for table in TABLES:
            self.connection.execute(table)
        self._say("INSERT INTO bench_right VALUES (?, ?)", 1, "reviewer")

    def act(self) -> None:
        """One act; every eighth begins a new case, as eight acts make a declaration."""
        if self.n % 8 == 0:
            self.case, self.n = self.case + 1, 0
            self._say("INSERT INTO bench_case VALUES (?, ?, ?, ?)", self.case, "s0", 0, "0" * 64)
            self._say("INSERT INTO bench_task VALUES (?, ?, ?, 0)", self.case, 0, "reviewer")
        say, n = self._say, self.n
        self.connection.execute(self.begin)
        state, version, head = say("SELECT state, version, head FROM bench_case WHERE id = ?", self.case).fetchone()
        say("SELECT 1 FROM bench_right WHERE person = ? AND role = ?", 1, "reviewer").fetchone()
        body = json.dumps({"case": self.case, "n": n, "from": state, "prev": head}, sort_keys=True)
        digest = hashlib.sha256(body.encode()).hexdigest()
        say("UPDATE bench_case SET state = ?, version = version + 1, head = ? WHERE id = ? AND version = ?",
            f"s{n + 1}", digest, self.case, version)
        say("INSERT INTO bench_history VALUES (?, ?, ?, ?)", self.case, n, digest, body)
        say("UPDATE bench_task SET closed = 1 WHERE case_id = ? AND n = ?", self.case, n)
        say("INSERT INTO bench_task VALUES (?, ?, ?, 0)", self.case, n + 1, "reviewer")
        self.connection.execute("COMMIT")
        self.n += 1

    def close(self) -> None:
        for name in NAMES:
            self.connection.execute(f"DROP TABLE IF EXISTS {name}")
        self.connection.close()

    def _say(self, statement: str, *values: Any) -> Any:
        return self.connection.execute(statement.replace("?", self.mark), values)


class SameStatements:
    """Replays the statements of rehearsed acts on the bare driver."""

    def __init__(self, database: Database):
        self.connection = bare_connection(database)
        self.begin = "BEGIN IMMEDIATE" if database.dialect == "sqlite" else "BEGIN"
        self.waiting: list[list[tuple[str, Any]]] = []

    def rehearse(self, act: Callable[[], list[tuple[str, Any]]]) -> None:
        """Keep the statements that ``act`` sends and takes back."""
        self.waiting.append(act())

    def act(self) -> None:
        self.connection.execute(self.begin)
        for statement, values in self.waiting.pop():
            cursor = self._execute(statement, values)
            if cursor.description:
                cursor.fetchall()
        self.connection.execute("COMMIT")

    def close(self) -> None:
        self.connection.close()

    def _execute(self, statement: str, values: Any) -> Any:
        if isinstance(self.connection, sqlite3.Connection):
            return self.connection.execute(statement, values)
        from psycopg import RawCursor

        return RawCursor(self.connection).execute(statement, values, prepare=True)
