"""The organisation department of the demo district in March 2026, served to browsers, its clock in the test's hand."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.clocks import SetClock
from tests.serving import serving
from tests.snapshots import close_whole
from tests.stories.desk import Desk
from webapp.app import create_app
from webapp.cli.demo_files import Script, read_district
from webapp.cli.demo_load import load
from webapp.settings import WebSettings
from workflow.acts.passwords import choose_cost
from workflow.office import Office
from workflow.rulebook.rulebook import Rulebook
from workflow.store.database import Database

CHEAP = (1, 8, 1)  # argon2: passes, KiB, lanes
HOST = "OD"


@dataclass(frozen=True)
class House:
    """A served house. ``clock`` is the office's and stands until the test moves it."""

    office: Office
    clock: SetClock
    address: str
    password: str


@pytest.fixture(scope="session")
def before_d01(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, rulebook: Rulebook) -> Path:
    """A house where the department's year is open and its plan filed, by acts, and nothing is declared yet."""
    path = tmp_path_factory.mktemp("before") / "shenbao.db"
    shutil.copy(sqlite_template, path)
    choose_cost(*CHEAP)
    whole = read_district(with_classes=False)
    district = replace(
        whole,
        openings=tuple(one for one in whole.openings if one.owner == HOST),
        plans=tuple(one for one in whole.plans if one.unit == HOST),
    )  # fmt: skip
    database = Database(f"sqlite:///{path}")
    load(Office(database=database, rulebook=rulebook, clock=SetClock(), home=path.parent), district)
    return close_whole(database)


@pytest.fixture
def house(before_d01: Path, rulebook: Rulebook, tmp_path: Path) -> Iterator[House]:
    """That house, served on an address of its own by waitress in a thread."""
    shutil.copy(before_d01, tmp_path / "shenbao.db")
    clock = SetClock()
    clock.set("2026-03-05 11:40")
    database = Database(f"sqlite:///{tmp_path / 'shenbao.db'}")
    office = Office(database=database, rulebook=rulebook, clock=clock, home=tmp_path, demo=True)
    app = create_app(office, WebSettings(secret_key=b"k" * 40, password_cost=CHEAP))
    with serving(app) as address:
        yield House(office, clock, address, read_district(with_classes=False).password)
    database.close()


@pytest.fixture
def desk_of(house: House, browser: Any) -> Iterator[Callable[..., Desk]]:
    """``desk_of("en", 360, script=False)``: a computer of the office, put away after the test."""
    desks: list[Desk] = []

    def desk(language: str = "zh", width: int = 1280, *, script: bool = True) -> Desk:
        desks.append(Desk(browser, house.address, language, width, house.password, script=script))
        return desks[-1]

    yield desk
    for one in desks:
        one.close()


@pytest.fixture(scope="session")
def d01() -> Script:
    """What the demo's files say of D01: its answers, and who did what when in whose words."""
    return next(script for script in read_district().scripts if script.ref == "D01")
