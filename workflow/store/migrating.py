"""Brings a database to the newest shape, or back, by the history in ``migrations/``.

A migration is one transaction on both databases: it happens whole or not at all.
Alembic is imported where something is to be changed: it is slow to load, and a house
that stands ready needs only its mark.
"""

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, column, func, inspect, select, table, text

from workflow.refusals import Refusal, Refused
from workflow.store.database import Database
from workflow.store.trail import trail

if TYPE_CHECKING:
    from alembic.config import Config

MARK = table("alembic_version", column("version_num"))  # where Alembic keeps the revision a database stands at
LOCK = 7_324_650  # PostgreSQL advisory lock: two programs must not migrate at once; SQLite has one writer anyway


def upgrade(database: Database, to: str = "head") -> None:
    """Bring the database up to revision ``to``; nothing happens if it is there already."""
    if to == "head" and is_current(database):
        return
    from alembic import command

    with database.write() as connection, connection.begin():
        _lock(connection)
        command.upgrade(config_for(connection), to)


def downgrade(database: Database, to: str = "base", *, even_with_trail: bool = False) -> None:
    """Take the database back; refused (``downgrade_with_trail``) once the trail has a record (ruling 9).

    ``even_with_trail`` is for the one house whose trail may go: a demo that begins anew.
    """
    from alembic import command

    with database.write() as connection, connection.begin():
        _lock(connection)
        if not even_with_trail and _records(connection):
            raise Refused(Refusal("downgrade_with_trail", {"count": _records(connection)}))
        command.downgrade(config_for(connection), to)


def revision_of(database: Database) -> str | None:
    """The revision the database stands at; ``None`` if it was never migrated."""
    with database.read() as connection:
        if not inspect(connection).has_table(MARK.name):
            return None
        return connection.execute(select(MARK.c.version_num)).scalar_one_or_none()


def newest_revision() -> str:
    """The revision that this program needs: revisions are called by their number, so the last name is the newest."""
    return max(path.stem for path in (history_folder() / "versions").glob("[0-9]*.py"))


def is_current(database: Database) -> bool:
    """Whether the database has exactly the shape that this program needs."""
    return revision_of(database) == newest_revision()


def history_folder() -> Path:
    """The folder of the revisions, also in an installed wheel."""
    return Path(str(files("migrations")))


def config_for(connection: Connection) -> "Config":
    """Alembic's settings; there is no alembic.ini, the connection and its transaction are the caller's."""
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(history_folder()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s")
    return config


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})


def _records(connection: Connection) -> int:
    if not inspect(connection).has_table("trail"):
        return 0
    return int(connection.execute(select(func.count()).select_from(trail)).scalar_one())
