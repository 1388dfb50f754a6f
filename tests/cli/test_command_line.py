"""The command line: help with an example everywhere, exit codes 0, 1, 2, JSON, one sentence for every fault."""

import argparse
import json
import re
import shlex
import socket
from collections.abc import Iterator

import pytest

from tests.cli.conftest import Shell
from webapp.cli.__main__ import GROUPS, main, parser
from webapp.cli.command import language


def commands(top: argparse.ArgumentParser, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Every command by its words, and whether it only groups others."""
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                inner = any(isinstance(one, argparse._SubParsersAction) for one in below._actions)
                yield (*words, name), inner
                yield from commands(below, (*words, name))


COMMANDS = list(commands(parser()))


@pytest.mark.parametrize("words", [words for words, _ in COMMANDS], ids=" ".join)
def test_every_command_helps_with_an_example(shell: Shell, words: tuple[str, ...]) -> None:
    typed = shell(*words, "--help")
    assert typed.code == 0
    assert f"Example:\n  shenbao {' '.join(words)}" in typed.out


@pytest.mark.parametrize("words", [words for words, group in COMMANDS if not group], ids=" ".join)
def test_every_example_is_right(words: tuple[str, ...], shell: Shell) -> None:
    """The example of a command is read by the command itself."""
    told = shell(*words, "--help").out
    example = re.search(r"Example:\n  shenbao (.+)", told)
    assert example is not None
    assert parser().parse_args(shlex.split(example[1])).run is not None


@pytest.mark.parametrize("words", [words for words, group in COMMANDS if not group], ids=" ".join)
def test_every_command_can_answer_in_json(words: tuple[str, ...], shell: Shell) -> None:
    assert "--json" in shell(*words, "--help").out


def test_all_groups_are_there() -> None:
    named = {"init", "serve", "doctor", "demo", "unit", "user", "process", "policy", "trail", "bench",
             "funding", "import", "archive", "duplicates"}
    assert {words[0] for words, _ in COMMANDS} == named
    assert len(GROUPS) == len(set(GROUPS))


@pytest.mark.parametrize(
    "typed", ["", "no-such-word", "user", "user add", "serve --port x", "serve --port 0", "init more"]
)
def test_wrong_use_is_2(shell: Shell, typed: str) -> None:
    found = shell(*typed.split()) if typed else shell(*())
    assert found.code == 2
    assert found.err.strip().splitlines()[-1].startswith("shenbao")


def test_a_house_is_made_and_made_again(shell: Shell) -> None:
    assert shell("init").code == 0
    again = shell("init --json")
    assert again.code == 0
    assert json.loads(again.out)["database"].startswith("sqlite:///")


def test_a_house_that_is_not_made_is_one_sentence(shell: Shell) -> None:
    typed = shell("doctor")
    assert (typed.code, typed.out) == (2, "")
    assert typed.err == "The database has not been made yet or has another version; run shenbao init first.\n"


def test_the_doctor_looks_everything_over(shell: Shell) -> None:
    shell("init")
    typed = shell("doctor --json")
    looks = json.loads(typed.out)["looks"]
    assert typed.code == 0
    assert {"database", "trail", "calendar", "posts_none", "clock", "papers"} <= {look["name"] for look in looks}
    assert all(look["text"] for look in looks)


def test_a_refusal_in_json_names_its_code(shell: Shell) -> None:
    shell("init")
    typed = shell("user disable nobody --json")
    assert typed.code == 2
    assert json.loads(typed.out)["refused"][0]["code"] == "not_found"


def test_accounts_are_opened_seated_and_closed(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell("init")
    monkeypatch.setenv("SHENBAO_PASSWORD", "chengxi-2026-first")
    assert shell("user", "add", "guanli", "关利", "Guan Li").code == 0
    twice = shell("user", "add", "guanli", "关利", "Guan Li")
    assert (twice.code, "guanli" in twice.err) == (2, True)
    unseated = shell("user", "role", "guanli", "declarant", "NOWHERE")
    assert (unseated.code, "NOWHERE" in unseated.err) == (2, True)
    assert shell("user disable guanli").code == 0
    assert shell("user disable guanli").code == 2


def test_a_new_house_gets_its_first_units_and_its_administrator(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell("init")
    monkeypatch.setenv("SHENBAO_PASSWORD", "chengxi-2026-first")
    orphan = shell("unit", "add", "OD", "区委组织部", "Organisation Department", "--parent", "CX")
    assert (orphan.code, "CX" in orphan.err) == (2, True)
    assert shell("unit", "add", "CX", "城西区", "Chengxi District", "--kind", "district").code == 0
    assert shell("unit", "add", "OD", "区委组织部", "Organisation Department", "--parent", "CX").code == 0
    assert shell("user", "add", "guanli", "关利", "Guan Li", "--post", "admin", "OD").code == 0
    assert shell("user", "role", "guanli", "declarant", "OD").code == 2  # an administrator declares nothing


def test_all_faults_of_an_account_at_once_and_nothing_half_written(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell("init")
    monkeypatch.setenv("SHENBAO_PASSWORD", "short")
    typed = shell("user", "add", "Wang Li!", "", "Wang\u202e", "--post", "emperor", "NOWHERE")
    assert typed.code == 2
    assert len(typed.err.strip().splitlines()) >= 4
    monkeypatch.setenv("SHENBAO_PASSWORD", "chengxi-2026-first")
    assert shell("user disable wang").code == 2


def test_a_fault_of_the_program_is_one_sentence(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("the roof\nfell in")

    monkeypatch.setattr("webapp.cli.command.open_office", fails)
    typed = shell("init")
    assert typed.code == 2
    assert typed.err.count("\n") == 1
    assert "the roof" in typed.err
    monkeypatch.setenv("SHENBAO_DEBUG", "1")
    with pytest.raises(RuntimeError):
        main(["init"])


def test_a_taken_port_is_a_finding(shell: Shell) -> None:
    shell("init")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        typed = shell(f"serve --port {taken.getsockname()[1]}")
    assert typed.code == 1
    assert "another port" in typed.out


@pytest.mark.parametrize(
    ("environ", "spoken"),
    [({"LANG": "zh_CN.UTF-8"}, "zh"), ({"LANG": "C"}, "en"), ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
     ({"LANG": "en_US", "SHENBAO_LANG": "zh"}, "zh"), ({}, "en")],
)  # fmt: skip
def test_the_terminal_says_its_language(environ: dict[str, str], spoken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANG", "LC_ALL", "LC_MESSAGES", "SHENBAO_LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert language() == spoken
