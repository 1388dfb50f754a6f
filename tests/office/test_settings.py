"""Where a house lies: argument before environment before default (ruling 47)."""

from pathlib import Path

import pytest

from workflow.office.settings import DEMO_HOME, HOME, Settings
from workflow.refusals import Refused


def test_the_default_is_sqlite_in_the_folder_of_the_house() -> None:
    settings = Settings.of({})
    assert settings.home == HOME.expanduser()
    assert settings.database_url == f"sqlite:///{settings.home / 'shenbao.db'}"


def test_the_demo_lies_elsewhere_unless_a_folder_is_named(tmp_path: Path) -> None:
    assert Settings.of({}, demo=True).home == DEMO_HOME.expanduser()
    assert Settings.of({"SHENBAO_HOME": str(tmp_path)}, demo=True).home == tmp_path


def test_an_argument_wins_over_the_environment(tmp_path: Path) -> None:
    environ = {"SHENBAO_HOME": "/elsewhere", "SHENBAO_DATABASE_URL": "postgresql://elsewhere/x"}
    settings = Settings.of(environ, home=tmp_path, url="postgresql://here/y")
    assert settings == Settings(tmp_path, "postgresql://here/y")


def test_empty_settings_are_no_settings() -> None:
    assert Settings.of({"SHENBAO_HOME": " ", "SHENBAO_DATABASE_URL": ""}) == Settings.of({})


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("shenbao.db", "database_url"),
        ("postgresql://host:port/name", "database_url"),
        ("://", "database_url"),
        ("mysql://host/name", "database_kind"),
        ("oracle://host/name", "database_kind"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(address: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        Settings.of({"SHENBAO_DATABASE_URL": address})
    assert refused.value.codes == (code,)
