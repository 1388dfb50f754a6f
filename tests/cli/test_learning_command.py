"""``shenbao duplicates learn|proposals|publish|curve``: nothing without a person, nothing by one person alone."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.cli.test_duplicates_command import CLASSES, PAIRS, written
from tests.cli.test_policy_command import PASSWORD, told
from webapp.cli.__main__ import main
from workflow.acts.learn import judge_wording
from workflow.acts.sign_in import sign_in
from workflow.bootstrap import open_office
from workflow.queries.account import account_of

RIGHT = {"topics": {"FIRE": {"zh": "消防", "en": "Fire", "wordings": {"zh": ["消防安全", "火灾防控"], "en": ["fire"]}}}}


def test_two_persons_publish_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                   capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("SHENBAO_HOME", str(tmp_path / "house"))
    monkeypatch.setenv("SHENBAO_PASSWORD", PASSWORD)
    told(capsys, "init")
    told(capsys, "unit", "add", "OD", "区委组织部", "OD", "--kind", "department")
    for name, role in (("wang", "od_section"), ("li", "od_head")):
        told(capsys, "user", "add", name, "王丽", "Wang Li", "--post", role, "OD")
    assert "Nothing was changed" in told(capsys, "duplicates", "learn")
    assert json.loads(told(capsys, "duplicates", "learn", "--json"))["decisions"] == 0
    assert "No wording to judge" in told(capsys, "duplicates", "proposals")
    assert main(["duplicates", "learn", "lexicon", "--by", "wang", "--reason", "x"]) == 2
    office = open_office(home=tmp_path / "house")
    account = account_of(office, sign_in(office, "wang", PASSWORD))
    assert account is not None
    judge_wording(office, account.actor, "topics", "FIRE_SAFETY", "火险隐患治理", accept=True)
    office.close()
    made = told(capsys, "duplicates", "learn", "lexicon", "--by", "wang", "--reason", "今年的判定", "--json")
    assert json.loads(made)["proposal"] == 1
    assert "Lexicon, version 1, waits for the second person" in told(capsys, "duplicates", "proposals")
    assert "Nothing was changed" in told(capsys, "duplicates", "publish", "1")
    assert main(["duplicates", "publish", "1", "--by", "wang"]) == 2
    assert main(["duplicates", "publish", "7"]) == 2
    published = json.loads(told(capsys, "duplicates", "publish", "1", "--by", "li", "--json"))
    assert published == {"proposal": 1, "status": "published", "rebuilt": True}
    assert main(["duplicates", "publish", "1", "--withdraw", "--by", "li", "--reason", "x"]) == 2


def test_a_curve_is_played_through(shell: Shell, tmp_path: Path) -> None:
    lexicon = {"topics": {"FIRE": {**RIGHT["topics"]["FIRE"], "wordings": {"zh": ["消防安全"], "en": ["fire"]}}}}
    head = {"lexicon": lexicon, "right": RIGHT, "rest": "distinct"}
    world = written(tmp_path / "world.jsonl", head, *CLASSES, *PAIRS[:1])
    found = json.loads(shell(f"duplicates curve {world} {world} --decisions 2 --json").out)["steps"]
    assert [step["decisions"] for step in found] == [0, 2]
    assert found[1]["words"]["average_precision"] >= found[0]["words"]["average_precision"]
    assert "Before any decision" in shell(f"duplicates curve {world} {world} --decisions 2").out


@pytest.mark.parametrize("decisions", ["", "x", "0", "-3", "200,", "1" * 30])
def test_no_count_of_decisions(shell: Shell, tmp_path: Path, decisions: str) -> None:
    world = written(tmp_path / "world.jsonl", *CLASSES, *PAIRS)
    typed = shell(f"duplicates curve {world} {world} --decisions={decisions}")
    assert typed.code == 2 and "no count of decisions" in typed.err


def test_a_world_without_right_words_plays_nothing(shell: Shell, tmp_path: Path) -> None:
    world = written(tmp_path / "world.jsonl", *CLASSES, *PAIRS)
    typed = shell(f"duplicates curve {world} {world}")
    assert typed.code == 2 and "right" in typed.err
