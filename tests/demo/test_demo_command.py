"""``shenbao demo``: safe to run twice, begins anew after an interruption, never touches a real house."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from webapp.cli.__main__ import main
from webapp.cli.demo import make_ready
from webapp.cli.demo_files import District
from webapp.cli.demo_load import MORNING, load
from workflow.acts.demo_house import erase_demo, is_half_made, is_whole
from workflow.acts.keep_people import NewPerson, add_people
from workflow.bootstrap import open_office
from workflow.domain.people import system_actor
from workflow.office import Office
from workflow.refusals import Refused
from workflow.store.cases import case
from workflow.wording import Label

Run = Callable[..., tuple[int, Any]]
SOMEBODY = NewPerson("wangli", Label("王丽", "Wang Li"))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHENBAO_HOME", str(tmp_path / "house"))
    monkeypatch.delenv("SHENBAO_DATABASE_URL", raising=False)
    return tmp_path / "house"


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in a house of its own; its exit code and what it printed as JSON."""

    def run(*words: str) -> tuple[int, Any]:
        code = main([*words, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run


def small(district: District) -> District:
    """The district without its year: enough to see marks and refusals."""
    return replace(district, openings=(), plans=(), scripts=())


def cases(office: Office) -> int:
    with office.database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(case)).scalar_one())


def test_the_command_makes_the_demo_once_and_says_who_is_who(run: Run, home: Path) -> None:
    code, first = run("demo", "--no-serve")
    assert (code, first["made"]) == (0, True)
    assert first["export"] == f"export SHENBAO_HOME={home}"
    assert {"username": "wangli", "role": "declarant", "unit": "CIVIL"}.items() <= next(
        account for account in first["accounts"] if account["username"] == "wangli").items()
    code, second = run("demo", "--no-serve")
    assert (code, second["made"]) == (0, False)
    code, found = run("trail", "verify")
    assert code == 0, found
    office = open_office()
    assert office.demo and MORNING < office.clock() < MORNING + timedelta(minutes=10)
    office.close()


def test_the_table_of_accounts_is_in_both_languages(home: Path, capsys: pytest.CaptureFixture[str],
                                                    monkeypatch: pytest.MonkeyPatch, district: District) -> None:
    monkeypatch.setattr("webapp.cli.demo.read_district", lambda **_: small(district))
    assert main(["demo", "--no-serve"]) == 0
    shown = capsys.readouterr().out
    for words in ("区民政局 District Civil Affairs Bureau", "wangli", "周敏 Zhou Min", "分管区领导", "chengxi-2026"):
        assert words in shown


def test_a_real_house_is_refused_and_stays_as_it_is(run: Run) -> None:
    assert run("init")[0] == 0
    office = open_office()
    add_people(office, system_actor(), (SOMEBODY,), "some-long-password")
    office.close()
    for words in (("demo", "--no-serve"), ("demo", "--no-serve", "--reset")):
        code, answer = run(*words)
        assert code == 2
        assert [one["code"] for one in answer["refused"]] == ["not_a_demo"]
    office = open_office()
    assert not office.demo and not is_half_made(office)
    office.close()


def test_reset_begins_anew(office: Office, district: District) -> None:
    make_ready(office, small(district))
    papers = office.papers / "ab" / "abcd"
    papers.parent.mkdir(parents=True)
    papers.write_bytes(b"left over")
    assert make_ready(office, small(district))[0] is None
    loaded, _ = make_ready(office, small(district), reset=True)
    assert loaded is not None and is_whole(office)
    assert not papers.exists()


def test_a_half_made_demo_is_made_anew(office: Office, district: District) -> None:
    broken = replace(small(district), scripts=("no script",))  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        load(office, broken)
    assert is_half_made(office) and not is_whole(office)
    loaded, _ = make_ready(office, small(district))
    assert loaded is not None and loaded.accounts == len(district.accounts)
    assert is_whole(office) and not is_half_made(office)


def test_a_house_without_a_mark_is_never_erased(office: Office) -> None:
    with pytest.raises(Refused, match="not_a_demo"):
        erase_demo(office)


def test_an_office_in_which_somebody_lives_becomes_no_demo(office: Office, district: District) -> None:
    add_people(office, system_actor(), (SOMEBODY,), "some-long-password")
    with pytest.raises(Refused, match="not_a_demo"):
        load(office, district)
    assert not is_half_made(office) and cases(office) == 1, "the book that tells of the account"


def test_an_unknown_port_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["demo", "--port", "70000"])
    assert stopped.value.code == 2
    assert "70000" in capsys.readouterr().err
