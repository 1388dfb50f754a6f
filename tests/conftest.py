"""Fixtures for all tests: both databases, an office with a clock that stands, a real browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import postgres
from tests.clocks import SetClock
from tests.missing import missing, missing_in
from tests.snapshots import close_whole
from workflow.store.database import Database
from workflow.store.migrating import upgrade

if TYPE_CHECKING:
    from workflow.office import Office
    from workflow.rulebook.rulebook import Rulebook

BOTH = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update")  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--thorough", action="store_true", help="run the long form of every proof too")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        postgres.begin_run()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--thorough"):
        long = pytest.mark.skip(reason="the long form; run ./dev test --thorough")
        for item in items:
            if item.get_closest_marker("thorough"):
                item.add_marker(long)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The last lines of a run say what could not be tested."""
    if hasattr(config, "workerinput"):
        return
    postgres.end_run()
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    for what, count in missing_in(reporter).items() if reporter else ():
        reporter.write_line(f"NOT TESTED ({count} tests): {what}", red=True, bold=True)


@pytest.fixture(scope="session")
def rulebook() -> "Rulebook":
    """The rules that ship with the program, read once."""
    from workflow.bootstrap import written_rules

    return written_rules()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy from."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    return close_whole(database)


@pytest.fixture(scope="session")
def postgres_database(worker: str) -> Iterator[Database]:
    """A migrated PostgreSQL database of this worker; :func:`database` empties it before each test."""
    with postgres.own_database(f"shenbao_{worker}_{os.getpid()}") as url:
        database = Database(url.render_as_string(hide_password=False))
        upgrade(database)
        yield database
        database.close()


@pytest.fixture(scope="session")
def worker() -> str:
    """The name of this xdist worker; "alone" without xdist."""
    return os.environ.get("PYTEST_XDIST_WORKER", "alone")


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated database without a row, once on SQLite and once on PostgreSQL."""
    if request.param == "postgresql":
        kept: Database = request.getfixturevalue("postgres_database")
        postgres.empty(kept.url)
        yield kept
        if kept.engine.pool.checkedout():  # type: ignore[attr-defined]  # a test lost a connection: start afresh
            kept.engine.dispose()
        return
    path = tmp_path / "shenbao.db"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture(params=BOTH)
def bare_database(request: pytest.FixtureRequest, tmp_path: Path, worker: str) -> Iterator[Database]:
    """A database without any table, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'bare.db'}")
        yield database
        database.close()
        return
    with postgres.own_database(f"shenbao_bare_{worker}_{os.getpid()}") as url:
        database = Database(url.render_as_string(hide_password=False))
        yield database
        database.close()


@pytest.fixture
def clock() -> SetClock:
    """The office clock of the test; stands at 2026-10-14 09:00 in Shanghai until moved."""
    return SetClock()


@pytest.fixture
def real_clock() -> SetClock:
    """What log-ins take for the true time; stands like :func:`clock`, moved apart from it."""
    return SetClock()


@pytest.fixture
def office(database: Database, rulebook: "Rulebook", clock: SetClock, real_clock: SetClock, tmp_path: Path) -> "Office":
    """An office on each database, with the written rules and clocks that a test moves."""
    from workflow.office import Office

    return Office(database=database, rulebook=rulebook, clock=clock, real_clock=real_clock, home=tmp_path)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a real Chromium or Chrome on this machine."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None and os.access(MAC_CHROME, os.X_OK):
        found = MAC_CHROME
    return found or missing("a browser (install chromium and fonts-noto-cjk)")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[object]:
    """A running Chromium driven by Playwright; tests open a context each."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield running
        running.close()
