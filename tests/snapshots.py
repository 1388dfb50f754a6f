"""A prepared database to begin from again and again: copies of one that took long to make."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy.engine import URL

from workflow.store.database import Database


def close_whole(database: Database) -> Path:
    """Close an SQLite database with everything in its one file, to be copied; the file."""
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return Path(str(database.url.database))


@contextmanager
def copy_of(database: Database, name: str, folder: Path) -> Iterator[Database]:
    """The same rows in a database of its own, gone afterwards; nobody may be using the original."""
    if database.dialect == "sqlite":
        path = folder / f"{name}.db"
        shutil.copy(close_whole(database), path)
        copied = Database(f"sqlite:///{path}", pool_size=20)
        yield copied
        copied.close()
        for left in folder.glob(f"{name}.db*"):
            left.unlink()
        return
    database.close()
    own = f"{database.url.database}_{name}"
    with _maintenance(database.url) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{own}" TEMPLATE "{database.url.database}"')
    copied = Database(database.url.set(database=own).render_as_string(hide_password=False), pool_size=20)
    yield copied
    copied.close()
    with _maintenance(database.url) as connection:
        connection.execute(f'DROP DATABASE "{own}" WITH (FORCE)')


def _maintenance(url: URL) -> "psycopg.Connection[tuple[object, ...]]":
    plain = url.set(drivername="postgresql", database="postgres")
    return psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True)
