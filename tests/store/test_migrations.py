"""The migrations give exactly the tables that the code knows, up and down, on both databases."""

import re
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, insert, inspect, text
from sqlalchemy.exc import DBAPIError

from tests.rows import a_case, a_trail_row
from tests.tampering import unguarded
from workflow.refusals import Refused
from workflow.store import migrating
from workflow.store.cases import case
from workflow.store.database import Database
from workflow.store.schema import APPEND_ONLY, metadata
from workflow.store.trail import trail

# Everything the database itself knows about its shape, as (name, definition) rows.
CATALOGUE = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type <> 'trigger'",
    "postgresql": """
        SELECT table_name || '.' || column_name, concat_ws(' ', ordinal_position, data_type,
               character_maximum_length, is_nullable, column_default)
          FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
         WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'""",
}


def shape(connection: Connection) -> dict[str, list[str]]:
    """The definitions of all tables, columns, constraints and indexes but Alembic's own; order does not count."""
    rows = connection.execute(text(CATALOGUE[connection.dialect.name]))
    return {
        name: sorted(re.sub(r"\s+", " ", sql).removesuffix(" )").split(", "))
        for name, sql in rows
        if "alembic_version" not in name
    }


def test_migrations_make_exactly_the_tables_of_the_code(bare_database: Database) -> None:
    with bare_database.write() as connection:
        metadata.create_all(connection)
        wanted = shape(connection)
        connection.rollback()
    migrating.upgrade(bare_database)
    with bare_database.read() as connection:
        made = shape(connection)
        differences = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)
    assert not differences, "draft a migration: python -m migrations WORDS"
    assert {name: made.get(name) for name in wanted} == wanted
    assert made.keys() == wanted.keys()


def test_up_down_up_leaves_nothing_behind(bare_database: Database) -> None:
    migrating.upgrade(bare_database)
    with bare_database.read() as connection:
        first = shape(connection)
    migrating.downgrade(bare_database)
    with bare_database.read() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
        assert migrating.revision_of(bare_database) is None
    migrating.upgrade(bare_database)
    with bare_database.read() as connection:
        assert shape(connection) == first
    assert migrating.is_current(bare_database)


def revisions() -> Iterator[str]:
    """The history from the oldest to the newest."""
    script = ScriptDirectory(str(migrating.history_folder()))
    return (revision.revision for revision in reversed(list(script.walk_revisions())))


def test_each_revision_goes_up_and_down_by_itself(bare_database: Database) -> None:
    before = None
    for revision in revisions():
        migrating.upgrade(bare_database, revision)
        assert migrating.revision_of(bare_database) == revision
        migrating.downgrade(bare_database, before or "base")
        migrating.upgrade(bare_database, revision)
        before = revision
    assert before == migrating.newest_revision()


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    migrating.upgrade(database)
    assert migrating.is_current(database)


def test_history_is_one_line_with_numbered_names() -> None:
    for place, revision in enumerate(revisions(), start=1):
        assert re.fullmatch(rf"{place:04d}_[a-z_]+", revision)


def test_downgrade_is_refused_once_the_trail_has_a_record(database: Database) -> None:
    with database.write() as connection:
        connection.execute(insert(case).values(a_case(id=1)))
        connection.execute(insert(trail).values(a_trail_row(case_id=1, n=1)))
        connection.commit()
    with pytest.raises(Refused) as refused:
        migrating.downgrade(database)
    assert refused.value.codes == ("downgrade_with_trail",)
    assert migrating.is_current(database)


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["UPDATE {table} SET at = at + 1", "DELETE FROM {table}"])
def test_tables_that_only_grow_refuse_changes(filled: Database, table: str, change: str) -> None:
    with filled.write() as connection, pytest.raises(DBAPIError, match="only grows"):
        connection.execute(text(change.format(table=table)))
    with filled.read() as connection:
        assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 1


@pytest.mark.parametrize("database", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_postgresql_refuses_to_empty_them(filled: Database, table: str) -> None:
    with filled.write() as connection, pytest.raises(DBAPIError, match="only grows"):
        connection.execute(text(f"TRUNCATE {table} CASCADE"))


def test_whoever_drops_the_guards_can_change_them(filled: Database) -> None:
    """The triggers are a guard against accidents, not the proof; the tampering tests need this way in."""
    with unguarded(filled) as connection:
        connection.execute(text("UPDATE trail SET act = 'other'"))
    with filled.read() as connection:
        assert connection.execute(text("SELECT act FROM trail")).scalar_one() == "other"
