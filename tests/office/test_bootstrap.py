"""Opening a house: on both databases, new, ready, out of reach, and as a demo with its own clock."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.clocks import MORNING
from workflow.bootstrap import definitions_folder, open_office
from workflow.office.clock import OffsetClock, mark_demo, real_clock
from workflow.refusals import Refused
from workflow.store.database import Database
from workflow.store.migrating import is_current


def url_of(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


def test_a_house_that_was_never_made_is_refused(bare_database: Database, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        open_office(url_of(bare_database), tmp_path)
    assert refused.value.codes == ("house_not_ready",)


def test_opening_with_migrations_makes_the_house(bare_database: Database, tmp_path: Path) -> None:
    office = open_office(url_of(bare_database), tmp_path / "new" / "house", migrate=True)
    assert is_current(office.database)
    assert not office.demo
    assert abs(office.clock() - real_clock()) < timedelta(minutes=1)
    assert office.papers.parent == office.home
    assert (office.home.stat().st_mode & 0o077) == 0
    office.close()


def test_a_demo_lives_by_its_own_clock(bare_database: Database, tmp_path: Path) -> None:
    office = open_office(url_of(bare_database), tmp_path, migrate=True)
    with office.database.write() as connection:
        mark_demo(connection, OffsetClock(real_clock(), MORNING))
        connection.commit()
    office.close()
    demo = open_office(url_of(bare_database), tmp_path)
    assert demo.demo
    assert timedelta(0) <= demo.clock() - MORNING < timedelta(minutes=1)
    assert demo.today() == MORNING.date()
    assert abs(demo.real_clock() - real_clock()) < timedelta(minutes=1)
    demo.close()


def test_an_offset_clock_runs_at_the_speed_of_the_real_one() -> None:
    real = datetime(2027, 1, 1, tzinfo=UTC)
    clock = OffsetClock(real, MORNING, real=lambda: real + timedelta(days=2, seconds=3))
    assert clock() == MORNING + timedelta(days=2, seconds=3)


def test_an_offset_clock_survives_its_storing() -> None:
    clock = OffsetClock(datetime(2027, 1, 1, 2, 3, 4, 567, tzinfo=UTC), MORNING)
    assert OffsetClock.from_json(clock.to_json()) == clock


@pytest.mark.parametrize("url", ["postgresql://nobody:secret@127.0.0.1:1/none", "sqlite:////proc/none/shenbao.db"])
def test_a_database_out_of_reach_is_refused_without_its_password(url: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        open_office(url, tmp_path)
    assert refused.value.codes == ("database_unreachable",)
    assert "secret" not in str(refused.value.refusals[0].values)


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused) as refused:
        open_office(home=tmp_path / "file" / "house")
    assert refused.value.codes == ("home_unwritable",)


def test_the_definitions_ship_with_the_program() -> None:
    assert (definitions_folder() / "roles.yaml").is_file()
