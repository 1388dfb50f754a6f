"""One moment of the whole database, for reads that go through more of it than one statement can."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import text as sql

from workflow.office import Office


@contextmanager
def snapshot(office: Office) -> Iterator[Connection]:
    """A reading connection that sees one moment, however long it takes, and reads broken text as it is."""
    with office.database.read() as connection:
        if office.database.dialect == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
            connection.execute(sql("SET LOCAL statement_timeout = 0"))
            connection.execute(sql("SET LOCAL idle_in_transaction_session_timeout = 0"))
            yield connection
            return
        driver: Any = connection.connection.dbapi_connection
        driver.text_factory = _as_it_is
        try:
            yield connection
        finally:
            driver.text_factory = str


def _as_it_is(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
