"""``shenbao duplicates scan``: the demo district's history read again, by either engine; wrong use."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from workflow.scan import splinked


def test_an_empty_house_is_scanned(shell: Shell) -> None:
    shell("init")
    for engine in ("splink", "index"):
        told = json.loads(shell(f"duplicates scan --engine {engine} --json").out)
        assert (told["classes"], told["pairs"], told["resumed"], told["engine"]) == (0, 0, 0, engine)
    assert shell("duplicates scan").out == "0 classes read; 0 pairs that may be repeated training.\n"
    typed = shell("duplicates scan --resume --year 2026")
    assert typed.code == 0 and "this one began anew" in typed.out


def test_without_the_extra_one_sentence_says_how_to_get_it(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell("init")
    monkeypatch.setattr(splinked, "find_spec", lambda name: None)
    typed = shell("duplicates scan")
    assert (typed.code, typed.err.count("\n")) == (2, 1)
    assert "pip install 'shenbao[scan]'" in typed.err
    assert shell("duplicates scan --engine index").code == 0


@pytest.mark.parametrize("words", ["--year 99", "--year 26x", "--engine dedupe"])
def test_wrong_use_is_refused(shell: Shell, words: str) -> None:
    shell("init")
    typed = shell(f"duplicates scan {words}")
    assert typed.code == 2 and typed.err.strip() and "Traceback" not in typed.err


def test_a_scan_is_benched(shell: Shell) -> None:
    told = json.loads(shell("bench --scan 400 --json").out)
    assert (told["classes"], told["missed_by_scan"]) == (400, 0) and told["peak_mb"] > 0
    assert shell("bench --scan 0").code == 2


def test_a_house_that_holds_anything_is_not_scanned_over(shell: Shell, tmp_path: Path) -> None:
    benching = f"bench --scan 400 --database sqlite:///{tmp_path / 'used.db'}"
    assert shell(benching).code == 0
    again = shell(benching)
    assert (again.code, again.err.count("\n")) == (2, 1) and "used.db" in again.err


def test_one_command_benches_the_search_and_the_scan_of_the_same_classes(shell: Shell) -> None:
    told = json.loads(shell("bench --duplicates 400 --enrolments 300 --scan 400 --json").out)
    assert told["checks"]["county"]["missed"] == told["scan"]["missed_by_scan"] == 0 < told["scan"]["pairs"]
    other = shell("bench --duplicates 400 --scan 500")
    assert other.code == 2 and "--duplicates" in other.err
