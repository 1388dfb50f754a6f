"""``shenbao policy``: the sheet of all rules, differences by name, and publishing by two persons."""

import json
import re
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.acts.test_publish_policy import a_file
from tests.architecture.reading import ROOT
from webapp.cli.__main__ import main
from webapp.cli.rule_tests import named_tests
from workflow.bootstrap import open_office, written_rules
from workflow.queries.rules_sheet import rules_sheet, sheet_policy
from workflow.store.policies import policy_proposal

SHEET = ROOT / "docs" / "rules.md"
TESTS = ROOT / "tests" / "engine" / "rules"
PASSWORD = "a-long-enough-password-7"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHENBAO_LANG", "en")


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(list(words)) == code
    return capsys.readouterr().out


def test_the_sheet_is_what_the_code_says(capsys: pytest.CaptureFixture[str]) -> None:
    """Mended by: shenbao policy table --tests tests/engine/rules > docs/rules.md"""
    assert told(capsys, "policy", "table", "--tests", str(TESTS)) == SHEET.read_text("utf-8")


def test_the_sheet_lists_every_rule_of_the_policy_with_its_tests() -> None:
    book, rows = written_rules(), SHEET.read_text("utf-8").splitlines()
    listed = {match[1]: row for row in rows if (match := re.match(r"\| \*\*(R-\w+)\*\*", row))}
    assert set(listed) == set(sheet_policy(book).rules)
    for code, row in listed.items():
        cells = row.split(" | ")
        assert len(cells) == 9 and cells[-1] != "– |", code
        assert all(re.search("[一-鿿].*<br>.*[a-z]", cells[place]) for place in (1, 3, 5, 6)), code


def test_each_named_test_is_one(tmp_path: Path) -> None:
    (tmp_path / "test_x.py").write_text(
        '@boundary("R-02", "a.b")\ndef lead(p): ...\n\ndef test_y():\n    """R-03: so."""\n    of("R-25")\n\n'
        'def helper():\n    of("R-04")\n')
    assert named_tests(tmp_path) == {"R-02": ["test_x: lead"], "R-03": ["test_x: test_y"], "R-25": ["test_x: test_y"]}
    assert rules_sheet(written_rules(), sheet_policy(written_rules()), {}).count("| – |\n") == 46


def test_differences_are_named_number_by_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "new.yaml"
    text = a_file().decode().replace("R-15: {on: true, severity: warn", "R-15: {on: true, severity: block")
    path.write_text(text, "utf-8")
    found = json.loads(told(capsys, "policy", "diff", "2017-plus", str(path), "--json", code=1))["differences"]
    assert [(one["path"] or one["rule"], one["what"], one["old"], one["new"]) for one in found] == [
        ("", "effective_from", "1 January 2017", "1 December 2026"),
        ("timing.declare_lead_workdays", "value", "15", "20"), ("R-15", "severity", "asks for an explanation", "stops")]
    assert "15 → 20" in told(capsys, "policy", "diff", "2017-plus", str(path), code=1)
    assert "do not differ" in told(capsys, "policy", "diff", "2017-plus", "2017-plus")


def test_an_overlay_is_compared_as_it_would_lie(capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "policy", "diff", "2017-plus", "definitions/policies/2025-overlay.yaml", code=1)
    assert "(host.offline_per_year) · value: – → 1" in found and "(R-40) · on: No → Yes" in found


def test_a_broken_file_is_told_and_an_unknown_version_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "broken.yaml"
    path.write_bytes(a_file().replace(b"source: S21", b"source: S99"))
    assert "S99" in told(capsys, "policy", "diff", "2017-plus", str(path), code=1)
    assert main(["policy", "diff", "2017-plus", "nothing"]) == 2


def test_two_persons_publish_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHENBAO_HOME", str(tmp_path / "house"))
    monkeypatch.setenv("SHENBAO_PASSWORD", PASSWORD)
    told(capsys, "init")
    told(capsys, "unit", "add", "OD", "区委组织部", "OD", "--kind", "department")
    for name, role in (("wang", "od_section"), ("li", "od_head")):
        told(capsys, "user", "add", name, "王丽", "Wang Li", "--post", role, "OD")
    path = tmp_path / "new.yaml"
    path.write_bytes(a_file().replace(b"2026-12-01", b"2099-12-01"))
    assert "Nothing was changed" in told(capsys, "policy", "publish", str(path))
    publish = ("policy", "publish", str(path), "--by", "wang", "--reason", "新时限")
    assert json.loads(told(capsys, *publish, "--json"))["proposal"] == 1
    assert "Nothing was changed" in told(capsys, "policy", "publish", "--confirm", "1")
    assert main(["policy", "publish", "--confirm", "1", "--by", "wang"]) != 0
    assert "in force from 1 December 2099" in told(capsys, "policy", "publish", "--confirm", "1", "--by", "li")
    assert main(["policy", "publish", str(path), "--confirm", "1"]) == 2
    office = open_office(home=tmp_path / "house")
    with office.database.read() as connection:
        assert connection.execute(select(policy_proposal.c.status)).scalar_one() == "published"
    office.close()
    assert "15 → 20" in told(capsys, "policy", "diff", "--house", "2017-plus", "definitions/policies/2017-plus.yaml",
                             code=1).replace("20 → 15", "15 → 20")
