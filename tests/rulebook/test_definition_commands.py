"""``shenbao process`` and ``shenbao policy``: exit codes, one sentence per fault, JSON."""

import json
from pathlib import Path

import pytest

from tests.rulebook.small import PROCESS
from webapp.cli.__main__ import main
from workflow.rulebook.schemas import schemas

DECLARATION = "definitions/processes/class_declaration.v1.yaml"
POLICIES = sorted(map(str, Path("definitions/policies").glob("*.yaml")))


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHENBAO_LANG", "en")


def test_sound_files_exit_with_nothing_to_say_against_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["process", "check", DECLARATION, "definitions/processes/plan_filing.v1.yaml"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{DECLARATION}: sound. class_declaration version 1, 26 states, 49 actions."
    assert len(lines) == 2


def test_faults_exit_with_one_and_say_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        Path(DECLARATION).read_text(encoding="utf-8").replace("[form_complete]", "[form_complet]", 1), encoding="utf-8"
    )
    assert main(["process", "check", DECLARATION, str(path)]) == 1
    out = capsys.readouterr().out
    assert f"{path}:" in out and "Did you mean “form_complete”?" in out and out.rstrip().endswith("1 fault.")


def test_faults_in_chinese(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHENBAO_LANG", "zh")
    path = tmp_path / "mine.yaml"
    path.write_text(PROCESS, encoding="utf-8")
    assert main(["process", "check", str(path)]) == 1
    out = capsys.readouterr().out
    assert "roles.yaml 里没有角色“clerk”。" in out and "处错误。" in out


def test_faults_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("process: x\nprocess: y\n", encoding="utf-8")
    assert main(["process", "check", str(path), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)["files"][0]
    assert told["file"] == str(path) and not told["ok"] and told["hash"] is None
    first = next(fault for fault in told["faults"] if fault["code"] == "duplicate_key")
    assert first == {
        "file": str(path),
        "line": 2,
        "code": "duplicate_key",
        "message": "“process” stands twice, first on line 1.",
        "mend": "Keep one of them and delete the other.",
    }


@pytest.mark.parametrize("command", ["process", "policy"])
def test_wrong_use_exits_with_two(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "check", str(tmp_path), str(tmp_path / "none.yaml"), "a\0b"]) == 2
    told = capsys.readouterr()
    assert told.out == "" and len(told.err.splitlines()) == 3
    assert "is a folder" in told.err and "cannot be opened" in told.err
    with pytest.raises(SystemExit) as raised:
        main([command, "check"])
    assert raised.value.code == 2


def test_a_huge_file_is_not_read_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as stream:
        stream.truncate(10**10)  # sparse
    assert main(["process", "check", str(path)]) == 1
    assert "larger than 256 kB" in capsys.readouterr().out


def test_show_tells_the_states_stage_by_stage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["process", "show", "plan_filing"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("plan_filing v1  Annual plan filing")
    assert "    * send_unit  Send for unit review  -> unit_review  (any one of: Declarant)" in out
    assert "od_review  Under review  due in 5 working days" in out and "filed  Filed  end" in out


def test_show_as_json_and_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["process", "show", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["processes"]
    assert [one["process"] for one in told] == ["class_declaration", "plan_filing"]
    settle = told[0]["states"]["settling"]["actions"]["settle"]
    assert settle["to"] == ["completed", "cancelled", "aborted"] and settle["decides"]
    assert told[0]["states"]["funding_review"]["due"] == "timing.gates.funding"


def test_show_an_unknown_process(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["process", "show", "nothing"]) == 2
    assert "There is no process nothing" in capsys.readouterr().err


def test_schemas_are_written_where_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["process", "schemas", str(tmp_path)]) == 0
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == schemas()
    assert main(["process", "schemas", str(tmp_path / "none")]) == 2
    assert "does not exist" in capsys.readouterr().err


def test_policies_tell_how_far_they_are_confirmed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "check", *POLICIES]) == 0
    out = capsys.readouterr().out
    assert "2017-plus.yaml: sound. 2017-plus, " in out and "numbers, 0 of them confirmed by the district." in out
    assert "qinghai-xining.yaml: The standard of Qinghai and Xining was not found, so this profile is empty." in out


def test_policy_faults_and_overlays_against_a_base_in_the_same_call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base, over = tmp_path / "2017-plus.yaml", tmp_path / "over.yaml"
    text = Path("definitions/policies/2017-plus.yaml").read_text(encoding="utf-8")
    base.write_text(text.replace("offline_per_year: {value: null", "offline_per_year: {value: 0", 1), encoding="utf-8")
    over.write_text(Path("definitions/policies/2025-overlay.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    assert main(["policy", "check", str(over)]) == 0
    assert main(["policy", "check", str(over), str(base)]) == 1
    assert "“host.offline_per_year” goes from 0 to 1; an overlay may only tighten." in capsys.readouterr().out


def test_policy_check_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "check", "definitions/policies/2025-overlay.yaml", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["files"]
    assert (told["policy"], told["kind"], told["numbers"], told["ok"]) == ("2025-overlay", "overlay", 3, True)
