"""``shenbao trail verify``: what it prints, what it answers, how it ends."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.trail.building import a_world
from tests.trail.intruder import Intruder
from workflow.queries.trail_tables import PROVED, WORKING_COPIES
from workflow.store.database import Database
from workflow.trail.verify import WHY
from workflow.wording import LANGUAGES, keys, say


@pytest.fixture
def spoil(shell: Shell, tmp_path: Path) -> Callable[[str], None]:
    """A house with three cases; the fixture runs raw SQL on it."""
    assert shell("init").code == 0
    database = Database(f"sqlite:///{tmp_path / 'house' / 'shenbao.db'}")
    with database.write() as connection:
        a_world(3).insert(connection)
        connection.commit()

    def run(statement: str) -> None:
        intruder = Intruder(database)
        intruder.run(statement)
        intruder.close()

    return run


def test_what_stands_is_said_with_its_limits(shell: Shell, spoil: object) -> None:
    typed = shell("trail verify")
    assert (typed.code, typed.err) == (0, "")
    assert typed.out.startswith("Verified: 19 records of 4 cases")
    assert "checkpoint" in typed.out and "drafts being typed" in typed.out
    one = shell("trail verify --case CX-2026-0003")
    assert one.code == 0 and one.out.startswith("Verified: these 6 records")
    told = json.loads(shell("trail verify --json").out)
    assert told == {"ok": True, "cases": 4, "records": 19, "first_bad": None, "bad_cases": 0,
                    "working_copies": list(WORKING_COPIES)}  # fmt: skip


def test_the_first_bad_record_is_named(shell: Shell, spoil: Callable[[str], None]) -> None:
    spoil("UPDATE ledger_entry SET fen = fen + 1 WHERE case_id = 3 AND trail_n = 4")
    spoil("UPDATE \"case\" SET state = 'x' WHERE id = 4")
    typed = shell("trail verify")
    assert typed.code == 1
    assert "CX-2026-0003 (internal number 3), record 4, ledger" in typed.out and "2 cases are at fault" in typed.out
    told = json.loads(shell("trail verify --json").out)
    assert {name: told["first_bad"][name] for name in ("table", "case", "n")} == {
        "table": "ledger_entry", "case": 3, "n": 4}  # fmt: skip
    assert (told["ok"], told["bad_cases"], told["first_bad"]["number"]) == (False, 2, "CX-2026-0003")
    assert shell("trail verify --case CX-2026-0002").code == 0
    assert shell("trail verify --case 4").code == 1


def test_a_book_has_no_number(shell: Shell, spoil: Callable[[str], None]) -> None:
    spoil("UPDATE fund_line SET appropriated = appropriated + 1")
    typed = shell("trail verify")
    assert typed.code == 1 and "the case with internal number 1, record 1, fund lines" in typed.out


def test_an_empty_house(shell: Shell) -> None:
    assert shell("init").code == 0
    typed = shell("trail verify")
    assert (typed.code, typed.out) == (0, "There are no records yet, so there is nothing to verify.\n")


@pytest.mark.parametrize("name", ["CX-2026-9999", "0", "x", "９"])
def test_an_unknown_case_is_wrong_use(shell: Shell, spoil: object, name: str) -> None:
    typed = shell("trail", "verify", "--case", name)
    assert (typed.code, typed.out) == (2, "")
    assert typed.err == f"There is no case {name}; check it and try again.\n"


def test_every_table_and_every_reason_has_its_word() -> None:
    for language in LANGUAGES:
        names = {key.removeprefix("trail.table.") for key in keys(language) if key.startswith("trail.table.")}
        assert names == {*(table.name for table in PROVED), *WORKING_COPIES}
        for why in WHY.keys() - {"content", "head"}:
            assert say(f"trail.why.{why}", language)
