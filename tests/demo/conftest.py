"""The whole demo district, lived through once per database and only read by the tests."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests import postgres
from tests.conftest import BOTH
from webapp.cli.demo_files import District, read_district
from webapp.cli.demo_load import MORNING, Loaded, load
from workflow.office import Office
from workflow.office.clock import real_clock
from workflow.rulebook.rulebook import Rulebook
from workflow.store.database import Database
from workflow.store.migrating import upgrade


@dataclass(frozen=True)
class Demo:
    """A demo house as it stands on its first morning."""

    office: Office
    loaded: Loaded

    def case(self, ref: str) -> int:
        return self.loaded.cases[ref]


@pytest.fixture(scope="session")
def district() -> District:
    return read_district()


@pytest.fixture(scope="session", params=BOTH)
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, rulebook: Rulebook,
         district: District, worker: str) -> Iterator[Demo]:
    """Read only: what one test changed, the others would see."""
    home = tmp_path_factory.mktemp("demo")
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), home / "shenbao.db")
        yield _lived(f"sqlite:///{home / 'shenbao.db'}", home, rulebook, district)
        return
    with postgres.own_database(f"shenbao_demo_{worker}_{os.getpid()}") as url:
        made = _lived(url.render_as_string(hide_password=False), home, rulebook, district)
        yield made
        made.office.close()


def _lived(url: str, home: Path, rulebook: Rulebook, district: District) -> Demo:
    database = Database(url)
    upgrade(database)
    office = Office(database=database, rulebook=rulebook, clock=real_clock, home=home)
    loaded = load(office, district)
    return Demo(replace(office, clock=lambda: MORNING, demo=True), loaded)
