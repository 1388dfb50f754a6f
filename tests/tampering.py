"""What an intruder with the database's password could do: change what may only grow."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

from workflow.store.database import Database


@contextmanager
def unguarded(database: Database) -> Iterator[Connection]:
    """A writing connection that passes by triggers and foreign keys; commits at the end of the block."""
    with database.write() as connection:
        if database.dialect == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars()
            for name in list(names):
                connection.execute(text(f'DROP TRIGGER "{name}"'))
        yield connection
        connection.commit()
