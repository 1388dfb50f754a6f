"""Two ways to begin: writers queue at BEGIN, readers hold nobody up, and nothing half-written stays."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from tests.rows import a_case
from workflow.store.cases import case, content
from workflow.store.database import Database
from workflow.store.house import setting
from workflow.store.settings import read_setting, write_setting

ADDERS, TIMES = 4, 25
ONLY_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.postgres)
ONLY_POSTGRESQL = pytest.mark.parametrize("database", [POSTGRESQL], indirect=True)


def test_what_is_not_committed_is_undone(database: Database) -> None:
    with database.write() as connection:
        write_setting(connection, "colour", "red")
    with pytest.raises(RuntimeError), database.write() as connection:
        write_setting(connection, "colour", "blue")
        raise RuntimeError
    with database.read() as connection:
        assert read_setting(connection, "colour") is None


def test_a_setting_is_kept_and_replaced(database: Database) -> None:
    for value in ({"a": 1}, ["党"], False):
        with database.write() as connection:
            write_setting(connection, "colour", value)
            connection.commit()
        with database.read() as connection:
            assert read_setting(connection, "colour") == value
            assert len(connection.execute(select(setting)).all()) == 1


def test_foreign_keys_hold(database: Database) -> None:
    with database.write() as connection, pytest.raises(IntegrityError):
        at = datetime(2026, 1, 1, tzinfo=UTC)
        connection.execute(insert(content).values(case_id=404, n=1, hash="0" * 64, body="{}", by=1, at=at))
        connection.commit()


def test_readers_do_not_hold_up_a_writer(database: Database) -> None:
    with database.read() as reader:
        assert reader.execute(select(case)).all() == []
        with database.write() as writer:
            writer.execute(insert(case).values(a_case(id=1)))
            writer.commit()
    with database.read() as reader:
        assert len(reader.execute(select(case)).all()) == 1


def test_read_then_write_loses_nothing_when_several_write_at_once(database: Database) -> None:
    """The reason for two ways to begin: a deferred reader that turns writer dies at once on SQLite."""
    with database.write() as connection:
        write_setting(connection, "count", 0)
        connection.commit()

    def add(_: int) -> None:
        for _turn in range(TIMES):
            with database.write() as connection:
                row = select(setting.c.value).where(setting.c.name == "count").with_for_update()
                known = connection.execute(row).scalar_one()
                connection.execute(setting.update().where(setting.c.name == "count").values(value=known + 1))
                connection.commit()

    with ThreadPoolExecutor(ADDERS) as pool:
        list(pool.map(add, range(ADDERS)))
    with database.read() as connection:
        assert read_setting(connection, "count") == ADDERS * TIMES


@ONLY_SQLITE
def test_sqlite_is_set_as_the_recipe_says(database: Database) -> None:
    with database.read() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                 for name in ("journal_mode", "foreign_keys", "synchronous")}  # fmt: skip
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2}


@ONLY_POSTGRESQL
def test_postgresql_gives_up_waiting(database: Database) -> None:
    with database.read() as connection:
        for name, wait in (("lock_timeout", "10s"), ("statement_timeout", "30s")):
            assert connection.execute(text(f"SHOW {name}")).scalar_one() == wait


@ONLY_SQLITE
def test_a_second_sqlite_writer_waits_its_time_and_then_says_so(database: Database) -> None:
    with database.write() as first:
        first.execute(insert(case).values(a_case(id=1)))
        with database.engine.connect() as impatient:
            impatient.exec_driver_sql("SELECT 1")
            impatient.rollback()
            impatient.connection.driver_connection.execute("PRAGMA busy_timeout=10")  # type: ignore[union-attr]
            with pytest.raises(OperationalError, match="locked"):
                impatient.execution_options(write=True).execute(text("SELECT 1"))
            impatient.invalidate()
