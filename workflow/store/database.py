"""Opens the database: one engine; the drivers begin nothing by themselves, we do.

SQLite: WAL, ``synchronous=FULL``, foreign keys on; writers take the lock at BEGIN
(``IMMEDIATE``), readers do not, because a deferred transaction that turns into a
writer dies at once with "database is locked".  PostgreSQL: statement and lock time-outs;
readers and acts of one statement need no BEGIN, and save the round-trips.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

BUSY_MS = 10_000
FAULTS = (DBAPIError, psycopg.Error, sqlite3.Error)  # what a database raises: through SQLAlchemy, or by its driver
POSTGRES_OPTIONS = ("-c statement_timeout=30000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000 "
                    "-c jit=off")  # compiling a statement takes longer than any of ours runs


class Database:
    """One database of a house; ``dialect`` is ``sqlite`` or ``postgresql``."""

    def __init__(self, url: str, *, pool_size: int = 10):
        self.url = make_url(url)
        self.dialect = self.url.get_backend_name()
        self._waits = True  # a commit waits for the disk
        if self.dialect == "sqlite":
            self.engine = create_engine(self.url)
            self._prepare_sqlite()
        else:
            self.engine = create_engine(
                self.url.set(drivername="postgresql+psycopg"),
                pool_size=pool_size,
                max_overflow=pool_size,
                isolation_level="AUTOCOMMIT",  # we begin ourselves, see on_begin
                connect_args={"options": POSTGRES_OPTIONS},
            )
            self._prepare_postgres()
        self._writer = self.engine.execution_options(write=True)
        self._at_once = self.engine if self.dialect == "postgresql" else self._writer

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading; never holds up a writer."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self, *, at_once: bool = False) -> Iterator[Connection]:
        """A connection for one writing transaction; whoever opened it commits it, else all is undone.

        ``at_once``: on PostgreSQL no transaction is opened, for an act that writes in one statement,
        which is a transaction by itself; SQLite opens one all the same, to hold its one lock.
        """
        with (self._at_once if at_once else self._writer).connect() as connection:
            yield connection

    @contextmanager
    def in_haste(self) -> Iterator[None]:
        """Meanwhile commits do not wait for the disk: only for data that can be made anew after a power cut.

        No other connection of this object may be in use.
        """
        self._waits = False
        self.engine.dispose()
        try:
            yield
        finally:
            self._waits = True
            self.engine.dispose()

    def close(self) -> None:
        self.engine.dispose()

    def _prepare_sqlite(self) -> None:
        @event.listens_for(self.engine, "connect")
        def on_connect(dbapi_connection: Any, _record: Any) -> None:
            dbapi_connection.isolation_level = None  # we begin ourselves, see on_begin
            syncing = "synchronous=FULL" if self._waits else "synchronous=OFF"
            for pragma in ("journal_mode=WAL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}", syncing):
                dbapi_connection.execute(f"PRAGMA {pragma}")

        @event.listens_for(self.engine, "begin")
        def on_begin(connection: Connection) -> None:
            writing = connection.get_execution_options().get("write")
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN DEFERRED")

    def _prepare_postgres(self) -> None:
        @event.listens_for(self.engine, "connect")
        def on_connect(dbapi_connection: Any, _record: Any) -> None:
            if not self._waits:
                dbapi_connection.execute("SET synchronous_commit TO off")

        @event.listens_for(self.engine, "begin")
        def on_begin(connection: Connection) -> None:
            if connection.get_execution_options().get("write"):
                connection.exec_driver_sql("BEGIN")
